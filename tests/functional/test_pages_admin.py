"""The pages of accounts, one's own settings, notices, jobs and the trail: each for whom it is meant."""

import re

import pytest

from archives.domain.permission import WORKER
from archives.models import Job
from tests.conftest import NOON
from tests.factories import PASSWORD
from tests.holdings import keep, units

NEW_PASSWORD = "seven slow rivers meet"


@pytest.fixture
def account_of(house, people):
    """Return an account as it is now."""

    def read(name):
        with house.open(people.system_admin) as services:
            return services.accounts.get(getattr(people, name).account_id)

    return read


# --- accounts ---


def test_accounts_are_for_administrators(client_as):
    seen = {name: client_as(name).get("/accounts").status_code for name in ("clerk", "director", "system_admin")}

    assert seen == {"clerk": 403, "director": 403, "system_admin": 200}


def test_the_system_administrator_makes_an_account_without_roles(client_as):
    browser = client_as("system_admin")
    said = {"username": "new.clerk", "display_name": "钱新", "password": NEW_PASSWORD, "locale": "zh-Hans"}

    assert browser.post("/accounts/new", data=said | {"password": "short"}).status_code == 422
    answer = browser.post("/accounts/new", data=said)
    again = browser.post("/accounts/new", data=said)

    assert answer.status_code == 303
    assert "钱新" in browser.get(answer.headers["Location"]).text
    assert (again.status_code, NEW_PASSWORD in again.text) == (422, False)


def test_each_administrator_has_other_buttons(client_as, people):
    address = f"/accounts/{people.clerk.account_id}"
    buttons = ("/disable", "/password", "/roles")
    shown = {}
    for name in ("system_admin", "security_admin", "audit_admin"):
        text = client_as(name).get(address).text
        shown[name] = [button for button in buttons if f'{address}{button}"' in text]

    assert shown == {"system_admin": ["/disable", "/password"], "security_admin": ["/roles"], "audit_admin": []}


def test_an_account_is_closed_and_opened_again(client_as, people, account_of):
    browser, address = client_as("system_admin"), f"/accounts/{people.clerk.account_id}"

    assert browser.post(f"{address}/disable", data={"version": account_of("clerk").version}).status_code == 303
    assert account_of("clerk").disabled_at is not None
    assert browser.post(f"{address}/enable", data={"version": account_of("clerk").version}).status_code == 303
    assert account_of("clerk").disabled_at is None


def test_the_system_administrator_sets_the_password_of_a_clerk_but_of_no_administrator(client_as, people):
    browser = client_as("system_admin")
    clerk, auditor = (f"/accounts/{who.account_id}" for who in (people.clerk, people.audit_admin))

    assert browser.post(f"{clerk}/password", data={"password": NEW_PASSWORD}).status_code == 303
    assert browser.application.test_client().login("clerk", NEW_PASSWORD)
    assert "/password" not in browser.get(auditor).text
    assert browser.post(f"{auditor}/password", data={"password": NEW_PASSWORD}).status_code == 403


def test_the_security_administrator_gives_and_takes_a_role(client_as, house, people):
    browser, address = client_as("security_admin"), f"/accounts/{people.clerk.account_id}"

    scopeless = browser.post(f"{address}/roles", data={"role": "approver"})
    given = browser.post(f"{address}/roles", data={"role": "approver", "organization_id": str(people.finance.id)})

    assert (scopeless.status_code, 'id="organization_id-error"' in scopeless.text) == (422, True)
    assert given.status_code == 303
    with house.open(people.security_admin) as services:
        grants = services.roles.list(people.clerk.account_id)
    assert browser.post(f"{address}/roles/{grants[-1].id}/revoke").status_code == 303
    assert browser.get(address).text.count("/revoke") == 1


def test_conflicting_roles_are_refused_with_words(client_as, people):
    address = f"/accounts/{people.clerk.account_id}/roles"
    answer = client_as("security_admin").post(address, data={"role": "audit_admin"}, headers={"Accept-Language": "en"})

    assert answer.status_code == 422
    assert re.search('id="role-error"', answer.text)


def test_nobody_but_the_security_administrator_gives_roles(client_as, people):
    address = f"/accounts/{people.other_clerk.account_id}/roles"
    data = {"role": "clerk", "organization_id": str(people.finance.id)}

    assert [client_as(name).post(address, data=data).status_code for name in ("clerk", "system_admin")] == [403, 403]


# --- one's own settings ---


def test_a_password_is_changed_by_whoever_knows_the_old_one(client_as, app):
    browser = client_as("clerk")
    said = {"old": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD}

    wrong = browser.post("/settings/password", data=said | {"old": "guessed at random"})
    unlike = browser.post("/settings/password", data=said | {"again": "something else"})
    done = browser.post("/settings/password", data=said)

    assert (wrong.status_code, unlike.status_code, 'id="again-error"' in unlike.text) == (422, 422, True)
    assert (done.status_code, done.headers["Location"]) == (303, "/login")
    assert app.test_client().login("clerk", NEW_PASSWORD)


