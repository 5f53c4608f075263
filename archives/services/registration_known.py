"""What is already there of what a list brings: records of earlier imports, taken numbers, volumes, titles."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Select, Text, cast, func, literal, select
from sqlalchemy.orm import Session

from archives.domain.vocabulary import Custody, Level
from archives.models import Record
from archives.services.registration_entry import Parent
from archives.services.registration_staging import StagedRow, StagedRows


@dataclass(frozen=True, slots=True)
class Wanted:
    """The keys that a batch of rows brings."""

    numbers: Sequence[str]
    titles: Sequence[str]
    sources: Sequence[str]


@dataclass(slots=True)
class Known:
    """Where each key is taken: by a record, or by a row of the same list."""

    records: set[str] = field(default_factory=set)  # sources that an earlier import registered
    sources: dict[str, str] = field(default_factory=dict)  # the same row before in this list
    numbers: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    parents: dict[str, tuple[str, Parent]] = field(default_factory=dict)  # by number: id in hex, what it is

    def add(self, row: StagedRow) -> None:
        """Take notice of a good row, for those after it."""
        where = f"row {row.number}"
        self.sources[row.source_key or ""] = where
        self.titles.setdefault(row.title_key or "", where)
        if row.number_key:
            self.numbers[row.number_key] = where
            self.parents[row.number_key] = (row.id, Parent(Level(row.level), row.code))


def find_known(session: Session, fonds_id: UUID, rows: StagedRows, wanted: Wanted) -> Known:
    """Look the keys up among the records of the fonds, then among the rows before."""
    known = Known()
    _from_database(session, fonds_id, wanted, known)
    for source, number, *_ in rows.taken("source_key", wanted.sources):
        known.sources[source] = f"row {number}"
    for title, number, *_ in rows.taken("title_key", wanted.titles):
        known.titles[title] = f"row {number}"
    for key, number, identifier, level, code in rows.taken("number_key", wanted.numbers):
        known.numbers[key] = f"row {number}"
        known.parents[key] = (identifier, Parent(Level(level), code))
    return known


def _from_database(session: Session, fonds_id: UUID, wanted: Wanted, known: Known) -> None:
    known.records.update(row[-1] for row in _matching(session, fonds_id, Record.source_key, wanted.sources))
    for row in _matching(session, fonds_id, Record.title_key, wanted.titles):
        known.titles.setdefault(row[-1], row[2] or str(row[0]))
    for identifier, level, number, custody, transfer_id, key in _matching(
        session, fonds_id, Record.unit_number_key, wanted.numbers
    ):
        known.numbers[key] = f"record {identifier}"
        if custody is Custody.ORGANIZATION and transfer_id is None:
            known.parents[key] = (identifier.hex, Parent(level, number))


def _matching(session: Session, fonds_id: UUID, column: Any, keys: Iterable[str]) -> Iterator[Any]:  # noqa: ANN401 -- a column
    told = (Record.id, Record.level, Record.unit_number, Record.custody, Record.transfer_id, column)
    statement = select(*told).where(Record.fonds_id == fonds_id, column.in_(_each(session, keys)))
    yield from session.execute(statement)


def _each(session: Session, keys: Iterable[str]) -> Select[tuple[str]]:
    """Return the keys as a subquery: thousands of them travel as one value."""
    listed = json.dumps(sorted(set(keys)))
    if session.get_bind().dialect.name == "sqlite":
        return select(func.json_each(listed).table_valued("value").c.value)
    return select(func.json_array_elements_text(cast(literal(listed, Text), JSON)))
