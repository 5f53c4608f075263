"""The trail: what anyone did, readable for those it concerns, and proof that it tells the present state."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from archives.domain.vocabulary import Role
from archives.models import Event
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.trail_proof import Fault, prove
from archives.services.unit_of_work import UnitOfWork

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted; None does not restrict."""

    subject_id: UUID | None = None
    transfer_id: UUID | None = None
    kind: str = ""
    actor_id: UUID | None = None


class TrailService:
    """Read the trail, and verify it."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:  # noqa: ARG002 -- every service is made so
        self._work = work

    def events(self, wanted: EventFilter | None = None, cut: Cut = FIRST) -> Page[Event]:
        """Return events, the newest first: the audit administrator's are all, others' those of what they may see."""
        asked = _restricted(select(Event), wanted or EventFilter())
        return page(self._work.session, asked, (Event.sequence,), cut, descending=True)

    def verify(self, progress: Progress | None = None) -> list[Fault]:
        """Read the whole trail as of one instant and return every fault; empty when it is sound.

        Sequence numbers have no gap, each leaf is canonical and says what the columns say, and replaying it reaches
        the states of all transfers and the custody of all records.
        """
        self._work.actor.require_role(Role.AUDIT_ADMIN)
        self._work.snapshot()
        return prove(self._work, progress)


def _restricted(asked: Select[Event], wanted: EventFilter) -> Select[Event]:
    if wanted.subject_id:
        asked = asked.where(Event.subject_id == wanted.subject_id)
    if wanted.transfer_id:
        asked = asked.where(Event.transfer_id == wanted.transfer_id)
    if wanted.kind:
        asked = asked.where(Event.kind == wanted.kind)
    return asked.where(Event.actor_id == wanted.actor_id) if wanted.actor_id else asked
