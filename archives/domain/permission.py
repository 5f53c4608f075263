"""Permission is a value: a role and a scope. It says nothing about the present act; it is compared with the rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from archives.domain.errors import NotPermittedError
from archives.domain.vocabulary import Classification, Role

ORGANIZATION_ROLES = frozenset({Role.CLERK, Role.APPROVER})
REPOSITORY_ROLES = frozenset({Role.ARCHIVIST, Role.DIRECTOR})
JURISDICTION_ROLES = frozenset({Role.INSPECTOR, Role.AUTHORITY})
ADMINISTRATOR_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
ARCHIVE_ROLES = REPOSITORY_ROLES


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows a role reaches: of these organizations, of these repositories, or below these jurisdictions.

    `jurisdictions` are materialised paths that end in '/', e.g. '/44/4401/'. `everything` is for the worker only.
    An empty scope reaches nothing.
    """

    organizations: frozenset[UUID] = frozenset()
    repositories: frozenset[UUID] = frozenset()
    jurisdictions: frozenset[str] = frozenset()
    everything: bool = False

    def reaches(self, place: "Place") -> bool:
        """Tell whether a row that lies at `place` is inside."""
        return (
            self.everything
            or place.organization in self.organizations
            or place.repository in self.repositories
            or any(place.jurisdiction.startswith(path) for path in self.jurisdictions)
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where an owned row lies. `repository` is None until the row has been submitted to one."""

    organization: UUID | None = None
    repository: UUID | None = None
    jurisdiction: str = ""


@dataclass(frozen=True, slots=True)
class Permission:
    """One role over one scope."""

    role: Role
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting, and what that person may. Doors make one from a session or a token; services take it by argument.

    `account_id` is None for the worker. `token_scopes` narrows an API token ('read', 'write'); a session has both.
    Records above the `clearance` are not there for this person, whatever the roles.
    """

    account_id: UUID | None
    name: str
    permissions: tuple[Permission, ...]
    locale: str = "zh-Hans"
    token_scopes: frozenset[str] = frozenset({"read", "write"})
    clearance: Classification = Classification.NONE

    @property
    def roles(self) -> frozenset[Role]:
        """Return every role, over whatever scope."""
        return frozenset(permission.role for permission in self.permissions)

    def roles_at(self, place: Place) -> frozenset[Role]:
        """Return the roles that reach a row at `place`."""
        return frozenset(p.role for p in self.permissions if p.scope.reaches(place))

    def require(self, place: Place, *accepted: Role) -> Role:
        """Return the first accepted role that reaches `place`, or refuse; never Role.SYSTEM for a person."""
        held = self.roles_at(place)
        for role in (*accepted, Role.SYSTEM):
            if role in held:
                return role
        words = " or ".join(accepted)
        raise NotPermittedError(f"Only the {words} of this place may do that.", roles=words)

    def require_role(self, *accepted: Role) -> Role:
        """Return the first accepted role held anywhere, or refuse. For acts that no row owns."""
        for role in (*accepted, Role.SYSTEM):
            if role in self.roles:
                return role
        words = " or ".join(accepted)
        raise NotPermittedError(f"Only the {words} may do that.", roles=words)


WORKER = Actor(None, "system", (Permission(Role.SYSTEM, Scope(everything=True)),), clearance=Classification.TOP_SECRET)
"""The background worker and the operator at the command line of the machine itself."""


def conflicting_roles(roles: Iterable[Role]) -> frozenset[Role]:
    """Return the roles that one person must not join: 三员 are apart from each other and from every other role."""
    held = frozenset(roles)
    administrators = held & ADMINISTRATOR_ROLES
    return held if administrators and len(held) > 1 else frozenset()
