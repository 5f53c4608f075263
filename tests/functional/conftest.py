"""Doors to knock at, and people who have logged in."""

import shutil
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from api import context, knocking
from api.app import create_app
from api.bootstrap import build
from archives.domain.permission import WORKER
from config import Settings
from tests.conftest import StillClock
from tests.factories import PASSWORD, cast
from tests.full_house import MARKS, furnish, values_of

LOGIN = "/api/v1/session"


class Browser(FlaskClient):
    """A browser that sends the token of its login with every request, as our pages do, and reads every answer whole."""

    csrf = ""

    def open(self, *args, **more):
        if self.csrf and args and isinstance(args[0], str):
            headers = Headers(more.pop("headers", None))
            if "X-CSRF-Token" not in headers:
                headers["X-CSRF-Token"] = self.csrf
            more["headers"] = headers
        more.setdefault("buffered", True)  # a file that is an answer is closed with it
        return super().open(*args, **more)

    def login(self, username, password=PASSWORD):
        answer = self.post(LOGIN, json={"username": username, "password": password})
        assert answer.status_code == 200, answer.json
        self.csrf = answer.json["csrf_token"]
        return self


@pytest.fixture
def people(house):
    """The cast of tests/factories.py, in the house."""
    return cast(house)


@pytest.fixture(scope="session")
def doors(tmp_path_factory, sqlite_template):
    """The web application of this process: hanging some 430 doors takes a third of a second, so it is done once."""
    place = tmp_path_factory.mktemp("doors")
    shutil.copy(sqlite_template, place / "archives.db")
    doors = create_app(house=house_in(place))
    doors.test_client_class = Browser
    return doors


@pytest.fixture
def app(doors, house, people):
    """The doors, with the house of this test behind them: nothing of the one before is left."""
    doors.secret_key = house.settings.secret_key()
    context.settle(doors, house)
    knocking.init_app(doors, house.settings.incoming)
    return doors


@pytest.fixture
def own_app(house, people):
    """An application of its own, for a test that hangs a door."""
    own = create_app(house=house)
    own.test_client_class = Browser
    return own


@pytest.fixture
def stranger(app):
    return app.test_client()


@pytest.fixture
def client_as(app):
    """Return a browser in which the person of that username has logged in."""
    return lambda username: app.test_client().login(username)


@pytest.fixture
def token_of(house, people):
    """Return the Authorization header of a fresh token of that person."""

    def issue(username, scopes=("read", "write"), days=90):
        with house.open(getattr(people, username)) as services:
            return {"Authorization": f"Bearer {services.tokens.issue('test', scopes, days).text}"}

    return issue


def house_in(place):
    settings = Settings(home=place / "home", database_url=f"sqlite:///{place / 'archives.db'}")
    settings.create_secret_key()
    return build(settings, StillClock())


@pytest.fixture(scope="session")
def furnished(tmp_path_factory, sqlite_template):
    """A directory with a closed house in which two bodies have something of everything, and what is known of it."""
    place = tmp_path_factory.mktemp("furnished")
    shutil.copy(sqlite_template, place / "archives.db")
    house = house_in(place)
    people = cast(house)
    facts = {"people": people, "owned": furnish(house, people)}
    facts["values"] = {name: values_of(house, getattr(people, name)) for name in MARKS}
    with house.open(WORKER) as services:
        services.indexing.catch_up()
    house.close()
    return place, facts


@pytest.fixture(scope="module")
def full(tmp_path_factory, furnished):
    """A copy of the furnished house for the tests of one module, its app, and a browser for each of the cast."""
    place, facts = tmp_path_factory.mktemp("full") / "house", furnished[1]
    shutil.copytree(furnished[0], place)
    house = house_in(place)
    app = create_app(house=house)
    app.test_client_class = Browser
    browsers = {name: app.test_client().login(name) for name in facts["people"].people}
    yield SimpleNamespace(house=house, app=app, browsers=browsers, **facts)
    house.close()
