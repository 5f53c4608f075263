"""The life of a receipt (交接凭证): issued once, never deleted, never printed again.

A mistake in its facts (the name of a body, the language, a wrong seal) is mended by a new receipt with a number of its
own that supersedes the old one. A receipt that must not count at all is revoked, with the reason. Neither touches
custody, the accession or a record. TRANSITIONS is the only place where that life is written down.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from archives.domain.life import Arrow, follow, offered
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


_S, _A = ReceiptState, ReceiptAction
_DIRECTOR, _SYSTEM = frozenset({Role.DIRECTOR}), frozenset({Role.SYSTEM})

TRANSITIONS: Mapping[tuple[ReceiptState, ReceiptAction], Arrow[ReceiptState]] = MappingProxyType(
    {
        (_S.PENDING, _A.ISSUE): Arrow(_S.VALID, _SYSTEM),
        (_S.VALID, _A.REISSUE): Arrow(_S.VALID, _DIRECTOR),
        (_S.VALID, _A.SUPERSEDE): Arrow(_S.SUPERSEDED, _SYSTEM),
        (_S.VALID, _A.REVOKE): Arrow(_S.REVOKED, _DIRECTOR),
    }
)


def next_state(state: ReceiptState, action: ReceiptAction, roles: Iterable[Role]) -> ReceiptState:
    """Return the state that follows, or refuse."""
    return follow(TRANSITIONS, "a receipt", state, action, roles)


def allowed_actions(state: ReceiptState, roles: Iterable[Role]) -> tuple[ReceiptAction, ...]:
    """Return the buttons that these roles may be shown for a receipt in `state`, in the order of the actions."""
    found = offered(TRANSITIONS, state, roles)
    return tuple(each for each in ReceiptAction if each in found)
