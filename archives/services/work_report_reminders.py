"""Who has not reported on the archives work (条例 45): the authority's list, and reminders on the desks of bodies.

What is due follows from the period that has ended last and from the rows; the next round makes up for a missed one.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, literal, or_, select, update

from archives.domain.canonical import plain
from archives.domain.hazard import InspectedKind
from archives.domain.terms import stages
from archives.domain.vocabulary import Role
from archives.domain.work_report import REPORTED, ReportPeriod, ReportState
from archives.models import Jurisdiction, Notice, Organization, Repository, WorkReport
from archives.services.authority_board import below
from archives.services.outside import Outside
from archives.services.supervision import today
from archives.services.unit_of_work import UnitOfWork
from archives.services.visibility import UNFILTERED

NOTICE = "work_report_due"
AT_ONCE = 500  # bodies in one write
Body = Organization | Repository
_KINDS: Mapping[type[Body], InspectedKind] = MappingProxyType(
    {Organization: InspectedKind.ORGANIZATION, Repository: InspectedKind.REPOSITORY}
)
_ROLES = {
    InspectedKind.ORGANIZATION: (Role.CLERK, Role.APPROVER),
    InspectedKind.REPOSITORY: (Role.ARCHIVIST, Role.DIRECTOR),
}


@dataclass(frozen=True, slots=True)
class Silent:
    """A body that has not reported, or whose report was returned."""

    kind: InspectedKind
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a period stands in the actor's places."""

    period: ReportPeriod
    due_on: date
    is_overdue: bool
    submitted: int  # to be looked at
    acknowledged: int
    silent_count: int  # who has not reported
    silent: tuple[Silent, ...]  # the first of them by name


class WorkReportWatchService:
    """The list of those who have not reported, and the round that reminds them."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def standing(self, code: str = "", most: int = 200) -> Standing:
        """Return who has reported on a period (the newest that has ended) and who has not; `most` of these by name."""
        rules, day = self._outside.profile.work_report, today(self._work, self._outside)
        period = ReportPeriod.parse(rules.period, code) if code else ReportPeriod.ended_before(rules.period, day)
        due_on = rules.due_on(period, self._outside.profile.calendar)
        here = below(self._work.actor, WorkReport.place_path), WorkReport.period == period.code
        counts = select(WorkReport.state, func.count()).where(*here).group_by(WorkReport.state)
        by_state = {row[0]: row[1] for row in self._work.session.execute(counts)}
        return Standing(
            period=period,
            due_on=due_on,
            is_overdue=due_on < day,
            submitted=by_state.get(ReportState.SUBMITTED, 0),
            acknowledged=by_state.get(ReportState.ACKNOWLEDGED, 0),
            silent_count=self._count(period),
            silent=tuple(self._silent(period, most))[:most],
        )

    def remind(self) -> int:
        """Lay the newest reminder that has fallen due on each desk that lacks it, in batches; return how many."""
        self._work.actor.require_role(Role.SYSTEM)
        rules, day = self._outside.profile.work_report, today(self._work, self._outside)
        period = ReportPeriod.ended_before(rules.period, day)
        due_on = rules.due_on(period, self._outside.profile.calendar)
        fallen = list(stages(period.last, due_on, day))
        silent = list(self._silent(period, None)) if fallen else []
        facts = {"period": period.code, "due_on": due_on, "stage": fallen[-1] if fallen else 0}
        given = 0
        for first in range(0, len(silent), AT_ONCE):
            with self._work.write():
                given += self._give(silent[first : first + AT_ONCE], facts)
        return given

    # --- private ---

    def _count(self, period: ReportPeriod) -> int:
        asked = (select(func.count(model.id)).where(*self._owing(model, period)) for model in _KINDS)
        everything = {UNFILTERED: True}
        return sum(self._work.session.scalar(each, execution_options=everything) or 0 for each in asked)

    def _silent(self, period: ReportPeriod, most: int | None) -> Iterator[Silent]:
        for model, kind in _KINDS.items():
            asked = select(model.id, model.name).where(*self._owing(model, period)).order_by(model.name).limit(most)
            for row in self._work.session.execute(asked):
                yield Silent(kind, row[0], row[1])

    def _owing(self, model: type[Body], period: ReportPeriod) -> tuple[ColumnElement[bool], ...]:
        """Return the criteria of bodies that must report on a period and have not."""
        told = select(literal(1)).where(
            WorkReport.inspected_id == model.id,
            WorkReport.period == period.code,
            WorkReport.state.in_(sorted(REPORTED)),
        )
        places = select(Jurisdiction.id).where(below(self._work.actor, Jurisdiction.path))
        here = model.jurisdiction_id.in_(places), ~told.exists()
        if model is Repository:
            return here
        existed = or_(Organization.established_on.is_(None), Organization.established_on <= period.last)
        return *here, Organization.abolished_on.is_(None), existed

    def _give(self, silent: Sequence[Silent], facts: dict[str, Any]) -> int:
        """Raise the notices that are not there yet, in the place of the earlier ones. Inside a write."""
        lines = [line for each in silent for line in self._lines(each, facts)]
        known = set(
            self._work.session.scalars(select(Notice.key).where(Notice.key.in_([line["key"] for line in lines])))
        )
        fresh = [line for line in lines if line["key"] not in known]
        bodies = {line["subject_id"] for line in fresh}
        settle_reminders(self._work, bodies)
        if fresh:
            self._work.session.execute(insert(Notice), fresh, execution_options={"render_nulls": True})
        return len(bodies)

    def _lines(self, body: Silent, facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
        owner = "repository_id" if body.kind is InspectedKind.REPOSITORY else "organization_id"
        told = plain({**facts, "body": body.name})
        about = {"subject_kind": NOTICE, "subject_id": body.id, "raised_at": self._work.now()}
        for role in _ROLES[body.kind]:
            key = f"{NOTICE}:{body.id}:{facts['period']}:{facts['stage']}:{role}"
            seen_by = {"organization_id": None, "repository_id": None, "jurisdiction_path": "", owner: body.id}
            yield {**about, **seen_by, "key": key, "role": role, "kind": NOTICE, "facts": told}


def settle_reminders(work: UnitOfWork, body_ids: Collection[UUID]) -> None:
    """Put the reminders of bodies away. Inside a write."""
    open_ones = Notice.kind == NOTICE, Notice.subject_id.in_(list(body_ids)), Notice.closed_at.is_(None)
    quietly = {"synchronize_session": False}
    work.session.execute(update(Notice).where(*open_ones).values(closed_at=work.now()), execution_options=quietly)
