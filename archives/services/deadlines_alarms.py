"""Which deadlines have passed, and who must know: worked out from the rows of the day, so that no missed day is lost.

Each alarm has a key that names its cause; a cause raises one notice for each role, however often it is found.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select

from archives.domain.obligation import OverdueCause
from archives.domain.profile import Profile
from archives.domain.transfer import ENDED
from archives.domain.vocabulary import Role
from archives.models import Dispute, Extension, Obligation, Organization, ReturnReason, Transfer, TransferPlan
from archives.services.extensions import ExtensionState
from archives.services.obligations_standing import last_day_column
from archives.services.unit_of_work import UnitOfWork

INFORMED = {
    OverdueCause.UNIT: (Role.CLERK, Role.APPROVER, Role.AUTHORITY),
    OverdueCause.ARCHIVE_NOT_READY: (Role.DIRECTOR, Role.AUTHORITY),
}
"""Who must know of an overdue batch: whose delay it is, and the authority (条例 48, 49)."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that one role at one place must know; `kind` is the code of its text, `subject` a table and an id."""

    kind: str
    role: Role
    cause: str
    place: tuple[UUID | None, UUID | None, str]  # organization, repository, path of the organization's jurisdiction
    subject: tuple[str, UUID]
    facts: Mapping[str, Any]

    @property
    def key(self) -> str:
        """What makes it this alarm and no other."""
        return f"{self.kind}:{self.cause}:{self.role}"


class Watch:
    """Looks at everything once, as the worker does, on one day."""

    def __init__(self, work: UnitOfWork, profile: Profile, today: date) -> None:
        self._work, self._profile, self._today = work, profile, today

    def alarms(self) -> Iterator[Alarm]:
        """Yield all that is to be known today."""
        yield from self._late_transfers()
        yield from self._many_returns()
        yield from self._disputes()
        yield from self._extensions()
        yield from self._batches()
        yield from self._plans()

    def _late_transfers(self) -> Iterator[Alarm]:
        """The archive has let a deadline pass: first its staff, then the director, then the authority."""
        late = or_(Transfer.receipt_due_on < self._today, Transfer.check_due_on < self._today)
        for transfer, path in self._work.session.execute(_with_path(Transfer).where(late)):
            is_receipt = transfer.receipt_due_on is not None
            deadline = transfer.receipt_due_on if is_receipt else transfer.check_due_on
            kind = "receipt_late" if is_receipt else "checking_late"
            facts = {"number": transfer.number, "deadline": deadline}
            for role in (Role.ARCHIVIST, *self._risen(deadline)):
                yield _of(transfer, path, kind, role, f"{transfer.id}:{transfer.round}", **facts)

    def _many_returns(self) -> Iterator[Alarm]:
        """A transfer that keeps coming back is for the director, and if it stays so for the authority."""
        limit = self._profile.deadlines.returns_that_escalate
        returned = select(func.max(ReturnReason.raised_at)).where(ReturnReason.transfer_id == Transfer.id)
        often = and_(Transfer.returns >= limit, Transfer.state.not_in(ENDED))
        statement = _with_path(Transfer).add_columns(returned.scalar_subquery()).where(often)
        for transfer, path, since in self._work.session.execute(statement):
            day = self._profile.day_of(since) if since else self._today
            facts = {"number": transfer.number, "returns": transfer.returns}
            for role in {Role.DIRECTOR, *self._risen(day)}:
                yield _of(transfer, path, "returned_often", role, f"{transfer.id}:{transfer.returns}", **facts)

    def _risen(self, deadline: date) -> Iterator[Role]:
        passed, deadlines = self._profile.calendar.between(deadline, self._today), self._profile.deadlines
        if passed >= deadlines.director_after_working_days:
            yield Role.DIRECTOR
        if passed >= deadlines.authority_after_working_days:
            yield Role.AUTHORITY

    def _disputes(self) -> Iterator[Alarm]:
        undecided = _with_path(Dispute).where(Dispute.decision == "")
        for dispute, path in self._work.session.execute(undecided):
            yield _of(dispute, path, "dispute_raised", Role.AUTHORITY, str(dispute.id), by=dispute.raised_by)

    def _extensions(self) -> Iterator[Alarm]:
        requested = _with_path(Extension).where(Extension.state == ExtensionState.REQUESTED)
        for extension, path in self._work.session.execute(requested):
            facts = {"ground": extension.ground, "until": extension.until}
            yield _of(extension, path, "extension_requested", Role.AUTHORITY, str(extension.id), **facts)

    def _batches(self) -> Iterator[Alarm]:
        """What falls due this year, and what is overdue, summed up for each organization and archive once a year."""
        last = last_day_column()
        is_late, is_excused = last < self._today, Obligation.archive_not_ready_since <= last
        excused = case((is_excused, True), else_=False)
        sums = func.count(), func.sum(Obligation.records_pending), func.min(last)
        owner = Obligation.organization_id, Obligation.repository_id, Organization.jurisdiction_path
        statement = (
            select(*owner, is_late, excused, *sums)
            .join(Organization, Organization.id == Obligation.organization_id)
            .where(Obligation.records_pending > 0, last <= date(self._today.year, 12, 31))
            .group_by(*owner, is_late, excused)
        )
        for organization, repository, path, late, ready, batches, records, since in self._work.session.execute(
            statement
        ):
            cause = OverdueCause.ARCHIVE_NOT_READY if ready else OverdueCause.UNIT
            kind, roles = ("batches_overdue", INFORMED[cause]) if late else ("batches_due", (Role.CLERK,))
            facts = {"year": self._today.year, "batches": batches, "records": records, "last_day": since}
            facts |= {"cause": cause} if late else {}
            place, subject = (organization, repository, path), ("organization", organization)
            named = f"{organization}:{repository}:{self._today.year}:{cause if late else ''}"
            yield from (Alarm(kind, role, named, place, subject, facts) for role in roles)

    def _plans(self) -> Iterator[Alarm]:
        """A drafted plan waits for each side that has not agreed."""
        sides = (
            (TransferPlan.organization_agreed_at, Role.APPROVER),
            (TransferPlan.repository_agreed_at, Role.ARCHIVIST),
        )
        for agreed_at, role in sides:
            waiting = _with_path(TransferPlan).where(agreed_at.is_(None), TransferPlan.year == self._today.year)
            for plan, path in self._work.session.execute(waiting):
                yield _of(plan, path, "plan_to_agree", role, str(plan.id), year=plan.year, **plan.facts)


def _with_path(model: Any) -> Any:  # noqa: ANN401 -- a select over any owned table
    return select(model, Organization.jurisdiction_path).join(Organization, Organization.id == model.organization_id)


def _of(row: Any, path: str, kind: str, role: Role, cause: str, **facts: object) -> Alarm:  # noqa: ANN401 -- any owned row
    place = (row.organization_id, row.repository_id, path)
    return Alarm(kind, role, cause, place, (row.__tablename__, row.id), facts)
