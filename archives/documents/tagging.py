"""Which element of the structure each piece of a page belongs to: sections with a title, paragraphs, tables."""

from bisect import bisect_left
from collections.abc import Sequence

from archives.documents.structure import ARTIFACT, END, PAGINATION, Node, Structure, Tag
from archives.documents.table import Cell, LaidRow

Looks = tuple[Tag, str]  # of a cell: its type, its attributes


class Tagger:
    """Grows the structure of a document while its pages are drawn; untagged, it says nothing and grows nothing."""

    def __init__(self, *, is_tagged: bool) -> None:
        self.structure = Structure()
        self.is_tagged = is_tagged
        self._is_opening = False
        self._section = self.structure.root
        self._table: Node | None = None
        self._columns: Sequence[float] = ()
        self._last: Sequence[Node | None] = ()  # cells of the row that the next page may continue
        self._looks: dict[int, tuple[Sequence[Cell], list[Looks]]] = {}  # by identity of a row's cells

    def turn(self, *, is_opening: bool, columns: Sequence[float]) -> None:
        """Begin a page. An opening one begins a section and its table, whose columns end at these x coordinates."""
        self.structure.turn()
        self._is_opening = is_opening
        if is_opening and self.is_tagged:
            self._section = self.structure.root.grow(Tag.SECTION)
            self.open_table(columns)

    def open_table(self, columns: Sequence[float]) -> None:
        """Say that the rows to come are a table of their own."""
        self._table, self._columns, self._looks = None, columns, {}

    def around(self, tag: Tag) -> Node | None:
        """Return the element for words around the table, or None on pages that only repeat them."""
        return self._section.grow(tag) if self._is_opening and self.is_tagged else None

    def cells(self, row: LaidRow) -> Sequence[Node | None]:
        """Return the element of each cell; None where a page repeats what has been said."""
        if row.is_repeated or not self.is_tagged:
            return (None,) * len(row.cells)
        if not row.is_continued:
            self._last = self._row(row) if row.is_ruled else [self._section.grow(Tag.PARAGRAPH) for _ in row.cells]
        return self._last

    def figure(self, alt: str, box: Sequence[float]) -> Node | None:
        """Return the element of a picture between two corners."""
        if not self.is_tagged:
            return None
        corners = " ".join(f"{side:.2f}" for side in box)
        return self._section.grow(Tag.FIGURE, f"/O /Layout /Placement /Block /BBox [{corners}]", alt)

    def begin(self, node: Node | None) -> str:
        """Return the operator before content of an element, of no element for None; '' in an untagged document."""
        if not self.is_tagged:
            return ""
        return PAGINATION if node is None else self.structure.mark(node)

    def frame(self) -> str:
        """Return the operator before rules and frames."""
        return ARTIFACT if self.is_tagged else ""

    def end(self) -> str:
        """Return the operator after any of them."""
        return END if self.is_tagged else ""

    def _row(self, row: LaidRow) -> list[Node | None]:
        if self._table is None:
            self._table = self._section.grow(Tag.TABLE)
        if id(row.cells) not in self._looks:
            self._looks[id(row.cells)] = (row.cells, [self._look(cell) for cell in row.cells])
        line = self._table.grow(Tag.ROW)
        return [line.grow(tag, attributes) for tag, attributes in self._looks[id(row.cells)][1]]

    def _look(self, cell: Cell) -> Looks:
        span = _index(self._columns, cell.right) - _index(self._columns, cell.left)
        spanning = f" /ColSpan {span}" if span > 1 else ""
        if cell.scope:
            return Tag.HEAD, f"/O /Table /Scope /{cell.scope}{spanning}"
        return Tag.DATA, f"/O /Table{spanning}" if spanning else ""


def columns_of(pages: Sequence[Sequence[LaidRow]]) -> list[float]:
    """Return the x coordinates at which a table's columns begin and end, its narrowest rows deciding."""
    ruled = {id(row.cells): row.cells for page in pages for row in page if row.is_ruled}
    return sorted({round(edge, 1) for cells in ruled.values() for cell in cells for edge in (cell.left, cell.right)})


def _index(columns: Sequence[float], edge: float) -> int:
    return bisect_left(columns, round(edge, 1))
