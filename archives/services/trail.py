"""The trail: what anyone did, readable for those it concerns, and proof that it tells the present state."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from sqlalchemy import Select, func, select

from archives.domain.errors import LogDamagedError
from archives.domain.vocabulary import Role
from archives.models import Event, Setting
from archives.services.log_proof import prove_log
from archives.services.log_signing import integrate
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.trail_proof import MOST_FAULTS, Fault, prove
from archives.services.unit_of_work import UnitOfWork
from archives.services.visibility import UNFILTERED

Progress = Callable[[int, int], None]
VERIFIED = "trail_verified"  # setting: when it was last verified, and how many faults were found
GREATEST = 2**62  # above every sequence number


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted; None does not restrict."""

    subject_id: UUID | None = None
    transfer_id: UUID | None = None
    kind: str = ""
    actor_id: UUID | None = None


class TrailService:
    """Read the trail, and verify it."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def events(self, wanted: EventFilter | None = None, cut: Cut = FIRST) -> Page[Event]:
        """Return events, the newest first: the audit administrator's are all, others' those of what they may see."""
        asked = _restricted(select(Event), wanted or EventFilter())
        return page(self._work.session, asked, (Event.sequence,), cut, descending=True)

    def verify(self, progress: Progress | None = None) -> list[Fault]:
        """Read the whole trail as of one instant and return every fault; empty when it is sound.

        Sequence numbers have no gap, each leaf is canonical and says what the columns say, and replaying it reaches
        the states of all transfers and the custody of all records. Each leaf hashes to its node, each node follows from
        those below it, each checkpoint tells the hash of the tree at its size and bears our signature.
        """
        self._work.actor.require_role(Role.AUDIT_ADMIN)
        expected = self._expected()
        self._work.snapshot()
        faults = prove(self._work, progress)
        faults += islice(prove_log(self._work, self._outside, expected), MOST_FAULTS - len(faults))
        return faults

    def verify_and_note(self, progress: Progress | None = None) -> list[Fault]:
        """Do the same, and note when it was done and how many faults there were: for those who watch the log."""
        faults = self.verify(progress)
        with self._work.write():
            row = self._work.session.scalar(select(Setting).where(Setting.name == VERIFIED)) or Setting(name=VERIFIED)
            row.value = {"at": self._work.now().isoformat(), "faults": len(faults)}
            self._work.session.add(row)
        return faults

    def _expected(self) -> int:
        """Return up to which number events must be in the tree; on PostgreSQL they are brought there first."""
        if self._work.is_sqlite:
            return GREATEST
        newest = self._work.session.scalar(select(func.max(Event.sequence)), execution_options={UNFILTERED: True})
        with suppress(LogDamagedError):  # the proof will name it
            integrate(self._work)
        return newest or 0


def _restricted(asked: Select[Event], wanted: EventFilter) -> Select[Event]:
    if wanted.subject_id:
        asked = asked.where(Event.subject_id == wanted.subject_id)
    if wanted.transfer_id:
        asked = asked.where(Event.transfer_id == wanted.transfer_id)
    if wanted.kind:
        asked = asked.where(Event.kind == wanted.kind)
    return asked.where(Event.actor_id == wanted.actor_id) if wanted.actor_id else asked
