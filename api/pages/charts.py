"""Bar charts drawn by the server: geometry in percent of the width, so that text keeps its size on every screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

HEIGHT = 160  # px of the drawing area
FOOT = 24  # px for the labels below it
HEAD = 18  # px for the number above the highest bar
GAP = 0.25  # of a bar's step
MOST_LABELS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; x and width in percent, y and height in px. `shown` tells whether there is room for its label."""

    label: str
    value: int
    x: float
    y: float
    width: float
    height: float
    shown: bool

    @property
    def middle(self) -> float:
        """Return where its label stands."""
        return round(self.x + self.width / 2, 3)


@dataclass(frozen=True, slots=True)
class Chart:
    """A row of bars from the same ground line."""

    bars: tuple[Bar, ...]
    highest: int

    @property
    def height(self) -> int:
        """Return the height of the whole picture in px."""
        return HEAD + HEIGHT + FOOT

    @property
    def ground(self) -> int:
        """Return where the bars stand."""
        return HEAD + HEIGHT


def bar_chart(values: Sequence[tuple[str, int]]) -> Chart:
    """Return the chart of labelled counts; none of them negative."""
    highest = max((value for _, value in values), default=0)
    step = 100 / max(len(values), 1)
    every = max(ceil(len(values) / MOST_LABELS), 1)
    every = 5 if every > 1 else 1
    return Chart(tuple(_bar(i, each, step, highest, i % every == 0) for i, each in enumerate(values)), highest)


def _bar(place: int, each: tuple[str, int], step: float, highest: int, shown: bool) -> Bar:  # noqa: FBT001 -- private
    label, value = each
    height = round(HEIGHT * value / highest, 2) if highest else 0.0
    x, width = round(step * (place + GAP / 2), 3), round(step * (1 - GAP), 3)
    return Bar(label, value, x, round(HEAD + HEIGHT - height, 2), width, height, shown)
