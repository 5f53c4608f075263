"""The authority's counter of orders: drawn up, issued, served, rechecked, closed out; extended, escalated, revoked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select

from archives.domain.case_paper import PaperKind
from archives.domain.errors import BlockedError, FrozenError, InvalidInputError, Problem
from archives.domain.hazard import INSTRUMENTS, FindingState
from archives.domain.readable_number import NumberKind
from archives.domain.rectification import (
    UNDER_DEADLINE,
    EscalationKind,
    OrderAction,
    OrderState,
    is_overdue,
    require_escalation,
    require_extension,
    require_other_person,
    require_whole,
)
from archives.domain.terms import last_day
from archives.models import CaseAct, Evidence, Finding, RectificationOrder, new_id
from archives.services.case_notices import settle
from archives.services.case_paper_issuer import document_number, issuer_of
from archives.services.findings import end_finding
from archives.services.numbers import next_number
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.rectification_life import OrderCounter, bases_of, items_of
from archives.services.supervision import OFFICERS, Body, body_of, note, required, show

_A = OrderAction


@dataclass(frozen=True, slots=True)
class Issue:
    """What the authority says when it issues: a last day or a term of the profile.

    Without a 文号 of its own the paper gets the next one of the authority's series.
    """

    document_number: str = ""
    due_on: date | None = None
    term: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a recheck found of one item."""

    passed: bool
    text: str


@dataclass(frozen=True, slots=True)
class Escalation:
    """How an order that is not kept is taken further, to whom, in what words."""

    kind: EscalationKind
    addressee: str
    text: str


