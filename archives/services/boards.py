"""The boards: what an inspector, a body, an authority see first. Every number is counted from the register itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from archives.domain.hazard import OPEN_STATES, Grade
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
        """Return the board of an authority."""
        day, session = today(self._work, self._outside), self._work.session
        open_by = self._open_by(day)
        ended = Finding.closed_on.is_not(None)
        sums = select(func.count(Finding.id), func.avg(Finding.days_open)).where(ended)
        count, average = session.execute(sums).one()
        reported = select(func.count(RectificationOrder.id)).where(RectificationOrder.reported_at.is_not(None))
        again = select(func.count(Finding.id)).where(Finding.recurrence_of_id.is_not(None))
        return AuthorityBoard(
            today=day,
            open=sum(map(sum, open_by.values())),
            open_by=open_by,
            ended=count,
            overdue=self._count(overdue_rows(day)),
            reported=session.scalar(reported) or 0,
            on_time=session.scalar(reported.where(RectificationOrder.is_late.is_(False))) or 0,
            days_to_close=None if average is None else round(average),
            recurrences=session.scalar(again) or 0,
            districts=self._districts(day),
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

    def _open_by(self, day: date) -> Mapping[str, tuple[int, int, int]]:
        young, old = (day - timedelta(days=days) for days in AGES)
        age = case((Finding.found_on >= young, 0), (Finding.found_on >= old, 1), else_=2)
        is_open = Finding.state.in_(sorted(OPEN_STATES))
        asked = select(Finding.grade, age, func.count(Finding.id)).where(is_open).group_by(Finding.grade, age)
        counted: dict[str, list[int]] = {}
        for grade, place, number in self._work.session.execute(asked):
            counted.setdefault(str(Grade(grade)) if grade else "", [0, 0, 0])[place] = number
        return {grade: (row[0], row[1], row[2]) for grade, row in sorted(counted.items())}

    def _districts(self, day: date) -> tuple[DistrictLine, ...]:
        """Count by place and sum up the tree, for the places that the actor supervises."""
        is_open = Finding.state.in_(sorted(OPEN_STATES))
        opened = self._by_path(Finding.jurisdiction_path, is_open)
        late = self._by_path(RectificationOrder.jurisdiction_path, overdue_rows(day))
        paths = frozenset().union(*(each.scope.jurisdictions for each in self._work.actor.permissions))
        places = self._work.session.scalars(select(Jurisdiction).order_by(Jurisdiction.path)).all()
        mine = [each for each in places if any(each.path.startswith(path) for path in paths)]
        top = min((each.path.count("/") for each in mine), default=0)
        return tuple(
            DistrictLine(each, each.path.count("/") - top, _below(opened, each.path), _below(late, each.path))
            for each in mine
        )

    def _by_path(self, path: InstrumentedAttribute[str], which: ColumnElement[bool]) -> Mapping[str, int]:
        rows = self._work.session.execute(select(path, func.count()).where(which).group_by(path))
        return {row[0]: row[1] for row in rows}


def _below(counts: Mapping[str, int], path: str) -> int:
    return sum(number for each, number in counts.items() if each.startswith(path))


def _item(finding: Finding, orders: Mapping[UUID, RectificationOrder], day: date) -> OpenItem:
    order = orders.get(finding.order_id) if finding.order_id else None
    late = order is not None and order.state in UNDER_DEADLINE and order.due_on is not None and order.due_on < day
    return OpenItem(finding, order, late)
