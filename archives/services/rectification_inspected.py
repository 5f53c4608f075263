"""The counter of the inspected: acknowledge an order, plan and report its rectification, answer, object, appeal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from archives.domain.errors import InvalidInputError, Problem
from archives.domain.rectification import OrderAction
from archives.models import Finding, RectificationOrder
from archives.services.rectification_life import OrderCounter
from archives.services.supervision import required

_A = OrderAction


@dataclass(frozen=True, slots=True)
class Measure:
    """整改措施 of one item: what will be done, who is responsible, by when (at the latest the order's last day)."""

    measures: str
    responsible: str
    by: date | None = None


class AnsweringService(OrderCounter):
    """What the inspected do with an order, one method for each button."""

    def acknowledge(self, order_id: UUID, seen: int | None) -> RectificationOrder:
        """Sign that it has come."""
        with self._work.write():
            order = self._guarded(order_id, seen, _A.ACKNOWLEDGE)
            order.acknowledged_at = self._work.now()
            self._move(order, _A.ACKNOWLEDGE)
            return order

    def begin(self, order_id: UUID, seen: int | None, plan: Mapping[UUID, Measure]) -> RectificationOrder:
        """Say for every item that has not passed what will be done, by whom and by when (整改清单, 责任清单)."""
        with self._work.write():
            order = self._guarded(order_id, seen, _A.BEGIN)
            items = self._open_items(order)
            _require_plan(items, plan, order.due_on)
            for each in items:
                measure = plan[each.id]
                each.measures, each.responsible = measure.measures.strip(), measure.responsible.strip()
                each.planned_by, each.done = measure.by, ""
            planned = {each.number: {"measures": each.measures, "responsible": each.responsible} for each in items}
            self._move(order, _A.BEGIN, items=planned)
            return order

    def report(self, order_id: UUID, seen: int | None, text: str, done: Mapping[UUID, str]) -> RectificationOrder:
        """Report to the authority what was done for every item; evidence is added beside it."""
        with self._work.write():
            order = self._guarded(order_id, seen, _A.REPORT)
            items = self._open_items(order)
            _require_done(items, done)
            for each in items:
                each.done = done[each.id].strip()
            if order.reported_at is None:
                order.is_late = order.due_on is not None and self._today() > order.due_on
            order.reported_at = self._work.now()
            told = {each.number: each.done for each in items}
            self._move(order, _A.REPORT, required("reason", text), round=order.round, items=told)
            return order

    def ask_extension(self, order_id: UUID, seen: int | None, until: date, reason: str) -> RectificationOrder:
        """Ask for more time; the authority may give it once."""
        with self._work.write():
            order = self._guarded(order_id, seen, _A.ASK_EXTENSION)
            if order.due_on is not None and until <= order.due_on:
                facts = (("value", until.isoformat()), ("after", order.due_on.isoformat()))
                raise InvalidInputError([Problem("extension_too_short", "until", facts)])
            self._move(order, _A.ASK_EXTENSION, required("reason", reason), until=until)
            return order

    def answer(self, order_id: UUID, seen: int | None, text: str) -> RectificationOrder:
        """State one's case (陈述、申辩); it suspends nothing."""
        return self._say(order_id, seen, _A.ANSWER, text)

    def object(self, order_id: UUID, seen: int | None, text: str) -> RectificationOrder:
        """Object to the order; the authority replies in the case."""
        return self._say(order_id, seen, _A.OBJECT, text)

    def appeal(self, order_id: UUID, seen: int | None, text: str) -> RectificationOrder:
        """Note that a review or a suit was filed, and where; it suspends nothing (行政处罚法 73 by analogy)."""
        return self._say(order_id, seen, _A.APPEAL, text)

    def _say(self, order_id: UUID, seen: int | None, action: OrderAction, text: str) -> RectificationOrder:
        with self._work.write():
            order = self._guarded(order_id, seen, action)
            self._move(order, action, required("reason", text))
            return order

    def _open_items(self, order: RectificationOrder) -> list[Finding]:
        return [each for each in self.findings(order.id) if each.recheck != "passed"]


def _require_plan(items: list[Finding], plan: Mapping[UUID, Measure], due_on: date | None) -> None:
    problems = []
    for each in items:
        measure = plan.get(each.id, Measure("", ""))
        if not measure.measures.strip():
            problems.append(Problem("required", f"measures:{each.id}"))
        if not measure.responsible.strip():
            problems.append(Problem("required", f"responsible:{each.id}"))
        if measure.by and due_on and measure.by > due_on:
            facts = (("value", measure.by.isoformat()), ("latest", due_on.isoformat()))
            problems.append(Problem("after_deadline", f"by:{each.id}", facts))
    if problems:
        raise InvalidInputError(problems)


def _require_done(items: list[Finding], done: Mapping[UUID, str]) -> None:
    problems = [Problem("required", f"done:{each.id}") for each in items if not done.get(each.id, "").strip()]
    if problems:
        raise InvalidInputError(problems)
