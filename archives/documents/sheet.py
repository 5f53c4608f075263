"""A PDF being drawn: pages with a title, a ruled table and a page number, on reportlab's canvas."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from archives.documents.faces import EM, Faces
from archives.documents.front import Front
from archives.documents.ink import Ink, fitted
from archives.documents.pdfa import archival
from archives.documents.structure import Tag
from archives.documents.table import SEAL_PADDING, Align, LaidRow, Style
from archives.documents.tagging import Tagger


@dataclass(frozen=True, slots=True)
class Paper:
    """A page and where things stand on it, in points from the bottom left."""

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


@dataclass(frozen=True, slots=True)
class Page:
    """One page, measured: the words around the table, and the table's rows from the top.

    The first page of a table opens a section of the document; `columns` are the x coordinates of the table's columns.
    """

    title: str
    copy: str
    demo: str
    rows: Sequence[LaidRow]
    number: str
    sums: str = ""
    is_opening: bool = True
    columns: Sequence[float] = ()


class Sheet:
    """Draws pages one after the other. Untagged is sooner drawn, and says less to those who do not see it."""

    def __init__(self, paper: Paper, faces: Faces, front: Front, *, is_tagged: bool = True) -> None:
        self._paper = paper
        self._faces = faces
        self._front = front
        self._tagger = Tagger(is_tagged=is_tagged)
        self._out = BytesIO()
        self._canvas = Canvas(
            self._out,
            pagesize=(paper.width, paper.height),
            pageCompression=1,
            invariant=1,
            initialFontName=faces.regular.name,
        )

    def draw(self, page: Page) -> None:
        """Draw one page."""
        self._tagger.turn(is_opening=page.is_opening, columns=page.columns)
        ink = Ink(self._canvas, self._tagger)
        self._surround(ink, page)
        top = self._paper.top
        for row in page.rows:
            ink.row(row, top)
            top -= row.height
        ink.dry(page.rows, self._paper.top)
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Return the file; nothing can be drawn afterwards."""
        self._canvas.save()
        structure = self._tagger.structure if self._tagger.is_tagged else None
        return archival(self._out.getvalue(), self._front, structure)

    def _surround(self, ink: Ink, page: Page) -> None:
        paper, face, bold, around = self._paper, self._faces.regular, self._faces.bold, self._tagger.around
        span = (paper.left, paper.right)
        size = fitted(bold, page.title, paper.title_size, span)
        ink.say(around(Tag.HEADING), Style(bold, size, Align.CENTRE), span, paper.title, page.title)
        if page.copy:
            ink.say(around(Tag.PARAGRAPH), Style(face, 9, Align.RIGHT), span, paper.mark, page.copy)
        ink.say(None, Style(face, 8.5, Align.CENTRE), span, paper.foot, page.number)
        ink.say(None, Style(face, 8.5), span, paper.foot, page.sums)
        if page.demo:
            mark = Style(bold, 9.5, Align.CENTRE)
            width = bold.advance(page.demo) * mark.size / EM + 2 * SEAL_PADDING
            place = (paper.left, paper.left + width)
            ink.stamp(around(Tag.PARAGRAPH), mark, place, paper.mark + 1.5 * mark.size, page.demo)
