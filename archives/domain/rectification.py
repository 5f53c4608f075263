"""The life of an order to rectify or correct: who may move it, what it must contain, who may close it.

TRANSITIONS is the only place where that life is written down; every door reads it here. An act that moves nothing
(an extension, an objection, an escalation) is an arrow that leads back to where it began: the table says who may do it.
No order is issued without basis, facts, requirements and a last day (Law 45), none closed without a recheck by somebody
who took no part in the rectification; overdue is worked out from the day, never kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from archives.domain.errors import BlockedError, InvalidInputError, NotPermittedError, Problem
from archives.domain.hazard import FindingKind, LegalBasis
from archives.domain.life import Arrow, follow, offered
from archives.domain.vocabulary import Role


class OrderState(StrEnum):
    """Where an order stands. The words complete 'an order that is …'."""

    FOUND = "found"  # being drawn up from what was found
    ORDERED = "ordered"
    ACKNOWLEDGED = "acknowledged"
    RECTIFYING = "rectifying"
    REPORTED = "reported"
    RECHECKED = "rechecked"  # passed, to be closed out
    NOT_PASSED = "not_passed"
    CLOSED = "closed"  # 销号
    REVOKED = "revoked"


class OrderAction(StrEnum):
    """What can be done to an order, one for each button."""

    ISSUE = "issue"
    ACKNOWLEDGE = "acknowledge"  # the inspected signs that it has come
    NOTE_SERVICE = "note_service"  # 送达回证: the authority notes how it was served
    BEGIN = "begin"  # measures and a person responsible for each item
    REPORT = "report"
    PASS = "pass"  # noqa: S105 -- every item passed the recheck, no password
    FAIL = "fail"
    CLOSE_OUT = "close_out"
    REVOKE = "revoke"
    ASK_EXTENSION = "ask_extension"
    EXTEND = "extend"
    ANSWER = "answer"  # 陈述、申辩
    OBJECT = "object"
    REPLY = "reply"  # the authority to an objection
    APPEAL = "appeal"  # 复议、诉讼: noted here, it suspends nothing
    ESCALATE = "escalate"
    NOTE_EMPLOYER_ANSWER = "note_employer_answer"


class EscalationKind(StrEnum):
    """What an authority does when an order is not kept (Law 48, 条例 46)."""

    CIRCULAR = "circular"  # 工作通报
    SANCTION_PROPOSAL = "sanction_proposal"  # 处理建议 to the employer, who answers in writing
    REFERRAL = "referral"  # 移送 to who is competent
    CRITICISM = "criticism"  # 通报批评: a penalty, only by local law and penalty procedure


@dataclass(frozen=True, slots=True)
class OrderItem:
    """One finding in an order: its kind, the article that follows from it, what is required, what was found."""

    number: str
    kind: FindingKind
    basis: LegalBasis | None
    facts: str
    requirement: str


_S, _A, _R = OrderState, OrderAction, Role
INSPECTED = frozenset({_R.CLERK, _R.APPROVER, _R.ARCHIVIST, _R.DIRECTOR})
"""Whoever acts for the inspected body, be it an organization or an archive."""
HEADS = frozenset({_R.APPROVER, _R.DIRECTOR})
OFFICERS = frozenset({_R.INSPECTOR, _R.AUTHORITY})
UNDER_DEADLINE = frozenset({_S.ORDERED, _S.ACKNOWLEDGED, _S.RECTIFYING, _S.NOT_PASSED})
ISSUED = UNDER_DEADLINE | {_S.REPORTED, _S.RECHECKED}
ENDED = frozenset({_S.CLOSED, _S.REVOKED})


def _stays(states: Iterable[OrderState], action: OrderAction, by: frozenset[Role]) -> dict[object, Arrow[OrderState]]:
    return {(state, action): Arrow(state, by) for state in states}


_AUTHORITY = frozenset({_R.AUTHORITY})
_ARROWS: dict[object, Arrow[OrderState]] = {
    (_S.FOUND, _A.ISSUE): Arrow(_S.ORDERED, _AUTHORITY),
    (_S.ORDERED, _A.ACKNOWLEDGE): Arrow(_S.ACKNOWLEDGED, INSPECTED),
    (_S.ORDERED, _A.NOTE_SERVICE): Arrow(_S.ACKNOWLEDGED, OFFICERS),
    (_S.ACKNOWLEDGED, _A.BEGIN): Arrow(_S.RECTIFYING, INSPECTED),
    (_S.NOT_PASSED, _A.BEGIN): Arrow(_S.RECTIFYING, INSPECTED),
    (_S.RECTIFYING, _A.REPORT): Arrow(_S.REPORTED, HEADS),
    (_S.REPORTED, _A.PASS): Arrow(_S.RECHECKED, frozenset({_R.INSPECTOR})),
    (_S.REPORTED, _A.FAIL): Arrow(_S.NOT_PASSED, frozenset({_R.INSPECTOR})),
    (_S.RECHECKED, _A.CLOSE_OUT): Arrow(_S.CLOSED, _AUTHORITY),
    **_stays(UNDER_DEADLINE, _A.ASK_EXTENSION, INSPECTED),
    **_stays(UNDER_DEADLINE, _A.EXTEND, _AUTHORITY),
    **_stays(ISSUED, _A.ANSWER, INSPECTED),
    **_stays(ISSUED, _A.OBJECT, HEADS),
    **_stays(ISSUED, _A.REPLY, _AUTHORITY),
    **_stays(ISSUED | {_S.CLOSED}, _A.APPEAL, HEADS),
    **_stays(UNDER_DEADLINE, _A.ESCALATE, _AUTHORITY),
    **_stays(ISSUED | {_S.CLOSED}, _A.NOTE_EMPLOYER_ANSWER, OFFICERS),
    **{(state, _A.REVOKE): Arrow(_S.REVOKED, _AUTHORITY) for state in ISSUED},
    (_S.FOUND, _A.REVOKE): Arrow(_S.REVOKED, OFFICERS),
}
TRANSITIONS: Mapping[tuple[OrderState, OrderAction], Arrow[OrderState]] = MappingProxyType(_ARROWS)  # type: ignore[arg-type]


def next_state(state: OrderState, action: OrderAction, roles: Iterable[Role]) -> OrderState:
    """Return the state that follows, or refuse."""
    return follow(TRANSITIONS, "an order", state, action, roles)


def allowed_actions(state: OrderState, roles: Iterable[Role]) -> frozenset[OrderAction]:
    """Return the buttons that these roles may be shown for an order in `state`."""
    return offered(TRANSITIONS, state, roles)


def order_gaps(items: Sequence[OrderItem], due_on: date | None, today: date) -> list[Problem]:
    """Return all that an order still lacks: findings of one kind, each with basis, facts and requirement; a last day.

    The last day may be today (立行立改), never one that has passed.
    """
    gaps = [] if items else [Problem("findings_missing", "findings")]
    if len({item.kind for item in items}) > 1:
        gaps.append(Problem("kinds_mixed", "findings"))
    for item in items:
        lacking = {"basis": item.basis, "facts": item.facts.strip(), "requirement": item.requirement.strip()}
        gaps += [Problem(f"{name}_missing", item.number) for name, value in lacking.items() if not value]
    if due_on is None:
        gaps.append(Problem("deadline_missing", "due_on"))
    elif due_on < today:
        gaps.append(Problem("deadline_past", "due_on", (("value", due_on.isoformat()),)))
    return gaps


def require_whole(items: Sequence[OrderItem], due_on: date | None, today: date) -> None:
    """Refuse to issue an order that lacks anything, with every gap named."""
    if gaps := order_gaps(items, due_on, today):
        raise BlockedError("issue the order", gaps)


def require_other_person(rechecked_by: UUID | None, rectified_by: Iterable[UUID], action: OrderAction) -> None:
    """Refuse a recheck by somebody who took part in the rectification, and closing without any recheck."""
    if rechecked_by is None:
        raise BlockedError(str(action), [Problem("recheck_missing", "recheck")])
    if rechecked_by in set(rectified_by):
        raise NotPermittedError("Whoever took part in the rectification does not recheck it.", roles=_R.INSPECTOR)


def require_extension(due_on: date, until: date, today: date, *, extended: bool) -> None:
    """Refuse a second extension, and a day that extends nothing or has passed."""
    if extended:
        raise BlockedError("extend the order", [Problem("extended_already", "until")])
    if until <= max(due_on, today):
        facts = (("value", until.isoformat()), ("after", max(due_on, today).isoformat()))
        raise InvalidInputError([Problem("extension_too_short", "until", facts)])


def is_overdue(state: OrderState, due_on: date | None, today: date) -> bool:
    """Tell whether the last day has passed and the inspected has not reported; computed, never kept."""
    return state in UNDER_DEADLINE and due_on is not None and today > due_on


def require_escalation(
    kind: EscalationKind, state: OrderState, due_on: date | None, today: date, local_law: str
) -> None:
    """Refuse to escalate an order that is neither overdue nor failed, and a penalty that no local law grants.

    BlockedError: not_overdue, local_law_missing. `local_law` is the profile's, '' where there is none.
    """
    gaps = []
    if not (is_overdue(state, due_on, today) or state is _S.NOT_PASSED):
        gaps.append(Problem("not_overdue", "due_on", (("value", str(due_on or "")),)))
    if kind is EscalationKind.CRITICISM and not local_law:
        gaps.append(Problem("local_law_missing", "kind"))
    if gaps:
        raise BlockedError("escalate the order", gaps)


def whose_turn(state: OrderState) -> frozenset[Role]:
    """Return the roles of whom the next step is awaited; nobody for an order that has ended."""
    return _TURNS.get(state, frozenset())


_TURNS: Mapping[OrderState, frozenset[Role]] = MappingProxyType(
    {
        _S.FOUND: _AUTHORITY,
        _S.ORDERED: INSPECTED,
        _S.ACKNOWLEDGED: INSPECTED,
        _S.RECTIFYING: HEADS,
        _S.NOT_PASSED: INSPECTED,
        _S.REPORTED: frozenset({_R.INSPECTOR}),
        _S.RECHECKED: _AUTHORITY,
    }
)
NEXT: Mapping[OrderState, OrderAction] = MappingProxyType(
    {
        _S.FOUND: _A.ISSUE,
        _S.ORDERED: _A.ACKNOWLEDGE,
        _S.ACKNOWLEDGED: _A.BEGIN,
        _S.RECTIFYING: _A.REPORT,
        _S.NOT_PASSED: _A.BEGIN,
        _S.REPORTED: _A.PASS,
        _S.RECHECKED: _A.CLOSE_OUT,
    }
)
"""The act that leads on from each state that has not ended."""
