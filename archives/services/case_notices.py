"""Lines on desks about cases: raised with the act that makes them true, closed with the next one."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from archives.domain.canonical import plain
from archives.domain.hazard import InspectedKind
from archives.domain.rectification import INSPECTED
from archives.domain.vocabulary import Role
from archives.models import Notice
from archives.services.unit_of_work import UnitOfWork

_OF_BODY = {
    InspectedKind.ORGANIZATION: frozenset({Role.CLERK, Role.APPROVER}),
    InspectedKind.SERVICE_FIRM: frozenset({Role.CLERK, Role.APPROVER}),
    InspectedKind.REPOSITORY: frozenset({Role.ARCHIVIST, Role.DIRECTOR}),
}


Line = dict[str, Any]


def tell(work: UnitOfWork, row: Any, kind: str, roles: Iterable[Role], cause: str, **facts: object) -> int:  # noqa: ANN401
    """Raise one notice for each role that can have it: the inspected's where it is shown, the officers' by place.

    The same cause never raises a second one for a role. Inside a write.
    """
    raised = lines_for(work, row, kind, roles, cause, **facts)
    known = set(work.session.scalars(select(Notice.key).where(Notice.key.in_([each["key"] for each in raised]))))
    fresh = [each for each in raised if each["key"] not in known]
    work.session.add_all(Notice(**each) for each in fresh)
    return len(fresh)


def lines_for(
    work: UnitOfWork,
    row: Any,  # noqa: ANN401 -- any supervised row
    kind: str,
    roles: Iterable[Role],
    cause: str,
    **facts: object,
) -> list[Line]:
    """Return the notices that `tell` would raise, as rows to insert; the caller knows that none of them is there."""
    fitting = [role for role in sorted(roles) if _concerns(row, role)]
    told = plain(facts)
    return [_line(work, row, role, kind, f"{kind}:{row.id}:{cause}:{role}", told) for role in fitting]


def settle(work: UnitOfWork, row: Any, *kinds: str) -> None:  # noqa: ANN401 -- any supervised row
    """Close the notices of a row that are still open; of these kinds, or all of them. Inside a write."""
    asked = select(Notice).where(Notice.subject_id == row.id, Notice.closed_at.is_(None))
    for each in work.session.scalars(asked.where(Notice.kind.in_(kinds)) if kinds else asked):
        each.closed_at = work.now()


def _concerns(row: Any, role: Role) -> bool:  # noqa: ANN401 -- any supervised row
    if role not in INSPECTED:
        return True
    is_shown = row.organization_id is not None or row.repository_id is not None
    return is_shown and role in _OF_BODY[row.inspected_kind]


def _line(work: UnitOfWork, row: Any, role: Role, kind: str, key: str, told: object) -> Line:  # noqa: ANN401, PLR0913, PLR0917
    of_body = role in INSPECTED
    return {
        "key": key,
        "role": role,
        "organization_id": row.organization_id if of_body else None,
        "repository_id": row.repository_id if of_body else None,
        "jurisdiction_path": "" if of_body else row.jurisdiction_path,
        "kind": kind,
        "facts": told,
        "subject_kind": row.__tablename__,
        "subject_id": row.id,
        "raised_at": work.now(),
    }
