"""The life of an inspection (Law 42, 43; 条例 46, 47; 行政处罚法 42), and who may carry it out.

TRANSITIONS is the only place where that life is written down. A planned inspection is announced; one on a lead (线索)
is opened without a word, so that nothing is tidied away. At least two officers with certificates, none of whom belongs
to the inspected body (回避).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from archives.domain.errors import BlockedError, IllegalTransitionError, Problem
from archives.domain.life import Arrow, follow, offered
from archives.domain.vocabulary import Role

FEWEST_OFFICERS = 2


class InspectionKind(StrEnum):
    """Why one comes."""

    COMPREHENSIVE = "comprehensive"  # 综合检查
    SPECIAL = "special"  # 专项检查
    ON_LEAD = "on_lead"  # 线索检查


class InspectionState(StrEnum):
    """Where an inspection stands. The words complete 'an inspection that is …'."""

    PLANNED = "planned"
    NOTIFIED = "notified"
    OPEN = "open"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


class InspectionAction(StrEnum):
    """What can be done to an inspection, one for each button."""

    NOTIFY = "notify"
    OPEN = "open"  # on site, the certificates shown
    CONCLUDE = "conclude"  # the record is signed by both sides, or the refusal to sign is noted
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Certified:
    """An officer as the rules look at one: certificate (行政执法证), and the bodies that the person belongs to."""

    account_id: UUID
    name: str
    certificate_number: str
    valid_until: date
    belongs_to: frozenset[UUID] = frozenset()


_S, _A = InspectionState, InspectionAction
_OFFICERS = frozenset({Role.INSPECTOR, Role.AUTHORITY})

TRANSITIONS: Mapping[tuple[InspectionState, InspectionAction], Arrow[InspectionState]] = MappingProxyType(
    {
        (_S.PLANNED, _A.NOTIFY): Arrow(_S.NOTIFIED, _OFFICERS),
        (_S.PLANNED, _A.OPEN): Arrow(_S.OPEN, frozenset({Role.INSPECTOR})),
        (_S.NOTIFIED, _A.OPEN): Arrow(_S.OPEN, frozenset({Role.INSPECTOR})),
        (_S.OPEN, _A.CONCLUDE): Arrow(_S.CONCLUDED, frozenset({Role.INSPECTOR})),
        (_S.PLANNED, _A.CANCEL): Arrow(_S.CANCELLED, _OFFICERS),
        (_S.NOTIFIED, _A.CANCEL): Arrow(_S.CANCELLED, _OFFICERS),
    }
)


def next_state(
    state: InspectionState, action: InspectionAction, roles: Iterable[Role], kind: InspectionKind
) -> InspectionState:
    """Return the state that follows, or refuse: on a lead one opens unannounced, and only then."""
    if not _fits(state, action, kind):
        raise IllegalTransitionError("inspection", state, action)
    return follow(TRANSITIONS, "an inspection", state, action, roles)


def allowed_actions(state: InspectionState, roles: Iterable[Role], kind: InspectionKind) -> frozenset[InspectionAction]:
    """Return the buttons that these roles may be shown."""
    return frozenset(each for each in offered(TRANSITIONS, state, roles) if _fits(state, each, kind))


def require_officers(officers: Sequence[Certified], inspected: UUID, on: date) -> None:
    """Refuse to open with fewer than two officers, a certificate that has run out, or anybody of the inspected body.

    BlockedError names every gap at once: officers_missing, certificate_expired, conflict_of_interest (D38, D40).
    """
    gaps = [] if len({each.account_id for each in officers}) >= FEWEST_OFFICERS else [_too_few(officers)]
    for each in officers:
        if not each.certificate_number.strip() or each.valid_until < on:
            gaps.append(Problem("certificate_expired", "officers", (("name", each.name),)))
        if inspected in each.belongs_to:
            gaps.append(Problem("conflict_of_interest", "officers", (("name", each.name),)))
    if gaps:
        raise BlockedError("open the inspection", gaps)


def _too_few(officers: Sequence[Certified]) -> Problem:
    return Problem("officers_missing", "officers", (("least", str(FEWEST_OFFICERS)), ("value", str(len(officers)))))


def _fits(state: InspectionState, action: InspectionAction, kind: InspectionKind) -> bool:
    on_lead = kind is InspectionKind.ON_LEAD
    if action is _A.NOTIFY:
        return not on_lead
    return on_lead if (state, action) == (_S.PLANNED, _A.OPEN) else True
