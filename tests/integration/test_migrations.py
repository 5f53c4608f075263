"""Migrations reach the models' tables on both databases, keep data, and happen whole or not at all."""

import shutil
import textwrap

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from archives import migrations
from archives.models import Base
from archives.services.database import Database

HALF = """
    from alembic import op
    import sqlalchemy as sa
    revision, down_revision = "9001", {down!r}
    def upgrade():
        op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
        op.execute("INSERT INTO half (id) VALUES (1)")
        {then}
"""


@pytest.fixture
def database(empty_database_url):
    database = Database(empty_database_url)
    yield database
    database.close()


@pytest.fixture
def versions(tmp_path):
    """The real revisions in a directory where a test may plant its own."""
    return shutil.copytree(migrations.PLACE / "versions", tmp_path / "versions")


def plant(versions, then):
    text_ = textwrap.dedent(HALF).format(down=migrations.newest(), then=then)
    (versions / "9001_half.py").write_text(text_, "utf-8")


def test_migrated_tables_are_the_models(database):
    migrations.upgrade(database.engine)

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
    assert migrations.current(database.engine) == migrations.newest()


def test_migrating_twice_changes_nothing(database):
    migrations.upgrade(database.engine)
    migrations.upgrade(database.engine)

    assert migrations.current(database.engine) == migrations.newest()


def test_an_empty_database_has_no_revision(database):
    assert migrations.current(database.engine) is None


def test_a_revision_that_fails_half_way_leaves_nothing(database, versions):
    migrations.upgrade(database.engine)
    plant(versions, 'op.execute("INSERT INTO half (id) VALUES (1)")  # refused: there is a row 1')

    with pytest.raises(SQLAlchemyError):
        migrations.upgrade(database.engine, versions=versions)

    assert "half" not in inspect(database.engine).get_table_names()
    assert migrations.current(database.engine) == migrations.newest()


def test_a_revision_that_succeeds_keeps_what_was_there(database, versions):
    migrations.upgrade(database.engine)
    identifier = "'0'" if database.is_sqlite else "gen_random_uuid()"
    with database.engine.begin() as connection:
        connection.execute(text(f"INSERT INTO setting (id, name, value) VALUES ({identifier}, 'kept', '{{}}')"))
    plant(versions, 'op.add_column("setting", sa.Column("half", sa.Integer))')

    migrations.upgrade(database.engine, versions=versions)

    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT name, half FROM setting")).all() == [("kept", None)]


def test_a_revision_that_breaks_references_is_refused(empty_sqlite_url, versions):
    database = Database(empty_sqlite_url)
    migrations.upgrade(database.engine)
    nobody = "INSERT INTO authority (id, name, jurisdiction_id) VALUES ('1', 'x', 'nowhere')"
    plant(versions, f'op.execute("{nobody}")')

    with pytest.raises(Exception, match="authority"):
        migrations.upgrade(database.engine, versions=versions)

    assert migrations.current(database.engine) == migrations.newest()
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("SELECT count(*) FROM authority").scalar() == 0
    database.close()
