"""Days: how exact a date of formation is known, when a term of years ends, and which days are working days.

Decided here, because no national text says it (domain 2.1):

* A term of N years from 29 February ends on 28 February when the target year has no 29th.
* A date known only to its year or month counts as its last day: nothing falls due before it can have been formed.
* A plan goes by whole years: the offer is due on 31 December of year + N, overdue from the day after.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from archives.domain.errors import InvalidInputError, Problem

_WRITTEN = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?|(?P<month_>[0-9]{2})(?P<day_>[0-9]{2})?)?",
)
_SEPARATORS = str.maketrans({"/": "-", ".": "-", "年": "-", "月": "-", "日": None, "－": "-"})
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as exactly as it is known: year, year and month, or day (DA/T 18-2022: YYYY, YYYYMM, YYYYMMDD).

    Refuses months and days that do not exist (InvalidInputError, code bad_date). Sort by `iso`.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no calendar has."""
        if not self._exists():
            raise _bad_date(f"{self.year}-{self.month}-{self.day}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read YYYY, YYYYMM, YYYYMMDD, the same with - / . between, or 2016年11月22日; or refuse (bad_date)."""
        plain = text.strip().translate(_WIDE_DIGITS).translate(_SEPARATORS).rstrip("-")
        found = _WRITTEN.fullmatch(plain)
        if found is None:
            raise _bad_date(text)
        month, day = found["month"] or found["month_"], found["day"] or found["day_"]
        return cls(int(found["year"]), int(month) if month else None, int(day) if day else None)

    @classmethod
    def of(cls, day: date) -> Self:
        """Return a date known to the day."""
        return cls(day.year, day.month, day.day)

    @property
    def first_day(self) -> date:
        """The earliest day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day that it can mean; terms are counted from it."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def compact(self) -> str:
        """The form of DA/T 18-2022: YYYY, YYYYMM or YYYYMMDD."""
        return self.iso.replace("-", "")

    @property
    def iso(self) -> str:
        """YYYY, YYYY-MM or YYYY-MM-DD; sorts as text."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    def __str__(self) -> str:
        """Write it in the ISO form."""
        return self.iso

    def _exists(self) -> bool:
        if self.month is None and self.day is not None:
            return False
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked: weekends (ISO weekdays, 7 is Sunday), holidays, and weekend days worked instead."""

    weekend: frozenset[int]
    holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices are open; a declared extra workday wins over holiday and weekend."""
        if day in self.extra_workdays:
            return True
        return day.isoweekday() not in self.weekend and day not in self.holidays

    def add(self, start: date, working_days: int) -> date:
        """Return the last day of a deadline of so many working days; the day of the event itself does not count."""
        day, left = start, working_days
        while left > 0:
            day += timedelta(days=1)
            left -= self.is_working_day(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; 0 when `end` is not later."""
        span = (end - start).days
        return sum(self.is_working_day(start + timedelta(days=offset)) for offset in range(1, span + 1))


def add_years(day: date, years: int) -> date:
    """Return the same day so many years later; 29 February becomes 28 February when the target year is not leap."""
    last = calendar.monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of the month where it has no such day (民法典 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_day(formed_on: PartialDate | date, years: int) -> date:
    """Return the strict due day, "自档案形成之日起满 N 年" (条例 20): formed + N years."""
    formed = formed_on.last_day if isinstance(formed_on, PartialDate) else formed_on
    return add_years(formed, years)


def offer_day(year: int, years: int) -> date:
    """Return the last day on which a year batch is in time: 31 December of year + N."""
    return date(year + years, 12, 31)


def overdue_from(year: int, years: int) -> date:
    """Return the first day on which a year batch is late: the 1 January after its offer day."""
    return date(year + years + 1, 1, 1)


def _bad_date(text: str) -> InvalidInputError:
    return InvalidInputError([Problem("bad_date", "formed_on", (("value", text),))])
