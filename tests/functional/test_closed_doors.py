"""Every door is closed to strangers, to other sites, and to tokens that may not write."""

import re
from uuid import uuid4

import pytest

from api.hall import PUBLIC

LOGIN = "/api/v1/session"
OPEN_TO_STRANGERS = {
    "static",
    "health",
    "rest_session.login",
    "pages_session.login",
    "pages_session.choose_language",
    "rest_log.newest_checkpoint",
    "rest_log.checkpoint",
    "rest_log.key",
    "rest_log.consistency",
    "rest_log.inclusion",
    "rest_keys.root",
    "rest_leads.tell",
    "rest_accountability.list_published",
    "rest_accountability.show_published",
    "pages_published.list_published",
    "pages_published.summary",
    "pages_published.as_json",
    "pages_published.as_csv",
    "rest_leads.follow",
    "pages_reports.form",
    "pages_reports.tell",
    "pages_reports.ask",
    "pages_reports.follow",
    "rest_keys.revocations",
    "rest_public_check.verify_hash",
    "pages_public_check.ask",
    "pages_public_check.check",
}


def doors(app):
    """Yield every route of the application with an address that fits it, and a method."""
    for rule in app.url_map.iter_rules():
        address = re.sub(r"<uuid:[^>]+>", str(uuid4()), rule.rule)
        address = re.sub(r"<int:[^>]+>", "1", address)
        address = re.sub(r"<any\(['\"]?([^'\",)]+)[^>]*>", r"\1", address)
        address = re.sub(r"<[^>]+>", "x", address)
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            yield rule.endpoint, method, address


def test_the_list_of_open_doors_is_the_one_written_here():
    assert OPEN_TO_STRANGERS >= PUBLIC


def test_every_other_door_is_closed_to_strangers(app, stranger):
    let_in = [
        (method, address)
        for endpoint, method, address in doors(app)
        if endpoint not in OPEN_TO_STRANGERS
        and not turned_away(stranger.open(address, method=method, json=None if method == "GET" else {}))
    ]

    assert let_in == []
    assert len(list(doors(app))) > 30


def turned_away(answer):
    """Tell whether a stranger got nothing: 401 from the JSON door, the way to the login from a page."""
    if answer.status_code in (302, 303):
        return "/login" in answer.headers["Location"]
    return answer.status_code == 401


def test_a_new_door_is_closed_without_being_told_so(own_app):
    own_app.add_url_rule("/api/v1/forgotten", "forgotten", lambda: "secrets")

    assert own_app.test_client().get("/api/v1/forgotten").status_code == 401


def test_an_unknown_address_is_just_not_there(stranger):
    answer = stranger.get("/api/v1/nowhere")

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


@pytest.mark.parametrize("token", ["", "nonsense", "aaaaaaaaaaaa.bbbb"])
def test_a_made_up_token_opens_nothing(stranger, token):
    assert stranger.get(LOGIN, headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_a_password_in_the_header_opens_nothing(stranger):
    assert stranger.get(LOGIN, auth=("clerk", "a quiet green hill")).status_code == 401


# --- other sites ---

WRITE = f"{LOGIN}/preferences"


@pytest.mark.parametrize(
    "headers",
    [
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "guessed"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_write_that_another_site_caused_is_refused(client_as, headers):
    answer = client_as("clerk").patch(WRITE, json={"locale": "en"}, headers=headers)

    assert (answer.status_code, answer.json["code"]) == (403, "cross_site_request")


def test_a_write_from_our_own_pages_is_done(client_as):
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}

    assert client_as("clerk").patch(WRITE, json={"locale": "en"}, headers=headers).json["locale"] == "en"


def test_a_foreign_site_cannot_log_a_person_in(stranger):
    answer = stranger.post(
        LOGIN, json={"username": "clerk", "password": "x"}, headers={"Origin": "https://elsewhere.example"}
    )

    assert (answer.status_code, answer.json["code"]) == (403, "cross_site_request")


def test_a_form_carries_the_token_as_a_field(client_as):
    browser = client_as("clerk")
    token, browser.csrf = browser.csrf, ""

    answer = browser.delete(LOGIN, data={"csrf_token": token})

    assert answer.status_code == 204


# --- tokens ---


def test_a_token_acts_as_its_bearer_without_csrf(stranger, token_of):
    headers = token_of("clerk")

    assert stranger.get(LOGIN, headers=headers).json["name"] == "李经办"
    assert stranger.patch(WRITE, json={"locale": "en"}, headers=headers).status_code == 200


def test_a_token_that_may_only_read_writes_nothing(stranger, token_of):
    answer = stranger.patch(WRITE, json={"locale": "en"}, headers=token_of("clerk", ["read"]))

    assert (answer.status_code, answer.json["code"]) == (403, "not_permitted")


def test_a_token_that_may_only_write_reads_nothing(stranger, token_of):
    answer = stranger.get(LOGIN, headers=token_of("clerk", ["write"]))

    assert (answer.status_code, answer.json["code"]) == (403, "not_permitted")


def test_a_token_ends_on_its_day(stranger, token_of, clock):
    headers = token_of("clerk", days=1)
    clock.move(hours=23)
    assert stranger.get(LOGIN, headers=headers).status_code == 200
    clock.move(hours=1)
    assert stranger.get(LOGIN, headers=headers).status_code == 401


def test_a_revoked_token_ends_at_once_and_only_its_own_bearer_revokes_it(client_as, stranger):
    clerk, other = client_as("clerk"), client_as("other_clerk")
    made = clerk.post("/api/v1/tokens", json={"name": "robot", "scopes": ["read"]}).json
    headers, address = {"Authorization": f"Bearer {made['text']}"}, f"/api/v1/tokens/{made['token']['id']}"

    assert other.delete(address).status_code == 404
    assert stranger.get(LOGIN, headers=headers).status_code == 200
    assert clerk.delete(address).status_code == 204
    assert stranger.get(LOGIN, headers=headers).status_code == 401
    assert clerk.get("/api/v1/tokens").json == {"items": []}


def test_a_token_asked_for_wrongly_names_all_that_is_wrong(client_as):
    answer = client_as("clerk").post("/api/v1/tokens", json={"name": "x", "scopes": ["admin"], "days": 4000})

    assert answer.status_code == 422
    assert {problem["where"] for problem in answer.json["problems"]} == {"scopes", "days"}


# --- what guards every answer ---


def test_every_answer_is_guarded(client_as):
    for address in (LOGIN, "/api/v1/docs", "/api/v1/nowhere"):
        headers = client_as("clerk").get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
