"""What the reader of a page may do, so that it shows these buttons and no others. The services decide again."""

from typing import Any

from flask import Response, redirect, url_for

from api.context import services
from archives.domain.permission import Place
from archives.domain.vocabulary import Role


def holds(row: Any, *roles: Role) -> bool:  # noqa: ANN401 -- any owned row
    """Tell whether the reader has one of the roles where an owned row lies."""
    work = services().work
    return holds_at(work.place_of(row), *roles)


def holds_at(place: Place, *roles: Role) -> bool:
    """Tell whether the reader has one of the roles at a place."""
    return bool(services().work.actor.roles_at(place) & frozenset(roles))


def is_one_of(*roles: Role) -> bool:
    """Tell whether the reader has one of the roles anywhere."""
    return bool(services().work.actor.roles & frozenset(roles))


def see_other(endpoint: str, **values: Any) -> Response:  # noqa: ANN401 -- parts of an address
    """Return the way on to a page after a write (303)."""
    answer = redirect(url_for(endpoint, **values), 303)
    return Response(answer.get_data(), 303, answer.headers)
