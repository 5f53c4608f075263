"""How the tables came to be what they are: Alembic, from code, each revision whole or not at all.

`upgrade(engine)` is for an engine of the archives' own Database: its SQLite connections leave BEGIN to us, so that a
revision that fails half-way leaves nothing. Call it inside the write gate.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

PLACE = Path(__file__).parent
_WRITING = "archives_writing"  # execution option: BEGIN IMMEDIATE


def upgrade(engine: Engine, revision: str = "head", versions: Path | None = None) -> None:
    """Bring the tables to a revision. References between tables are checked before each commit."""
    with _unconstrained(engine) as connection:
        command.upgrade(config(connection, versions), revision)


def current(engine: Engine) -> str | None:
    """Return the revision of this database; None when it has no table of ours."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """Return the revision that this code needs."""
    return ScriptDirectory.from_config(config(None)).get_current_head() or ""


def config(connection: Connection | None, versions: Path | None = None) -> Config:
    """Return Alembic's configuration over an open connection; `versions` is another directory of revisions."""
    made = Config()
    made.set_main_option("script_location", _escaped(PLACE))
    made.set_main_option("version_locations", _escaped(versions or PLACE / "versions"))
    made.set_main_option("path_separator", "newline")
    made.attributes["connection"] = connection
    return made


@contextmanager
def _unconstrained(engine: Engine) -> Iterator[Connection]:
    """Yield a connection on which SQLite lets tables be made anew: it would delete what refers to the old one."""
    with engine.connect().execution_options(**{_WRITING: True}) as connection:
        _enforce(connection, "OFF")
        try:
            yield connection
        finally:
            connection.rollback()
            _enforce(connection, "ON")


def _enforce(connection: Connection, word: str) -> None:
    raw = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite" and raw is not None:
        raw.cursor().execute(f"PRAGMA foreign_keys={word}")


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
