"""Logging in, staying in, being locked out."""

import pytest
from sqlalchemy import select

from archives.models import Event
from tests.factories import PASSWORD

LOGIN = "/api/v1/session"


def attempt(client, username="clerk", password="wrong"):
    answer = client.post(LOGIN, json={"username": username, "password": password})
    return answer.status_code, answer.json["code"] if answer.is_json or "problem" in answer.content_type else ""


def test_a_person_logs_in_is_known_and_logs_out(client_as):
    browser = client_as("clerk")

    assert browser.get(LOGIN).json["name"] == "李经办"
    assert browser.get(LOGIN).json["permissions"][0]["role"] == "clerk"
    assert browser.delete(LOGIN).status_code == 204
    assert browser.get(LOGIN).status_code == 401


def test_the_cookie_is_out_of_the_reach_of_scripts_and_other_sites(stranger):
    answer = stranger.post(LOGIN, json={"username": "clerk", "password": PASSWORD})

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("archives_login=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie  # plain http at the loopback


@pytest.mark.parametrize("username", ["clerk", "nobody"])
def test_known_and_unknown_names_are_locked_out_alike(stranger, clock, username):
    answers = [attempt(stranger, username) for _ in range(6)]

    assert answers == [(401, "wrong_login")] * 5 + [(429, "locked_out")]

    clock.move(minutes=16)
    assert attempt(stranger, username) == (401, "wrong_login")


def test_a_lockout_holds_for_the_right_password_too_and_ends(stranger, clock):
    for _ in range(5):
        attempt(stranger)

    assert attempt(stranger, password=PASSWORD) == (429, "locked_out")
    clock.move(minutes=16)
    assert stranger.post(LOGIN, json={"username": "clerk", "password": PASSWORD}).status_code == 200


def test_a_right_password_forgets_the_failures_before_it(stranger):
    for _ in range(4):
        attempt(stranger)
    stranger.login("clerk")
    fresh = stranger.application.test_client()

    assert [attempt(fresh) for _ in range(4)] == [(401, "wrong_login")] * 4


def test_an_idle_login_ends_after_half_an_hour(client_as, clock):
    browser = client_as("clerk")
    clock.move(minutes=29)
    assert browser.get(LOGIN).status_code == 200
    clock.move(minutes=29)
    assert browser.get(LOGIN).status_code == 200
    clock.move(minutes=31)
    assert browser.get(LOGIN).status_code == 401


def test_a_busy_login_ends_after_twelve_hours(client_as, clock):
    browser = client_as("clerk")
    for _ in range(35):
        clock.move(minutes=20)
        assert browser.get(LOGIN).status_code == 200
    clock.move(minutes=20)
    assert browser.get(LOGIN).status_code == 401


def test_logging_in_again_ends_the_login_before(client_as, app):
    browser = client_as("clerk")
    old = browser.get_cookie("archives_login").value
    browser.login("clerk")
    thief = app.test_client()
    thief.set_cookie("archives_login", old)

    assert thief.get(LOGIN).status_code == 401
    assert browser.get(LOGIN).status_code == 200


def test_a_disabled_account_is_out_at_once_and_cannot_come_back(client_as, token_of, app):
    clerk, admin, token = client_as("clerk"), client_as("system_admin"), token_of("clerk")
    me = clerk.get(LOGIN).json["id"]

    answer = admin.post(f"/api/v1/accounts/{me}/disable", headers={"If-Match": '"1"'})

    assert answer.status_code == 200, answer.json
    assert clerk.get(LOGIN).status_code == 401
    assert app.test_client().get(LOGIN, headers=token).status_code == 401
    assert attempt(app.test_client(), password=PASSWORD) == (401, "wrong_login")


def test_a_new_password_ends_every_login(client_as, app):
    browser, elsewhere = client_as("clerk"), client_as("clerk")

    changed = browser.put(f"{LOGIN}/password", json={"old": PASSWORD, "new": "another green hill"})

    assert changed.status_code == 204
    assert elsewhere.get(LOGIN).status_code == 401
    assert app.test_client().login("clerk", "another green hill").get(LOGIN).status_code == 200


def test_no_secret_is_on_the_trail(house, people, client_as):
    client_as("clerk").put(f"{LOGIN}/password", json={"old": PASSWORD, "new": "another green hill"})

    with house.open(people.audit_admin) as services:
        from_the_trail = " ".join(event.leaf for event in events(services))
    assert "LoggedIn" in from_the_trail
    assert "PasswordChanged" in from_the_trail
    for secret in (PASSWORD, "another green hill", "argon2"):
        assert secret not in from_the_trail


def events(services):
    return services.work.session.scalars(select(Event)).all()
