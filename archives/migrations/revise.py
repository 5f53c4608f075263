"""Writes the next revision: the difference between the migrated tables and the models. To be read before it is used.

    python -m archives.migrations.revise "What changes"

Until the first release there is one revision only: remove versions/0001_*.py, then run it with "The tables".
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event

from archives.migrations import PLACE, config


def main(message: str) -> None:
    """Migrate an empty SQLite database, compare, write, and tidy the file."""
    (PLACE / "versions").mkdir(exist_ok=True)
    with TemporaryDirectory() as place:
        engine = create_engine(f"sqlite:///{place}/empty.db")
        event.listen(engine, "connect", _leave_begin_to_us)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        with engine.connect() as connection:
            made = config(connection)
            command.upgrade(made, "head")
            number = len(list(ScriptDirectory.from_config(made).walk_revisions())) + 1
            written = command.revision(made, message, autogenerate=True, rev_id=f"{number:04}")
            _tidy(Path(written.path))  # type: ignore[union-attr] # one script, not a list
        engine.dispose()


def _tidy(revision: Path) -> None:
    lines = revision.read_text("utf-8").splitlines()
    revision.write_text("\n".join(line for line in lines if "# ###" not in line) + "\n", "utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", revision], check=True)  # noqa: S603 -- our own file


def _leave_begin_to_us(connection: Any, _record: object) -> None:  # noqa: ANN401 -- a DB-API connection
    connection.isolation_level = None


if __name__ == "__main__":
    main(sys.argv[1])
