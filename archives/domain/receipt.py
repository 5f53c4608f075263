"""The life of a receipt (交接凭证): issued once, never deleted, never printed again.

A mistake in its facts (the name of a body, the language, a wrong seal) is mended by a new receipt with a number of its
own that supersedes the old one. A receipt that must not count at all is revoked, with the reason. Neither touches
custody, the accession or a record. TRANSITIONS is the only place where that life is written down.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from archives.domain.errors import IllegalTransitionError, NotPermittedError
from archives.domain.vocabulary import Role


class ReceiptState(StrEnum):
    """Where a receipt stands."""

    PENDING = "pending"  # has its number; not yet drawn, sealed and stored
    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class ReceiptAction(StrEnum):
    """What can be done to a receipt."""

    ISSUE = "issue"
    REISSUE = "reissue"  # ask for a new one in its place; this one holds until the new one is issued
    SUPERSEDE = "supersede"
    REVOKE = "revoke"


@dataclass(frozen=True, slots=True)
class Transition:
    """One arrow: where it leads, and which roles may take it."""

    to: ReceiptState
    by: frozenset[Role]


_S, _A = ReceiptState, ReceiptAction
_DIRECTOR, _SYSTEM = frozenset({Role.DIRECTOR}), frozenset({Role.SYSTEM})

TRANSITIONS: Mapping[tuple[ReceiptState, ReceiptAction], Transition] = MappingProxyType(
    {
        (_S.PENDING, _A.ISSUE): Transition(_S.VALID, _SYSTEM),
        (_S.VALID, _A.REISSUE): Transition(_S.VALID, _DIRECTOR),
        (_S.VALID, _A.SUPERSEDE): Transition(_S.SUPERSEDED, _SYSTEM),
        (_S.VALID, _A.REVOKE): Transition(_S.REVOKED, _DIRECTOR),
    }
)


def next_state(state: ReceiptState, action: ReceiptAction, roles: Iterable[Role]) -> ReceiptState:
    """Return the state that follows, or refuse."""
    transition = TRANSITIONS.get((state, action))
    if transition is None:
        raise IllegalTransitionError("receipt", state, action)
    if transition.by.isdisjoint(roles):
        words = " or ".join(sorted(transition.by))
        raise NotPermittedError(f"Only the {words} may {action} a receipt.", roles=words, action=str(action))
    return transition.to


def allowed_actions(state: ReceiptState, roles: Iterable[Role]) -> tuple[ReceiptAction, ...]:
    """Return the buttons that these roles may be shown for a receipt in `state`, in the order of the actions."""
    held = frozenset(roles)
    return tuple(each for each in ReceiptAction if (arrow := TRANSITIONS.get((state, each))) and arrow.by & held)
