"""Text of spreadsheets (ISO/IEC 29500): what the cells show, not their formulas."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook

from archives.extraction.archive import opened
from archives.extraction.limits import MOST_CELLS


def text(path: Path) -> str:
    """Return every sheet's name and cells, a row a line."""
    opened(path).close()  # refuses what is too large
    with path.open("rb") as file:  # openpyxl would go by the name's ending, which kept content has not
        book = load_workbook(file, read_only=True, data_only=True)
        return "\n".join(line for sheet in book.worksheets for line in (sheet.title, *_rows(sheet)))


def _rows(sheet: object) -> Iterator[str]:
    sheet.reset_dimensions()  # type: ignore[attr-defined] # declared sizes are not to be trusted
    read = 0
    for row in islice(sheet.iter_rows(values_only=True), MOST_CELLS):  # type: ignore[attr-defined]
        read += len(row)
        cells = [str(value) for value in row if value is not None]
        if cells:
            yield "\t".join(cells)
        if read > MOST_CELLS:
            return
