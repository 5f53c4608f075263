"""Doors to knock at, and people who have logged in."""

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from api.app import create_app
from tests.factories import PASSWORD, cast

LOGIN = "/api/v1/session"


class Browser(FlaskClient):
    """A browser that sends the token of its login with every request, as our own pages do."""

    csrf = ""

    def open(self, *args, **more):
        if self.csrf and args and isinstance(args[0], str):
            headers = Headers(more.pop("headers", None))
            if "X-CSRF-Token" not in headers:
                headers["X-CSRF-Token"] = self.csrf
            more["headers"] = headers
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


@pytest.fixture
def app(house, people):
    app = create_app(house=house)
    app.test_client_class = Browser
    return app


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
