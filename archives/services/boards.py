"""The boards: what an inspector, a body, an authority see first. Every number is counted from the register itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, case, func, select

from archives.domain.hazard import OPEN_STATES
from archives.domain.inspection import InspectionState
from archives.domain.lead import LeadState
from archives.domain.rectification import UNDER_DEADLINE, OrderState
from archives.models import Finding, Inspection, Jurisdiction, Lead, RectificationOrder
from archives.services.outside import Outside
from archives.services.rectification import overdue_rows
from archives.services.supervision import today
from archives.services.unit_of_work import UnitOfWork

SHORT = 20  # rows of a list on a board
SOON = timedelta(days=7)
AGES = (30, 90)
"""Days that part young, middle and old findings."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """So many orders, and the first of them by their last day."""

    count: int
    first: tuple[RectificationOrder, ...]


@dataclass(frozen=True, slots=True)
class InspectorBoard:
    """What an inspector does today, soon, and too late."""

    today: date
    inspections: tuple[Inspection, ...]  # planned for today or earlier, not yet concluded
    to_recheck: OrderLine
    due: OrderLine  # within a week
    overdue: OrderLine
    new_leads: int


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One open line of a body with its order, as the three lists show it (问题清单, 整改清单, 责任清单)."""

    finding: Finding
    order: RectificationOrder | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class BodyBoard:
    """What a body has to do."""

    today: date
    items: tuple[OpenItem, ...]
    orders: tuple[RectificationOrder, ...]  # that have not ended


@dataclass(frozen=True, slots=True)
class DistrictLine:
    """A place of the tree: open and overdue in it and all below it."""

    jurisdiction: Jurisdiction
    depth: int
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class AuthorityBoard:
    """How the register stands. `open_by` counts by grade ('' where there is none) and age: young, middle, old."""

    today: date
    open: int
    open_by: Mapping[str, tuple[int, int, int]]
    ended: int
    overdue: int
    reported: int
    on_time: int
    days_to_close: int | None  # on the average
    recurrences: int
    districts: tuple[DistrictLine, ...]

    @property
    def on_time_percent(self) -> int | None:
        """Return the share of orders reported in time among those reported or overdue; None while there is none."""
        whole = self.reported + self.overdue
        return 100 * self.on_time // whole if whole else None


@dataclass(frozen=True, slots=True)
class _Lines:
    path: str
    is_open: bool
    grade: str
    age: int
    count: int
    days: int
    again: int


@dataclass(frozen=True, slots=True)
class _Orders:
    path: str
    overdue: int
    reported: int
    on_time: int


