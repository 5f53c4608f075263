"""The counter of retention review (鉴定): records whose time has come and that no archive will collect.

Time does not destroy them: they are listed for the appraisal, which prolongs them or ends in a register (条例 24).
"""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import joinedload

from archives.domain.obligation import Route, route
from archives.domain.vocabulary import RepositoryLevel
from archives.models import CollectionScope, Fonds, Record, Repository
from archives.services.obligations_recount import pending, transferable
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.unit_of_work import UnitOfWork


class RetentionReviewService:
    """Reading what waits for appraisal. An organization sees its own records."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def expired(self, on: date | None = None, cut: Cut = FIRST) -> Page[Record]:
        """Return the records of classes that the archive does not collect, once their years are over; oldest first."""
        levels = self._outside.profile.terms.collected
        uncollected = or_(*(self._uncollected(level, on or self._today()) for level in levels))
        return self._page(uncollected, cut)

    def out_of_scope(self, on: date | None = None, cut: Cut = FIRST) -> Page[Record]:
        """Return the records of bodies outside every approved scope, once the term of transfer is over."""
        years = self._outside.profile.terms.years
        this_year = (on or self._today()).year
        over = or_(*(and_(Repository.level == level, Record.year + years[level] < this_year) for level in years))
        return self._page(and_(over, ~_scoped()), cut)

    def _uncollected(self, level: RepositoryLevel, today: date) -> ColumnElement[bool]:
        profile = self._outside.profile
        classes = [
            and_(Record.retention == retention, Record.year + kept < today.year)
            for retention, kept in profile.terms.kept_years.items()
            if route(profile, level, retention, in_scope=True) is Route.RETENTION_REVIEW
        ]
        return and_(Repository.level == level, or_(false(), *classes))

    def _page(self, condition: ColumnElement[bool], cut: Cut) -> Page[Record]:
        statement = (
            select(Record)
            .join(Fonds, Fonds.id == Record.fonds_id)
            .join(Repository, Repository.id == Fonds.archive_id)
            .where(condition, pending(), transferable())
            .options(joinedload(Record.fonds))
        )
        return page(self._work.session, statement, (Record.year, Record.id), cut)

    def _today(self) -> date:
        return self._outside.profile.day_of(self._work.now())


def _scoped() -> ColumnElement[bool]:
    return exists().where(
        CollectionScope.organization_id == Fonds.organization_id, CollectionScope.repository_id == Fonds.archive_id
    )
