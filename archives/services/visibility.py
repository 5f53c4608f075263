"""Who sees which rows: a criterion on every owned table, added to every ORM statement of a session, failing closed.

A session without permissions sees no owned row. Core selects and raw SQL would pass by it; the architecture tests
forbid them outside a listed few modules.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, event, false, or_, select, true
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from archives.domain.clearance import readable
from archives.domain.permission import Actor, Permission
from archives.domain.vocabulary import Classification, Role
from archives.models import Base, Event, Organization, Owned, Record, Supervised

UNFILTERED = "archives_unfiltered"
"""Execution option of the few statements that must see all rows (sequence numbers, sweeps of the worker)."""

PERMISSIONS = "permissions"
CLEARANCE = "clearance"


class VisibleSession(Session):
    """A session that shows only what its actor may see."""


def show_to(session: Session, actor: Actor) -> None:
    """Bind the session to what `actor` may see."""
    session.info[PERMISSIONS] = actor.permissions
    session.info[CLEARANCE] = actor.clearance


@event.listens_for(VisibleSession, "do_orm_execute")
def _restrict(state: ORMExecuteState) -> None:
    if state.is_column_load or state.execution_options.get(UNFILTERED) or state.is_insert:
        return
    permissions = state.session.info.get(PERMISSIONS, ())
    if not any(permission.scope.everything for permission in permissions):
        clearance = state.session.info.get(CLEARANCE, Classification.NONE)
        state.statement = state.statement.options(*_criteria(permissions), _cleared(clearance))


@lru_cache(maxsize=1024)
def _criteria(permissions: tuple[Permission, ...]) -> tuple[Any, ...]:
    if any(permission.scope.jurisdictions for permission in permissions):
        owned = [with_loader_criteria(m, _reached(m, permissions), include_aliases=True) for m in _mapped(Owned)]
        owned += _supervised(permissions)
    else:
        organizations = _sorted(p.scope.organizations for p in permissions)
        repositories = _sorted(p.scope.repositories for p in permissions)
        owned = [_own(Owned, organizations, repositories), _own(Supervised, organizations, repositories)]
    return (*owned, with_loader_criteria(Event, _events(permissions), include_aliases=True))


@lru_cache
def _cleared(clearance: Classification) -> Any:  # noqa: ANN401 -- an option
    """Hide the records above a person's clearance."""
    levels = sorted(readable(clearance))
    return with_loader_criteria(Record, lambda model: model.classification.in_(levels), include_aliases=True)


def _own(rows: type[Any], organizations: list[UUID], repositories: list[UUID]) -> Any:  # noqa: ANN401 -- an option
    """Return one criterion for all tables of that kind: a lambda, whose lists are bound anew each time, is cheap."""
    return with_loader_criteria(
        rows,
        lambda model: or_(model.organization_id.in_(organizations), model.repository_id.in_(repositories)),
        include_aliases=True,
    )


def _sorted(scopes: Iterable[frozenset[UUID]]) -> list[UUID]:
    return sorted(frozenset().union(*scopes))


@lru_cache(maxsize=2)
def _mapped(rows: type[Any]) -> tuple[Any, ...]:
    return tuple(mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, rows))


def _supervised(permissions: tuple[Permission, ...]) -> list[Any]:
    """Return the criteria of all supervised tables: one lambda where one place is supervised, as nearly always."""
    paths = frozenset().union(*(p.scope.jurisdictions for p in permissions))
    if len(paths) != 1:
        return [with_loader_criteria(m, _shown(m, permissions), include_aliases=True) for m in _mapped(Supervised)]
    organizations = _sorted(p.scope.organizations for p in permissions)
    repositories = _sorted(p.scope.repositories for p in permissions)
    (low,) = paths
    high = _end(low)
    criterion = with_loader_criteria(
        Supervised,
        lambda model: or_(
            model.organization_id.in_(organizations),
            model.repository_id.in_(repositories),
            and_(model.jurisdiction_path >= low, model.jurisdiction_path < high),
        ),
        include_aliases=True,
    )
    return [criterion]


def _end(path: str) -> str:
    """Return where the range of all below a path ends: '0' follows '/'. Of what is no path, the range is empty."""
    return f"{path.removesuffix('/')}0" if path.endswith("/") else ""


def _shown(model: Any, permissions: tuple[Permission, ...]) -> ColumnElement[bool]:  # noqa: ANN401 -- a mapped class
    """Let a jurisdiction see what lies in it; the inspected what is shown to them. Failing closed."""
    organizations, repositories = (
        _sorted(p.scope.organizations for p in permissions),
        _sorted(p.scope.repositories for p in permissions),
    )
    paths = sorted(frozenset().union(*(p.scope.jurisdictions for p in permissions)))
    below = (_below(model.jurisdiction_path, path) for path in paths)
    return or_(false(), model.organization_id.in_(organizations), model.repository_id.in_(repositories), *below)


def _events(permissions: tuple[Permission, ...]) -> ColumnElement[bool]:
    """Let the audit administrator read the whole trail; the others that of what they see."""
    if any(permission.role is Role.AUDIT_ADMIN for permission in permissions):
        return true()
    return _reached(Event, permissions)


def _below(column: Any, path: str) -> ColumnElement[bool]:  # noqa: ANN401 -- a mapped column
    """Return the range of all that lies below a path, which an index answers."""
    return and_(column >= path, column < _end(path))


def _reached(model: Any, permissions: tuple[Permission, ...]) -> ColumnElement[bool]:  # noqa: ANN401 -- a mapped class
    organizations = frozenset().union(*(p.scope.organizations for p in permissions))
    repositories = frozenset().union(*(p.scope.repositories for p in permissions))
    paths = frozenset().union(*(p.scope.jurisdictions for p in permissions))
    ways: list[ColumnElement[bool]] = [false()]
    if organizations:
        ways.append(model.organization_id.in_(sorted(organizations)))
    if repositories:
        ways.append(model.repository_id.in_(sorted(repositories)))
    if paths:
        below = or_(*(Organization.jurisdiction_path.startswith(path, autoescape=True) for path in sorted(paths)))
        ways.append(model.organization_id.in_(select(Organization.id).where(below)))
    return or_(*ways)
