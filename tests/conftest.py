"""One small house per test: a real database, a real store, a real index, a clock that stands still until moved."""

from datetime import UTC, datetime, timedelta

import pytest

from api.bootstrap import build
from config import Settings

pytest_plugins = ["tests.databases", "tests.statements"]

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)  # noon in Beijing


class StillClock:
    """A clock that tells what it was told."""

    def __init__(self, instant=NOON):
        self.instant = instant

    def __call__(self):
        return self.instant

    def move(self, **amount):
        self.instant += timedelta(**amount)


@pytest.fixture
def clock():
    return StillClock()


@pytest.fixture
def make_house(tmp_path, clock):
    """Build a house over a database that has the schema; all are closed at the end."""
    built = []

    def make(url):
        settings = Settings(home=tmp_path / "home", database_url=url)
        settings.create_secret_key()
        built.append(build(settings, clock))
        return built[-1]

    yield make
    for house in built:
        house.close()


@pytest.fixture
def house(make_house, sqlite_url):
    """A house on SQLite, as it is delivered."""
    return make_house(sqlite_url)


@pytest.fixture
def either_house(make_house, database_url):
    """A house on SQLite and, in a second run of the test, one on PostgreSQL."""
    return make_house(database_url)


@pytest.fixture
def settings(house):
    return house.settings
