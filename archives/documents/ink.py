"""Text and rules of one page, gathered and then put on reportlab's canvas in one go each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportlab.pdfgen.canvas import Canvas

from archives.documents.faces import EM, Typeface
from archives.documents.qr import qr_path
from archives.documents.structure import Node
from archives.documents.table import GAP, SEAL_PADDING, SMALL, Align, Cell, LaidRow, QrCode, Signing, Style
from archives.documents.tagging import Tagger

THIN, THICK = 0.5, 1.1  # points: rules inside and around a table
RISE = 1.055  # of the size, from the top of a line to its base line: the ideograph stands in the middle of the line
RED = (0.72, 0.08, 0.08)

Span = tuple[float, float]
Segment = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows below each other, the first one's top at y."""

    rows: Sequence[LaidRow]
    top: float


class Ink:
    """What a page will show; `dry` puts it there. Text is marked as content of the structure while it is gathered."""

    def __init__(self, canvas: Canvas, tagger: Tagger) -> None:
        self._canvas = canvas
        self._tagger = tagger
        self._text = canvas.beginText()
        self._font = ("", 0.0)
        self._frames: list[Segment] = []
        self._codes: list[tuple[QrCode, float, float]] = []

    def say(self, node: Node | None, style: Style, span: Span, base: float, text: str) -> None:
        """Write one line as content of an element, or as no content."""
        if text:
            self._begin(node)
            self._write(style, span, base, text)
            self._end()

    def _write(self, style: Style, span: Span, base: float, text: str) -> None:
        left, right = span
        if style.align is not Align.LEFT:
            spare = right - left - style.face.advance(text) * style.size / EM
            left += spare if style.align is Align.RIGHT else spare / 2
        self._text.setTextOrigin(left, base)
        for face, run in style.face.runs(text):
            if (face, style.size) != self._font:
                self._font = (face, style.size)
                self._text.setFont(*self._font)
            self._text.textOut(run)

    def stamp(self, node: Node | None, style: Style, span: Span, top: float, line: str) -> None:
        """Write a line in red with a frame around it."""
        self._begin(node)
        self._stamp(style, span, top, [line])
        self._end()

    def _stamp(self, style: Style, span: Span, top: float, lines: Sequence[str]) -> float:
        """Return where the frame ends."""
        bottom = top - 2 * SEAL_PADDING - len(lines) * style.leading
        self._text.setFillColorRGB(*RED)
        self._lines(style, span, top - SEAL_PADDING, lines)
        self._text.setFillColorRGB(0, 0, 0)
        self._frames.append((span[0], bottom, span[1] - span[0], top - bottom))
        return bottom

    def row(self, row: LaidRow, top: float) -> None:
        """Write all cells of a row."""
        nodes = self._tagger.cells(row)
        for cell, lines, node in zip(row.cells, row.lines, nodes, strict=True):
            if cell.signing or any(lines):
                self._begin(node)
                self._cell(cell, lines, (top, row.height))
                self._end()
        if row.code:
            right, middle = row.cells[-1].right, top - row.height / 2
            self._codes.append((row.code, right - row.code.size, middle - row.code.size / 2))

    def dry(self, blocks: Sequence[Block]) -> None:
        """Put the text on the page, then the rules of its rows and the frames."""
        canvas = self._canvas
        canvas.drawText(self._text)
        self._put(self._tagger.frame())
        canvas.setLineWidth(THIN)
        canvas.lines([rule for block in blocks for rule in _rules(block.rows, block.top)])
        canvas.setLineWidth(THICK)
        for block in blocks:
            for outline in _outlines(block.rows, block.top):
                canvas.rect(*outline)
        canvas.setStrokeColorRGB(*RED)
        for frame in self._frames:
            canvas.roundRect(*frame, 2)
        self._put(self._tagger.end())
        for code, left, bottom in self._codes:
            node = self._tagger.figure(code.alt, (left, bottom, left + code.size, bottom + code.size))
            self._put(self._tagger.begin(node), qr_path(code.payload, left, bottom, code.size), self._tagger.end())

    def _begin(self, node: Node | None) -> None:
        if self._tagger.is_tagged:
            self._text._code.append(self._tagger.begin(node))  # noqa: SLF001 -- reportlab knows no marked content

    def _end(self) -> None:
        if self._tagger.is_tagged:
            self._text._code.append(self._tagger.end())  # noqa: SLF001 -- as above

    def _put(self, *operators: str) -> None:
        self._canvas._code.extend(filter(None, operators))  # noqa: SLF001 -- as above

    def _cell(self, cell: Cell, lines: Sequence[str], box: Span) -> None:
        top, height = box
        if cell.signing:
            self._signed(cell, lines, box)
        else:
            start = (height - cell.height(len(lines))) / 2 if cell.style.is_middle else 0
            self._lines(cell.style, _inside(cell), top - start - cell.style.padding, lines)

    def _lines(self, style: Style, span: Span, top: float, lines: Sequence[str]) -> None:
        for index, line in enumerate(lines):
            if line:
                self._write(style, span, top - index * style.leading - RISE * style.size, line)

    def _signed(self, cell: Cell, lines: Sequence[str], box: Span) -> None:
        top, height = box
        signing, style = cell.signing or Signing(""), cell.style
        spare = (height - cell.height(len(lines))) / 2
        size = fitted(style.face, signing.method, SMALL, _inside(cell))
        small = Style(style.face, size, Align.CENTRE if signing.is_seal else Align.LEFT)
        if signing.is_seal:
            below = self._seal(cell, [*lines, signing.date], top - style.padding - spare) - GAP
        else:
            below = top - style.padding - spare - len(lines) * style.leading
            self._lines(style, _inside(cell), below + len(lines) * style.leading, lines)
            dated = Style(style.face, style.size, Align.RIGHT)
            self._lines(dated, _inside(cell), top - height + style.padding + style.leading, [signing.date])
        self._lines(small, _inside(cell), below, [signing.method])

    def _seal(self, cell: Cell, lines: Sequence[str], top: float) -> float:
        style = Style(cell.style.face, cell.style.size, Align.CENTRE)
        width = max(map(style.face.advance, lines)) * style.size / EM + 2 * SEAL_PADDING
        middle = (cell.left + cell.right) / 2
        return self._stamp(style, (middle - width / 2, middle + width / 2), top, lines)


def fitted(face: Typeface, text: str, size: float, span: Span) -> float:
    """Return the size, or the smaller one at which a line of text goes between two x coordinates."""
    return min(size, (span[1] - span[0]) * EM / max(face.advance(text), 1))


def _inside(cell: Cell) -> Span:
    return cell.left + cell.style.padding, cell.right - cell.style.padding


def _rules(rows: Sequence[LaidRow], top: float) -> Iterator[Segment]:
    """Yield a line under every ruled row and one beside each cell, through rows with the same cells."""
    for cells, group in groupby(rows, lambda row: row.cells):
        start = top
        for row in group:
            top -= row.height
            if row.is_ruled:
                yield cells[0].left, top, cells[-1].right, top
        yield from ((cell.right, start, cell.right, top) for cell in cells[:-1] if row.is_ruled)


def _outlines(rows: Sequence[LaidRow], top: float) -> Iterator[Segment]:
    for is_ruled, group in groupby(rows, lambda row: row.is_ruled):
        block = list(group)
        height = sum(row.height for row in block)
        if is_ruled:
            left, right = block[0].cells[0].left, block[0].cells[-1].right
            yield left, top - height, right - left, height
        top -= height