class BoardService:
    """Reading the register as a whole, as far as the actor sees it."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def inspector(self) -> InspectorBoard:
        """Return the board of an inspector."""
        day = today(self._work, self._outside)
        running = RectificationOrder.state.in_(sorted(UNDER_DEADLINE))
        due = running & RectificationOrder.due_on.between(day, day + SOON)
        leads = select(func.count(Lead.id)).where(Lead.state == LeadState.NEW)
        return InspectorBoard(
            today=day,
            inspections=self._inspections(day),
            to_recheck=self._orders(RectificationOrder.state == OrderState.REPORTED),
            due=self._orders(due),
            overdue=self._orders(overdue_rows(day)),
            new_leads=self._work.session.scalar(leads) or 0,
        )

    def body(self, inspected_id: UUID | None = None) -> BodyBoard:
        """Return the board of a body: of everything shown to the actor, or of one body."""
        day = today(self._work, self._outside)
        asked = select(Finding).where(Finding.state.in_(sorted(OPEN_STATES)))
        orders = select(RectificationOrder).where(RectificationOrder.state.not_in(("closed", "revoked")))
        if inspected_id is not None:
            asked = asked.where(Finding.inspected_id == inspected_id)
            orders = orders.where(RectificationOrder.inspected_id == inspected_id)
        rows = self._work.session.scalars(orders.order_by(RectificationOrder.due_on, RectificationOrder.id)).all()
        by_id = {order.id: order for order in rows}
        found = self._work.session.scalars(asked.order_by(Finding.found_on, Finding.id))
        return BodyBoard(day, tuple(_item(each, by_id, day) for each in found), tuple(rows))

    def authority(self) -> AuthorityBoard:
        """Return the board of an authority: each table is read once."""
        day = today(self._work, self._outside)
        lines, orders = self._counted(day), self._reckoned(day)
        opened = [each for each in lines if each.is_open]
        ended = [each for each in lines if not each.is_open]
        count = sum(each.count for each in ended)
        return AuthorityBoard(
            today=day,
            open=sum(each.count for each in opened),
            open_by=_by_grade(opened),
            ended=count,
            overdue=sum(each.overdue for each in orders),
            reported=sum(each.reported for each in orders),
            on_time=sum(each.on_time for each in orders),
            days_to_close=round(sum(each.days for each in ended) / count) if count else None,
            recurrences=sum(each.again for each in lines),
            districts=self._districts(opened, orders),
        )

    # --- private ---

    def _inspections(self, day: date) -> tuple[Inspection, ...]:
        ended = (InspectionState.CONCLUDED, InspectionState.CANCELLED)
        asked = select(Inspection).where(Inspection.state.not_in(ended), Inspection.planned_on <= day)
        return tuple(self._work.session.scalars(asked.order_by(Inspection.planned_on, Inspection.id).limit(SHORT)))

    def _count(self, which: ColumnElement[bool]) -> int:
        return self._work.session.scalar(select(func.count(RectificationOrder.id)).where(which)) or 0

    def _orders(self, which: ColumnElement[bool]) -> OrderLine:
        asked = select(RectificationOrder).where(which).order_by(RectificationOrder.due_on, RectificationOrder.id)
        return OrderLine(self._count(which), tuple(self._work.session.scalars(asked.limit(SHORT))))

    def _counted(self, day: date) -> list[_Lines]:
        """Count the register by place, grade, age, and whether a line has ended."""
        young, old = (_plainly(day - timedelta(days=days)) for days in AGES)
        ages = ((Finding.found_on >= young, _plainly(0)), (Finding.found_on >= old, _plainly(1)))
        by = Finding.jurisdiction_path, Finding.closed_on.is_(None), Finding.grade, case(*ages, else_=_plainly(2))
        sums = func.count(), func.sum(Finding.days_open), func.count(Finding.recurrence_of_id)
        rows = self._work.session.execute(select(*by, *sums).group_by(*by))
        return [_Lines(row[0], bool(row[1]), row[2] or "", row[3], row[4], int(row[5] or 0), row[6]) for row in rows]

    def _reckoned(self, day: date) -> list[_Orders]:
        """Count orders by place: overdue, reported, reported in time."""
        late, told = overdue_rows(day), RectificationOrder.reported_at.is_not(None)
        in_time = told & RectificationOrder.is_late.is_(False)
        sums = (func.count(case((which, 1))) for which in (late, told, in_time))
        path = RectificationOrder.jurisdiction_path
        rows = self._work.session.execute(select(path, *sums).group_by(path))
        return [_Orders(row[0], row[1], row[2], row[3]) for row in rows]

    def _districts(self, opened: Iterable[_Lines], orders: Iterable[_Orders]) -> tuple[DistrictLine, ...]:
        """Sum up the tree, for the places that the actor supervises."""
        found: dict[str, int] = {}
        for each in opened:
            found[each.path] = found.get(each.path, 0) + each.count
        late = {each.path: each.overdue for each in orders}
        paths = frozenset().union(*(each.scope.jurisdictions for each in self._work.actor.permissions))
        places = self._work.session.scalars(select(Jurisdiction).order_by(Jurisdiction.path)).all()
        mine = [each for each in places if any(each.path.startswith(path) for path in paths)]
        top = min((each.path.count("/") for each in mine), default=0)
        return tuple(
            DistrictLine(each, each.path.count("/") - top, _below(found, each.path), _below(late, each.path))
            for each in mine
        )


def _by_grade(lines: Iterable[_Lines]) -> Mapping[str, tuple[int, int, int]]:
    counted: dict[str, list[int]] = {}
    for each in lines:
        counted.setdefault(str(each.grade), [0, 0, 0])[each.age] += each.count
    return {grade: (row[0], row[1], row[2]) for grade, row in sorted(counted.items())}


def _plainly(value: date | int) -> ColumnElement[Any]:
    """Return a value that stands in the statement itself: PostgreSQL groups by an expression only if it is the same."""
    return bindparam(None, value, literal_execute=True)


def _below(counts: Mapping[str, int], path: str) -> int:
    return sum(number for each, number in counts.items() if each.startswith(path))


def _item(finding: Finding, orders: Mapping[UUID, RectificationOrder], day: date) -> OpenItem:
    order = orders.get(finding.order_id) if finding.order_id else None
    late = order is not None and order.state in UNDER_DEADLINE and order.due_on is not None and order.due_on < day
    return OpenItem(finding, order, late)
