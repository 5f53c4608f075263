"""What every act on an order shares: its guards, its one arrow, its line in the case, and who must act next."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import NotFoundError
from archives.domain.hazard import LegalBasis
from archives.domain.readable_number import ReadableNumber
from archives.domain.rectification import (
    INSPECTED,
    TRANSITIONS,
    OrderAction,
    OrderItem,
    OrderState,
    allowed_actions,
    next_state,
    whose_turn,
)
from archives.domain.vocabulary import Role
from archives.models import CaseAct, Finding, RectificationOrder
from archives.services.case_notices import settle, tell
from archives.services.case_paper_acts import papers_after
from archives.services.findings import basis_of
from archives.services.outside import Outside
from archives.services.supervision import acts_of, note, today
from archives.services.unit_of_work import UnitOfWork

_A = OrderAction
EVENTS = {
    _A.ISSUE: "OrderIssued",
    _A.ACKNOWLEDGE: "OrderAcknowledged",
    _A.NOTE_SERVICE: "OrderServed",
    _A.BEGIN: "RectificationBegun",
    _A.REPORT: "RectificationReported",
    _A.PASS: "RecheckPassed",
    _A.FAIL: "RecheckFailed",
    _A.CLOSE_OUT: "OrderClosedOut",
    _A.REVOKE: "OrderRevoked",
    _A.ASK_EXTENSION: "OrderExtensionRequested",
    _A.EXTEND: "OrderExtended",
    _A.ANSWER: "OrderAnswered",
    _A.OBJECT: "OrderObjectedTo",
    _A.REPLY: "ObjectionReplied",
    _A.APPEAL: "OrderAppealed",
    _A.ESCALATE: "OrderEscalated",
    _A.NOTE_EMPLOYER_ANSWER: "EmployerAnswered",
}
"""What trail and case say after each act, in the past tense."""
ASKS_AUTHORITY = frozenset({_A.ASK_EXTENSION, _A.OBJECT, _A.ANSWER, _A.APPEAL})


class OrderCounter:
    """The common part of the counters at which an order is dealt with."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def get(self, order_id: UUID) -> RectificationOrder:
        """Return an order, or refuse."""
        return self._work.get(RectificationOrder, order_id)

    def by_number(self, number: str) -> RectificationOrder:
        """Return the order of that number, however it was typed, or refuse."""
        plain = str(ReadableNumber.parse(number))
        found = self._work.session.scalar(select(RectificationOrder).where(RectificationOrder.number == plain))
        if found is None:
            raise NotFoundError("order", number)
        return found

    def findings(self, order_id: UUID) -> Sequence[Finding]:
        """Return what it is about, in the order of the register."""
        self.get(order_id)
        asked = select(Finding).where(Finding.order_id == order_id).order_by(Finding.id)
        return self._work.session.scalars(asked).all()

    def acts(self, order_id: UUID) -> Sequence[CaseAct]:
        """Return all that happened in a case, in order."""
        return acts_of(self._work, self.get(order_id))

    def actions(self, order: RectificationOrder) -> frozenset[OrderAction]:
        """Return the buttons that the acting person is shown now."""
        return allowed_actions(order.state, self._work.actor.roles_at(self._work.place_of(order)))

    # --- for the counters ---

    def _guarded(self, order_id: UUID, seen: int | None, action: OrderAction) -> RectificationOrder:
        """Return the order after the guards in their order: there, version, state and role."""
        order = self.get(order_id)
        self._work.require_version(order, seen)
        next_state(order.state, action, self._work.actor.roles_at(self._work.place_of(order)))
        return order

    def _today(self) -> date:
        return today(self._work, self._outside)

    def _move(self, order: RectificationOrder, action: OrderAction, text: str = "", **facts: object) -> None:
        """Take one arrow of the life, and draw up the papers that follow the act."""
        move(self._work, order, action, text, **facts)
        papers_after(self._work, self._outside, order, action, text, **facts)

    def _took_part(self, order: RectificationOrder) -> set[UUID]:
        """Return the accounts that acted for the inspected in this case."""
        asked = select(CaseAct.actor_id).where(CaseAct.subject_id == order.id, CaseAct.role.in_(sorted(INSPECTED)))
        return {each for each in self._work.session.scalars(asked) if each is not None}


def move(work: UnitOfWork, order: RectificationOrder, action: OrderAction, text: str = "", **facts: object) -> None:
    """Take one arrow of the life. The only place that assigns the state of an order, and never without its event."""
    roles = work.actor.roles_at(work.place_of(order))
    before, after = order.state, next_state(order.state, action, roles)
    order.state = after
    role: Role = min(roles & TRANSITIONS[before, action].by)
    note(work, order, EVENTS[action], role, text, before={"state": before}, after={"state": after}, **facts)
    if after is not before:
        settle(work, order)
        _call(work, order)
    elif action in ASKS_AUTHORITY:
        asked = {"number": order.number, "body": order.inspected_name, "due_on": order.due_on}
        tell(work, order, f"order_{action}", (Role.AUTHORITY,), work.now().isoformat(), **asked)


def items_of(findings: Sequence[Finding]) -> list[OrderItem]:
    """Return the lines of an order as the rules look at them."""
    return [OrderItem(each.number, each.kind, basis_of(each), each.facts, each.requirement) for each in findings]


def bases_of(findings: Sequence[Finding]) -> list[LegalBasis]:
    """Return the articles that an order of these lines cites, each once."""
    return list(dict.fromkeys(basis_of(each) for each in findings))


def _call(work: UnitOfWork, order: RectificationOrder) -> None:
    """Tell whoever acts next."""
    if order.state is OrderState.FOUND:
        return
    facts: dict[str, Any] = {"number": order.number, "body": order.inspected_name, "due_on": order.due_on}
    cause = f"{order.round}:{order.state}"
    tell(work, order, f"order_{order.state}", whose_turn(order.state), cause, **facts)
