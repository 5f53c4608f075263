"""Who an account is here: its grants as permissions."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from archives.domain.permission import Actor, Permission, Scope
from archives.domain.vocabulary import Role
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
        tuple(
            permission(grant.role, grant.organization_id, grant.repository_id, paths.get(grant.jurisdiction_id))
            for grant in grants
        ),
        locale or account.locale,
        frozenset({"read", "write"}) if scopes is None else scopes,
        account.clearance,
    )


def permission(role: Role, organization: UUID | None, repository: UUID | None, path: str | None) -> Permission:
    """Return what a grant permits; it names one place at most: a body, a repository, or a jurisdiction by its path."""
    scope = Scope(
        organizations=frozenset({organization} if organization else ()),
        repositories=frozenset({repository} if repository else ()),
        jurisdictions=frozenset({path} if path else ()),
    )
    return Permission(role, scope)


def _paths(session: Session, identifiers: list[UUID]) -> dict[UUID | None, str]:
    if not identifiers:
        return {}
    found = session.scalars(select(Jurisdiction).where(Jurisdiction.id.in_(identifiers)))
    return {jurisdiction.id: jurisdiction.path for jurisdiction in found}
