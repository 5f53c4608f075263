"""Last days of orders, and on which days a reminder is due.

No statute says how many days an order to rectify gives (Law 45: 限期): the authority says it, the profile offers terms.
Of days that a statute does name, only 二日、三日、五日、七日 are working days (行政处罚法 85); every other number
counts calendar days. The day of the event does not count (民法典 201). A last day on which offices are closed moves to
the next working day where the profile says so (民法典 203, by analogy).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from archives.domain.dates import WorkingCalendar, add_months
from archives.domain.errors import InvalidInputError, Problem

STATUTORY_WORKING_DAYS = frozenset({2, 3, 5, 7})
REMINDED = (-7, -3, -1, 0, 1)
"""Days from the last day on which a reminder is due; afterwards once a week."""
WEEK = 7


class TermUnit(StrEnum):
    """In what a term is counted."""

    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Term:
    """So many days, working days or months; 0 days is at once (当场)."""

    amount: int
    unit: TermUnit = TermUnit.DAY

    def __post_init__(self) -> None:
        """Refuse working days of a number that the statute does not count so."""
        if self.amount < 0 or (self.unit is TermUnit.WORKING_DAY and self.amount not in STATUTORY_WORKING_DAYS):
            facts = (("amount", str(self.amount)), ("allowed", "2, 3, 5, 7"))
            raise InvalidInputError([Problem("not_working_days", "term", facts)])

    @property
    def code(self) -> str:
        """Return how forms and rows name it, e.g. '15-day'."""
        return f"{self.amount}-{self.unit}"


def statutory(days: int) -> Term:
    """Return the term that a statute means by so many days (行政处罚法 85)."""
    return Term(days, TermUnit.WORKING_DAY if days in STATUTORY_WORKING_DAYS else TermUnit.DAY)


def last_day(start: date, term: Term, calendar: WorkingCalendar, *, rolls: bool = False) -> date:
    """Return the last day on which the term is kept; with `rolls` never one on which offices are closed."""
    if term.unit is TermUnit.WORKING_DAY:
        return calendar.add(start, term.amount)
    months = term.unit is TermUnit.MONTH
    day = add_months(start, term.amount) if months else start + timedelta(days=term.amount)
    while rolls and term.amount > 0 and not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def stages(given_on: date, last: date, today: date) -> Iterator[int]:
    """Yield, in order, the reminders that have fallen due by `today`: days from the last day, negative before it.

    One that lies on or before the day on which the deadline was given is not due: the paper itself said it.
    """
    for offset in _offsets((today - last).days):
        if last + timedelta(days=offset) > given_on:
            yield offset


def _offsets(until: int) -> Iterator[int]:
    yield from (offset for offset in REMINDED if offset <= until)
    yield from range(REMINDED[-1] + WEEK, until + 1, WEEK)
