"""What the page of a room shows of some time: a day, a month or a year, with charts, tables and what lies before."""

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from api.pages.climate_charts import ClimateChart, days_chart, hours_chart
from archives.domain.climate import Bound, DayOfReadings, Limits, Quantity, faults_of
from archives.domain.dates import add_months
from archives.services import Services
from archives.services.climate_log import Statistics

DAY = timedelta(days=1)
_FORMS = {"day": re.compile(r"\d{4}-\d\d-\d\d"), "month": re.compile(r"\d{4}-\d\d"), "year": re.compile(r"\d{4}")}
EARLIEST, LATEST = 1900, 9000


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a month or a year of the calendar."""

    view: str
    first: date

    @classmethod
    def asked(cls, view: str, at: str, today: date) -> "Period":
        """Return the period that an address asks for; the present one for whatever it cannot mean."""
        view = view if view in _FORMS else "month"
        written = at if _FORMS[view].fullmatch(at) else ""
        try:
            day = date.fromisoformat(f"{written}-01-01"[:10]) if written else today
        except ValueError:
            day = today
        return cls(view, cls._begin(view, day if EARLIEST <= day.year <= LATEST else today))

    @property
    def last(self) -> date:
        """Return its last day."""
        return self.moved(1).first - DAY

    @property
    def at(self) -> str:
        """Return it as an address has it: YYYY-MM-DD, YYYY-MM or YYYY."""
        return self.first.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.view]]

    def moved(self, by: int) -> "Period":
        """Return the one so many later."""
        if self.view == "day":
            return Period(self.view, self.first + by * DAY)
        return Period(self.view, add_months(self.first, by * (12 if self.view == "year" else 1)))

    def seen_as(self, view: str) -> "Period":
        """Return the period of another kind in which it begins."""
        return Period(view, self._begin(view, self.first))

    @property
    def days(self) -> Sequence[date]:
        """Return all of its days."""
        return [self.first + n * DAY for n in range((self.last - self.first).days + 1)]

    @staticmethod
    def _begin(view: str, day: date) -> date:
        return {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[view]


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month in the table of a year."""

    first: date
    readings: int
    days_out: int
    missing: int
    temperature: tuple[int, int] | None
    humidity: tuple[int, int] | None


class RoomView:
    """One room over one period, for one reader."""

    def __init__(self, services: Services, room_id: UUID, period: Period, zone: ZoneInfo) -> None:
        self._services, self.period, self._zone = services, period, zone
        self.room = services.climate_rooms.get(room_id)
        self.limits: Limits = services.climate_rooms.limits(self.room)

    @property
    def body(self) -> str:
        """Return whose room it is."""
        return self._services.climate_rooms.body_names().get(self.room.body_id, "")

    @property
    def may_keep(self) -> bool:
        """Tell whether the reader keeps it."""
        return self._services.climate_rooms.may_keep(self.room) and self.room.retired_on is None

    @cached_property
    def statistics(self) -> Statistics:
        """How the period was."""
        return self._services.climate_log.statistics(self.room.id, self.period.first, self.period.last)

    @cached_property
    def readings(self) -> Sequence[Any]:
        """The readings of a day, withdrawn ones too."""
        return self._services.climate_log.readings(self.room.id, self.period.first, self.period.last)

    @cached_property
    def days(self) -> Sequence[DayOfReadings]:
        """The days on which something was read or owed."""
        return self._services.climate_log.days(self.room.id, self.period.first, self.period.last)

    @property
    def months(self) -> Sequence[MonthLine]:
        """The months of a year."""
        found: dict[date, list[DayOfReadings]] = {}
        for each in self.days:
            found.setdefault(each.day.replace(day=1), []).append(each)
        return [self._month(first, days) for first, days in found.items()]

    @property
    def charts(self) -> Sequence[ClimateChart]:
        """Both charts; none while there is nothing to draw."""
        if self.period.view == "day":
            counted = [each for each in self.readings if each.withdrawn_at is None]
            begins = datetime.combine(self.period.first, time(), self._zone)
            return [hours_chart(each, counted, begins, self.limits) for each in Quantity] if counted else []
        if not any(each.count for each in self.days):
            return []
        by_day: Mapping[date, DayOfReadings] = {each.day: each for each in self.days}
        places = [by_day.get(day) for day in self.period.days]
        return [days_chart(each, places, self._labels(), self.limits) for each in Quantity]

    def day_faults(self, day: DayOfReadings) -> list[Bound]:
        """Return what was wrong with a day, in the order of the bounds."""
        return [bound for bound in Bound if bound in day.faults(self.limits)]

    def reading_faults(self, reading: Any) -> list[Bound]:  # noqa: ANN401 -- a ClimateReading
        """Return what is wrong with a reading."""
        found = faults_of(reading.temperature, reading.humidity, self.limits)
        return [bound for bound in Bound if bound in found]

    def _labels(self) -> Sequence[str]:
        if self.period.view == "month":
            return [str(day.day) if day.day == 1 or day.day % 5 == 0 else "" for day in self.period.days]
        middles = [calendar.monthrange(self.period.first.year, month)[1] // 2 for month in range(1, 13)]
        return [str(day.month) if day.day == middles[day.month - 1] else "" for day in self.period.days]

    def _month(self, first: date, days: Sequence[DayOfReadings]) -> MonthLine:
        read = [each for each in days if each.count]
        spans = [_span([each.extremes(quantity) for each in read]) for quantity in Quantity]
        out = sum(bool(each.faults(self.limits)) for each in days)
        return MonthLine(
            first, sum(each.count for each in days), out, sum(each.missing for each in days), spans[0], spans[1]
        )


def _span(pairs: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    return (min(low for low, _ in pairs), max(high for _, high in pairs)) if pairs else None
