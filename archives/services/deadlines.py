"""The worker's round: raise what has become late, put away what is settled, draft the plans of the year.

It may run at any time and as often as it likes; a round that was missed is made up by the next.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from archives.domain.canonical import plain
from archives.domain.vocabulary import Role
from archives.models import Notice, Obligation, Transfer, TransferPlan
from archives.services.certificate_watch import CERTIFICATE_ENDS, ROOT_ENDS, certificate_alarms
from archives.services.deadlines_alarms import Alarm, Watch
from archives.services.obligations_standing import last_day_column
from archives.services.outside import Outside
from archives.services.plans import PlanService, PlanState
from archives.services.unit_of_work import UnitOfWork

KINDS = (
    ROOT_ENDS,
    CERTIFICATE_ENDS,
    "receipt_late",
    "checking_late",
    "returned_often",
    "dispute_raised",
    "extension_requested",
    "batches_due",
    "batches_overdue",
    "plan_to_agree",
)
"""The notices that this module raises, and closes when their cause is gone."""
RISES = ("", Role.DIRECTOR.value, Role.AUTHORITY.value)
"""How high a transfer can rise (`Transfer.escalated_to`); it does not sink until the archive has acted."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a round did."""

    plans: int
    raised: int
    closed: int
    escalated: int


class DeadlineService:
    """The round over all deadlines; for the worker only."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def sweep(self) -> Swept:
        """Make one round. Finding again what was found before changes nothing."""
        self._work.actor.require_role(Role.SYSTEM)
        today = self._outside.profile.day_of(self._work.now())
        plans = self._draft_plans(today)
        with self._work.write():
            wanted = {alarm.key: alarm for alarm in self._alarms(today)}
            known = self._known(wanted)
            fresh = [alarm for key, alarm in wanted.items() if key not in known]
            self._work.session.add_all(self._notice(alarm) for alarm in fresh)
            closed = self._settle(known.values(), wanted)
            return Swept(plans, len(fresh), closed, self._escalate(wanted.values()))

    def _alarms(self, today: date) -> Iterator[Alarm]:
        yield from Watch(self._work, self._outside.profile, today).alarms()
        yield from certificate_alarms(self._outside, self._work.now())

    def _draft_plans(self, today: date) -> int:
        """Draft the plans of the year that are missing, or overtaken before anybody agreed; a short write for each."""
        planned = self._work.session.scalars(select(TransferPlan).where(TransferPlan.year == today.year))
        known = {(plan.organization_id, plan.repository_id): plan for plan in planned}
        wanted = [pair for pair, facts in self._due(today).items() if _needs_draft(known.get(pair), facts)]
        service = PlanService(self._work, self._outside)
        for organization_id, repository_id in wanted:
            service.draft(organization_id, today.year, repository_id)
        return len(wanted)

    def _due(self, today: date) -> Mapping[tuple[UUID, UUID | None], Mapping[str, int]]:
        owner = Obligation.organization_id, Obligation.repository_id
        until = last_day_column() <= date(today.year, 12, 31)
        statement = (
            select(*owner, func.count(), func.sum(Obligation.records_pending))
            .where(Obligation.records_pending > 0, until)
            .group_by(*owner)
        )
        rows = self._work.session.execute(statement)
        return {(row[0], row[1]): {"batches": row[2], "records": row[3]} for row in rows}

    def _known(self, wanted: Mapping[str, Alarm]) -> Mapping[str, Notice]:
        """Return the notices of these kinds that are open, and those of these keys, open or not."""
        asked = or_(Notice.closed_at.is_(None), Notice.key.in_(list(wanted)))
        found = self._work.session.scalars(select(Notice).where(Notice.kind.in_(KINDS), asked))
        return {notice.key: notice for notice in found}

    def _notice(self, alarm: Alarm) -> Notice:
        organization_id, repository_id, path = alarm.place
        return Notice(
            key=alarm.key,
            role=alarm.role,
            organization_id=organization_id,
            repository_id=repository_id,
            jurisdiction_path=path,
            kind=alarm.kind,
            facts=_plain(alarm),
            subject_kind=alarm.subject[0],
            subject_id=alarm.subject[1],
            raised_at=self._work.now(),
        )

    def _settle(self, known: Iterable[Notice], wanted: Mapping[str, Alarm]) -> int:
        """Close the notices whose cause is gone, bring the others up to date; return how many were closed."""
        closed = 0
        for notice in (notice for notice in known if notice.closed_at is None):
            alarm = wanted.get(notice.key)
            if alarm is None:
                notice.closed_at, closed = self._work.now(), closed + 1
            elif notice.facts != _plain(alarm):
                notice.facts = _plain(alarm)
        return closed

    def _escalate(self, alarms: Iterable[Alarm]) -> int:
        """Let each transfer rise to the highest role that had to be told."""
        heights: dict[UUID, int] = {}
        for alarm in alarms:
            if alarm.subject[0] == Transfer.__tablename__ and alarm.role.value in RISES:
                heights[alarm.subject[1]] = max(heights.get(alarm.subject[1], 0), RISES.index(alarm.role.value))
        risen = 0
        for identifier, height in heights.items():
            transfer = self._work.get(Transfer, identifier)
            if height > RISES.index(transfer.escalated_to):
                before, transfer.escalated_to = transfer.escalated_to, RISES[height]
                self._tell(transfer, before)
                risen += 1
        return risen

    def _tell(self, transfer: Transfer, before: str) -> None:
        old, new = ({"escalated_to": level} for level in (before, transfer.escalated_to))
        self._work.record("TransferEscalated", transfer, role=Role.SYSTEM, before=old, after=new)


def _needs_draft(plan: TransferPlan | None, facts: Mapping[str, int]) -> bool:
    return plan is None or (plan.state == PlanState.DRAFTED and plan.facts != facts)


def _plain(alarm: Alarm) -> dict[str, Any]:
    return {name: plain(value) for name, value in alarm.facts.items()}
