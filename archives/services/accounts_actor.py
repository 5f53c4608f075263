"""Who an account is here: its grants as permissions."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from archives.domain.permission import Actor, Permission, Scope
from archives.models import Account, Grant, Jurisdiction

STRANGER = Actor(None, "stranger", ())
"""Somebody who has not logged in: sees no owned row."""


def actor_of(session: Session, account: Account, *, locale: str = "", scopes: frozenset[str] | None = None) -> Actor:
    """Return the account as an actor, in the language of the login or its own; `scopes` narrow a token."""
    grants = session.scalars(select(Grant).where(Grant.account_id == account.id).order_by(Grant.id)).all()
    paths = _paths(session, [grant.jurisdiction_id for grant in grants if grant.jurisdiction_id])
    return Actor(
        account.id,
        account.display_name,
        tuple(Permission(grant.role, _scope(grant, paths)) for grant in grants),
        locale or account.locale,
        frozenset({"read", "write"}) if scopes is None else scopes,
        account.clearance,
    )


def _paths(session: Session, identifiers: list[UUID]) -> dict[UUID, str]:
    if not identifiers:
        return {}
    found = session.scalars(select(Jurisdiction).where(Jurisdiction.id.in_(identifiers)))
    return {jurisdiction.id: jurisdiction.path for jurisdiction in found}


def _scope(grant: Grant, paths: dict[UUID, str]) -> Scope:
    return Scope(
        organizations=frozenset({grant.organization_id} if grant.organization_id else ()),
        repositories=frozenset({grant.repository_id} if grant.repository_id else ()),
        jurisdictions=frozenset({paths[grant.jurisdiction_id]} if grant.jurisdiction_id else ()),
    )
