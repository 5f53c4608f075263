"""Leads (线索): reports by anybody (Law 46), late transfers, what machines found. An officer decides on each."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from archives.domain.errors import IllegalTransitionError, NotPermittedError
from archives.domain.vocabulary import Role


class LeadSource(StrEnum):
    """Where it came from."""

    REPORT = "report"  # 举报, Law 46
    OVERDUE_TRANSFER = "overdue_transfer"
    FIXITY = "fixity"  # kept bytes that are not as they were stored
    RESTORE_TEST = "restore_test"  # no test of restoring for too long
    CLIMATE = "climate"
    REFERRED = "referred"  # handed over by another body


class LeadState(StrEnum):
    """What became of it."""

    NEW = "new"
    INSPECTING = "inspecting"  # an inspection on it is planned
    CONFIRMED = "confirmed"  # a finding was made of it
    DISMISSED = "dismissed"


class LeadAction(StrEnum):
    """What an officer does with it."""

    INSPECT = "inspect"
    CONFIRM = "confirm"
    DISMISS = "dismiss"


_S, _A = LeadState, LeadAction
OFFICERS = frozenset({Role.INSPECTOR, Role.AUTHORITY})
TRANSITIONS: Mapping[tuple[LeadState, LeadAction], LeadState] = MappingProxyType(
    {
        (_S.NEW, _A.INSPECT): _S.INSPECTING,
        (_S.NEW, _A.CONFIRM): _S.CONFIRMED,
        (_S.NEW, _A.DISMISS): _S.DISMISSED,
        (_S.INSPECTING, _A.CONFIRM): _S.CONFIRMED,
        (_S.INSPECTING, _A.DISMISS): _S.DISMISSED,
    }
)


def next_state(state: LeadState, action: LeadAction, roles: Iterable[Role]) -> LeadState:
    """Return the state that follows, or refuse; only officers decide, never the machine that raised it."""
    after = TRANSITIONS.get((state, action))
    if after is None:
        raise IllegalTransitionError("lead", state, action)
    if OFFICERS.isdisjoint(roles):
        words = " or ".join(sorted(OFFICERS))
        raise NotPermittedError(f"Only the {words} may {action} a lead.", roles=words, action=str(action))
    return after


def allowed_actions(state: LeadState, roles: Iterable[Role]) -> frozenset[LeadAction]:
    """Return the buttons that these roles may be shown."""
    if OFFICERS.isdisjoint(roles):
        return frozenset()
    return frozenset(action for at, action in TRANSITIONS if at is state)
