"""The figures of a periodic report that the system counts itself, from the rows that the body sees of itself."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, or_, select

from archives.domain.hazard import InspectedKind
from archives.domain.responsibility import Office
from archives.domain.vocabulary import Custody
from archives.domain.work_report import Counted, ReportItem, ReportPeriod, Said
from archives.models import Finding, Obligation, Record, RectificationOrder, ResponsiblePerson, Transfer
from archives.services.obligations_standing import last_day_column
from archives.services.outside import Outside
from archives.services.supervision import today
from archives.services.unit_of_work import UnitOfWork


class ReportCounter:
    """Counts for one body and one period."""

    def __init__(self, work: UnitOfWork, outside: Outside, body: tuple[InspectedKind, UUID]) -> None:
        self._work, self._outside, (self._kind, self._body_id) = work, outside, body

    def counted(self, items: tuple[ReportItem, ...], period: ReportPeriod) -> dict[str, Said]:
        """Return every figure with what was counted, which is proposed as what is reported."""
        found = {each.code: self._count(each.source, period) for each in items}
        return {code: Said(number, number) for code, number in found.items()}

    def _count(self, source: Counted | None, period: ReportPeriod) -> int | None:
        if source is None:
            return None
        return int(self._work.session.scalar(self._asked()[source](period)) or 0)

    def _asked(self) -> Mapping[Counted, Callable[[ReportPeriod], Select[Any]]]:
        return {
            Counted.RECORDS_KEPT: self._kept,
            Counted.RECORDS_FILED: self._filed,
            Counted.TRANSFERS: self._transfers,
            Counted.RECORDS_TRANSFERRED: self._transferred,
            Counted.BATCHES_OVERDUE: self._overdue,
            Counted.FINDINGS_FOUND: self._found,
            Counted.FINDINGS_CLOSED: self._closed,
            Counted.FINDINGS_OPEN: self._open,
            Counted.ORDERS_ISSUED: self._orders,
            Counted.ORDERS_LATE: self._late,
            Counted.KEEPERS: self._keepers,
        }

    # --- what is counted, one for each ---

    def _kept(self, _period: ReportPeriod) -> Select[Any]:
        custody = Custody.REPOSITORY if self._is_archive else Custody.ORGANIZATION
        return select(func.count(Record.id)).where(self._owner(Record), Record.custody == custody)

    def _filed(self, period: ReportPeriod) -> Select[Any]:
        return select(func.count(Record.id)).where(self._owner(Record), Record.year == period.year)

    def _transfers(self, period: ReportPeriod) -> Select[Any]:
        return select(func.count(Transfer.id)).where(*self._accepted(period))

    def _transferred(self, period: ReportPeriod) -> Select[Any]:
        return select(func.sum(Transfer.item_count + Transfer.volume_count)).where(*self._accepted(period))

    def _overdue(self, _period: ReportPeriod) -> Select[Any]:
        late = Obligation.records_pending > 0, last_day_column() < today(self._work, self._outside)
        return select(func.count(Obligation.id)).where(self._owner(Obligation), *late)

    def _found(self, period: ReportPeriod) -> Select[Any]:
        return self._findings(Finding.found_on.between(period.first, period.last))

    def _closed(self, period: ReportPeriod) -> Select[Any]:
        return self._findings(Finding.closed_on.between(period.first, period.last))

    def _open(self, period: ReportPeriod) -> Select[Any]:
        open_then = or_(Finding.closed_on.is_(None), Finding.closed_on > period.last)
        return self._findings(Finding.found_on <= period.last, open_then)

    def _orders(self, period: ReportPeriod) -> Select[Any]:
        which = RectificationOrder.inspected_id == self._body_id, self._within(RectificationOrder.issued_at, period)
        return select(func.count(RectificationOrder.id)).where(*which)

    def _late(self, period: ReportPeriod) -> Select[Any]:
        return self._orders(period).where(RectificationOrder.is_late)

    def _keepers(self, _period: ReportPeriod) -> Select[Any]:
        own = ResponsiblePerson.inspected_id == self._body_id, ResponsiblePerson.office == Office.KEEPER
        return select(func.count(ResponsiblePerson.id)).where(*own, ResponsiblePerson.until.is_(None))

    # --- private ---

    @property
    def _is_archive(self) -> bool:
        return self._kind is InspectedKind.REPOSITORY

    def _owner(self, model: Any) -> ColumnElement[bool]:  # noqa: ANN401 -- an owned table
        column = model.repository_id if self._is_archive else model.organization_id
        own: ColumnElement[bool] = column == self._body_id
        return own

    def _accepted(self, period: ReportPeriod) -> tuple[ColumnElement[bool], ...]:
        mine = Transfer.destination_id if self._is_archive else Transfer.organization_id
        return mine == self._body_id, self._within(Transfer.accepted_at, period)

    def _findings(self, *which: ColumnElement[bool]) -> Select[Any]:
        return select(func.count(Finding.id)).where(Finding.inspected_id == self._body_id, *which)

    def _within(self, instant: SQLColumnExpression[Any], period: ReportPeriod) -> ColumnElement[bool]:
        first, after = self._midnight(period.first), self._midnight(period.last + timedelta(days=1))
        return (instant >= first) & (instant < after)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._outside.profile.zone).astimezone(UTC)
