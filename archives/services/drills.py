"""The counter of drills (应急演练, Law 19, 条例 22): a body writes down that its plan was drilled.

The twin of restore tests, which belong to the installation: a drill belongs to a body. A body that keeps records owes
one that passed in each period of the profile; when it is missing it becomes a lead, once for each period that goes by.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from archives.domain.drill import DrillKind, EmergencyPlan, HeldDrill, faults_of_drill
from archives.domain.errors import InvalidInputError
from archives.domain.hazard import InspectedKind
from archives.domain.lead import LeadSource
from archives.domain.permission import Place
from archives.domain.rectification import INSPECTED
from archives.domain.vocabulary import Role
from archives.models import (
    CaseAct,
    EmergencyDrill,
    Organization,
    Repository,
    RepositoryRoom,
    StoreIntent,
    Transfer,
    new_id,
)
from archives.services.leads import LeadService, Sign
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.supervision import acts_of, body_of, note, required, today
from archives.services.unit_of_work import UnitOfWork

_D = EmergencyDrill


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest drill of a body that passed, and whether another is due by now."""

    newest: EmergencyDrill | None
    is_due: bool


class DrillService:
    """Writing drills down, putting them right, and noticing that none is recent."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def list(self, cut: Cut = FIRST, body_id: UUID | None = None) -> Page[EmergencyDrill]:
        """Return the drills that the actor sees, of all bodies or of one, the newest first."""
        asked = select(_D) if body_id is None else select(_D).where(_D.inspected_id == body_id)
        return page(self._work.session, asked, (_D.held_on, _D.id), cut, descending=True)

    def get(self, drill_id: UUID) -> EmergencyDrill:
        """Return a drill, or refuse."""
        return self._work.get(EmergencyDrill, drill_id)

    def acts(self, drill_id: UUID) -> Sequence[CaseAct]:
        """Return that it was written down and how it was corrected, in order, with what it said before and after."""
        return acts_of(self._work, self.get(drill_id))

    def kinds(self) -> tuple[DrillKind, ...]:
        """Return what is drilled here, by the profile."""
        return self._outside.profile.supervision.drill_kinds

    def standing(self, body_id: UUID) -> Standing:
        """Return how a body stands, as far as the actor sees its drills."""
        asked = select(_D).where(_D.inspected_id == body_id, _D.passed.is_(True))
        newest = self._work.session.scalars(asked.order_by(_D.held_on.desc(), _D.id.desc()).limit(1)).first()
        return Standing(newest, newest is None or newest.held_on + self._period <= today(self._work, self._outside))

    def may_correct(self, drill: EmergencyDrill) -> bool:
        """Tell whether the actor may put it right: the people of the body alone."""
        return bool(self._work.actor.roles_at(self._work.place_of(drill)) & {*INSPECTED, Role.SYSTEM})

    def record(self, kind: InspectedKind, body_id: UUID, held: HeldDrill) -> EmergencyDrill:
        """Write a drill down, passed or failed, by the people of the body that held it."""
        with self._work.write():
            body = body_of(self._work, kind, body_id)
            viewers = body.viewers
            place = Place(viewers["organization_id"], viewers["repository_id"])
            role = self._work.actor.require(place, *sorted(INSPECTED))
            self._require_sound(held)
            row = EmergencyDrill(**body.columns, **viewers, id=new_id())
            row.entered_at, row.entered_by = self._work.now(), self._work.actor.name
            _fill(row, held)
            self._work.session.add(row)
            note(self._work, row, "DrillHeld", role, now=_told(row), after=_told(row))
            return row

    def correct(self, drill_id: UUID, seen: int | None, held: HeldDrill, reason: str) -> EmergencyDrill:
        """Put right what was written down wrong; old and new stay on the trail, with the reason."""
        with self._work.write():
            row = self._work.get(EmergencyDrill, drill_id)
            self._work.require_version(row, seen)
            role = self._work.actor.require(self._work.place_of(row), *sorted(INSPECTED))
            self._require_sound(held)
            before = _told(row)
            _fill(row, held)
            facts: dict[str, Any] = {"was": before, "now": _told(row), "before": before, "after": _told(row)}
            note(self._work, row, "DrillCorrected", role, required("reason", reason), **facts)
            return row

    def watch(self) -> int:
        """Raise a lead about each body that keeps records once its newest drill is too old. For the worker."""
        return LeadService(self._work, self._outside).raise_new(list(self._signs()))

    # --- private ---

    @property
    def _period(self) -> timedelta:
        return timedelta(days=self._outside.profile.supervision.drill_days)

    def _signs(self) -> Iterator[Sign]:
        """The lapse is counted from the newest drill that passed, else from the day on which something was kept."""
        asked = select(_D.inspected_id, func.max(_D.held_on)).where(_D.passed.is_(True)).group_by(_D.inspected_id)
        newest = {row[0]: row[1] for row in self._work.session.execute(asked)}
        day = today(self._work, self._outside)
        for (kind, body_id, name), first in self._keepers().items():
            begun = newest.get(body_id, first)
            lapsed = (day - begun) // self._period
            if lapsed < 1:
                continue
            facts = {"since": str(begun), "days": (day - begun).days, "drilled": body_id in newest}
            key = f"drill:{body_id}:{newest.get(body_id, 'never')}:{lapsed}"
            yield Sign(LeadSource.DRILL, key, kind, body_id, name, facts)

    def _keepers(self) -> dict[tuple[InspectedKind, UUID, str], date]:
        """Return the bodies that keep records, and since when: with a room in use, or with something stored."""
        found: dict[tuple[InspectedKind, UUID, str], date] = {}
        rooms = select(RepositoryRoom.body_id, func.min(RepositoryRoom.kept_since))
        since = dict(self._pairs(rooms.where(RepositoryRoom.retired_on.is_(None)).group_by(RepositoryRoom.body_id)))
        kept = select(Transfer.destination_id, func.min(StoreIntent.began_at))
        kept = kept.join(StoreIntent, StoreIntent.transfer_id == Transfer.id).group_by(Transfer.destination_id)
        for body_id, instant in self._pairs(kept):
            first = self._outside.profile.day_of(instant)
            since[body_id] = min(first, since.get(body_id, first))
        archives = select(Repository.id, Repository.name)
        bodies = select(Organization.id, Organization.name).where(Organization.abolished_on.is_(None))
        for kind, asked in ((InspectedKind.REPOSITORY, archives), (InspectedKind.ORGANIZATION, bodies)):
            found |= {(kind, row[0], row[1]): since[row[0]] for row in self._pairs(asked) if row[0] in since}
        return found

    def _pairs(self, asked: Any) -> Sequence[Any]:  # noqa: ANN401 -- any select of two columns
        return self._work.session.execute(asked).all()

    def _require_sound(self, held: HeldDrill) -> None:
        problems = faults_of_drill(held, today(self._work, self._outside), self.kinds())
        if problems:
            raise InvalidInputError(problems)


def said_of(row: EmergencyDrill) -> HeldDrill:
    """Return what is said of a drill now."""
    plan = EmergencyPlan(row.plan_name, row.plan_edition_on, row.plan_approved_by, row.plan_review_on)
    return HeldDrill(row.kind, row.held_on, plan, row.led_by, row.participants, row.passed, row.findings, row.evidence)


def _fill(row: EmergencyDrill, held: HeldDrill) -> None:
    row.plan_name, row.plan_edition_on = held.plan.name.strip(), held.plan.edition_on
    row.plan_approved_by, row.plan_review_on = held.plan.approved_by.strip(), held.plan.review_on
    row.led_by, row.findings, row.evidence = held.led_by.strip(), held.findings.strip(), held.evidence.strip()
    row.kind, row.held_on, row.participants, row.passed = held.kind, held.held_on, held.participants, held.passed


def _told(row: EmergencyDrill) -> dict[str, Any]:
    plan = ("plan_name", "plan_edition_on", "plan_approved_by", "plan_review_on")
    named = ("kind", "held_on", *plan, "led_by", "participants", "passed", "findings", "evidence")
    return {name: getattr(row, name) for name in named}
