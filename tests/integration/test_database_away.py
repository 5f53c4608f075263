"""A database that somebody else holds: the writer is told so, and nothing is changed."""

import sqlite3

import pytest
from sqlalchemy import event

from archives.domain.errors import DatabaseUnavailableError
from archives.models import Fonds
from tests.factories import cast


def test_a_database_held_by_a_stranger_is_refused_by_name(house):
    people = cast(house)
    event.listen(house.database.engine, "checkout", lambda raw, *_: raw.execute("PRAGMA busy_timeout=20"))
    stranger = sqlite3.connect(house.database.engine.url.database, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")  # past our gate, as a careless tool would

    with house.open(people.clerk) as services:
        with pytest.raises(DatabaseUnavailableError), services.work.write():
            services.work.get(Fonds, people.finance_fonds.id).history = "never"
        stranger.rollback()
        stranger.close()
        assert services.work.get(Fonds, people.finance_fonds.id).history == ""
