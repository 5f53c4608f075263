"""Rows of cells: measured, then shared out over pages. A row grows with its text; what is too high is split."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from archives.documents.faces import EM, Typeface, composed
from archives.documents.wrapping import wrap

LEADING = 1.35  # of the size, from one base line to the next
SPLIT_FROM = 1 / 3  # of a page: lower rows are never split
SMALL = 7.5  # points: the way of signing
SEAL_PADDING = 6.0  # points between a seal's frame and its name
GAP = 2.0  # points between that frame and the way of signing


class Align(StrEnum):
    """Where text lies between the sides of its cell."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks; measures in points. Lines begin at the top of the cell or stand in its middle."""

    face: Typeface
    size: float
    align: Align = Align.LEFT
    padding: float = 0.0
    is_middle: bool = True

    @property
    def leading(self) -> float:
        """Return the distance of two lines."""
        return self.size * LEADING


@dataclass(frozen=True, slots=True)
class Signing:
    """What stands in a signed or sealed cell besides the name, both lines in the document's language."""

    date: str
    method: str = ""
    is_seal: bool = False

    def height(self, style: Style) -> float:
        """Return what the cell needs below (and for a seal, around) the name."""
        frame = 2 * SEAL_PADDING + GAP if self.is_seal else 0
        return style.leading + (SMALL * LEADING if self.method else 0) + frame


class Scope(StrEnum):
    """What a head stands for: its row or its column (ISO 32000-1 table 349)."""

    ROW = "Row"
    COLUMN = "Column"


@dataclass(frozen=True, slots=True)
class Cell:
    """A box between two x coordinates, without its text. With a scope it is a head."""

    left: float
    right: float
    style: Style
    signing: Signing | None = None
    scope: Scope | None = None

    def lines(self, text: str) -> tuple[str, ...]:
        """Break text to the width of the cell."""
        margin = self.style.padding + (SEAL_PADDING if self.signing else 0)
        return tuple(
            wrap(composed(text), self.style.face.advance, (self.right - self.left - 2 * margin) * EM / self.style.size)
        )

    def height(self, lines: int) -> float:
        """Return the height that so many lines need."""
        extra = self.signing.height(self.style) if self.signing else 0
        return lines * self.style.leading + 2 * self.style.padding + extra

    def room(self, height: float) -> int:
        """Return how many lines have room in a height."""
        return max(0, int((height - 2 * self.style.padding) / self.style.leading))


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code in the right end of a row. `alt` says what it is to those who do not see it."""

    payload: str
    alt: str
    size: float  # points, without the white around it


@dataclass(frozen=True, slots=True)
class Row:
    """Texts and their cells. `files` is what it adds to the sums of its page; None: it is no entry.

    `head` is the row of heads to which it belongs, where a table begins in the middle of a page.
    """

    cells: tuple[Cell, ...]
    texts: Sequence[str]
    least: float = 0.0  # height
    files: int | None = None
    is_ruled: bool = True
    code: QrCode | None = None
    head: "Row | None" = None


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A measured row, or a part of one."""

    cells: tuple[Cell, ...]
    lines: tuple[tuple[str, ...], ...]
    height: float
    files: int | None = None
    is_ruled: bool = True
    code: QrCode | None = None
    is_repeated: bool = False  # stands on top of a page that continues a table
    is_continued: bool = False  # the rest of a row that the page before began
    head: "LaidRow | None" = None  # stands above it again when it opens a page

    def split(self, height: float) -> tuple["LaidRow", "LaidRow"] | None:
        """Return what fits into a height and the rest, or None when not one line fits."""
        rooms = [cell.room(height) for cell in self.cells]
        if not all(rooms):
            return None
        plain = tuple(replace(cell, signing=None) for cell in self.cells)
        above = tuple(lines[:room] for lines, room in zip(self.lines, rooms, strict=True))
        below = tuple(lines[room:] for lines, room in zip(self.lines, rooms, strict=True))
        least = _height(self.cells, below)
        rest = LaidRow(self.cells, below, least, None, self.is_ruled, self.code, is_continued=True, head=self.head)
        return replace(self, cells=plain, lines=above, height=height, code=None), rest


def lay(row: Row) -> LaidRow:
    """Break the texts of a row and measure it."""
    lines = tuple(cell.lines(text) for cell, text in zip(row.cells, row.texts, strict=True))
    height, head = max(row.least, _height(row.cells, lines)), lay(row.head) if row.head else None
    return LaidRow(row.cells, lines, height, row.files, row.is_ruled, row.code, head=head)


def paginate(rows: Iterable[LaidRow], room: float) -> Iterator[list[LaidRow]]:
    """Share rows out over pages with `room` points each; there is always one page.

    A row that opens a page has its heads above it; heads never end a page.
    """
    page: list[LaidRow] = []
    left = room
    for whole in rows:
        row = whole
        while row.height > left:
            halves = row.split(left) if row.height > room * SPLIT_FROM else None
            if halves:
                page.append(halves[0])
                row = halves[1]
            above = _above(page, row)
            if page:
                yield page
            page, left = above, room - sum(each.height for each in above)
        page.append(row)
        left -= row.height
    yield page


def _above(page: list[LaidRow], row: LaidRow) -> list[LaidRow]:
    """Return what stands above the row that opens the next page; heads that would end this one are moved there."""
    if row.head is None:
        return []
    if page and page[-1] == row.head:
        return [page.pop()]
    return [replace(row.head, is_repeated=True)]


def _height(cells: Sequence[Cell], lines: Sequence[Sequence[str]]) -> float:
    return max(cell.height(len(broken)) for cell, broken in zip(cells, lines, strict=True))
