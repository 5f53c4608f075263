"""Temperature and humidity of a room (温湿度, 条例 22): what is out of its limits, and what nobody has read.

All values are whole tenths: 215 is 21.5 °C, 450 is 45.0 % of relative humidity. Nothing here is stored: whether a
reading is out of limits follows from the reading and from the limits of the day on which somebody asks.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from archives.domain.dates import WorkingCalendar
from archives.domain.errors import InvalidInputError, Problem
from archives.domain.supervision import ClimateLimits


class Quantity(StrEnum):
    """What is read."""

    TEMPERATURE = "temperature"
    HUMIDITY = "humidity"


class Bound(StrEnum):
    """A limit; what passes it is a fault of that name, and the cause of a hazard."""

    TEMPERATURE_LOW = "temperature_low"
    TEMPERATURE_HIGH = "temperature_high"
    TEMPERATURE_SWING = "temperature_swing"  # greatest less smallest of a day
    HUMIDITY_LOW = "humidity_low"
    HUMIDITY_HIGH = "humidity_high"
    HUMIDITY_SWING = "humidity_swing"


class ReadingOrigin(StrEnum):
    """How a reading came."""

    HAND = "hand"  # read off and typed in
    LIST = "list"  # imported from CSV or XLSX
    SENSOR = "sensor"  # pushed by a program


Limits = Mapping[Bound, int]
"""Tenths, for each bound."""

_B = Bound
BOUNDS: Mapping[Quantity, tuple[Bound, Bound, Bound]] = MappingProxyType(
    {
        Quantity.TEMPERATURE: (_B.TEMPERATURE_LOW, _B.TEMPERATURE_HIGH, _B.TEMPERATURE_SWING),
        Quantity.HUMIDITY: (_B.HUMIDITY_LOW, _B.HUMIDITY_HIGH, _B.HUMIDITY_SWING),
    }
)
"""Least, most and swing of each quantity."""
LEAST = frozenset({Bound.TEMPERATURE_LOW, Bound.HUMIDITY_LOW})
"""Bounds that a stricter room puts higher; the others it puts lower."""
BELIEVABLE: Mapping[Quantity, tuple[int, int]] = MappingProxyType(
    {Quantity.TEMPERATURE: (-400, 800), Quantity.HUMIDITY: (0, 1000)}
)
"""What an instrument can say at all; beyond it something was mistyped."""
UNITS = ("℃", "°C", "%RH", "RH", "%", "％", "度")
_WRITTEN = re.compile(r"[-+]?[0-9]{1,4}(?:[.,][0-9]{1,20})?", re.ASCII)
_PLAIN = str.maketrans("０１２３４５６７８９．－", "0123456789.-")


@dataclass(frozen=True, slots=True)
class DayOfReadings:
    """What was read in one room on one day: how often, and the extremes. `owed` says how often it should have been."""

    day: date
    count: int
    temperature: tuple[int, int]
    humidity: tuple[int, int]
    owed: int = 0

    @property
    def missing(self) -> int:
        """Readings that nobody took."""
        return max(self.owed - self.count, 0)

    def extremes(self, quantity: Quantity) -> tuple[int, int]:
        """Return the smallest and the greatest value."""
        return self.temperature if quantity is Quantity.TEMPERATURE else self.humidity

    def swing(self, quantity: Quantity) -> int:
        """Return by how much it changed within the day."""
        low, high = self.extremes(quantity)
        return high - low

    def faults(self, limits: Limits) -> frozenset[Bound]:
        """Return the bounds that were passed on that day."""
        return frozenset().union(*(self._faults(quantity, limits) for quantity in Quantity)) if self.count else _NONE

    def _faults(self, quantity: Quantity, limits: Limits) -> frozenset[Bound]:
        low, high = self.extremes(quantity)
        swing = BOUNDS[quantity][2]
        found = {swing} if self.swing(quantity) > limits[swing] else set()
        return frozenset(found | beyond(quantity, low, limits) | beyond(quantity, high, limits))


_NONE: frozenset[Bound] = frozenset()


def limits_of(room_type: ClimateLimits, own: Mapping[Any, int]) -> Limits:
    """Return the limits in force, in tenths: those of the room type, or the room's own (by Bound) where stricter."""
    found: dict[Bound, int] = {}
    pairs = (room_type.temperature, room_type.humidity)
    for (low, high, swing), pair, change in zip(BOUNDS.values(), pairs, room_type.swing, strict=True):
        found |= {low: pair[0] * 10, high: pair[1] * 10, swing: change * 10}
    return MappingProxyType({bound: _stricter(bound, value, own.get(bound)) for bound, value in found.items()})


