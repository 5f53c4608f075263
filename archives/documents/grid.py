"""Rows of a form on a fixed grid: heads, values, places for signatures and seals."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportlab.lib.units import mm

from archives.documents.faces import Typeface
from archives.documents.labels import Labels
from archives.documents.paper import PORTRAIT, Paper
from archives.documents.signatures import signed_name, signing
from archives.documents.table import Align, Cell, Row, Scope, Signing, Style
from archives.ports import FormSignature

FINE = 12  # columns of most forms
PADDING, TIGHT = 5, 2  # points: of values, of heads
ROW, SIGNATURE, SEAL = 10.5 * mm, 16 * mm, 29 * mm  # least heights


@dataclass(frozen=True, slots=True)
class Piece:
    """One cell: its text and how many columns of the grid it covers."""

    text: str
    span: int
    scope: Scope | None = None
    align: Align = Align.LEFT
    signing: Signing | None = None


def head(text: str, span: int = 2) -> Piece:
    """Return the head of a row."""
    return Piece(text, span, Scope.ROW, Align.CENTRE)


def column(text: str, span: int) -> Piece:
    """Return the head of a column."""
    return Piece(text, span, Scope.COLUMN, Align.CENTRE)


def value(text: str, span: int, align: Align = Align.LEFT) -> Piece:
    """Return a value."""
    return Piece(text, span, align=align)


def signed(signature: FormSignature | None, labels: Labels, span: int, *, is_seal: bool = False) -> Piece:
    """Return the place of a signature or a seal, empty where a pen shall sign."""
    return Piece(signed_name(signature), span, signing=signing(signature, labels, is_seal=is_seal))


class Grid:
    """Makes the rows of a form between the margins of a paper, on so many columns of one width."""

    def __init__(self, face: Typeface, columns: int = FINE, size: float = 10.5) -> None:
        self._face, self._size = face, size
        width = (PORTRAIT.right - PORTRAIT.left) / columns
        self._edges = [PORTRAIT.left + width * number for number in range(columns + 1)]

    def row(self, *pieces: Piece, least: float = ROW) -> Row:
        """Return a row; the spans of its pieces add up to the number of columns."""
        cells, at = [], 0
        for piece in pieces:
            style = Style(self._face, self._size, piece.align, TIGHT if piece.scope else PADDING)
            cells.append(Cell(self._edges[at], self._edges[at + piece.span], style, piece.signing, piece.scope))
            at += piece.span
        return Row(tuple(cells), [piece.text for piece in pieces], least)


@dataclass(frozen=True, slots=True)
class Lines:
    """A list: widths of its columns in millimetres, and a letter for each: L, C or R."""

    widths: Sequence[float]
    aligns: str
    paper: Paper
    size: float = 8
    padding: float = 2

    def head(self, face: Typeface, texts: Sequence[str]) -> Row:
        """Return the heads of the columns."""
        style = Style(face, self.size, Align.CENTRE, self.padding)
        return Row(tuple(Cell(left, right, style, scope=Scope.COLUMN) for left, right in self._spans()), texts)

    def rows(self, face: Typeface, entries: Iterable[Sequence[str]], heads: Row | None = None) -> Iterator[Row]:
        """Yield one row for each entry; they share their cells, and the heads that stand again on each page."""
        by_letter = {"L": Align.LEFT, "C": Align.CENTRE, "R": Align.RIGHT}
        styles = [Style(face, self.size, by_letter[letter], self.padding, is_middle=False) for letter in self.aligns]
        cells = tuple(Cell(left, right, style) for (left, right), style in zip(self._spans(), styles, strict=True))
        return (Row(cells, texts, head=heads) for texts in entries)

    def _spans(self) -> Iterator[tuple[float, float]]:
        edges = [self.paper.left]
        for width in self.widths:
            edges.append(edges[-1] + width * mm)
        return pairwise(edges)


def heading(pair: tuple[str, str], face: Typeface, paper: Paper = PORTRAIT) -> Row:
    """Return two texts that stand above the table of every page, at its left and at its right end."""
    middle = (paper.left + paper.right) / 2
    left = Cell(paper.left, middle, Style(face, 10, padding=3))
    right = Cell(middle, paper.right, Style(face, 10, Align.RIGHT, padding=3))
    return Row((left, right), pair, is_ruled=False)
