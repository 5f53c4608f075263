"""Lists that people bring and take away: CSV in the encodings of their programs, XLSX without surprises."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from archives.domain.errors import UnreadableInputError
from archives.packaging.tables_csv import read_csv, write_csv
from archives.packaging.tables_xlsx import read_xlsx, write_xlsx
from archives.ports import TableRow

READERS = {".csv": read_csv, ".txt": read_csv, ".xlsx": read_xlsx}
WRITERS = {".csv": write_csv, ".xlsx": write_xlsx}
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class TableFiles:
    """Adapter of `archives.ports.Tables`."""

    def read(self, path: Path, name: str) -> Iterator[TableRow]:
        """Yield the rows. The bytes decide what it is, whatever the name says; an old .xls is refused by name."""
        with path.open("rb") as file:
            magic = file.read(len(ZIP))
        if magic == OLD_EXCEL:
            raise UnreadableInputError(f"{name} is an old .xls: save it as .xlsx.", name=name, reason="old_excel")
        suffix = Path(name).suffix.lower()
        if suffix not in READERS:
            raise UnreadableInputError(f"{name} is neither CSV nor XLSX.", name=name, reason="unknown_kind")
        if (magic == ZIP) != (READERS[suffix] is read_xlsx):
            raise UnreadableInputError(f"{name} is not what its name says.", name=name, reason="other_kind")
        return READERS[suffix](path, name)

    def write(self, name: str, rows: Iterable[Sequence[str]], target: BinaryIO) -> None:
        """Write rows as CSV or XLSX, by the extension of `name` (KeyError for another)."""
        WRITERS[Path(name).suffix.lower()](rows, target)
