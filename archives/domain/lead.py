"""Leads (线索): reports by anybody (Law 46), late transfers, what machines found. An officer decides on each."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from archives.domain.life import Arrow, follow, offered
from archives.domain.vocabulary import Role


class LeadSource(StrEnum):
    """Where it came from."""

    REPORT = "report"  # 举报, Law 46
    OVERDUE_TRANSFER = "overdue_transfer"
    FIXITY = "fixity"  # kept bytes that are not as they were stored
    RESTORE_TEST = "restore_test"  # no test of restoring for too long
    DRILL = "drill"  # no drill of the emergency plan that passed for too long
    CLIMATE = "climate"
    RESPONSIBILITY = "responsibility"  # nobody is named who answers for the archives (条例 18)
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
OPEN = frozenset({LeadState.NEW, LeadState.INSPECTING})
RECURRING = frozenset({LeadSource.CLIMATE})
"""Sources whose cause may come up again after a decision: a decided lead gives its key free."""
OFFICERS = frozenset({Role.INSPECTOR, Role.AUTHORITY})
TRANSITIONS: Mapping[tuple[LeadState, LeadAction], Arrow[LeadState]] = MappingProxyType(
    {
        (_S.NEW, _A.INSPECT): Arrow(_S.INSPECTING, OFFICERS),
        (_S.NEW, _A.CONFIRM): Arrow(_S.CONFIRMED, OFFICERS),
        (_S.NEW, _A.DISMISS): Arrow(_S.DISMISSED, OFFICERS),
        (_S.INSPECTING, _A.CONFIRM): Arrow(_S.CONFIRMED, OFFICERS),
        (_S.INSPECTING, _A.DISMISS): Arrow(_S.DISMISSED, OFFICERS),
    }
)


def next_state(state: LeadState, action: LeadAction, roles: Iterable[Role]) -> LeadState:
    """Return the state that follows, or refuse; only officers decide, never the machine that raised it."""
    return follow(TRANSITIONS, "a lead", state, action, roles)


def key_after(source: LeadSource, key: str | None, number: str) -> str | None:
    """Return the key of a lead that was decided: of a recurring source it is its own from now on, under its number."""
    return f"{key}#{number}" if key and source in RECURRING else key


def allowed_actions(state: LeadState, roles: Iterable[Role]) -> frozenset[LeadAction]:
    """Return the buttons that these roles may be shown."""
    return offered(TRANSITIONS, state, roles)
