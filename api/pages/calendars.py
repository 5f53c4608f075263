"""The calendar of what falls due, as a page shows it: a year of months, or a month of weeks."""

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date

from api.pages.charts import Chart, bar_chart
from archives.services.obligations import Calendar

MONTHS = 12
_MONDAY = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the month or a month of the year; `records` have their day then."""

    day: date
    name: str
    records: int


@dataclass(frozen=True, slots=True)
class YearShape:
    """The months of a year, each once, and the years around it."""

    months: tuple[Cell, ...]
    chart: Chart


@dataclass(frozen=True, slots=True)
class MonthShape:
    """The weeks of a month, from Monday to Sunday; None where a day belongs to another month."""

    title: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Cell | None, ...], ...]
    agenda: tuple[Cell, ...]
    before: date
    after: date


def year_of(found: Calendar) -> YearShape:
    """Return all twelve months, also those that bring nothing."""
    brought = {each.number: each.records for each in found.days}
    firsts = [date(found.year, number, 1) for number in range(1, MONTHS + 1)]
    months = tuple(Cell(first, format_date(first, "LLLL"), brought.get(first.month, 0)) for first in firsts)
    return YearShape(months, bar_chart([(format_date(each.day, "LLL"), each.records) for each in months]))


def month_of(found: Calendar) -> MonthShape:
    """Return every day of the month in its week."""
    month = found.month or 1
    brought = {each.number: each.records for each in found.days}
    weeks = Weeks(_MONDAY).monthdatescalendar(found.year, month)
    shaped = tuple(tuple(_cell(day, month, brought) for day in week) for week in weeks)
    days = (cell for week in shaped for cell in week)
    first = date(found.year, month, 1)
    return MonthShape(
        title=format_date(first, "yyyy-MM"),
        weekdays=tuple(format_date(day, "EEE") for day in weeks[0]),
        weeks=shaped,
        agenda=tuple(cell for cell in days if cell and cell.records),
        before=_first(first, -1),
        after=_first(first, 1),
    )


def _cell(day: date, month: int, brought: dict[int, int]) -> Cell | None:
    if day.month != month:
        return None
    return Cell(day, str(day.day), brought.get(day.day, 0))


def _first(day: date, months: int) -> date:
    """Return the first day of a month so many months away."""
    index = day.year * MONTHS + day.month - 1 + months
    return date(index // MONTHS, index % MONTHS + 1, 1)