class RectificationService(OrderCounter):
    """What officers and the authority do with an order, one method for each button."""

    def list(
        self, cut: Cut = FIRST, state: Sequence[OrderState] = (), *, overdue: bool = False
    ) -> Page[RectificationOrder]:
        """Return the orders that the actor sees, the newest first."""
        asked = select(RectificationOrder)
        if state:
            asked = asked.where(RectificationOrder.state.in_(state))
        if overdue:
            asked = asked.where(overdue_rows(self._today()))
        order = (RectificationOrder.created_at, RectificationOrder.id)
        return page(self._work.session, asked, order, cut, descending=True)

    def is_overdue(self, order: RectificationOrder) -> bool:
        """Tell whether its last day has passed without a report."""
        return is_overdue(order.state, order.due_on, self._today())

    def draft(self, finding_ids: Sequence[UUID]) -> RectificationOrder:
        """Draw up an order from open lines of the register: one body, one kind."""
        with self._work.write():
            found = [self._work.get(Finding, each) for each in dict.fromkeys(finding_ids)]
            _require_alike(found)
            body = body_of(self._work, found[0].inspected_kind, found[0].inspected_id, found[0].inspected_name)
            role = self._work.actor.require(body.place, *OFFICERS)
            order = RectificationOrder(
                **body.columns,
                id=new_id(),
                number=next_number(self._work, NumberKind.ORDER, self._today()),
                instrument=INSTRUMENTS[found[0].kind],
                state=OrderState.FOUND,
                bases=[str(each) for each in bases_of(found)],
                created_at=self._work.now(),
                created_by=self._work.actor.name,
            )
            self._work.session.add(order)
            self._work.session.flush()
            for each in found:
                each.order_id, each.state = order.id, FindingState.ORDERED
            note(self._work, order, "OrderDrawnUp", role, number=order.number, findings=[f.number for f in found])
            return order

    def issue(self, order_id: UUID, seen: int | None, issue: Issue) -> RectificationOrder:
        """Issue it: from now on the inspected see it and its findings, and its days run.

        An order to a body abolished meanwhile goes to the successor, which is noted. Refused with every gap named.
        """
        with self._work.write():
            order = self._guarded(order_id, seen, _A.ISSUE)
            found = self.findings(order.id)
            due_on = self._due_on(issue)
            require_whole(items_of(found), due_on, self._today())
            body = self._routed(order, found)
            order.document_number = issue.document_number.strip() or self._numbered(order)
            order.due_on = order.first_due_on = due_on
            order.given_on, order.issued_at, order.issued_by = self._today(), self._work.now(), self._work.actor.name
            order.bases = [str(each) for each in bases_of(found)]
            show(self._work, order, body.viewers, CaseAct, Evidence)
            for each in found:
                show(self._work, each, body.viewers, CaseAct, Evidence)
            self._move(order, _A.ISSUE, number=order.number, document=order.document_number, due_on=due_on)
            return order

    def note_service(self, order_id: UUID, seen: int | None, manner: str) -> RectificationOrder:
        """Note how the paper was served (送达回证) when the inspected does not acknowledge it here."""
        with self._work.write():
            order = self._guarded(order_id, seen, _A.NOTE_SERVICE)
            order.acknowledged_at = self._work.now()
            self._move(order, _A.NOTE_SERVICE, required("reason", manner))
            return order

    def recheck(
        self, order_id: UUID, seen: int | None, looked: Mapping[UUID, Looked], until: date | None = None
    ) -> RectificationOrder:
        """Say of every item that has not passed yet whether it does now; one that fails sends the order back.

        `until` may give a failed order a new last day. Refused to whoever took part in the rectification.
        """
        with self._work.write():
            open_items = [each for each in self.findings(order_id) if each.recheck != "passed"]
            _require_each(open_items, looked)
            passed = all(looked[each.id].passed for each in open_items)
            order = self._guarded(order_id, seen, _A.PASS if passed else _A.FAIL)
            require_other_person(self._work.actor.account_id, self._took_part(order), _A.PASS)
            for each in open_items:
                each.recheck = "passed" if looked[each.id].passed else "failed"
                each.recheck_note = looked[each.id].text.strip()
            order.rechecked_at, order.rechecked_by = self._work.now(), self._work.actor.name
            order.rechecked_by_id = self._work.actor.account_id
            self._rechecked(order, until, passed=passed)
            return order

    def close_out(self, order_id: UUID, seen: int | None, text: str = "") -> RectificationOrder:
        """Close it out (销号), every item with it."""
        with self._work.write():
            order = self._guarded(order_id, seen, _A.CLOSE_OUT)
            took_part = self._took_part(order)
            require_other_person(order.rechecked_by_id, took_part, _A.CLOSE_OUT)
            require_other_person(self._work.actor.account_id, took_part, _A.CLOSE_OUT)
            order.closed_at = self._work.now()
            for each in self.findings(order.id):
                end_finding(each, FindingState.CLOSED, self._today())
            self._move(order, _A.CLOSE_OUT, text.strip())
            return order

    def extend(self, order_id: UUID, seen: int | None, until: date, reason: str) -> RectificationOrder:
        """Give more time, once, with the reason."""
        with self._work.write():
            order = self._guarded(order_id, seen, _A.EXTEND)
            due_on = order.due_on or self._today()
            require_extension(due_on, until, self._today(), extended=order.extended_at is not None)
            text = required("reason", reason)
            self._give(order, until)
            order.extended_at = self._work.now()
            self._move(order, _A.EXTEND, text, due_before=due_on, due_on=until)
            settle(self._work, order, "order_ask_extension")
            return order

    def reply(self, order_id: UUID, seen: int | None, text: str) -> RectificationOrder:
        """Answer an objection, or a request, in the case itself."""
        with self._work.write():
            order = self._guarded(order_id, seen, _A.REPLY)
            self._move(order, _A.REPLY, required("reason", text))
            settle(self._work, order, "order_object", "order_answer", "order_ask_extension", "order_appeal")
            return order

    def escalate(self, order_id: UUID, seen: int | None, escalation: Escalation) -> RectificationOrder:
        """Take it further when it is not kept: circular, proposal to the employer, referral; a penalty by local law."""
        with self._work.write():
            order = self._guarded(order_id, seen, _A.ESCALATE)
            law = self._outside.profile.supervision.local_law_on_criticism
            require_escalation(escalation.kind, order.state, order.due_on, self._today(), law)
            text, addressee = required("reason", escalation.text), required("addressee", escalation.addressee)
            self._move(order, _A.ESCALATE, text, escalation=escalation.kind, addressee=addressee)
            return order

    def note_employer_answer(self, order_id: UUID, seen: int | None, text: str) -> RectificationOrder:
        """Put on file what the employer has answered in writing (条例 46); only after a proposal."""
        with self._work.write():
            order = self._guarded(order_id, seen, _A.NOTE_EMPLOYER_ANSWER)
            proposal = EscalationKind.SANCTION_PROPOSAL
            if not any(act.facts.get("escalation") == proposal for act in self.acts(order.id)):
                raise BlockedError("note the answer", [Problem("no_proposal", "escalation")])
            self._move(order, _A.NOTE_EMPLOYER_ANSWER, required("reason", text))
            return order

    def revoke(self, order_id: UUID, seen: int | None, reason: str) -> RectificationOrder:
        """Take it back with the reason; its findings stand open in the register again."""
        with self._work.write():
            order = self._guarded(order_id, seen, _A.REVOKE)
            for each in self.findings(order.id):
                each.order_id, each.state = None, FindingState.OPEN
            self._move(order, _A.REVOKE, required("reason", reason))
            return order

    # --- private ---

    def _numbered(self, order: RectificationOrder) -> str:
        issuer = issuer_of(self._work, order)
        return document_number(self._work, self._outside, issuer, PaperKind.ORDER, order.instrument)

    def _due_on(self, issue: Issue) -> date | None:
        if issue.due_on is not None or not issue.term:
            return issue.due_on
        supervision, calendar = self._outside.profile.supervision, self._outside.profile.calendar
        term = supervision.term(issue.term)
        if term is None:
            allowed = ", ".join(each.code for each in supervision.terms)
            raise InvalidInputError([Problem("unknown_value", "term", (("allowed", allowed),))])
        return last_day(self._today(), term, calendar, rolls=supervision.rolls_to_working_day)

    def _routed(self, order: RectificationOrder, found: Sequence[Finding]) -> Body:
        """Return who gets it, the successor where the body was abolished after the order was drawn up."""
        body = body_of(self._work, order.inspected_kind, order.inspected_id, order.inspected_name)
        if body.id != order.inspected_id:
            self._work.actor.require(body.place, *OFFICERS)
            order.routed_from = body.answers_for
            for row in (order, *found):
                for name, value in body.columns.items():
                    setattr(row, name, value)
        return body

    def _rechecked(self, order: RectificationOrder, until: date | None, *, passed: bool) -> None:
        if passed:
            return self._move(order, _A.PASS)
        order.round += 1
        if until is not None:
            if until <= self._today():
                facts = (("value", until.isoformat()), ("after", self._today().isoformat()))
                raise InvalidInputError([Problem("extension_too_short", "until", facts)])
            self._give(order, until)
        return self._move(order, _A.FAIL, due_on=order.due_on, round=order.round)

    def _give(self, order: RectificationOrder, until: date) -> None:
        order.due_on, order.given_on = until, self._today()


