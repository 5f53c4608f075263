"""The database as a file and as a server: the settings on which durability rests, and a copy of one instant."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from archives.domain.errors import BlockedError, FixityError, Problem

SAFE_SQLITE: Mapping[str, frozenset[str]] = {
    "journal_mode": frozenset({"wal"}),
    "synchronous": frozenset({"2", "3"}),  # FULL, EXTRA
    "foreign_keys": frozenset({"1"}),
}
SAFE_POSTGRESQL: Mapping[str, frozenset[str]] = {
    "fsync": frozenset({"on"}),
    "full_page_writes": frozenset({"on"}),
    "synchronous_commit": frozenset({"on", "local", "remote_write", "remote_apply"}),
}


def file_of(engine: Engine) -> Path | None:
    """Return the file of an embedded database; None for a server."""
    return Path(engine.url.database) if engine.dialect.name == "sqlite" and engine.url.database else None


def durability(engine: Engine) -> dict[str, tuple[str, bool]]:
    """Return each setting on which durability rests, as it is on a connection of ours, and whether it is safe."""
    is_sqlite = engine.dialect.name == "sqlite"
    safe, ask = (SAFE_SQLITE, "PRAGMA") if is_sqlite else (SAFE_POSTGRESQL, "SHOW")
    found = {}
    with engine.connect() as connection:
        for name, accepted in safe.items():
            value = str(connection.exec_driver_sql(f"{ask} {name}").scalar())
            found[name] = (value, value in accepted)
    return found


def version_of(engine: Engine) -> str:
    """Return the version of the database itself."""
    if engine.dialect.name == "sqlite":
        return sqlite3.sqlite_version
    with engine.connect() as connection:
        return str(connection.exec_driver_sql("SHOW server_version").scalar())


def copy_database(engine: Engine, target: Path) -> None:
    """Write the embedded database as of one instant into a new file, and prove the copy; others write on meanwhile."""
    if file_of(engine) is None:
        raise BlockedError("back up", [Problem("database_is_a_server", "database_url")])
    source = engine.raw_connection()
    try:
        with closing(sqlite3.connect(target)) as copy:
            source.driver_connection.backup(copy)  # type: ignore[union-attr]
            copy.execute("PRAGMA journal_mode=DELETE").fetchall()
            _require_sound(copy, target)
    finally:
        source.close()


def _require_sound(copy: sqlite3.Connection, target: Path) -> None:
    said = [row[0] for row in copy.execute("PRAGMA integrity_check")]
    if said != ["ok"]:
        text = f"The copy of the database is damaged: {said[0]}. Run `archives doctor`, then repeat."
        raise FixityError(text, what=str(target), expected="ok", actual=said[0])
