"""Roles: given and taken by the security administrator, never to oneself, never two that must be apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from archives.domain.clearance import CLEARANCES
from archives.domain.errors import (
    DuplicateError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    Problem,
)
from archives.domain.permission import (
    JURISDICTION_ROLES,
    ORGANIZATION_ROLES,
    REPOSITORY_ROLES,
    conflicting_roles,
)
from archives.domain.vocabulary import Classification, Role
from archives.models import Account, Grant, Jurisdiction, Organization, Repository
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

_READERS = (Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)


@dataclass(frozen=True, slots=True)
class GrantedScope:
    """Over what a role is given: one of the three, or none for an administrator."""

    organization_id: UUID | None = None
    repository_id: UUID | None = None
    jurisdiction_id: UUID | None = None

    def kinds(self) -> frozenset[str]:
        """Return which of the three are said."""
        said = {
            "organization_id": self.organization_id,
            "repository_id": self.repository_id,
            "jurisdiction_id": self.jurisdiction_id,
        }
        return frozenset(kind for kind, value in said.items() if value is not None)


NOWHERE = GrantedScope()


class RoleService:
    """The counter of the security administrator."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:  # noqa: ARG002 -- every service is made so
        self._work = work

    def list(self, account_id: UUID) -> Sequence[Grant]:
        """Return what an account may: one's own, or as administrator anybody's."""
        if account_id != self._work.actor.account_id:
            self._work.actor.require_role(*_READERS)
        account = self._work.get(Account, account_id)
        held = select(Grant).where(Grant.account_id == account.id).order_by(Grant.id)
        return self._work.session.scalars(held).all()

    def grant(self, account_id: UUID, role: Role, over: GrantedScope = NOWHERE) -> Grant:
        """Give a role over a scope of the role's own kind."""
        self._work.actor.require_role(Role.SECURITY_ADMIN)
        self._require_other(account_id)
        _require_kind(role, over)
        with self._work.write():
            account = self._work.get(Account, account_id)
            self._require_apart(account, role)
            self._require_there(over)
            if self._find(account, role, over):
                raise DuplicateError("This role is held already.", kind="grant", value=role)
            grant = Grant(account_id=account.id, role=role, **_columns(over))
            self._work.session.add(grant)
            self._work.record("RoleGranted", account, granted=role, over=_columns(over))
        return grant

    def revoke(self, account_id: UUID, grant_id: UUID) -> None:
        """Take a role back; the holder's next request no longer has it."""
        self._work.actor.require_role(Role.SECURITY_ADMIN)
        self._require_other(account_id)
        with self._work.write():
            grant = self._work.get(Grant, grant_id)
            if grant.account_id != account_id:
                raise NotFoundError("grant", grant_id)
            account = self._work.get(Account, account_id)
            over = GrantedScope(grant.organization_id, grant.repository_id, grant.jurisdiction_id)
            self._work.session.delete(grant)
            self._work.record("RoleRevoked", account, revoked=grant.role, over=_columns(over))

    def clear(self, account_id: UUID, seen: int, clearance: Classification) -> Account:
        """Say up to which classification a person may know of records; holds from the next request."""
        self._work.actor.require_role(Role.SECURITY_ADMIN)
        self._require_other(account_id)
        if clearance not in CLEARANCES:
            raise InvalidInputError([Problem("unknown_value", "clearance", (("value", clearance),))])
        with self._work.write():
            account = self._work.get(Account, account_id)
            self._work.require_version(account, seen)
            self._work.record("AccountCleared", account, before=account.clearance, clearance=clearance)
            account.clearance = clearance
        return account

    # --- private ---

    def _require_other(self, account_id: UUID) -> None:
        if account_id == self._work.actor.account_id:
            raise NotPermittedError("Nobody gives roles to oneself, or takes one's own.", roles=Role.SECURITY_ADMIN)

    def _require_apart(self, account: Account, role: Role) -> None:
        held = self._work.session.scalars(select(Grant.role).where(Grant.account_id == account.id)).all()
        if apart := conflicting_roles([*held, role]):
            together = (("roles", ", ".join(sorted(apart))),)
            raise InvalidInputError([Problem("conflicting_roles", "role", together, Role.SECURITY_ADMIN)])

    def _require_there(self, over: GrantedScope) -> None:
        if over.organization_id:
            self._work.get(Organization, over.organization_id)
        if over.repository_id:
            self._work.get(Repository, over.repository_id)
        if over.jurisdiction_id:
            self._work.get(Jurisdiction, over.jurisdiction_id)

    def _find(self, account: Account, role: Role, over: GrantedScope) -> Grant | None:
        same = select(Grant).where(Grant.account_id == account.id, Grant.role == role)
        return self._work.session.scalar(same.filter_by(**_columns(over)))


def _columns(over: GrantedScope) -> dict[str, UUID | None]:
    return {
        "organization_id": over.organization_id,
        "repository_id": over.repository_id,
        "jurisdiction_id": over.jurisdiction_id,
    }


def _require_kind(role: Role, over: GrantedScope) -> None:
    if role is Role.SYSTEM:
        raise InvalidInputError([Problem("unknown_value", "role", (("value", role),))])
    needed = _kind(role)
    if over.kinds() != needed:
        facts = (("needed", ", ".join(sorted(needed)) or "none"),)
        raise InvalidInputError([Problem("scope_of_role", "role", facts)])


def _kind(role: Role) -> frozenset[str]:
    if role in ORGANIZATION_ROLES:
        return frozenset({"organization_id"})
    if role in REPOSITORY_ROLES:
        return frozenset({"repository_id"})
    return frozenset({"jurisdiction_id"} if role in JURISDICTION_ROLES else ())
