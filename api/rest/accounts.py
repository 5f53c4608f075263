"""Accounts, roles and tokens over JSON."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.accounts import (
    AccountSchema,
    ClearanceSchema,
    GrantSchema,
    IssuedTokenSchema,
    LoginSessionSchema,
    NewAccountSchema,
    NewPasswordSchema,
    NewTokenSchema,
    TokenSchema,
)
from archives.services.accounts_roles import GrantedScope
from archives.services.paging import Cut, Page

accounts_bp = Blueprint("rest_accounts", __name__, url_prefix="/api/v1")


@accounts_bp.get("/accounts")
@Operation("List accounts", response=AccountSchema, paged=True)
def list_accounts(cut: Cut) -> Page[Any]:
    """By username."""
    return services().accounts.list(cut)


@accounts_bp.post("/accounts")
@Operation("Create an account", request=NewAccountSchema, response=AccountSchema, status=201)
def create_account(body: dict[str, str]) -> object:
    """It has no role yet."""
    return services().accounts.create(**body)


@accounts_bp.get("/accounts/<uuid:account_id>")
@Operation("Show an account", response=AccountSchema)
def show_account(account_id: UUID) -> object:
    """One's own, or as administrator anybody's."""
    return services().accounts.get(account_id)


@accounts_bp.post("/accounts/<uuid:account_id>/disable")
@Operation("Disable an account", response=AccountSchema, if_match=True)
def disable_account(account_id: UUID, seen: int) -> object:
    """Its logins end, its tokens no longer hold."""
    return services().accounts.disable(account_id, seen)


@accounts_bp.post("/accounts/<uuid:account_id>/enable")
@Operation("Enable an account", response=AccountSchema, if_match=True)
def enable_account(account_id: UUID, seen: int) -> object:
    """Open it again."""
    return services().accounts.enable(account_id, seen)


@accounts_bp.put("/accounts/<uuid:account_id>/password")
@Operation("Give somebody a new password", request=NewPasswordSchema, once=False)
def set_password(account_id: UUID, body: dict[str, str]) -> None:
    """Their logins end."""
    services().accounts.set_password(account_id, body["password"])


@accounts_bp.get("/accounts/<uuid:account_id>/logins")
@Operation("List an account's logins", response=LoginSessionSchema, listed=True)
def list_logins(account_id: UUID) -> Sequence[Any]:
    """Those that have not been ended, newest first."""
    return services().accounts.list_logins(account_id)


@accounts_bp.get("/accounts/<uuid:account_id>/grants")
@Operation("List an account's roles", response=GrantSchema, listed=True)
def list_grants(account_id: UUID) -> Sequence[Any]:
    """Each with what it is over."""
    return services().roles.list(account_id)


@accounts_bp.post("/accounts/<uuid:account_id>/grants")
@Operation("Grant a role", request=GrantSchema, response=GrantSchema, status=201)
def grant_role(account_id: UUID, body: dict[str, Any]) -> object:
    """By the security administrator, never to oneself."""
    role = body.pop("role")
    return services().roles.grant(account_id, role, GrantedScope(**body))


@accounts_bp.delete("/accounts/<uuid:account_id>/grants/<uuid:grant_id>")
@Operation("Revoke a role")
def revoke_role(account_id: UUID, grant_id: UUID) -> None:
    """Holds from the holder's next request."""
    services().roles.revoke(account_id, grant_id)


@accounts_bp.put("/accounts/<uuid:account_id>/clearance")
@Operation("Clear a person for classified records", request=ClearanceSchema, response=AccountSchema, if_match=True)
def clear_account(account_id: UUID, body: dict[str, Any], seen: int) -> object:
    """By the security administrator, never oneself."""
    return services().roles.clear(account_id, seen, body["clearance"])


@accounts_bp.get("/tokens")
@Operation("List my tokens", response=TokenSchema, listed=True)
def list_tokens() -> Sequence[Any]:
    """Newest first."""
    return services().tokens.list_own()


@accounts_bp.post("/tokens")
@Operation("Issue a token to me", request=NewTokenSchema, response=IssuedTokenSchema, status=201, once=False)
def issue_token(body: dict[str, Any]) -> object:
    """Its text is shown this once, so the answer is not kept under a key."""
    return services().tokens.issue(**body)


@accounts_bp.delete("/tokens/<uuid:token_id>")
@Operation("Revoke a token")
def revoke_token(token_id: UUID) -> None:
    """My own, or as security administrator anybody's."""
    services().tokens.revoke(token_id)
