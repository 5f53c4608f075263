"""The desk: what waits for the person who has come in."""

from flask import Blueprint, Response

from api.context import services
from api.pages.frame import show

desk_pages = Blueprint("pages_desk", __name__)


@desk_pages.get("/")
def desk() -> Response:
    """Counts and short lists, by role."""
    return show("desk.html", desk=services().desk.show())
