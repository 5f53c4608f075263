"""Alembic's environment: runs the revisions over the connection that it was given. There is no offline mode."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Enum
from sqlalchemy.dialects.postgresql import JSONB

from archives.models import Base
from archives.models.base import Instant


def run(connection: Connection) -> None:
    """Run each revision in a transaction of its own."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transaction_per_migration=True,
        render_item=_render,
        compare_type=True,
        on_version_apply=_require_whole,  # type: ignore[arg-type] # called by keywords, of which it wants one
    )
    with context.begin_transaction():
        context.run_migrations()


def _render(kind: str, thing: Any, writing: AutogenContext) -> str | Literal[False]:  # noqa: ANN401 -- whatever Alembic writes down
    """Write types without our models: those change, a revision does not."""
    if kind == "type" and isinstance(thing, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, Enum):
        return f"sa.String({thing.length})"
    if kind == "type" and isinstance(thing, JSONB):
        writing.imports.add("from sqlalchemy.dialects import postgresql")
        return "postgresql.JSONB()"
    return False


def _require_whole(ctx: MigrationContext, **_: object) -> None:
    """Refuse a revision of SQLite that leaves a reference to a row which is not there."""
    if ctx.dialect.name == "sqlite" and ctx.connection is not None:
        broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise BrokenReferencesError(broken)


class BrokenReferencesError(Exception):
    """A revision would leave rows that refer to nothing; (table, row, referred table, constraint) of each."""


run(context.config.attributes["connection"])
