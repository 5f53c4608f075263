"""Drills of emergency plans over JSON."""

from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.drills import CorrectedDrillSchema, DrillQuerySchema, DrillSchema, NewDrillSchema, held_drill
from archives.services.paging import Cut, Page

drills_bp = Blueprint("rest_drills", __name__, url_prefix="/api/v1/drills")


@drills_bp.get("")
@Operation("List drills of emergency plans", query=DrillQuerySchema, response=DrillSchema, paged=True)
def list_drills(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """Of one's own body, or of the places that one supervises; the newest first."""
    return services().drills.list(cut, query["body_id"])


@drills_bp.post("")
@Operation("Write down a drill", request=NewDrillSchema, response=DrillSchema, status=201)
def record(body: dict[str, Any]) -> object:
    """Passed or failed, by the people of the body that held it."""
    return services().drills.record(body["body_kind"], body["body_id"], held_drill(body))


@drills_bp.get("/<uuid:drill_id>")
@Operation("Show a drill", response=DrillSchema)
def show_drill(drill_id: UUID) -> object:
    """With its version as ETag."""
    return services().drills.get(drill_id)


@drills_bp.post("/<uuid:drill_id>/correct")
@Operation("Correct the record of a drill", request=CorrectedDrillSchema, response=DrillSchema, if_match=True)
def correct(drill_id: UUID, body: dict[str, Any], seen: int) -> object:
    """All of it is said anew; old and new stay on the trail, with the reason."""
    return services().drills.correct(drill_id, seen, held_drill(body), body["reason"])
