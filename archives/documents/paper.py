"""The papers: where things stand on them, in points from the bottom left."""

from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm


@dataclass(frozen=True, slots=True)
class Paper:
    """One size of page and its margins."""

    width: float
    height: float
    left: float
    right: float
    mark: float  # base line of the demo mark and the copy's name
    title: float
    title_size: float
    top: float  # of the table
    bottom: float
    foot: float  # base line of the page number

    @property
    def room(self) -> float:
        """Return the height between top and bottom."""
        return self.top - self.bottom


PORTRAIT = Paper(
    width=A4[0],
    height=A4[1],
    left=22 * mm,
    right=A4[0] - 20 * mm,
    mark=A4[1] - 15 * mm,
    title=A4[1] - 29 * mm,
    title_size=20,
    top=A4[1] - 35 * mm,
    bottom=17 * mm,
    foot=10 * mm,
)
LANDSCAPE = Paper(
    width=A4[1],
    height=A4[0],
    left=15 * mm,
    right=A4[1] - 15 * mm,
    mark=A4[0] - 13 * mm,
    title=A4[0] - 19 * mm,
    title_size=16,
    top=A4[0] - 23 * mm,
    bottom=14 * mm,
    foot=8 * mm,
)
