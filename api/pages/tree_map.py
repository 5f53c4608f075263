"""A map of places drawn by the server, without any map data: each place is a box as large as what is open in it.

Squarified (Bruls, Huizing, van Wijk 2000): rows of boxes are laid along the shorter side while that makes them squarer.
The boxes stand in per cent of the picture. The same numbers stand in the table below it, for whoever sees no picture.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archives.services.authority_board import DistrictLine

WIDE, HIGH = 100.0, 40.0  # the picture, as wide as the page and two fifths as high
ROOM = (9.0, 5.0)  # a box at least so wide and high has room for its name


@dataclass(frozen=True, slots=True)
class Box:
    """A place: index among what was given, and where it lies. `shown` tells whether there is room for words."""

    index: int
    x: float
    y: float
    width: float
    height: float

    @property
    def shown(self) -> bool:
        """Tell whether its name fits."""
        return self.width >= ROOM[0] and self.height >= ROOM[1]


@dataclass(frozen=True, slots=True)
class _Free:
    x: float
    y: float
    width: float
    height: float


def tree_map(sizes: Sequence[int]) -> list[Box]:
    """Return a box for every size above 0, the largest first; together they fill the picture."""
    order = sorted((index for index, size in enumerate(sizes) if size > 0), key=lambda index: -sizes[index])
    whole = sum(sizes[index] for index in order)
    areas = [(index, sizes[index] / whole * WIDE * HIGH) for index in order]
    return list(_laid(areas, _Free(0, 0, WIDE, HIGH)))


def lateness(line: DistrictLine) -> str:
    """Return the class that colours a place: '' where nothing is overdue, late-some, or late-many from a fifth on."""
    if not line.overdue:
        return ""
    return "late-many" if line.overdue * 5 >= line.open else "late-some"


def _laid(areas: Sequence[tuple[int, float]], free: _Free) -> Iterator[Box]:
    while areas:
        side = min(free.width, free.height)
        taken = 1
        while taken < len(areas) and _worst(areas[: taken + 1], side) <= _worst(areas[:taken], side):
            taken += 1
        yield from _row(areas[:taken], free)
        free = _rest(sum(area for _, area in areas[:taken]), free)
        areas = areas[taken:]


def _worst(row: Sequence[tuple[int, float]], side: float) -> float:
    """Return how far the least square box of a row is from a square; 1 is one."""
    thick = sum(area for _, area in row) / side
    lengths = [area / thick for _, area in row]
    return max(max(length / thick, thick / length) for length in lengths)


def _row(row: Sequence[tuple[int, float]], free: _Free) -> Iterator[Box]:
    thick = sum(area for _, area in row) / min(free.width, free.height)
    at = 0.0
    for index, area in row:
        length = area / thick
        if free.width >= free.height:
            yield _box(index, free.x, free.y + at, thick, length)
        else:
            yield _box(index, free.x + at, free.y, length, thick)
        at += length


def _rest(area: float, free: _Free) -> _Free:
    thick = area / min(free.width, free.height)
    if free.width >= free.height:
        return _Free(free.x + thick, free.y, max(free.width - thick, 1e-9), free.height)
    return _Free(free.x, free.y + thick, free.width, max(free.height - thick, 1e-9))


def _box(index: int, x: float, y: float, width: float, height: float) -> Box:
    return Box(index, round(x, 3), round(y, 3), round(width, 3), round(height, 3))
