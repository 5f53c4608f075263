"""The database: safe settings, and the one gate through which writers of SQLite pass.

SQLite before 3.51.3 can lose commits when a WAL reset races a checkpoint; the gate keeps writers and checkpoints apart
between processes, and makes waiting fair. PostgreSQL needs no gate.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DataError

from archives.domain.errors import ArchivesError, InvalidInputError, Problem

WRITING = "archives_writing"
WAL_LIMIT = 4 * 1024 * 1024  # bytes
GREATEST_INTEGER = 2**31 - 1  # of a column of either database
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=30000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA wal_autocheckpoint=0",
    "PRAGMA journal_size_limit=0",  # a log that starts again is cut, so that its size tells how much it holds
    "PRAGMA cache_size=-65536",
)


class WriteGate:
    """One writer at a time: a lock between threads, and a flock between processes on a descriptor opened after fork."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._threads = threading.Lock()
        self._descriptor: tuple[int, int] | None = None  # (pid, fd)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Wait for the gate, and keep it for the body. Keep the body short: no hashing, no files in it."""
        if self._path is None:
            yield
            return
        with self._threads:
            descriptor = self._open()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(descriptor, fcntl.LOCK_UN)

    def _open(self) -> int:
        if self._descriptor is None or self._descriptor[0] != os.getpid():
            self._descriptor = (os.getpid(), os.open(str(self._path), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
        return self._descriptor[1]


class Database:
    """An engine with its gate."""

    def __init__(self, url: str) -> None:
        self.engine = _sqlite(url) if url.startswith("sqlite") else _postgresql(url)
        event.listen(self.engine, "handle_error", _out_of_range)
        file = self.engine.url.database if self.is_sqlite else None
        self._file = Path(file) if file else None
        self._tried_at = 0  # bytes of log at the last checkpoint
        self.gate = WriteGate(Path(f"{file}.gate") if file else None)

    @property
    def is_sqlite(self) -> bool:
        """Tell whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    def checkpoint(self) -> None:
        """Move the write-ahead log into the database when it has grown. Call it inside the gate only."""
        if self._file is None:
            return
        wal = Path(f"{self._file}-wal")
        size = wal.stat().st_size if wal.exists() else 0
        if size < self._tried_at:  # it began again
            self._tried_at = 0
        if size < self._tried_at + WAL_LIMIT:
            return
        raw = self.engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        finally:
            raw.close()
        self._tried_at = size

    def close(self) -> None:
        """Close every connection, inside the gate: the last one checkpoints."""
        with self.gate.hold():
            self.engine.dispose()


def _out_of_range(context: ExceptionContext) -> ArchivesError | None:
    """Return a refusal for a number that no column holds: SQLite's driver and PostgreSQL each have a complaint."""
    if isinstance(context.original_exception, OverflowError) or isinstance(context.sqlalchemy_exception, DataError):
        return InvalidInputError([Problem("out_of_range", "", (("least", "0"), ("most", str(GREATEST_INTEGER))))])
    return None


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: object) -> None:  # noqa: ANN401 -- a DB-API connection
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(pragma).fetchall()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _postgresql(url: str) -> Engine:
    return create_engine(url, pool_pre_ping=True)