def test_a_token_is_shown_once_and_can_be_revoked(client_as, house, people):
    browser = client_as("clerk")
    refused = browser.post("/settings/tokens", data={"name": "报表", "days": "9999"})
    shown = browser.post("/settings/tokens", data={"name": "报表", "scopes": "read", "days": "30"}).text
    token = re.search(r"<code>([0-9a-f]{12}\.[\w-]{43})</code>", shown)[1]

    assert refused.status_code == 422
    assert token not in browser.get("/settings").text
    bearer = {"Authorization": f"Bearer {token}"}
    assert browser.application.test_client().get("/api/v1/session", headers=bearer).status_code == 200
    with house.open(people.clerk) as services:
        kept = services.tokens.list_own()[0]
    assert browser.post(f"/settings/tokens/{kept.id}/revoke").status_code == 303
    assert browser.application.test_client().get("/api/v1/session", headers=bearer).status_code == 401


def test_a_language_is_kept(client_as, account_of):
    browser = client_as("clerk")

    assert browser.post("/settings/language", data={"locale": "en"}).status_code == 303
    assert account_of("clerk").locale == "en"
    assert 'lang="en"' in browser.get("/settings").text


# --- notices ---


def test_a_notice_is_counted_shown_and_put_away_by_its_own_role(client_as, house, people):
    keep(house, units(people.finance_fonds, "2013-05-05"))
    with house.open(WORKER) as services:
        services.deadlines.sweep()
    browser = client_as("clerk")
    text = browser.get("/notices").text
    notice = re.search("/notices/([0-9a-f-]{36})/close", text)[1]

    assert '<span class="count">1</span>' in text
    assert f"/due/batches?organization={people.finance.id}" in text
    assert "/close" not in client_as("other_clerk").get("/notices").text
    assert client_as("other_clerk").post(f"/notices/{notice}/close").status_code == 404
    assert browser.post(f"/notices/{notice}/close").status_code == 303
    assert "/close" not in browser.get("/notices").text


# --- jobs ---


@pytest.fixture
def jobs(house, people):
    rows = {
        name: Job(
            kind="check",
            state="dead",
            run_at=NOON,
            created_at=NOON,
            error=f"broken at {name}",
            organization_id=getattr(people, name).id,
        )
        for name in ("finance", "health")
    }
    with house.open(WORKER) as services, services.work.write():
        services.work.session.add_all(rows.values())
    return rows


def test_the_system_administrator_sees_every_job_and_an_organization_its_own(client_as, jobs):
    seen = {
        name: re.findall("broken at ([a-z]+)", client_as(name).get("/jobs").text)
        for name in ("system_admin", "clerk", "other_clerk", "archivist")
    }

    assert {name: sorted(found) for name, found in seen.items()} == {
        "system_admin": ["finance", "health"],
        "clerk": ["finance"],
        "other_clerk": ["health"],
        "archivist": [],
    }


def test_a_dead_job_is_queued_anew_or_removed_by_the_system_administrator_only(client_as, house, people, jobs):
    retry, abort = f"/jobs/{jobs['finance'].id}/retry", f"/jobs/{jobs['health'].id}/abort"
    clerk, browser = client_as("clerk"), client_as("system_admin")

    assert ("/retry" in clerk.get("/jobs").text, clerk.post(retry).status_code) == (False, 403)
    assert (browser.post(retry).status_code, browser.post(abort).status_code) == (303, 303)
    with house.open(people.system_admin) as services:
        states = {job.id: job.state for job in services.jobs.list().rows}
    assert (states[jobs["finance"].id], states[jobs["health"].id]) == ("queued", "aborted")


# --- trail and desk ---


def test_the_audit_administrator_sees_how_the_log_stands(client_as, house):
    browser = client_as("audit_admin")
    assert "尚未校验" in browser.get("/trail").text
    with house.open(WORKER) as services:
        signed = services.transparency.checkpoint()
        origin, size = signed.note.split("\n")[:2]
        services.trail.verify_and_note()

    page = browser.get("/trail").text

    assert origin in page
    assert f"{size} 项，签于" in page
    assert "完好" in page
    assert "log/" not in client_as("clerk").get("/trail").text


def test_the_audit_administrator_reads_the_whole_trail_and_narrows_it(client_as, house, people):
    with house.open(people.clerk) as services:
        fonds = services.fonds.create("青山县国资办", people.finance.id)
    browser = client_as("audit_admin")

    assert "青山县国资办" in browser.get("/trail").text
    assert "青山县国资办" in browser.get(f"/trail?subject={fonds.id}").text
    assert "青山县国资办" in browser.get("/trail?kind=FondsCreated").text
    assert "青山县国资办" not in browser.get("/trail?kind=FondsClosed").text
    assert "青山县国资办" not in browser.get(f"/trail?actor={people.archivist.account_id}").text
    assert "青山县国资办" not in client_as("other_clerk").get("/trail").text


def test_every_figure_of_the_desk_leads_to_its_list(client_as, house, people, jobs):
    keep(house, units(people.finance_fonds, "2013-05-05", "2016-05-05"))
    browser = client_as("clerk")
    text = browser.get("/").text
    figures = re.search('<ul class="figures">(.*?)</ul>', text, re.DOTALL)[1]

    links = re.findall(r'<a href="([^"]+)"><strong>', figures)
    assert len(links) == figures.count("<strong>") >= 4
    assert all(browser.get(link).status_code == 200 for link in links if not link.startswith("#"))
    assert "/due/plan?fonds=" in text
    assert "/jobs?state=dead" in client_as("system_admin").get("/").text
