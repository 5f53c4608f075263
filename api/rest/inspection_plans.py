"""Yearly inspection plans over JSON."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.inspections import (
    InspectionPlanSchema,
    InspectionSchema,
    NewInspectionPlanSchema,
    PlannedInspectionSchema,
)

inspection_plans_bp = Blueprint("rest_inspection_plans", __name__, url_prefix="/api/v1/inspection-plans")


@inspection_plans_bp.get("")
@Operation("List inspection plans", response=InspectionPlanSchema, listed=True)
def list_plans() -> Sequence[Any]:
    """The newest year first."""
    return services().inspection_plans.list()


@inspection_plans_bp.post("")
@Operation("Draw up an inspection plan", request=NewInspectionPlanSchema, response=InspectionPlanSchema, status=201)
def draw_up(body: dict[str, Any]) -> object:
    """One for each place and year."""
    return services().inspection_plans.draw_up(**body)


@inspection_plans_bp.get("/<uuid:year_plan_id>/inspections")
@Operation("List the inspections on a plan", response=InspectionSchema, listed=True)
def list_lines(year_plan_id: UUID) -> Sequence[Any]:
    """By day."""
    return services().inspection_plans.lines(year_plan_id)


@inspection_plans_bp.post("/<uuid:year_plan_id>/inspections")
@Operation("Put an inspection on a plan", request=PlannedInspectionSchema, response=InspectionSchema)
def put_on(year_plan_id: UUID, body: dict[str, Any]) -> object:
    """Of the same year, before the plan is approved."""
    return services().inspection_plans.put_on(year_plan_id, body["inspection_id"])


@inspection_plans_bp.post("/<uuid:year_plan_id>/approve")
@Operation("Approve an inspection plan", response=InspectionPlanSchema, if_match=True)
def approve(year_plan_id: UUID, seen: int) -> object:
    """By the authority."""
    return services().inspection_plans.approve(year_plan_id, seen)
