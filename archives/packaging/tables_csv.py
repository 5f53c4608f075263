"""CSV: UTF-8 with or without BOM, or GB18030; comma, semicolon or tab."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, TextIO

from archives.domain.errors import Problem, UnreadableInputError
from archives.ports import TableRow

LONGEST_CELL = 131_072  # characters; an unclosed quote ends there instead of swallowing the file
CHUNK = 1 << 20
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet program takes for a formula when it stands first in a cell; East Asian ones in full width too."""

_FOREIGN_MARKS = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}


def read_csv(path: Path, name: str) -> Iterator[TableRow]:
    """Yield the rows; the number is that of the line on which the row begins. Blank rows are passed over."""
    csv.field_size_limit(LONGEST_CELL)
    encoding = _encoding(path, name)
    with path.open(encoding=encoding, newline="") as text:
        delimiter = _delimiter(text.readline())
        text.seek(0)
        yield from _rows(text, delimiter)


def write_csv(rows: Iterable[Sequence[str]], target: BinaryIO) -> None:
    """Write UTF-8 with BOM, so that every spreadsheet program reads it; dangerous cells begin with an apostrophe."""
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    text.detach()


def _rows(text: TextIO, delimiter: str) -> Iterator[TableRow]:
    reader, number = csv.reader(text, delimiter=delimiter, strict=True), 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield TableRow(number, (), (Problem("broken_row", "", (("reason", str(error)),)),))
        else:
            if any(cells):
                yield TableRow(number, tuple(cells))
        number = reader.line_num + 1


def _encoding(path: Path, name: str) -> str:
    """Return the encoding of the whole file; UnreadableInputError names the byte at which each one fails."""
    with path.open("rb") as file:
        mark = file.read(3)
    for foreign, called in _FOREIGN_MARKS.items():
        if mark.startswith(foreign):
            raise _wrong_encoding(name, f"it is {called}")
    utf8 = "utf-8-sig" if mark == codecs.BOM_UTF8 else "utf-8"
    at = _first_undecodable(path, "utf-8")
    if at is None:
        return utf8
    also = _first_undecodable(path, "gb18030")
    if also is None:
        return "gb18030"
    raise _wrong_encoding(name, f"no UTF-8 at byte {at}, no GB18030 at byte {also}", byte=at)


def _first_undecodable(path: Path, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    seen = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            waiting = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return seen - waiting + error.start
            seen += len(chunk)
            if not chunk:
                return None


def _wrong_encoding(name: str, reason: str, byte: int = 0) -> UnreadableInputError:
    text = f"{name}: {reason}. Save it as UTF-8 or GB18030."
    return UnreadableInputError(text, name=name, reason="wrong_encoding", byte=str(byte), detail=reason)


def _delimiter(heading: str) -> str:
    return max(",;\t", key=heading.count)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
