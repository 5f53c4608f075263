"""The counter of transfer plans (移交计划): what one organization hands over to its archive in one year.

The system drafts it from the batches whose last day lies in the year or before; it holds once both sides agreed to the
same entries. A batch that changed meanwhile must be drafted again first, and then nobody has agreed yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archives.domain.errors import BlockedError, IllegalTransitionError, NotPermittedError, Problem
from archives.domain.permission import Place
from archives.domain.vocabulary import Role
from archives.models import Fonds, Obligation, Organization, PlanEntry, TransferPlan, new_id
from archives.services.obligations_standing import StandingBatch, last_day_column, see
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.unit_of_work import UnitOfWork


class PlanState(StrEnum):
    """Who has agreed."""

    DRAFTED = "drafted"
    AGREED_BY_ORGANIZATION = "agreed_by_organization"
    AGREED_BY_REPOSITORY = "agreed_by_repository"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class PlannedBatch:
    """A batch of a plan: as it was counted then, and as it stands today."""

    entry: PlanEntry
    batch: StandingBatch


class PlanService:
    """Drafting, reading and agreeing plans."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def find(
        self, year: int | None = None, organization_id: UUID | None = None, cut: Cut = FIRST
    ) -> Page[TransferPlan]:
        """Return plans, by year."""
        statement = select(TransferPlan)
        if year is not None:
            statement = statement.where(TransferPlan.year == year)
        if organization_id is not None:
            statement = statement.where(TransferPlan.organization_id == organization_id)
        return page(self._work.session, statement, (TransferPlan.year, TransferPlan.id), cut)

    def get(self, plan_id: UUID) -> TransferPlan:
        """Return one plan, or refuse with NotFoundError."""
        return self._work.get(TransferPlan, plan_id)

    def batches(self, plan_id: UUID) -> tuple[PlannedBatch, ...]:
        """Return the batches of a plan, the oldest first."""
        plan, today = self.get(plan_id), self._today()
        found = (PlannedBatch(entry, see(entry.obligation, today)) for entry in self._entries(plan))
        return tuple(sorted(found, key=lambda each: (each.batch.last_day, each.entry.obligation_id)))

    def is_outdated(self, plan_id: UUID) -> bool:
        """Tell whether a plan not yet agreed has been overtaken by its batches."""
        plan = self.get(plan_id)
        return plan.state != PlanState.AGREED and bool(self._differences(plan))

    def draft(self, organization_id: UUID, year: int, repository_id: UUID | None = None) -> TransferPlan:
        """Draft the plan of a year, or draft it again after its batches changed; refuse when both sides have agreed.

        BlockedError (nothing_due) when no batch must be handed over by the end of that year.
        """
        with self._work.write():
            organization = self._work.get(Organization, organization_id)
            destination = repository_id or organization.archive_id
            place = Place(organization.id, destination, organization.jurisdiction_path)
            role = self._work.actor.require(place, Role.ARCHIVIST, Role.CLERK)
            plan = self._find(organization_id, destination, year)
            if plan is not None and plan.state == PlanState.AGREED:
                raise IllegalTransitionError("plan", plan.state, "draft")
            wanted = self._wanted(organization_id, destination, year)
            if not wanted:
                raise BlockedError("draft a plan", [Problem("nothing_due", "year", (("year", str(year)),))])
            if plan is None:
                owner = {"organization_id": organization_id, "repository_id": destination}
                plan = TransferPlan(id=new_id(), year=year, facts={}, **owner)
                self._fill(plan, wanted, "TransferPlanDrafted", role)
            elif self._differences(plan):
                self._fill(plan, wanted, "TransferPlanRedrafted", role)
            return plan

    def agree(self, plan_id: UUID, seen: int | None) -> TransferPlan:
        """Agree for one's side: the approver for the organization, archivist or director for the archive."""
        with self._work.write():
            plan = self._work.get(TransferPlan, plan_id)
            self._work.require_version(plan, seen)
            role = self._side(plan)
            before, is_organization = plan.state, role is Role.APPROVER
            done = plan.organization_agreed_at if is_organization else plan.repository_agreed_at
            if done is not None:
                raise IllegalTransitionError("plan", plan.state, "agree")
            self._require_current(plan)
            self._sign(plan, is_organization=is_organization)
            self._work.record(
                "TransferPlanAgreed", plan, role=role, before={"state": before}, after={"state": plan.state}
            )
            return plan

    def _side(self, plan: TransferPlan) -> Role:
        role = self._work.actor.require(self._work.place_of(plan), Role.APPROVER, Role.ARCHIVIST, Role.DIRECTOR)
        if role is Role.SYSTEM:
            raise NotPermittedError("Only a person may agree to a plan.", roles="approver or archivist or director")
        return role

    def _sign(self, plan: TransferPlan, *, is_organization: bool) -> None:
        now, name = self._work.now(), self._work.actor.name
        if is_organization:
            plan.organization_agreed_at, plan.organization_agreed_by = now, name
        else:
            plan.repository_agreed_at, plan.repository_agreed_by = now, name
        plan.state = _state(plan)

    def _require_current(self, plan: TransferPlan) -> None:
        changed = self._differences(plan)
        if changed:
            facts = (("batches", str(len(changed))),)
            raise BlockedError("agree to the plan", [Problem("plan_outdated", "entries", facts, Role.ARCHIVIST)])

    def _differences(self, plan: TransferPlan) -> frozenset[UUID]:
        """Return the batches that are no longer as the plan has them."""
        planned = {(entry.obligation_id, entry.records) for entry in self._entries(plan)}
        wanted = self._wanted(plan.organization_id, plan.repository_id, plan.year)
        present = {(batch.id, batch.records_pending) for batch in wanted}
        return frozenset(identifier for identifier, _ in planned ^ present)

    def _wanted(self, organization_id: UUID, repository_id: UUID | None, year: int) -> Sequence[Obligation]:
        statement = select(Obligation).where(
            Obligation.organization_id == organization_id,
            Obligation.repository_id == repository_id,
            Obligation.records_pending > 0,
            last_day_column() <= date(year, 12, 31),
        )
        return self._work.session.scalars(statement).all()

    def _fill(self, plan: TransferPlan, wanted: Sequence[Obligation], kind: str, role: Role) -> None:
        before = {"state": plan.state, **plan.facts} if plan.facts else None
        for entry in self._entries(plan):
            self._work.session.delete(entry)
        plan.state, plan.drafted_at = PlanState.DRAFTED, self._work.now()
        plan.organization_agreed_at = plan.repository_agreed_at = None
        plan.organization_agreed_by = plan.repository_agreed_by = ""
        plan.facts = {"batches": len(wanted), "records": sum(batch.records_pending for batch in wanted)}
        self._work.session.add(plan)
        self._work.session.flush()
        self._work.session.add_all(
            PlanEntry(plan_id=plan.id, obligation_id=batch.id, records=batch.records_pending) for batch in wanted
        )
        self._work.record(kind, plan, role=role, before=before, after={"state": plan.state, **plan.facts})

    def _find(self, organization_id: UUID, repository_id: UUID, year: int) -> TransferPlan | None:
        same = {"organization_id": organization_id, "repository_id": repository_id, "year": year}
        return self._work.session.scalar(select(TransferPlan).filter_by(**same))

    def _entries(self, plan: TransferPlan) -> Sequence[PlanEntry]:
        loaded = joinedload(PlanEntry.obligation).joinedload(Obligation.fonds).joinedload(Fonds.organization)
        return self._work.session.scalars(select(PlanEntry).where(PlanEntry.plan_id == plan.id).options(loaded)).all()

    def _today(self) -> date:
        return self._outside.profile.day_of(self._work.now())


def _state(plan: TransferPlan) -> PlanState:
    if plan.organization_agreed_at and plan.repository_agreed_at:
        return PlanState.AGREED
    return PlanState.AGREED_BY_ORGANIZATION if plan.organization_agreed_at else PlanState.AGREED_BY_REPOSITORY
