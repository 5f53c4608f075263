"""Lists that come in and go out as spreadsheets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from archives.domain.errors import Problem


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of somebody's list as they see it; `number` 1 is the heading. Cells are text, dates in ISO form.

    `problems` name single cells (`where` is the cell as in a spreadsheet, 'C12', or ''); `notices` forbid nothing.
    """

    number: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


class Tables(Protocol):
    """Lists as CSV or XLSX."""

    def read(self, path: Path, name: str) -> Iterator[TableRow]:
        """Yield heading and rows, one at a time; UnreadableInputError when it is no such file, or a bomb."""

    def write(self, name: str, rows: Iterable[Sequence[str]], target: BinaryIO) -> None:
        """Write rows as the kind that the name's extension says; no cell of it will ever run as a formula."""
