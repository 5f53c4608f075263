"""A house with one accepted transfer: made once for a file of tests, and copied for each of them.

Take `kept` and `copied` into a test file: `kept.people` is the cast, `kept.transfer` the transfer.
"""

import shutil
from types import SimpleNamespace

import pytest

from api.bootstrap import build
from tests import handover
from tests.conftest import StillClock
from tests.factories import cast
from tests.kept_homes import settings_of


@pytest.fixture(scope="module")
def kept(tmp_path_factory, sqlite_template):
    """The home as it lies on the disk after the acceptance, who was in it, and what was accepted."""
    home = tmp_path_factory.mktemp("kept") / "home"
    home.mkdir()
    shutil.copy(sqlite_template, home / "archives.db")
    settings = settings_of(home)
    settings.create_secret_key()
    house = build(settings, StillClock())
    people = cast(house)
    transfer = accepted(house, people)
    house.close()
    return SimpleNamespace(home=home, people=people, transfer=transfer)


@pytest.fixture
def copied(kept, tmp_path, clock):
    """A house of one's own with the accepted transfer in it."""
    home = shutil.copytree(kept.home, tmp_path / "copied")
    house = build(settings_of(home), clock)
    yield house
    house.close()


def accepted(house, people):
    """Carry three records through the whole handover; return the transfer."""
    records = handover.three_records(house, people)
    transfer = handover.plan(house, people)
    handover.submit(house, people, transfer.id)
    return handover.accept(house, people, transfer.id, records)
