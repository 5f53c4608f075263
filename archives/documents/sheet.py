"""A PDF being drawn: pages with a title, a ruled table and a page number, on reportlab's canvas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import md5
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import TimeStamp
from reportlab.pdfgen.canvas import Canvas

from archives.documents.faces import EM, Faces
from archives.documents.ink import Ink, fitted
from archives.documents.table import SEAL_PADDING, Align, LaidRow, Style


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
class Front:
    """What the file says of itself, to its catalogue and its document information."""

    title: str
    author: str
    language: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One page, measured: the words around the table, and the table's rows from the top."""

    title: str
    copy: str
    demo: str
    rows: Sequence[LaidRow]
    number: str
    sums: str = ""


class Sheet:
    """Draws pages one after the other."""

    def __init__(self, paper: Paper, faces: Faces, front: Front) -> None:
        self._paper = paper
        self._faces = faces
        self._out = BytesIO()
        self._canvas = Canvas(
            self._out,
            pagesize=(paper.width, paper.height),
            pageCompression=1,
            invariant=1,
            initialFontName=faces.regular.name,
            lang=front.language,
        )
        _introduce(self._canvas, front)

    def draw(self, page: Page) -> None:
        """Draw one page."""
        ink = Ink(self._canvas)
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
        return self._out.getvalue()

    def _surround(self, ink: Ink, page: Page) -> None:
        paper, face, bold = self._paper, self._faces.regular, self._faces.bold
        span = (paper.left, paper.right)
        size = fitted(bold, page.title, paper.title_size, span)
        ink.write(Style(bold, size, Align.CENTRE), span, paper.title, page.title)
        ink.write(Style(face, 9, Align.RIGHT), span, paper.mark, page.copy)
        ink.write(Style(face, 8.5, Align.CENTRE), span, paper.foot, page.number)
        ink.write(Style(face, 8.5), span, paper.foot, page.sums)
        if page.demo:
            mark = Style(bold, 9.5, Align.CENTRE)
            width = bold.advance(page.demo) * mark.size / EM + 2 * SEAL_PADDING
            ink.stamp(mark, (paper.left, paper.left + width), paper.mark + 1.5 * mark.size, [page.demo])


def _introduce(canvas: Canvas, front: Front) -> None:
    canvas.setTitle(front.title)
    canvas.setAuthor(front.author)
    canvas.setSubject(front.title)
    canvas.setCreator("archives")
    document = canvas._doc  # noqa: SLF001 -- reportlab has no other way to set the date of a document
    document._timeStamp = _stamp(front.issued_at)  # noqa: SLF001 -- as above
    document.signature = md5(usedforsecurity=False)  # grows into the file's ID; the first one knew the environment


def _stamp(instant: datetime) -> TimeStamp:
    offset = instant.utcoffset() or timedelta()
    minutes = int(abs(offset).total_seconds()) // 60
    sign = -1 if offset < timedelta() else 1
    stamp = TimeStamp(invariant=1)
    stamp.YMDhms = instant.timetuple()[:6]
    stamp.dhh, stamp.dmm = sign * (minutes // 60), minutes % 60
    return stamp
