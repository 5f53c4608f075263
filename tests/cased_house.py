"""A house with one case closed out, its papers drawn: made once for a file of tests, and copied for each of them.

Take `closed` and `cased` into a test file: `closed.people` is the cast, `closed.order` the order.
"""

import shutil
from types import SimpleNamespace

import pytest

from api.bootstrap import build
from archives.domain.permission import WORKER
from tests.conftest import StillClock
from tests.factories import cast
from tests.inspecting import close, issued
from tests.kept_homes import settings_of


@pytest.fixture(scope="module")
def closed(tmp_path_factory, sqlite_template):
    """The home as it lies on the disk, who was in it, the order and its inspection."""
    home = tmp_path_factory.mktemp("closed") / "home"
    home.mkdir()
    shutil.copy(sqlite_template, home / "archives.db")
    settings = settings_of(home)
    settings.create_secret_key()
    house = build(settings, StillClock())
    people = cast(house)
    order = issued(house, people)
    close(house, people, order.id)
    draw_all(house)
    with house.open(WORKER) as services:
        inspection = services.inspections.list().rows[0]
    house.close()
    return SimpleNamespace(home=home, people=people, order=order, inspection=inspection)


@pytest.fixture
def cased(closed, tmp_path, clock):
    """A house of one's own with the closed case in it."""
    home = shutil.copytree(closed.home, tmp_path / "cased")
    house = build(settings_of(home), clock)
    yield house
    house.close()


def draw_all(house):
    """Draw what waits, as the worker does; return how many papers."""
    with house.open(WORKER) as services:
        waiting = services.case_papers.unfinished()
        for each in waiting:
            services.case_papers.draw(each)
        return len(waiting)


def papers(house, actor, order_id):
    """Return the papers of an order that the actor sees, by kind."""
    with house.open(actor) as services:
        return {str(each.kind): each for each in services.case_papers.of_order(order_id)}


def bytes_of(house, paper):
    """Return a stored paper."""
    with house.open(WORKER) as services, services.case_papers.open(services.case_papers.get(paper.id)) as stream:
        return stream.read()
