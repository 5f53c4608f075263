"""The boards: what an inspector, a body, an authority see first.

Numbers are read from the figures of the register, which every act moves in its own write; lists walk an index and stop.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, union_all

from archives.domain.hazard import OPEN_STATES
from archives.domain.inspection import InspectionState
from archives.domain.rectification import ENDED, UNDER_DEADLINE, OrderState
from archives.models import Finding, Inspection, Jurisdiction, RectificationOrder
from archives.services.authority_board import AuthorityBoard, FigureReader, below
from archives.services.outside import Outside
from archives.services.supervision import today
from archives.services.unit_of_work import UnitOfWork

SHORT = 20  # rows of a list on a board
SOON = timedelta(days=7)
FEW = 1000  # orders that are rather found by place than by walking an index


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

    @property
    def body_ids(self) -> frozenset[UUID]:
        """Return the bodies that it is about."""
        return frozenset(each.finding.inspected_id for each in self.items)


class BoardService:
    """Reading the register as a whole, as far as the actor sees it."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def inspector(self) -> InspectorBoard:
        """Return the board of an inspector."""
        day = today(self._work, self._outside)
        read, last = FigureReader(self._work, day), RectificationOrder.due_on
        sums = read.running(read.tops(), day + SOON)
        return InspectorBoard(
            today=day,
            inspections=self._inspections(day),
            to_recheck=self._line(sums.to_recheck, {OrderState.REPORTED}),
            due=self._line(sums.soon, UNDER_DEADLINE, last.between(day, day + SOON)),
            overdue=self._line(sums.overdue, UNDER_DEADLINE, last < day),
            new_leads=sums.new_leads,
        )

    def body(self, inspected_id: UUID | None = None) -> BodyBoard:
        """Return the board of the actor's own bodies, or of one body: officers choose one."""
        day = today(self._work, self._outside)
        asked = select(Finding).where(Finding.state.in_(sorted(OPEN_STATES)), self._of(Finding, inspected_id))
        orders = select(RectificationOrder).where(
            RectificationOrder.state.not_in(sorted(ENDED)), self._of(RectificationOrder, inspected_id)
        )
        rows = self._work.session.scalars(orders.order_by(RectificationOrder.due_on, RectificationOrder.id)).all()
        by_id = {order.id: order for order in rows}
        found = self._work.session.scalars(asked.order_by(Finding.found_on, Finding.id))
        return BodyBoard(day, tuple(_item(each, by_id, day) for each in found), tuple(rows))

    def authority(self, place_id: UUID | None = None) -> AuthorityBoard:
        """Return the board of an authority: of all it supervises, or of one place of it."""
        return FigureReader(self._work, today(self._work, self._outside)).board(place_id)

    # --- private ---

    def _inspections(self, day: date) -> tuple[Inspection, ...]:
        ended = (InspectionState.CONCLUDED, InspectionState.CANCELLED)
        asked = select(Inspection).where(Inspection.state.not_in(ended), Inspection.planned_on <= day)
        return tuple(self._work.session.scalars(asked.order_by(Inspection.planned_on, Inspection.id).limit(SHORT)))

    def _of(self, model: type[Finding | RectificationOrder], inspected_id: UUID | None) -> ColumnElement[bool]:
        if inspected_id is not None:
            return model.inspected_id == inspected_id
        scopes = [each.scope for each in self._work.actor.permissions]
        organizations = frozenset().union(*(each.organizations for each in scopes))
        repositories = frozenset().union(*(each.repositories for each in scopes))
        return model.inspected_id.in_(sorted(organizations | repositories))

    def _line(self, count: int, states: Iterable[OrderState], *which: ColumnElement[bool]) -> OrderLine:
        """Return the first orders of some states by their last day, of which there are so many."""
        if not count:
            return OrderLine(0, ())
        last = RectificationOrder.due_on, RectificationOrder.id
        chosen = self._few(states, *which) if count <= FEW else _many(states, *which)
        asked = select(RectificationOrder).where(chosen).order_by(*last).limit(SHORT)
        return OrderLine(count, tuple(self._work.session.scalars(asked)))

    def _few(self, states: Iterable[OrderState], *which: ColumnElement[bool]) -> ColumnElement[bool]:
        """Choose by place: the few are found among the many of a whole province."""
        here = select(Jurisdiction.path).where(below(self._work.actor, Jurisdiction.path))
        place = RectificationOrder.jurisdiction_path.in_(here)
        return and_(place, RectificationOrder.state.in_(sorted(states)), *which)


def _many(states: Iterable[OrderState], *which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Choose by walking the index of each state, which soon has enough of them."""
    order = RectificationOrder.due_on, RectificationOrder.id
    walks = [
        select(RectificationOrder.id)
        .where(RectificationOrder.state == each, *which)
        .order_by(*order)
        .limit(SHORT)
        .subquery()
        for each in sorted(states)
    ]
    return RectificationOrder.id.in_(union_all(*(select(each.c.id) for each in walks)))


def _item(finding: Finding, orders: Mapping[UUID, RectificationOrder], day: date) -> OpenItem:
    order = orders.get(finding.order_id) if finding.order_id else None
    late = order is not None and order.state in UNDER_DEADLINE and order.due_on is not None and order.due_on < day
    return OpenItem(finding, order, late)
