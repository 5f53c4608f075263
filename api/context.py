"""What a door may ask of the present request: the services, who is acting, the token of its forms."""

import re
from contextlib import ExitStack
from dataclasses import dataclass
from typing import cast

from flask import Flask, Response, current_app, g, request

from api.bootstrap import House
from archives.domain.errors import InvalidInputError, NotAuthenticatedError, Problem, VersionRequiredError
from archives.domain.permission import Actor
from archives.services import Services
from archives.services.accounts_actor import STRANGER
from archives.services.accounts_login import NewLogin

_COOKIE = "archives_login"
_HOST_COOKIE = "__Host-archives_login"
_ETAG = re.compile(r'"?([0-9]{1,9})"?', re.ASCII)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who stands in the hall. `csrf_token` and `secret` are '' unless a browser brought a login's cookie."""

    actor: Actor | None = None
    csrf_token: str = ""
    secret: str = ""


def init_app(app: Flask, house: House) -> None:
    """Give the app its house; what a request opened is closed at its end."""
    settle(app, house)
    app.teardown_appcontext(_close)


def settle(app: Flask, house: House) -> None:
    """Put a house behind the doors of the app."""
    app.extensions["archives"] = house


def house() -> House:
    """Return the house of this process."""
    return cast("House", current_app.extensions["archives"])


def services() -> Services:
    """Return the services of this request, seen with the eyes of its actor; a stranger's at a public door."""
    if "services" not in g:
        g.rooms = ExitStack()
        g.services = g.rooms.enter_context(house().open(visitor().actor or STRANGER))
    return cast("Services", g.services)


def actor() -> Actor:
    """Return who is acting, or refuse: at a public door nobody may be there."""
    present = visitor().actor
    if present is None:
        raise NotAuthenticatedError("Log in first.")
    return present


def visitor() -> Visitor:
    """Return who is there, be it nobody."""
    return cast("Visitor", g.get("visitor", Visitor()))


def csrf_token() -> str:
    """Return what every form of this login must carry as `csrf_token` (or the header X-CSRF-Token)."""
    return visitor().csrf_token


def seen_version() -> int:
    """Return the version that the caller saw, or refuse: If-Match (`"3"`), or the form field `version`."""
    sent = request.headers.get("If-Match") or request.form.get("version", "")
    if not sent:
        raise VersionRequiredError("Say which version you saw: send If-Match.")
    if not (found := _ETAG.fullmatch(sent)):
        raise InvalidInputError([Problem("malformed_version", "If-Match", (("value", sent[:64]),))])
    return int(found[1])


def cookie_secret() -> str:
    """Return the login secret that the browser sent, '' if none."""
    return request.cookies.get(_cookie_name(), "")


def keep_login(response: Response, new: NewLogin) -> Response:
    """Put a new login into the browser's cookie."""
    response.set_cookie(_cookie_name(), new.secret, path="/", secure=_is_https(), httponly=True, samesite="Lax")
    return response


def forget_login(response: Response) -> Response:
    """Take the cookie away."""
    response.delete_cookie(_cookie_name(), path="/", secure=_is_https(), httponly=True, samesite="Lax")
    return response


def _cookie_name() -> str:
    return _HOST_COOKIE if _is_https() else _COOKIE


def _is_https() -> bool:
    return house().settings.url.startswith("https://")


def _close(_error: BaseException | None) -> None:
    g.pop("services", None)
    if rooms := g.pop("rooms", None):
        rooms.close()
