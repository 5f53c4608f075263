"""Charts of a room's climate, drawn by the server: x in percent of the width, y in px, so that text keeps its size.

A day is a line through its readings; a month and a year are bars from the smallest to the greatest value of each day.
The limits stand behind as a band. Whatever a colour says, a mark or the table beside it says too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from archives.domain.climate import BOUNDS, DayOfReadings, Limits, Quantity, written

HEIGHT = 170  # px of the drawing area
FOOT = 26  # px for the labels below it
HEAD = 8
LEAST_BAR = 4.0  # px: a day on which nothing changed is still seen
STEPS = (10, 20, 50, 100, 200, 500)  # tenths between two lines of the scale
MOST_LINES = 6
MOST_MARKED = 62  # bars; of more, none has room for a mark
WIDTH = 1000  # of the drawing that only joins points; it is stretched
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tick:
    """A label: of the scale at `at` px, or of the time at `at` percent."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Span:
    """A bar from the smallest to the greatest value of a day, or a reading (a span of no height)."""

    label: str
    x: float
    width: float
    y: float
    height: float
    is_out: bool
    mark: str = ""  # ▲ above, ▼ below, where there is room

    @property
    def middle(self) -> float:
        """Return where a mark stands."""
        return round(self.x + self.width / 2, 3)


@dataclass(frozen=True, slots=True)
class ClimateChart:
    """One quantity over some time."""

    quantity: Quantity
    band: tuple[float, float]  # top and height, in px
    scale: tuple[Tick, ...]
    hours: tuple[Tick, ...]
    spans: tuple[Span, ...]
    gaps: tuple[tuple[float, float], ...]  # x and width of days on which readings are missing
    joined: str = ""  # points of a line, in WIDTH × HEIGHT

    @property
    def height(self) -> int:
        """Return the height of the whole picture in px."""
        return HEAD + HEIGHT + FOOT

    @property
    def ground(self) -> int:
        """Return where the time stands."""
        return HEAD + HEIGHT


class _Scale:
    """From tenths to px: limits and values have room."""

    def __init__(self, values: Iterable[int], quantity: Quantity, limits: Limits) -> None:
        low, high, _swing = BOUNDS[quantity]
        self.limits = limits[low], limits[high]
        lowest, highest = min(*self.limits, *values), max(*self.limits, *values)
        self.step = next((step for step in STEPS if (highest - lowest) / step <= MOST_LINES), STEPS[-1])
        self.bottom = lowest // self.step * self.step - (self.step if lowest % self.step == 0 else 0)
        self.top = -(-highest // self.step) * self.step + (self.step if highest % self.step == 0 else 0)

    def y(self, value: int) -> float:
        """Return where a value lies."""
        return round(HEAD + HEIGHT * (self.top - value) / (self.top - self.bottom), 2)

    def band(self) -> tuple[float, float]:
        """Return where the limits lie."""
        low, high = self.limits
        return self.y(high), round(self.y(low) - self.y(high), 2)

    def ticks(self) -> tuple[Tick, ...]:
        """Return the lines of the scale."""
        values = range(self.bottom + self.step, self.top, self.step)
        return tuple(Tick(self.y(value), f"{value // 10}") for value in values)

    def is_out(self, *values: int) -> bool:
        """Tell whether a value passes a limit."""
        return min(values) < self.limits[0] or max(values) > self.limits[1]

    def mark(self, *values: int) -> str:
        """Return the mark of values out of limits."""
        above = "▲" if max(values) > self.limits[1] else ""
        return above or ("▼" if min(values) < self.limits[0] else "")


def days_chart(
    quantity: Quantity, days: Sequence[DayOfReadings | None], labels: Sequence[str], limits: Limits
) -> ClimateChart:
    """Return the chart of many days: one place for each, None where nothing was read or owed; '' for no label."""
    extremes = [each.extremes(quantity) for each in days if each and each.count]
    scale = _Scale([value for pair in extremes for value in pair], quantity, limits)
    step = 100 / max(len(days), 1)
    marked = len(days) <= MOST_MARKED
    return ClimateChart(
        quantity,
        scale.band(),
        scale.ticks(),
        tuple(Tick(round(step * (at + 0.5), 3), label) for at, label in enumerate(labels) if label),
        tuple(_bar(scale, each, quantity, (at, step), marked=marked) for at, each in enumerate(days) if _read(each)),
        tuple((round(step * at, 3), round(step, 3)) for at, each in enumerate(days) if each and each.missing),
    )


def hours_chart(quantity: Quantity, readings: Sequence[Any], begins: datetime, limits: Limits) -> ClimateChart:
    """Return the chart of the readings of one day, which `begins` at that instant."""
    values = [_value(each, quantity) for each in readings]
    scale = _Scale(values, quantity, limits)
    places = [100 * ((each.measured_at - begins) / DAY) for each in readings]
    joined = " ".join(
        f"{place * WIDTH / 100:.1f},{scale.y(value) - HEAD:.1f}" for place, value in zip(places, values, strict=True)
    )
    spans = (
        Span(
            f"{each.measured_at.astimezone(begins.tzinfo):%H:%M} {written(value)}",
            round(place, 3),
            0,
            scale.y(value),
            0,
            scale.is_out(value),
            scale.mark(value) if len(readings) <= MOST_MARKED else "",
        )
        for each, place, value in zip(readings, places, values, strict=True)
    )
    hours = tuple(Tick(round(100 * hour / 24, 3), f"{hour}:00") for hour in range(0, 25, 6))
    return ClimateChart(quantity, scale.band(), scale.ticks(), hours, tuple(spans), (), joined)


def _bar(
    scale: _Scale, each: DayOfReadings | None, quantity: Quantity, place: tuple[int, float], *, marked: bool
) -> Span:
    at, step = place
    low, high = each.extremes(quantity) if each else (0, 0)
    y, height = scale.y(high), scale.y(low) - scale.y(high)
    if height < LEAST_BAR:
        y, height = y - (LEAST_BAR - height) / 2, LEAST_BAR
    label = f"{each.day} {written(low)}–{written(high)}" if each else ""
    x, width = round(step * (at + 0.2), 3), round(step * 0.6, 3)
    mark = scale.mark(low, high) if marked else ""
    return Span(label, x, width, round(y, 2), round(height, 2), scale.is_out(low, high), mark)


def _read(each: DayOfReadings | None) -> bool:
    return each is not None and each.count > 0


def _value(reading: Any, quantity: Quantity) -> int:  # noqa: ANN401 -- a reading
    return reading.temperature if quantity is Quantity.TEMPERATURE else reading.humidity
