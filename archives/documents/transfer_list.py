"""The 移交目录 as rows, on landscape paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from reportlab.lib.units import mm

from archives.documents.faces import Faces
from archives.documents.labels import Labels
from archives.documents.paper import LANDSCAPE
from archives.documents.table import Align, Cell, LaidRow, Row, Scope, Style
from archives.ports import TransferForm, TransferListRow

WIDTHS = (11, 38, 30, 34, 77, 19, 18, 11, 12, 17)  # mm; together the width between the margins
ALIGNS = "CLLLLCCRRL"
EDGES = tuple(accumulate((width * mm for width in WIDTHS), initial=LANDSCAPE.left))
LEFT, RIGHT = LANDSCAPE.left, LANDSCAPE.right
BY_LETTER = {"L": Align.LEFT, "C": Align.CENTRE, "R": Align.RIGHT}
SIZE, PADDING = 8, 2


@dataclass(frozen=True, slots=True)
class Total:
    """What the whole list adds up to."""

    rows: int
    files: int


def heading(form: TransferForm, labels: Labels, faces: Faces) -> Iterator[Row]:
    """Yield who gives what to whom, which stands above the table of every page."""
    style, right = Style(faces.regular, 9, padding=1), Style(faces.regular, 9, Align.RIGHT, 1)
    middle = (LEFT + RIGHT) / 2
    pair = (Cell(LEFT, middle, style), Cell(middle, RIGHT, right))
    unit, archive = (
        f"{labels.unit}{labels.colon}{form.unit.party}",
        f"{labels.archive}{labels.colon}{form.archive.party}",
    )
    yield Row(pair, [unit, archive], is_ruled=False)
    number, fonds = f"{labels.number}{labels.colon}{form.number}", f"{labels.fonds}{labels.colon}{form.fonds}"
    yield Row(pair, [number, fonds], is_ruled=False)


def head(labels: Labels, faces: Faces) -> Row:
    """Return the heads of the columns."""
    style = Style(faces.bold, SIZE, Align.CENTRE, PADDING)
    cells = tuple(Cell(left, right, style, scope=Scope.COLUMN) for left, right in pairwise(EDGES))
    return Row(cells, labels.list_heads)


def rows(entries: Sequence[TransferListRow], labels: Labels, faces: Faces) -> Iterator[Row]:
    """Yield one row for each entry."""
    styles = [Style(faces.regular, SIZE, BY_LETTER[letter], PADDING, is_middle=False) for letter in ALIGNS]
    cells = tuple(Cell(left, right, style) for (left, right), style in zip(pairwise(EDGES), styles, strict=True))
    return (Row(cells, _texts(entry, labels), files=entry.files) for entry in entries)


def notes(missing: str, faces: Faces) -> Iterator[Row]:
    """Yield what stands below the list's last row."""
    if missing:
        yield Row((Cell(LEFT, RIGHT, Style(faces.regular, SIZE, padding=PADDING)),), [missing], is_ruled=False)


def sums(page: Sequence[LaidRow], total: Total, labels: Labels) -> str:
    """Return the sums of a page and of the whole list; an entry counts on the page where it begins."""
    begun = [row.files for row in page if row.files is not None]
    return labels.list_sums.format(page_rows=len(begun), page_files=sum(begun), rows=total.rows, files=total.files)


def _texts(entry: TransferListRow, labels: Labels) -> list[str]:
    return [
        str(entry.sequence),
        entry.reference_code,
        entry.document_number,
        entry.responsible_party,
        entry.title,
        entry.formed_on,
        labels.retention.get(entry.retention, entry.retention),
        entry.pages,
        str(entry.files),
        entry.remark,
    ]
