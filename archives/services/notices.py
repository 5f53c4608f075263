"""The counter of notices: what the passing of days has put on one's desk. Addressed to a role at a place."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from archives.domain.errors import NotFoundError
from archives.domain.permission import Permission
from archives.models import Notice
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.unit_of_work import UnitOfWork


class NoticeService:
    """Reading and putting away notices; the sweep of the deadlines raises them."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def open(self, cut: Cut = FIRST) -> Page[Notice]:
        """Return the open notices addressed to the actor, the newest first."""
        statement = select(Notice).where(self._mine(), Notice.closed_at.is_(None))
        return page(self._work.session, statement, (Notice.raised_at, Notice.id), cut, descending=True)

    def count(self) -> int:
        """Return how many notices are open for the actor."""
        statement = select(func.count(Notice.id)).where(self._mine(), Notice.closed_at.is_(None))
        return self._work.session.scalar(statement) or 0

    def dismiss(self, notice_id: UUID) -> Notice:
        """Put a notice away for everybody at the place; it is never raised again. Twice is as good as once."""
        with self._work.write():
            found = self._work.session.scalar(select(Notice).where(Notice.id == notice_id, self._mine()))
            if found is None:
                raise NotFoundError("notice", notice_id)
            if found.closed_at is None:
                found.closed_at = self._work.now()
                self._work.record("NoticeDismissed", found, role=found.role, key=found.key)
            return found

    def _mine(self) -> ColumnElement[bool]:
        return or_(false(), *(_addressed(permission) for permission in self._work.actor.permissions))


def _addressed(permission: Permission) -> ColumnElement[bool]:
    scope = permission.scope
    places = [Notice.jurisdiction_path.startswith(path, autoescape=True) for path in sorted(scope.jurisdictions)]
    reached = or_(
        false(),
        Notice.organization_id.in_(sorted(scope.organizations)),
        Notice.repository_id.in_(sorted(scope.repositories)),
        *places,
    )
    return and_(Notice.role == permission.role, or_(reached, _of_the_whole()))


def _of_the_whole() -> ColumnElement[bool]:
    """Notices that belong to no place are for everybody who holds the role, such as an administrator."""
    return and_(Notice.organization_id.is_(None), Notice.repository_id.is_(None), Notice.jurisdiction_path == "")
