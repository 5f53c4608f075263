"""The trail over JSON."""

from typing import Any

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.trail import EventQuerySchema, EventSchema
from archives.services.paging import Cut, Page
from archives.services.trail import EventFilter

trail_bp = Blueprint("rest_trail", __name__, url_prefix="/api/v1")


@trail_bp.get("/events")
@Operation("List events", query=EventQuerySchema, response=EventSchema, paged=True)
def list_events(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """Newest first: all for the audit administrator, else those of what one may see."""
    return services().trail.events(EventFilter(**query), cut)
