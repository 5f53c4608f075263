"""The staged rows of a bulk registration: a small database file of its own, beside the one that everybody writes to.

Each batch and the place up to which it was checked are committed together: an interrupted check goes on from there.
"""

import fcntl
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path
from typing import Any
from uuid import UUID

from archives.domain.errors import IllegalTransitionError
from archives.models import Record

GREATEST_ID = 2**63 - 1
READING = 2_000  # rows fetched at once
PATIENCE = 100  # times that a locked file is tried again
PAUSE = 0.02  # seconds between two tries
COLUMNS = tuple(column.name for column in Record.__table__.columns)
"""The columns of a record, in the order in which a staged one holds their values."""

_READY = ", ".join(f'"{name}"' for name in COLUMNS)
_TABLES = f"""
CREATE TABLE IF NOT EXISTS row (
  number INTEGER PRIMARY KEY, state TEXT NOT NULL, id TEXT, number_key TEXT, title_key TEXT, source_key TEXT,
  level TEXT, code TEXT, batch TEXT, volume TEXT, facts TEXT, cells TEXT
);
CREATE INDEX IF NOT EXISTS row_number_key ON row (number_key);
CREATE INDEX IF NOT EXISTS row_title_key ON row (title_key);
CREATE INDEX IF NOT EXISTS row_source_key ON row (source_key);
CREATE TABLE IF NOT EXISTS problem (
  id INTEGER PRIMARY KEY, row INTEGER, label TEXT, code TEXT, severity TEXT, value TEXT, facts TEXT
);
CREATE INDEX IF NOT EXISTS problem_row ON problem (row);
CREATE TABLE IF NOT EXISTS file (
  row INTEGER, position INTEGER, record_id TEXT, path TEXT, name TEXT, kind TEXT,
  size INTEGER, sha256 TEXT,
  PRIMARY KEY (row, position)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ready ({_READY}, number INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""


_FINDING = ("row", "label", "code", "severity", "value", "facts", "id")


@dataclass(frozen=True, slots=True)
class StagedRow:
    """One row after its check. `record` holds the values of COLUMNS, `facts` is JSON; a wrong row keeps its cells."""

    number: int
    state: str  # good | bad | known | aside
    id: str = ""
    number_key: str | None = None
    title_key: str | None = None
    source_key: str | None = None
    level: str = ""
    code: str = ""  # its reference code
    batch: str = ""  # year|retention
    volume: str = ""  # id of the volume it lies in
    facts: str = ""
    cells: str = ""
    record: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing said about a row: an error stops it, a warning does not. `label` is the column as in the file."""

    row: int
    label: str
    code: str
    severity: str  # error | warning
    value: str = ""  # excerpt
    facts: Mapping[str, str] | None = None
    id: int = 0


class Staging:
    """The directory of one bulk registration: what was received, and what became of its rows."""

    def __init__(self, home: Path, import_id: UUID) -> None:
        self.directory = home / "imports" / str(import_id)
        self.source = self.directory / "source"
        self._path = self.directory / "staged.db"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other process from working on the same file; IllegalTransitionError if one does."""
        self.directory.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.directory / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            raise IllegalTransitionError("bulk registration", "being worked on", "be worked on again") from error
        finally:
            os.close(descriptor)

    @contextmanager
    def open(self) -> Iterator["StagedRows"]:
        """Open the staged rows."""
        self.directory.mkdir(parents=True, exist_ok=True)
        with self._connected() as connection:
            connection.executescript(_TABLES)
            yield StagedRows(connection)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, isolation_level=None, timeout=30)
        try:
            _into_wal(connection)
            connection.execute("PRAGMA synchronous=NORMAL")
            yield connection
        finally:
            connection.close()

    def clear(self) -> None:
        """Forget the rows; what was received stays. Somebody may be reading them: the file itself stays too."""
        if not self._path.exists():
            return
        with self._connected() as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            connection.execute("BEGIN IMMEDIATE")
            for (name,) in tables:
                connection.execute(f'DELETE FROM "{name}"')  # noqa: S608 -- a name of ours
            connection.execute("COMMIT")

    def remove(self) -> None:
        """Forget everything."""
        shutil.rmtree(self.directory, ignore_errors=True)


def _into_wal(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log; when two switch at once, SQLite tells one of them at once that it is locked."""
    for tries_left in reversed(range(PATIENCE)):
        try:
            connection.execute("PRAGMA journal_mode=WAL").fetchall()
        except sqlite3.OperationalError:
            if not tries_left:
                raise
            time.sleep(PAUSE)
        else:
            return


