"""Saved searches: how their people are told, and the set of records that are known to answer one."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

LONGEST_NAME = 100  # characters
MOST = 100  # saved searches of one person
BETWEEN_LETTERS = timedelta(days=1)
_ID = 16  # bytes


class Telling(StrEnum):
    """How somebody is told of new hits; the desk shows them in any case."""

    DESK = "desk"
    DAILY = "daily"  # a letter, at most one a day
    AT_ONCE = "at_once"  # a letter as soon as something was found


def letter_due(telling: Telling, last: datetime | None, now: datetime) -> datetime | None:
    """Return when the next letter may go; None: never."""
    if telling is Telling.DESK:
        return None
    if telling is Telling.AT_ONCE or last is None:
        return now
    return max(now, last + BETWEEN_LETTERS)


def packed(ids: Iterable[UUID]) -> bytes:
    """Return a set of ids as bytes, 16 for each, ascending."""
    return b"".join(sorted({each.bytes for each in ids}))


def unpacked(data: bytes) -> frozenset[UUID]:
    """Return what was packed."""
    return frozenset(UUID(bytes=data[at : at + _ID]) for at in range(0, len(data), _ID))
