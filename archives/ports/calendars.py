"""Days that people take into their own calendars (RFC 5545)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One whole day. `uid` stays the same when the day moves; `revision` grows with each change."""

    uid: str
    day: date
    title: str
    text: str
    place: str
    url: str
    revision: int
    is_cancelled: bool = False
    reminded: Sequence[int] = ()  # days before


class CalendarWriter(Protocol):
    """Writes calendars."""

    def write(self, days: Sequence[CalendarDay], at: datetime) -> bytes:
        """Return an iCalendar file as of that instant (aware)."""
