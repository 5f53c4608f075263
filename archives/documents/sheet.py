"""A PDF being drawn: pages with a title, a ruled table and a page number, on reportlab's canvas."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from archives.documents.faces import EM, Faces
from archives.documents.front import Front
from archives.documents.ink import Block, Ink, fitted
from archives.documents.paper import PORTRAIT, Paper
from archives.documents.pdfa import archival
from archives.documents.structure import Tag
from archives.documents.table import SEAL_PADDING, Align, LaidRow, Style
from archives.documents.tagging import Tagger, columns_of


@dataclass(frozen=True, slots=True)
class Page:
    """One page, measured: the words around the table, and the table's rows from the top; or small tables of their own.

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
    paper: Paper = PORTRAIT
    blocks: Sequence[Block] = ()

    def tables(self) -> Sequence[Block]:
        """Return what is drawn."""
        return self.blocks or [Block(self.rows, self.paper.top)]


class Sheet:
    """Draws pages one after the other. Untagged is sooner drawn, and says less to those who do not see it."""

    def __init__(self, faces: Faces, front: Front, *, is_tagged: bool = True) -> None:
        self._faces = faces
        self._front = front
        self._tagger = Tagger(is_tagged=is_tagged)
        self._out = BytesIO()
        self._canvas = Canvas(self._out, pageCompression=1, invariant=1, initialFontName=faces.regular.name)

    def draw(self, page: Page) -> None:
        """Draw one page."""
        self._tagger.turn(is_opening=page.is_opening, columns=page.columns)
        self._canvas.setPageSize((page.paper.width, page.paper.height))
        ink = Ink(self._canvas, self._tagger)
        self._surround(ink, page)
        for block in page.tables():
            if page.blocks:
                self._tagger.open_table(columns_of([block.rows]))
            top = block.top
            for row in block.rows:
                ink.row(row, top)
                top -= row.height
        ink.dry(page.tables())
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Return the file; nothing can be drawn afterwards."""
        self._canvas.save()
        structure = self._tagger.structure if self._tagger.is_tagged else None
        return archival(self._out.getvalue(), self._front, structure)

    def _surround(self, ink: Ink, page: Page) -> None:
        paper, face, bold, around = page.paper, self._faces.regular, self._faces.bold, self._tagger.around
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
