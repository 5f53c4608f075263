"""Hits in the order of a finding aid: by fonds, series, volume, number. The keys lie on disk, however many they are."""

import re
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from sqlalchemy import select

from archives.models import Fonds, Record
from archives.services.unit_of_work import UnitOfWork

_FIGURES = re.compile(r"[0-9]+")
_COLUMNS = "fonds, series, unit, unit_id, place, number, id"


class Shelf:
    """Keys in a file of their own, for as long as a finding aid is written."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        self._base = sqlite3.connect(Path(self._folder.name) / "keys.db")
        self._base.execute("PRAGMA journal_mode=OFF")
        self._base.execute(f"CREATE TABLE hit ({_COLUMNS})")

    def close(self) -> None:
        """Forget the keys."""
        self._base.close()
        self._folder.cleanup()

    def add(self, work: UnitOfWork, ids: Sequence[UUID]) -> None:
        """Put those of the records on the shelf that the session shows."""
        self._base.executemany("INSERT INTO hit VALUES (?, ?, ?, ?, ?, ?, ?)", _keys(work, ids))

    def fonds(self) -> list[UUID]:
        """Return the fonds of the records, two at most: whether there is one, or more."""
        rows = self._base.execute("SELECT DISTINCT substr(fonds, -32) FROM hit LIMIT 2")
        return [UUID(row[0]) for row in rows]

    def ordered(self) -> Iterator[UUID]:
        """Yield the records in order."""
        return (UUID(row[0]) for row in self._base.execute(f"SELECT id FROM hit ORDER BY {_COLUMNS}"))  # noqa: S608 -- our own names


def _keys(work: UnitOfWork, ids: Sequence[UUID]) -> Iterator[tuple[str, ...]]:
    """Yield the keys: an item in a volume lies with its volume, unless that may not be seen."""
    rows = _seen(work, ids)
    volumes = {row.id: row for row in _seen(work, {row.parent_id for row in rows if row.parent_id})}
    fonds = select(Fonds.id, Fonds.number).where(Fonds.id.in_({row.fonds_id for row in rows}))
    numbers = {row.id: _ordering(row.number) for row in work.session.execute(fonds)}
    for row in rows:
        unit, place = volumes.get(row.parent_id, row), "1" if row.parent_id in volumes else "0"
        above = f"{numbers.get(row.fonds_id, '')}\t{row.fonds_id.hex}", unit.series
        yield *above, _number(unit), unit.id.hex, place, _number(row), row.id.hex


def _seen(work: UnitOfWork, ids: Collection[UUID]) -> Sequence[Any]:
    """Return what says where these records lie, of those that the session shows."""
    columns = (Record.id, Record.fonds_id, Record.series, Record.parent_id, Record.archive_number, Record.unit_number)
    return work.session.execute(select(*columns).where(Record.id.in_(ids))).all()


def _number(row: Any) -> str:  # noqa: ANN401 -- a row
    return _ordering(row.archive_number or row.unit_number)


def _ordering(number: str | None) -> str:
    """Return a number as it is ordered: 2 before 10."""
    return _FIGURES.sub(lambda figures: figures.group().zfill(12), number or "")