def overdue_rows(day: date) -> ColumnElement[bool]:
    """Return the criterion of orders whose last day has passed without a report."""
    return RectificationOrder.state.in_(UNDER_DEADLINE) & (RectificationOrder.due_on < day)


def _require_alike(found: Sequence[Finding]) -> None:
    """Refuse an order about nothing, about several bodies or kinds, or about what has an order or has ended."""
    problems = [] if found else [Problem("findings_missing", "findings")]
    if len({each.kind for each in found}) > 1:
        problems.append(Problem("kinds_mixed", "findings"))
    if len({(each.inspected_kind, each.inspected_id, each.inspected_name) for each in found}) > 1:
        problems.append(Problem("bodies_mixed", "findings"))
    if problems:
        raise InvalidInputError(problems)
    for each in found:
        if each.state is not FindingState.OPEN:
            raise FrozenError(f"Finding {each.number} is {each.state}.", state=each.state)


def _require_each(items: Sequence[Finding], looked: Mapping[UUID, Looked]) -> None:
    """Refuse a recheck that leaves an item out, or that says nothing of it."""
    problems = [
        Problem("recheck_of_item", each.number)
        for each in items
        if each.id not in looked or not looked[each.id].text.strip()
    ]
    if problems:
        raise InvalidInputError(problems)
