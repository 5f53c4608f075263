"""The pre-flight of a list of readings: every wrong cell of every row, and the good rows laid ready."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import Problem, UnreadableInputError
from archives.models import ClimateImport, RepositoryRoom
from archives.ports import TableRow
from archives.services.climate_list_reading import Columns, Judged, judge, read_columns
from archives.services.climate_readings import AHEAD, Key, NewReading, There, contradiction, key_of, known_values
from archives.services.climate_staging import Written
from archives.services.outside import Outside
from archives.services.registration_check import ERROR, EXCERPT, WARNING
from archives.services.registration_staging import Finding
from archives.services.unit_of_work import UnitOfWork

BATCH = 2_000  # rows between two steps of progress
MOST_ROWS = 200_000  # what a list may have: its instants are held in memory, to find those that it names twice


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a check is: rows read, good ones, known ones (the log has them), errors."""

    rows: int = 0
    good: int = 0
    known: int = 0
    problems: int = 0


def check_list(
    work: UnitOfWork, outside: Outside, row: ClimateImport, source: Path, written: Written
) -> Iterator[Tally]:
    """Check the whole list and yield how far it is after each batch; at the end once more."""
    run = _Run(work, outside, row, written)
    try:
        rows = outside.tables.read(source, row.name)
        columns = run.head(next(rows, None))
        while columns is not None and (batch := list(islice(rows, BATCH))):
            yield run.take(batch, columns)
    except (UnreadableInputError, FileNotFoundError) as error:
        run.say(TableRow(1, ()), Problem(*_unreadable(error)))
    yield run.tally


class _Run:
    """One check."""

    def __init__(self, work: UnitOfWork, outside: Outside, row: ClimateImport, written: Written) -> None:
        self._work, self._outside, self._written = work, outside, written
        self._rooms = _rooms(work, row.body_id)
        self._seen: dict[Key, tuple[int, int]] = {}
        self._labels: Mapping[str, str] = {}
        self.tally = Tally()

    def head(self, heading: TableRow | None) -> Columns | None:
        """Read the heading; None when the list cannot be read by it."""
        if heading is None:
            self.say(TableRow(1, ()), Problem("list_empty", ""))
            return None
        columns = read_columns(heading.cells)
        self._labels = columns.labels
        for problem in (*heading.problems, *columns.problems):
            self.say(heading, problem)
        for notice in (*heading.notices, *columns.notices):
            self.say(heading, notice, WARNING)
        return None if columns.problems or heading.problems else columns

    def take(self, batch: Sequence[TableRow], columns: Columns) -> Tally:
        """Judge a batch of rows."""
        if self.tally.rows + len(batch) > MOST_ROWS:
            raise UnreadableInputError("The list is too long. Divide it.", name="", reason="too_large")
        judged = [judge(row, columns, self._rooms, self._outside.profile.zone) for row in batch]
        known = known_values(self._work, [each.reading for each in judged if each.reading])
        self._work.session.commit()
        for each in judged:
            self._settle(each, known)
        self.tally = replace(self.tally, rows=self.tally.rows + len(batch))
        return self.tally

    def say(self, row: TableRow, problem: Problem, severity: str = ERROR) -> None:
        """Note what is wrong with a row."""
        facts = dict(problem.facts)
        label = self._labels.get(problem.where, problem.where)
        finding = Finding(row.number, label, problem.code, severity, facts.pop("value", "")[:EXCERPT], facts)
        self._written.say(finding, row.cells)
        if severity == ERROR:
            self.tally = replace(self.tally, problems=self.tally.problems + 1)

    def _settle(self, judged: Judged, known: Mapping[Key, There]) -> None:
        for each in judged.problems:
            self.say(judged.row, each)
        if judged.reading is None:
            return
        if problem := self._wrong(judged.reading, known):
            self.say(judged.row, problem)
        elif key_of(judged.reading) in known or key_of(judged.reading) in self._seen:
            self.tally = replace(self.tally, known=self.tally.known + 1)
        else:
            self._seen[key_of(judged.reading)] = judged.reading.values
            self._written.keep(judged.reading)
            self.tally = replace(self.tally, good=self.tally.good + 1)

    def _wrong(self, reading: NewReading, known: Mapping[Key, There]) -> Problem | None:
        if reading.measured_at > self._work.now() + AHEAD:
            value = reading.measured_at.astimezone(self._outside.profile.zone)
            return Problem("in_the_future", "date", (("value", f"{value:%Y-%m-%d %H:%M}"),))
        there = known.get(key_of(reading)) or self._earlier(reading)
        return contradiction(reading, there) if there else None

    def _earlier(self, reading: NewReading) -> There | None:
        values = self._seen.get(key_of(reading))
        return There(*values) if values else None


def _rooms(work: UnitOfWork, body_id: UUID) -> Mapping[str, UUID]:
    asked = select(RepositoryRoom.name, RepositoryRoom.id)
    mine = asked.where(RepositoryRoom.body_id == body_id, RepositoryRoom.retired_on.is_(None))
    return dict(work.session.execute(mine).all())


def _unreadable(error: UnreadableInputError | FileNotFoundError) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    if isinstance(error, FileNotFoundError):
        return "source_gone", "", ()
    facts = tuple((name, str(value)) for name, value in error.facts.items() if name not in ("reason", "name"))
    return str(error.facts.get("reason", error.code)), "", facts
