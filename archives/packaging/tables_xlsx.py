"""XLSX: the first visible sheet, row by row; formulas, error values and merged cells are named by their cell."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any, BinaryIO

from defusedxml import DefusedXmlException
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from archives.domain.errors import Problem, UnreadableInputError
from archives.ports import TableRow

LARGEST_WHOLE = 1 << 30  # bytes unpacked
LARGEST_STRINGS = 128 << 20  # bytes of the shared strings, which are held in memory
HIGHEST_RATIO = 200  # unpacked to packed, for parts that matter
SMALL = 8 << 20  # bytes; no part below is called a bomb
MOST_PARTS = 5_000
COLUMNS = 500

_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, EOFError, OSError),
    *(LookupError, ValueError, TypeError, AttributeError, OverflowError),
    SyntaxError,  # of XML, whether openpyxl reads it with the standard library or with lxml
    RuntimeError,  # of zipfile: a part behind a password, or packed in a way it does not know
)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"')


def read_xlsx(path: Path, name: str) -> Iterator[TableRow]:
    """Yield the rows of the first visible sheet; hidden ones are left out, which the heading's notices say."""
    _require_harmless(path, name)
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            yield from _sheet_rows(book, path, name)
        except (*_BROKEN, DefusedXmlException) as error:
            raise _broken(name, error) from error


def write_xlsx(rows: Iterable[Sequence[str]], target: BinaryIO) -> None:
    """Write one sheet on which every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        cells = [WriteOnlyCell(sheet, value=_printable(cell)) for cell in row]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    book.save(target)


def _sheet_rows(book: Any, path: Path, name: str) -> Iterator[TableRow]:  # noqa: ANN401 -- openpyxl has no types
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise UnreadableInputError(f"{name} has no visible sheet.", name=name, reason="no_sheet")
    sheet = visible[0]
    sheet.reset_dimensions()  # what the file claims about its size drops rows beyond it
    notices = _notices(book, sheet)
    merged = tuple(Problem("merged_cells", cell) for cell in _merged(path, sheet))
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row = _row(cells, number)
        if number == 1 or any(row.cells) or row.problems:
            first = number == 1
            yield TableRow(number, row.cells, (*row.problems, *(merged if first else ())), notices if first else ())


def _notices(book: Any, sheet: Any) -> tuple[Problem, ...]:  # noqa: ANN401
    others = [each for each in book.worksheets if each is not sheet]
    codes = {"visible": "other_sheet_ignored"}
    return tuple(
        Problem(codes.get(each.sheet_state, "hidden_sheet_ignored"), "", (("sheet", str(each.title)),))
        for each in others
    )


def _row(cells: Sequence[Any], number: int) -> TableRow:
    problems = tuple(problem for cell in cells if (problem := _cell_problem(cell)))
    texts = [_text(cell.value) for cell in cells[:COLUMNS]]
    while texts and not texts[-1]:
        texts.pop()
    return TableRow(number, tuple(texts), problems)


def _cell_problem(cell: Any) -> Problem | None:  # noqa: ANN401
    codes = {"f": "formula_cell", "e": "error_cell"}
    if cell.data_type not in codes or cell.value is None:
        return None
    return Problem(codes[cell.data_type], cell.coordinate, (("value", str(cell.value)[:80]),))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _require_harmless(path: Path, name: str) -> None:
    """Refuse a bomb before anything is unpacked; what the directory says of sizes, zipfile holds it to."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _broken(name, error) from error
    large = [part for part in parts if part.file_size > SMALL]
    is_bomb = (
        len(parts) > MOST_PARTS
        or sum(part.file_size for part in parts) > LARGEST_WHOLE
        or any(part.file_size > HIGHEST_RATIO * max(1, part.compress_size) for part in large)
        or any(part.filename.endswith("sharedStrings.xml") and part.file_size > LARGEST_STRINGS for part in parts)
    )
    if is_bomb:
        text = f"{name} unpacks to more than is reasonable. Divide it, or send it as CSV."
        raise UnreadableInputError(text, name=name, reason="too_large_unpacked")


def _merged(path: Path, sheet: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the first cells of merged ranges: they stand after the rows, so the sheet is scanned once for them."""
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path.lstrip("/")) as part:  # noqa: SLF001 -- the only way to its part
        yield from (found.decode().partition(":")[0] for found in _scan(part))


def _scan(part: IO[bytes]) -> Iterator[bytes]:
    tail = b""
    while chunk := part.read(1 << 20):
        text = tail + chunk
        last = 0
        for found in _MERGED.finditer(text):
            yield found[1]
            last = found.end()
        tail = text[max(last, len(text) - 200) :]


def _printable(text: str) -> str:
    """XML has no control characters: they are shown as U+FFFD."""
    return "".join(
        each if each in "\t\n\r" or (each >= " " and not "\ud800" <= each <= "\udfff") else "\ufffd" for each in text
    )


def _broken(name: str, error: Exception) -> UnreadableInputError:
    if isinstance(error, UnreadableInputError):
        return error
    text = f"{name} is not a whole XLSX file. Open it in your spreadsheet program and save it again."
    return UnreadableInputError(text, name=name, reason="broken_xlsx", detail=str(error)[:200])
