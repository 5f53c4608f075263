"""One small house per test: a real database, a real store, a real index, a clock that stands still until moved."""

from datetime import UTC, datetime, timedelta

import pytest

from api.bootstrap import build
from archives.models import Base
from config import Settings

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
def settings(tmp_path):
    settings = Settings(home=tmp_path / "home", database_url=f"sqlite:///{tmp_path / 'home' / 'archives.db'}")
    settings.create_secret_key()
    return settings


@pytest.fixture
def house(settings, clock):
    house = build(settings, clock)
    Base.metadata.create_all(house.database.engine)
    yield house
    house.close()
