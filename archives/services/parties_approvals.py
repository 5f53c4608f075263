"""What the authority approves: a repository's scope (条例 48), an organization's retention schedule (条例 19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, update

from archives.domain.errors import FrozenError, InvalidInputError, NotPermittedError, Problem
from archives.domain.permission import Place
from archives.domain.vocabulary import RetentionClass, Role
from archives.models import (
    Authority,
    CollectionScope,
    Fonds,
    Organization,
    Record,
    RetentionSchedule,
    RetentionScheduleEntry,
)
from archives.services.obligations_recount import recount_fonds, transferable
from archives.services.outside import Outside
from archives.services.registration_rules import rules_of
from archives.services.unit_of_work import UnitOfWork

LONGEST_SCHEDULE = 2000  # lines


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One line: what kind of record is kept how long; series '' for all of the category."""

    category: str
    retention: RetentionClass
    series: str = ""
    description: str = ""


class ApprovalService:
    """The counter of the authority. No archive changes its own scope: it has no button here (D06)."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    # --- scope ---

    def scopes(self) -> Sequence[CollectionScope]:
        """Return the approved scopes that the actor may see."""
        return self._work.session.scalars(select(CollectionScope).order_by(CollectionScope.id)).all()

    def approve_scope(self, organization_id: UUID, document_number: str, approved_on: date) -> CollectionScope:
        """Approve, or renew, that the archive of an organization's level collects from it."""
        with self._work.write():
            body = self._work.get(Organization, organization_id)
            authority = self._authority_over(body)
            scope = self._scope_of(body) or CollectionScope(organization_id=body.id, repository_id=body.archive_id)
            before = scope.approved_on
            scope.approved_by_id, scope.approved_on, scope.document_number = authority.id, approved_on, document_number
            self._work.session.add(scope)
            self._work.record("ScopeApproved", scope, before=before, after=approved_on, document_number=document_number)
            self._reckon(body)
        return scope

    # --- schedules ---

    def schedules(self, organization_id: UUID | None = None) -> Sequence[RetentionSchedule]:
        """Return every edition that the actor may see, newest first."""
        found = select(RetentionSchedule)
        if organization_id:
            found = found.where(RetentionSchedule.organization_id == organization_id)
        return self._work.session.scalars(found.order_by(RetentionSchedule.id.desc())).all()

    def schedule(self, schedule_id: UUID) -> RetentionSchedule:
        """Return an edition."""
        return self._work.get(RetentionSchedule, schedule_id)

    def lines(self, schedule_id: UUID) -> Sequence[RetentionScheduleEntry]:
        """Return the lines of an edition."""
        schedule = self.schedule(schedule_id)
        entry = RetentionScheduleEntry
        return self._work.session.scalars(
            select(entry).where(entry.schedule_id == schedule.id).order_by(entry.id)
        ).all()

    def schedule_in_force(self, organization_id: UUID) -> RetentionSchedule | None:
        """Return the approved edition that no later one has superseded."""
        in_force = select(RetentionSchedule).where(
            RetentionSchedule.organization_id == organization_id,
            RetentionSchedule.approved_on.is_not(None),
            RetentionSchedule.superseded_on.is_(None),
        )
        return self._work.session.scalar(in_force.order_by(RetentionSchedule.edition.desc()).limit(1))

    def submit_schedule(
        self, organization_id: UUID, lines: Sequence[ScheduleLine], note: str = ""
    ) -> RetentionSchedule:
        """Hand in a new edition. It holds only when approved; until then the one before stays in force (D02)."""
        _require_sound(lines)
        with self._work.write():
            body = self._work.get(Organization, organization_id)
            place = Place(body.id, None, body.jurisdiction_path)
            self._work.actor.require(place, Role.CLERK, Role.APPROVER)
            schedule = RetentionSchedule(
                organization_id=body.id,
                repository_id=body.archive_id,
                edition=self._next_edition(body),
                submitted_at=self._work.now(),
                note=note,
            )
            self._work.session.add(schedule)
            self._work.session.flush()
            self._work.record("ScheduleSubmitted", schedule, edition=schedule.edition, lines=len(lines), note=note)
            self._work.session.add_all(_entry(schedule.id, line) for line in lines)
        return schedule

    def approve_schedule(self, schedule_id: UUID, seen: int) -> RetentionSchedule:
        """Put an edition in force, in the place of the one before."""
        with self._work.write():
            schedule = self._work.get(RetentionSchedule, schedule_id)
            self._work.require_version(schedule, seen)
            body = self._work.get(Organization, schedule.organization_id)
            authority = self._authority_over(body)
            if schedule.approved_on is not None:
                raise FrozenError("This edition is approved already; hand in a new one.", edition=schedule.edition)
            self._require_newest(schedule)
            today = self._outside.profile.day_of(self._work.now())
            if old := self.schedule_in_force(body.id):
                old.superseded_on = today
                self._work.record("ScheduleSuperseded", old, edition=old.edition, by=schedule.edition)
            schedule.approved_on, schedule.approved_by_id = today, authority.id
            self._work.record("ScheduleApproved", schedule, edition=schedule.edition, before=None, after=today)
        return schedule

    # --- private ---

    def _authority_over(self, body: Organization) -> Authority:
        """Return the authority for which the actor decides: the nearest one above the body."""
        self._work.actor.require(Place(None, None, body.jurisdiction_path), Role.AUTHORITY)
        above = [row for row in self._work.session.scalars(select(Authority)) if self._reaches(row, body)]
        if not above:
            raise NotPermittedError("No authority is entered for this place.", roles=Role.AUTHORITY)
        return max(above, key=lambda row: len(row.jurisdiction.path))

    def _reaches(self, authority: Authority, body: Organization) -> bool:
        path = authority.jurisdiction.path
        decides = Role.AUTHORITY in self._work.actor.roles_at(Place(jurisdiction=path))
        is_machine = Role.SYSTEM in self._work.actor.roles
        return body.jurisdiction_path.startswith(path) and (decides or is_machine)

    def _scope_of(self, body: Organization) -> CollectionScope | None:
        return self._work.session.scalar(
            select(CollectionScope).where(
                CollectionScope.organization_id == body.id, CollectionScope.repository_id == body.archive_id
            )
        )

    def _reckon(self, body: Organization) -> None:
        """Give records registered before the approval their due day, and count the batches again."""
        kept = select(Fonds).where(Fonds.organization_id == body.id, Fonds.archive_id == body.archive_id)
        fonds = self._work.session.scalars(kept).all()
        for each in fonds:
            self._date(each)
        recount_fonds(self._work, self._outside, [each.id for each in fonds])

    def _date(self, fonds: Fonds) -> None:
        rules = rules_of(self._work, self._outside, fonds)
        undated = (Record.fonds_id == fonds.id, Record.due_on.is_(None), Record.formed_on.is_not(None), transferable())
        columns = select(Record.id, Record.version, Record.formed_on, Record.retention).where(*undated)
        found = [(row, rules.due_on(row[2], row[3])) for row in self._work.session.execute(columns)]
        dated = [{"id": row[0], "version": row[1], "due_on": day} for row, day in found if day]
        if dated:
            self._work.session.execute(update(Record), dated)

    def _next_edition(self, body: Organization) -> int:
        newest = select(func.max(RetentionSchedule.edition)).where(RetentionSchedule.organization_id == body.id)
        return (self._work.session.scalar(newest) or 0) + 1

    def _require_newest(self, schedule: RetentionSchedule) -> None:
        newer = select(RetentionSchedule.edition).where(
            RetentionSchedule.organization_id == schedule.organization_id,
            RetentionSchedule.edition > schedule.edition,
        )
        if edition := self._work.session.scalar(newer.limit(1)):
            raise FrozenError("A newer edition has been handed in.", edition=edition)


def _require_sound(lines: Sequence[ScheduleLine]) -> None:
    problems = [
        Problem("required", f"/lines/{position}/category")
        for position, line in enumerate(lines)
        if not line.category.strip()
    ]
    if not 1 <= len(lines) <= LONGEST_SCHEDULE:
        problems.append(Problem("length", "/lines", (("least", "1"), ("most", str(LONGEST_SCHEDULE)))))
    if problems:
        raise InvalidInputError(problems)


def _entry(schedule_id: UUID, line: ScheduleLine) -> RetentionScheduleEntry:
    return RetentionScheduleEntry(
        schedule_id=schedule_id,
        category=line.category,
        series=line.series,
        description=line.description,
        retention=line.retention,
    )
