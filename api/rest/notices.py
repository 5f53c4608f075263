"""Notices and the desk over JSON."""

from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.notices import DeskSchema, NoticeSchema
from archives.services.paging import Cut, Page

notices_bp = Blueprint("rest_notices", __name__, url_prefix="/api/v1")


@notices_bp.get("/desk")
@Operation("Show my desk", response=DeskSchema)
def show_desk() -> object:
    """What concerns me first."""
    return services().desk.show()


@notices_bp.get("/notices")
@Operation("List my open notices", response=NoticeSchema, paged=True)
def list_notices(cut: Cut) -> Page[Any]:
    """Newest first."""
    return services().notices.open(cut)


@notices_bp.post("/notices/<uuid:notice_id>/dismiss")
@Operation("Put a notice away", response=NoticeSchema)
def dismiss_notice(notice_id: UUID) -> object:
    """It does not come back."""
    return services().notices.dismiss(notice_id)
