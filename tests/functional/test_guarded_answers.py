"""What every answer carries, whatever it is; where a login may lead; what a wrong password costs."""

import statistics
import time

import pytest

from archives.services.accounts_password import is_password
from tests.factories import PASSWORD
from tests.full_house import address

GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
EVIL = "evil.example"


def every_kind_of_answer(full):
    """Yield answers of every sort: found, not found, refused, wrong, moved, broken, from every door."""
    clerk, stranger = full.browsers["clerk"], full.app.test_client()
    for browser in (clerk, stranger):
        for path in ("/", "/nowhere", "/api/v1/nowhere", "/healthz", "/login", "/static/js/theme.js", "/static/none"):
            yield browser.get(path, buffered=True)
            yield browser.head(path, buffered=True)
            yield browser.open(path, method="PATCH", buffered=True)
            yield browser.options(path, buffered=True)
    yield clerk.post("/api/v1/fonds", data="{", content_type="application/json")
    yield clerk.post("/api/v1/fonds", data="x" * 5_000_000, content_type="application/json")
    for rule in full.app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint not in ("static", "rest_openapi.static"):
            yield clerk.get(address(rule, full.values["finance"]), buffered=True)


def test_every_answer_is_guarded_and_tells_nothing_of_the_inside(full):
    for answer in every_kind_of_answer(full):
        here = (answer.request.method, answer.request.path, answer.status_code)
        assert answer.status_code < 500, here
        assert {name: answer.headers.get(name) for name in GUARDS} == GUARDS, here
        assert "'unsafe" not in answer.headers["Content-Security-Policy"], here
        assert "Server" not in answer.headers, here
        assert b"Traceback" not in answer.data, here
        assert b"archives/services/" not in answer.data, here
        for cookie in answer.headers.getlist("Set-Cookie"):
            assert "HttpOnly" in cookie, here
            assert "SameSite=Lax" in cookie, here


def test_what_is_private_is_kept_by_no_cache(full):
    for rule in full.app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.endpoint.endswith("static") and not rule.endpoint.startswith("rest_log."):
            answer = full.browsers["clerk"].get(address(rule, full.values["finance"]), buffered=True)
            assert answer.headers["Cache-Control"] == "no-store", rule


def test_a_download_is_never_taken_for_a_page(full):
    record, name = full.values["finance"]["record_id"], full.values["finance"]["name"]
    answer = full.browsers["clerk"].get(f"/api/v1/records/{record}/files/{name}", buffered=True)

    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.content_type == "application/octet-stream"


# --- where a login leads ---


@pytest.mark.parametrize(
    "target",
    [
        f"https://{EVIL}/",
        f"//{EVIL}/",
        f"///{EVIL}/",
        f"////{EVIL}/",
        f"/\\{EVIL}/",
        f"\\\\{EVIL}/",
        f"/\t/{EVIL}/",
        f"\n//{EVIL}/",
        f" //{EVIL}/",
        f"https:{EVIL}",
        f"https:///{EVIL}/",
        f"http://localhost@{EVIL}/",
        f"http://localhost.{EVIL}/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://[",
        "/\r\nX-Evil: 1",
    ],
)
def test_a_login_leads_nowhere_else(app, target):
    browser = app.test_client()
    form = {"username": "clerk", "password": PASSWORD, "next": target}
    for answer in (browser.post("/login", data=form), browser.get("/language", query_string={"next": target})):
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/")
        assert not answer.headers["Location"].startswith(("//", "/\\"))
        assert "X-Evil" not in answer.headers


def test_a_forged_host_is_in_no_address(client_as):
    clerk = client_as("clerk")
    for path in ("/", "/records", "/nowhere", "/api/v1/openapi.json"):
        answer = clerk.get(path, headers={"Host": EVIL, "X-Forwarded-Host": EVIL, "Forwarded": f"host={EVIL}"})
        assert EVIL not in answer.text
        assert EVIL not in str(answer.headers)


def test_a_login_chosen_by_another_is_not_taken_over(app):
    """Session fixation: the cookie that was there before the login is worth nothing after it."""
    browser = app.test_client()
    browser.set_cookie("archives_login", "chosen-by-another")
    browser.login("clerk")

    assert browser.get_cookie("archives_login").value != "chosen-by-another"
    thief = app.test_client()
    thief.set_cookie("archives_login", "chosen-by-another")
    assert thief.get("/api/v1/session").status_code == 401


def test_a_name_that_nobody_bears_takes_as_long_as_a_wrong_password():
    from_a_real_hash = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$" + "A" * 43

    def cost(hashed):
        taken = []
        for _ in range(3):
            began = time.process_time()
            assert not is_password("wrong password", hashed)
            taken.append(time.process_time() - began)
        return statistics.median(taken)

    assert 0.3 < cost("") / cost(from_a_real_hash) < 3


@pytest.mark.parametrize("name", ["system_admin", "security_admin", "audit_admin"])
def test_no_administrator_reads_or_finds_a_record(full, name):
    browser = full.browsers[name]
    for listing in ("records", "transfers", "imports", "fonds", "obligations", "plans", "extensions"):
        answer = browser.get(f"/api/v1/{listing}")
        assert answer.status_code == 403 or answer.json["items"] == [], listing
    assert browser.get("/api/v1/search?q=机要").json["total"] == 0
