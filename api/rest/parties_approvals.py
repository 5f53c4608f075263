"""What the authority approves, over JSON: collection scopes and retention schedules."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.parties import (
    FondsQuerySchema,
    NewScheduleSchema,
    ScheduleLineSchema,
    ScheduleSchema,
    ScopeSchema,
)

approvals_bp = Blueprint("rest_approvals", __name__, url_prefix="/api/v1")


@approvals_bp.get("/collection-scopes")
@Operation("List approved scopes", response=ScopeSchema, listed=True)
def list_scopes() -> Sequence[Any]:
    """Those that one may see."""
    return services().approvals.scopes()


@approvals_bp.post("/collection-scopes")
@Operation("Approve a scope", request=ScopeSchema, response=ScopeSchema, status=201)
def approve_scope(body: dict[str, Any]) -> object:
    """By the authority only; no archive changes its own (条例 48)."""
    return services().approvals.approve_scope(**body)


@approvals_bp.get("/retention-schedules")
@Operation("List retention schedules", query=FondsQuerySchema, response=ScheduleSchema, listed=True)
def list_schedules(query: dict[str, Any]) -> Sequence[Any]:
    """Every edition, newest first."""
    return services().approvals.schedules(**query)


@approvals_bp.post("/retention-schedules")
@Operation("Hand in a retention schedule", request=NewScheduleSchema, response=ScheduleSchema, status=201)
def submit_schedule(body: dict[str, Any]) -> object:
    """It holds when the authority has approved it."""
    return services().approvals.submit_schedule(**body)


@approvals_bp.get("/retention-schedules/<uuid:schedule_id>")
@Operation("Show a retention schedule", response=ScheduleSchema)
def show_schedule(schedule_id: UUID) -> object:
    """One edition."""
    return services().approvals.schedule(schedule_id)


@approvals_bp.get("/retention-schedules/<uuid:schedule_id>/lines")
@Operation("List the lines of a retention schedule", response=ScheduleLineSchema, listed=True)
def list_lines(schedule_id: UUID) -> Sequence[Any]:
    """In the order in which they were handed in."""
    return services().approvals.lines(schedule_id)


@approvals_bp.post("/retention-schedules/<uuid:schedule_id>/approval")
@Operation("Approve a retention schedule", response=ScheduleSchema, if_match=True)
def approve_schedule(schedule_id: UUID, seen: int) -> object:
    """It takes the place of the edition before."""
    return services().approvals.approve_schedule(schedule_id, seen)
