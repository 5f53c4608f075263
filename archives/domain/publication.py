"""What an authority publishes of its register: sums only, small ones withheld, nothing that anybody typed.

The figures are those of one place and one period, as a snapshot; the only names in it are those of places.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

Number = int | None
"""A published number; None where it is too small to be told."""


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """What is published of one place."""

    code: str
    name: str
    found: Number
    closed: Number
    open: Number  # at the end of the period


@dataclass(frozen=True, slots=True)
class Summary:
    """A published summary. `found` by kind, `hazards` by grade; `on_time` in per cent, `days_to_close` an average."""

    least: int  # numbers above 0 and below it are withheld
    inspections: Number
    found: Mapping[str, Number]
    hazards: Mapping[str, Number]
    closed: Number
    open: Number
    orders: Number
    on_time: Number
    days_to_close: Number
    recurrences: Number
    districts: tuple[PlaceFigures, ...] = field(default=())

    @property
    def plain(self) -> dict[str, Any]:
        """Return it as it is kept and given away."""
        names = ("least", "inspections", "closed", "open", "orders", "on_time", "days_to_close", "recurrences")
        places = [{name: getattr(each, name) for name in PlaceFigures.__slots__} for each in self.districts]
        mapped = {"found": dict(self.found), "hazards": dict(self.hazards)}
        return {**{name: getattr(self, name) for name in names}, **mapped, "districts": places}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        """Return what was kept."""
        districts = tuple(PlaceFigures(**each) for each in plain["districts"])
        return cls(**{**plain, "districts": districts})


def withheld(number: int, least: int) -> Number:
    """Return the number, or None when it is too small to be told; nothing at all is told."""
    return number if number == 0 or number >= least else None


def withheld_parts(parts: Mapping[str, int], least: int) -> dict[str, Number]:
    """Return the parts of a sum that may be told: when one alone is withheld, the next smallest goes with it.

    Otherwise whoever knows the sum would know the part.
    """
    return _not_alone({name: withheld(number, least) for name, number in parts.items()})


def withheld_table(counts: Mapping[str, Mapping[str, int]], least: int) -> dict[str, dict[str, Number]]:
    """Return the rows of a table of found, closed and open that may be told, by place.

    What is open follows from what was open before, found and closed: of a row never one alone is withheld, nor of a
    column, for its sum is told.
    """
    told = {place: {name: withheld(number, least) for name, number in row.items()} for place, row in counts.items()}
    before = -1
    while before != (hidden := sum(number is None for row in told.values() for number in row.values())):
        before = hidden
        for row in told.values():
            _hide_second(row)
        for name in ("found", "closed", "open"):
            for place, number in _not_alone({place: row[name] for place, row in told.items()}).items():
                told[place][name] = number
    return told


def withheld_row(found: int, closed: int, open_: int, least: int) -> dict[str, Number]:
    """Return the sums of a whole place, of which never one alone is withheld."""
    row = {"found": withheld(found, least), "closed": withheld(closed, least), "open": withheld(open_, least)}
    _hide_second(row)
    return row


def share(part: int, whole: int, least: int) -> Number:
    """Return the per cent; None where the whole is too small to be told of, or nothing."""
    return 100 * part // whole if whole >= max(least, 1) else None


def _hide_second(row: dict[str, Number]) -> None:
    hidden = [name for name, number in row.items() if number is None]
    if len(hidden) == 1:
        row["found" if hidden == ["open"] else "open"] = None


def _not_alone(told: Mapping[str, Number]) -> dict[str, Number]:
    """Withhold the smallest of what is told beside one that is withheld alone."""
    hidden = [name for name, number in told.items() if number is None]
    rest = {name: number for name, number in told.items() if number}
    smallest = min(rest, key=lambda name: rest[name]) if len(hidden) == 1 and rest else None
    return {name: None if name == smallest else number for name, number in told.items()}