class StagedRows:
    """Reads and writes staged rows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(
        self,
        rows: Sequence[StagedRow],
        findings: Sequence[Finding],
        files: Sequence[tuple[int, int, str, str, str, str]],
        facts: Mapping[str, Any],
    ) -> None:
        """Commit a batch: rows, findings, files (row, position, record id, path, name, kind), and where it stands."""
        run = self._connection.executemany
        with self._transaction():
            run(f"INSERT INTO row VALUES ({_marks(_ROW)})", [_of_row(row) for row in rows])  # noqa: S608 -- question marks
            ready = [(*row.record, row.number) for row in rows if row.record]
            run(f"INSERT INTO ready VALUES ({_marks((*COLUMNS, 'number'))})", ready)  # noqa: S608 -- question marks
            run(
                "INSERT INTO problem (row, label, code, severity, value, facts) VALUES (?,?,?,?,?,?)",
                [(f.row, f.label, f.code, f.severity, f.value, json.dumps(dict(f.facts or {}))) for f in findings],
            )
            run("INSERT INTO file (row, position, record_id, path, name, kind) VALUES (?,?,?,?,?,?)", files)
            run("INSERT OR REPLACE INTO fact VALUES (?,?)", [(name, json.dumps(each)) for name, each in facts.items()])

    def fact(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 -- JSON
        """Return what was noted with a batch."""
        found = self._connection.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return json.loads(found[0]) if found else default

    def taken(self, column: str, values: Iterable[str]) -> list[tuple[str, int, str, str, str]]:
        """Return the good rows before that have one of `values` in `column`: the value, row, id, level, code."""
        wanted = json.dumps(sorted(set(values)))
        query = f"""SELECT {column}, number, id, level, code FROM row
                    WHERE {column} IN (SELECT value FROM json_each(?))"""  # noqa: S608 -- a name of ours
        return self._connection.execute(query, (wanted,)).fetchall()

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each state, and of problems by severity."""
        states = self._connection.execute("SELECT state, count(*) FROM row GROUP BY state").fetchall()
        severities = self._connection.execute("SELECT severity, count(*) FROM problem GROUP BY severity").fetchall()
        return {**dict(states), **dict(severities)}

    def findings(self, after: int = 0, limit: int = 100) -> list[Finding]:
        """Return a page of findings, in the order of the rows."""
        query = "SELECT row, label, code, severity, value, facts, id FROM problem WHERE id > ? ORDER BY id LIMIT ?"
        rows = self._connection.execute(query, (min(after, GREATEST_ID), limit))
        return [Finding(**{**dict(zip(_FINDING, row, strict=True)), "facts": json.loads(row[5])}) for row in rows]

    def cells(self, number: int) -> list[str]:
        """Return the cells of a wrong row."""
        found = self._connection.execute("SELECT cells FROM row WHERE number = ?", (number,)).fetchone()
        return list(json.loads(found[0])) if found and found[0] else []

    def records(self) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the records to publish in batches, in the order of the rows: the values of COLUMNS."""
        return self._read(f"SELECT {_READY} FROM ready ORDER BY number")  # noqa: S608 -- names of our columns

    def facts(self) -> Iterator[list[tuple[str, str]]]:
        """Yield what the trail tells of them, in the same batches and order: record id, facts."""
        return self._read("SELECT id, facts FROM row WHERE state = 'good' ORDER BY number")

    def batches(self) -> list[tuple[int, str]]:
        """Return year and retention class of every batch that good rows belong to."""
        rows = self._connection.execute("SELECT DISTINCT batch FROM row WHERE state = 'good'").fetchall()
        return [(int(year), retention) for row in rows for year, retention in [row[0].split("|")]]

    def volumes(self) -> list[UUID]:
        """Return the volumes that good rows lie in."""
        query = "SELECT DISTINCT volume FROM row WHERE state = 'good' AND volume != ''"
        return [UUID(row[0]) for row in self._connection.execute(query)]

    def files_to_keep(self) -> list[tuple[int, int, str]]:
        """Return the files of good rows whose bytes are not kept yet: row, position, path."""
        query = """SELECT file.row, position, path FROM file JOIN row ON row.number = file.row
                   WHERE row.state = 'good' AND sha256 IS NULL ORDER BY file.row, position"""
        return self._connection.execute(query).fetchall()

    def note_kept(self, kept: Sequence[tuple[int, str, int, int]]) -> None:
        """Note what was kept: size, sha256, row, position."""
        with self._transaction():
            self._connection.executemany("UPDATE file SET size = ?, sha256 = ? WHERE row = ? AND position = ?", kept)

    def files(self) -> Iterator[list[tuple[str, str, str, int, int, str]]]:
        """Yield the kept files of good rows in batches: record id, name, kind, position, size, sha256."""
        return self._read(
            """SELECT record_id, file.name, kind, position, size, sha256
               FROM file JOIN row ON row.number = file.row WHERE row.state = 'good' ORDER BY file.row, position"""
        )

    def _read(self, query: str) -> Iterator[list[Any]]:
        cursor = self._connection.execute(query)
        while rows := cursor.fetchmany(READING):
            yield rows

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise


_ROW = tuple(each.name for each in fields(StagedRow) if each.name != "record")
_of_row = attrgetter(*_ROW)


def _marks(names: Sequence[str]) -> str:
    return ",".join("?" * len(names))
