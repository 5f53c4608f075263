"""The yearly plan of an authority (年度检查计划): its lines are the inspections that name it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import DuplicateError, FrozenError, InvalidInputError, Problem
from archives.domain.permission import Place
from archives.domain.vocabulary import Role
from archives.models import CaseAct, Inspection, InspectionPlan, Jurisdiction, new_id
from archives.services.outside import Outside
from archives.services.supervision import OFFICERS, acts_of, note, required
from archives.services.unit_of_work import UnitOfWork


class InspectionPlanService:
    """Drawing up a plan, putting inspections on it, approving it."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:  # noqa: ARG002 -- every service is made so
        self._work = work

    def list(self) -> Sequence[InspectionPlan]:
        """Return the plans of the places that the actor supervises, the newest year first."""
        asked = select(InspectionPlan).order_by(InspectionPlan.year.desc(), InspectionPlan.jurisdiction_path)
        return self._work.session.scalars(asked).all()

    def get(self, plan_id: UUID) -> InspectionPlan:
        """Return a plan, or refuse."""
        return self._work.get(InspectionPlan, plan_id)

    def lines(self, plan_id: UUID) -> Sequence[Inspection]:
        """Return the inspections on a plan, by day."""
        self.get(plan_id)
        asked = select(Inspection).where(Inspection.plan_id == plan_id)
        return self._work.session.scalars(asked.order_by(Inspection.planned_on, Inspection.id)).all()

    def acts(self, plan_id: UUID) -> Sequence[CaseAct]:
        """Return all that happened to a plan, in order."""
        return acts_of(self._work, self.get(plan_id))

    def draw_up(self, jurisdiction_id: UUID, year: int, title: str) -> InspectionPlan:
        """Begin the plan of a place for a year; there is one for each."""
        with self._work.write():
            path = self._work.get(Jurisdiction, jurisdiction_id).path
            role = self._work.actor.require(Place(jurisdiction=path), *OFFICERS)
            same = select(InspectionPlan.id).where(
                InspectionPlan.jurisdiction_path == path, InspectionPlan.year == year
            )
            if self._work.session.scalar(same):
                raise DuplicateError("There is a plan for this year already.", kind="year", value=year)
            plan = InspectionPlan(id=new_id(), jurisdiction_path=path, year=year, title=required("title", title))
            plan.made_at, plan.made_by, plan.approved_by = self._work.now(), self._work.actor.name, ""
            self._work.session.add(plan)
            note(self._work, plan, "InspectionPlanDrawnUp", role, plan.title, year=year)
            return plan

    def put_on(self, plan_id: UUID, inspection_id: UUID) -> Inspection:
        """Put an inspection on a plan of the same year that has not been approved."""
        with self._work.write():
            plan, row = self._unapproved(plan_id), self._work.get(Inspection, inspection_id)
            self._work.actor.require(self._work.place_of(plan), *OFFICERS)
            role = self._work.actor.require(self._work.place_of(row), *OFFICERS)
            if row.planned_on.year != plan.year:
                facts = (("value", str(row.planned_on.year)), ("allowed", str(plan.year)))
                raise InvalidInputError([Problem("unknown_value", "inspection", facts)])
            row.plan_id = plan.id
            self._work.record("InspectionPutOnPlan", row, role=role, plan=plan.id)
            return row

    def approve(self, plan_id: UUID, seen: int | None) -> InspectionPlan:
        """Approve the plan; its lines stay as they are."""
        with self._work.write():
            plan = self._unapproved(plan_id)
            self._work.require_version(plan, seen)
            role = self._work.actor.require(self._work.place_of(plan), Role.AUTHORITY)
            plan.approved_at, plan.approved_by = self._work.now(), self._work.actor.name
            note(self._work, plan, "InspectionPlanApproved", role, inspections=len(self.lines(plan.id)))
            return plan

    def _unapproved(self, plan_id: UUID) -> InspectionPlan:
        plan = self.get(plan_id)
        if plan.approved_at is not None:
            raise FrozenError("The plan has been approved.", state="approved")
        return plan
