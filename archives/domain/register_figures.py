"""How the register is counted: what each line adds to the figures of its place and of every place above it.

Boards read these figures instead of every line. They are a count, never the truth: `recount` makes them anew. Ages and
overdue depend on the day that asks, so lines are kept by their day and never by an age.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from archives.domain.rectification import UNDER_DEADLINE, OrderState

EVER = date(1, 1, 1)
"""The day of a figure that has none."""


class Series(StrEnum):
    """What is counted; in brackets, what `day` is."""

    OPEN = "open"  # lines that have not ended
    OPEN_SINCE = "open_since"  # the same (day found)
    ENDED = "ended"
    DAYS_OPEN = "days_open"  # sum over those that ended
    CAME_AGAIN = "came_again"
    RUNNING = "running"  # orders whose days run (last day)
    TO_RECHECK = "to_recheck"
    REPORTED = "reported"
    IN_TIME = "in_time"
    NEW_LEADS = "new_leads"


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """One number of one place. `grade` is '' where there is none."""

    path: str
    series: Series
    day: date = EVER
    grade: str = ""


Counts = Counter[Figure]


@dataclass(frozen=True, slots=True)
class CountedFinding:
    """What of a line of the register is counted."""

    path: str
    grade: str
    found_on: date
    closed_on: date | None
    days_open: int
    is_recurrence: bool

    def counts(self) -> Counts:
        """Return what it adds at its own place."""
        if self.closed_on is None:
            found = {
                Figure(self.path, Series.OPEN, grade=self.grade): 1,
                Figure(self.path, Series.OPEN_SINCE, self.found_on, self.grade): 1,
            }
        else:
            found = {Figure(self.path, Series.ENDED): 1, Figure(self.path, Series.DAYS_OPEN): self.days_open}
        if self.is_recurrence:
            found[Figure(self.path, Series.CAME_AGAIN)] = 1
        return Counter(found)


@dataclass(frozen=True, slots=True)
class CountedOrder:
    """What of an order is counted."""

    path: str
    state: OrderState
    due_on: date | None
    is_reported: bool
    is_late: bool

    def counts(self) -> Counts:
        """Return what it adds at its own place."""
        found: Counts = Counter()
        if self.state in UNDER_DEADLINE and self.due_on is not None:
            found[Figure(self.path, Series.RUNNING, self.due_on)] = 1
        if self.state is OrderState.REPORTED:
            found[Figure(self.path, Series.TO_RECHECK)] = 1
        if self.is_reported:
            found[Figure(self.path, Series.REPORTED)] = 1
            found[Figure(self.path, Series.IN_TIME)] = int(not self.is_late)
        return found


@dataclass(frozen=True, slots=True)
class CountedLead:
    """What of a lead is counted."""

    path: str
    is_new: bool

    def counts(self) -> Counts:
        """Return what it adds at its own place."""
        return Counter({Figure(self.path, Series.NEW_LEADS): 1} if self.is_new else {})


def rolled_up(counts: Counts) -> Counts:
    """Return the counts of every place at or above those that were counted; what came to nothing is left out."""
    found: Counts = Counter()
    for each, number in counts.items():
        for path in places_up(each.path):
            found[Figure(path, each.series, each.day, each.grade)] += number
    return Counter({each: number for each, number in found.items() if number})


def places_up(path: str) -> Iterator[str]:
    """Yield the paths of all places from the topmost down to this one: '/99/', '/99/9901/' for '/99/9901/'."""
    so_far = "/"
    for code in path.strip("/").split("/"):
        so_far += f"{code}/"
        yield so_far
