"""Logging in and out over JSON, and who one is."""

from typing import Any

from flask import Blueprint, Response, jsonify

from api.context import actor, cookie_secret, forget_login, keep_login, services, visitor
from api.rest.operation import Operation
from api.schemas.accounts import (
    AccountSchema,
    ActorSchema,
    ChangedPasswordSchema,
    LoginSchema,
    PreferencesSchema,
    StartedLoginSchema,
)

session_bp = Blueprint("rest_session", __name__, url_prefix="/api/v1/session")


@session_bp.post("")
@Operation("Log in with a cookie", request=LoginSchema, response=StartedLoginSchema, once=False)
def login(body: dict[str, str]) -> Response:
    """Answer with the cookie and the token that later writes must carry."""
    new = services().logins.login(body["username"], body["password"], cookie_secret())
    return keep_login(jsonify(StartedLoginSchema().dump(new.login)), new)


@session_bp.delete("")
@Operation("Log out", once=False)
def logout() -> Response:
    """End the login of the cookie."""
    services().logins.logout(visitor().secret)
    return forget_login(Response(status=204))


@session_bp.get("")
@Operation("Tell who I am", response=ActorSchema)
def me() -> object:
    """Show the actor of the login or the token."""
    return actor()


@session_bp.put("/password")
@Operation("Change my password", request=ChangedPasswordSchema, once=False)
def change_password(body: dict[str, str]) -> None:
    """Every login ends, this one too."""
    services().accounts.change_password(body["old"], body["new"])


@session_bp.patch("/preferences")
@Operation("Change my language and what pages remember", request=PreferencesSchema, response=AccountSchema)
def change_preferences(body: dict[str, Any]) -> object:
    """Change only what is said."""
    return services().accounts.set_preferences(**body)