def require_stricter(room_type: ClimateLimits, own: Mapping[Bound, int]) -> None:
    """Refuse limits of one's own that are laxer than those of the room type, or leave no room between them."""
    given = limits_of(room_type, {})
    problems = [
        Problem("laxer_limit", bound, (("value", written(value)), ("limit", written(given[bound]))))
        for bound, value in own.items()
        if _stricter(bound, given[bound], value) != value or (bound not in LEAST and value <= 0)
    ]
    merged = limits_of(room_type, own)
    for low, high, _swing in BOUNDS.values():
        if merged[low] >= merged[high]:
            problems.append(Problem("no_room_between", high, (("low", written(merged[low])),)))
    if problems:
        raise InvalidInputError(problems)


def beyond(quantity: Quantity, value: int, limits: Limits) -> frozenset[Bound]:
    """Return the bound that one value passes, if any; a value on the limit is within it."""
    low, high, _swing = BOUNDS[quantity]
    return frozenset({low} if value < limits[low] else {high} if value > limits[high] else ())


def faults_of(temperature: int, humidity: int, limits: Limits) -> frozenset[Bound]:
    """Return the bounds that one reading passes."""
    return beyond(Quantity.TEMPERATURE, temperature, limits) | beyond(Quantity.HUMIDITY, humidity, limits)


def owed_days(calendar: WorkingCalendar, first: date, last: date) -> Sequence[date]:
    """Return the days from `first` to `last` on which readings are owed: the working days."""
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [day for day in days if calendar.is_working_day(day)]


def gaps(owed: Iterable[date], per_day: int, counts: Mapping[date, int]) -> Sequence[tuple[date, int]]:
    """Return the days on which readings are missing, and how many of them."""
    found = ((day, per_day - counts.get(day, 0)) for day in owed)
    return [(day, missing) for day, missing in found if missing > 0]


def read_tenths(quantity: Quantity, text: str) -> int:
    """Read what somebody typed, with or without its unit, to the nearest tenth; or refuse.

    InvalidInputError at the name of the quantity: `not_a_decimal`, `out_of_range` for what no instrument says.
    """
    plain = text.strip().translate(_PLAIN)
    for unit in UNITS:
        plain = plain.removesuffix(unit).rstrip()
    if not _WRITTEN.fullmatch(plain):
        raise InvalidInputError([Problem("not_a_decimal" if plain else "required", quantity, (("value", text[:64]),))])
    value = Decimal(plain.replace(",", "."))
    return _believable(quantity, int((value * 10).to_integral_value(ROUND_HALF_UP)))


def written(tenths: int) -> str:
    """Write tenths as people do: 215 as '21.5'."""
    return f"{Decimal(tenths) / 10:.1f}"


def _believable(quantity: Quantity, tenths: int) -> int:
    least, most = BELIEVABLE[quantity]
    if least <= tenths <= most:
        return tenths
    facts = (("least", written(least)), ("most", written(most)), ("value", written(tenths)))
    raise InvalidInputError([Problem("out_of_range", quantity, facts)])


def _stricter(bound: Bound, given: int, own: int | None) -> int:
    if own is None:
        return given
    return max(given, own) if bound in LEAST else min(given, own)
