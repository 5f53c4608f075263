"""The desk: what waits for the person who has come in."""

from flask import Blueprint, Response

from api.context import services
from api.pages.frame import show
from api.pages.reader import is_one_of
from archives.domain.permission import JURISDICTION_ROLES, ORGANIZATION_ROLES, REPOSITORY_ROLES

desk_pages = Blueprint("pages_desk", __name__)


@desk_pages.get("/")
def desk() -> Response:
    """Counts and short lists, by role."""
    works = is_one_of(*ORGANIZATION_ROLES, *REPOSITORY_ROLES, *JURISDICTION_ROLES)
    return show("desk.html", desk=services().desk.show(), works=works, may_plan=is_one_of(*ORGANIZATION_ROLES))
