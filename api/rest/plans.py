"""Transfer plans over JSON."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.plans import NewPlanSchema, PlannedBatchSchema, PlanQuerySchema, PlanSchema
from archives.services.paging import Cut, Page

plans_bp = Blueprint("rest_plans", __name__, url_prefix="/api/v1/plans")


@plans_bp.get("")
@Operation("List plans", query=PlanQuerySchema, response=PlanSchema, paged=True)
def list_plans(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """By year."""
    return services().plans.find(**query, cut=cut)


@plans_bp.post("")
@Operation("Draft the plan of a year", request=NewPlanSchema, response=PlanSchema, status=201)
def draft_plan(body: dict[str, Any]) -> object:
    """Again, when its batches changed before both sides agreed."""
    return services().plans.draft(**body)


@plans_bp.get("/<uuid:plan_id>")
@Operation("Show a plan", response=PlanSchema)
def show_plan(plan_id: UUID) -> object:
    """With its version as ETag."""
    return services().plans.get(plan_id)


@plans_bp.get("/<uuid:plan_id>/batches")
@Operation("List the batches of a plan", response=PlannedBatchSchema, listed=True)
def list_planned(plan_id: UUID) -> Sequence[Any]:
    """The oldest first."""
    return services().plans.batches(plan_id)


@plans_bp.post("/<uuid:plan_id>/agree")
@Operation("Agree to a plan", response=PlanSchema, if_match=True)
def agree(plan_id: UUID, seen: int) -> object:
    """For one's own side."""
    return services().plans.agree(plan_id, seen)
