"""The pages of the directory: who reads it, who enters, numbers and approves."""

import pytest

from archives.domain.vocabulary import RetentionClass, Role
from archives.services.parties_approvals import ScheduleLine

READERS = ["clerk", "archivist", "authority_officer", "system_admin"]
PAGES = ["", "/places", "/fonds", "/scopes", "/schedules"]


@pytest.fixture
def fonds(house, people):
    """A fonds of finance without a number."""
    with house.open(people.clerk) as services:
        return services.fonds.create("青山县国资办", people.finance.id)


def page(browser, path, status=200):
    answer = browser.get(f"/directory{path}")
    assert answer.status_code == status, answer.text
    return answer.text


def test_everybody_who_works_here_reads_the_directory(client_as):
    for name in READERS:
        browser = client_as(name)
        assert all("<h1>" in page(browser, path) for path in PAGES)


def test_a_clerk_sees_the_fonds_and_schedules_of_the_own_organization_only(client_as, people):
    browser = client_as("other_clerk")

    assert "A002" in page(browser, "/fonds")
    assert "A001" not in page(browser, "/fonds")
    assert "财政局" not in page(browser, "/schedules") + page(browser, "/scopes")
    page(browser, f"/fonds/{people.finance_fonds.id}", 404)
    page(browser, f"/schedules/{people.finance_schedule.id}", 404)


def test_an_abolished_body_is_shown_with_its_successor(client_as, people):
    text = page(client_as("clerk"), f"/organizations/{people.tax.id}")

    assert "1994-08-31" in text
    assert f"/directory/organizations/{people.finance.id}" in text


def test_buttons_are_there_for_whoever_may_press_them(client_as, people):
    forms = ("/abolish", "/scope", "/fonds", "/schedule")
    shown = {}
    for name in ("clerk", "archivist", "authority_officer", "inspector", "system_admin"):
        text = page(client_as(name), f"/organizations/{people.finance.id}")
        shown[name] = [form for form in forms if f'/organizations/{people.finance.id}{form}"' in text]

    assert shown == {
        "clerk": ["/fonds", "/schedule"],
        "archivist": ["/fonds"],
        "authority_officer": ["/abolish", "/scope"],
        "inspector": [],
        "system_admin": ["/abolish"],
    }


def test_the_system_administrator_enters_bodies(client_as, house, people):
    browser = client_as("system_admin")
    place = {"name": "红岩镇", "code": "990123100", "parent_id": str(people.county.id)}
    body = {"name": "红岩镇人民政府", "jurisdiction_id": str(people.county.id), "archive_id": str(people.archive.id)}
    archive = {"name": "白水县档案馆", "code": "990124", "level": "county", "jurisdiction_id": str(people.neighbour.id)}

    for kind, said in (
        ("jurisdiction", place),
        ("organization", body),
        ("repository", archive),
        ("authority", {"name": "白水县档案局", "jurisdiction_id": str(people.neighbour.id)}),
    ):
        assert "<h1>" in page(browser, f"/new/{kind}")
        assert browser.post(f"/directory/new/{kind}", data=said).status_code == 303

    texts = page(browser, "") + page(browser, "/places")
    assert all(name in texts for name in ("红岩镇人民政府", "红岩镇", "白水县档案馆", "白水县档案局"))


def test_a_wrong_code_or_a_name_that_is_taken_shows_the_form_again(client_as, people):
    browser = client_as("system_admin")
    wrong = browser.post("/directory/new/jurisdiction", data={"name": "红岩镇", "code": "x"})
    taken = browser.post("/directory/new/authority", data={"name": "青山县档案局", "jurisdiction_id": people.county.id})

    assert (wrong.status_code, 'id="code-error"' in wrong.text, "红岩镇" in wrong.text) == (422, True, True)
    assert (taken.status_code, 'id="name-error"' in taken.text) == (422, True)


def test_a_character_that_no_database_keeps_is_refused(client_as, people):
    answer = client_as("authority_officer").post(
        f"/directory/organizations/{people.tax.id}/scope", data={"document_number": "a\0b", "approved_on": "2026-11-01"}
    )

    assert (answer.status_code, "U+0000" in answer.text) == (422, True)


def test_a_clerk_enters_no_body(client_as, people):
    data = {"name": "某局", "jurisdiction_id": str(people.county.id), "archive_id": str(people.archive.id)}

    assert client_as("clerk").post("/directory/new/organization", data=data).status_code == 403


def test_the_authority_records_an_abolition(client_as, house, people):
    browser, address = client_as("authority_officer"), f"/directory/organizations/{people.health.id}"
    version = people.health.version
    early = browser.post(f"{address}/abolish", data={"version": version, "abolished_on": "1949-01-01"})
    done = browser.post(f"{address}/abolish", data={"version": version, "abolished_on": "2026-01-01"})

    assert (early.status_code, 'id="abolished_on-error"' in early.text) == (422, True)
    assert done.status_code == 303
    assert "2026-01-01" in page(browser, f"/organizations/{people.health.id}")


def test_the_authority_approves_a_scope(client_as, house, people):
    address = f"/directory/organizations/{people.tax.id}/scope"
    said = {"document_number": "青档〔2026〕3号", "approved_on": "2026-11-01"}

    assert client_as("archivist").post(address, data=said).status_code == 403
    assert client_as("authority_officer").post(address, data=said).status_code == 303
    assert "青档〔2026〕3号" in page(client_as("authority_officer"), "/scopes")


# --- fonds ---


def test_the_archive_numbers_a_fonds_once(client_as, fonds):
    browser, address = client_as("archivist"), f"/directory/fonds/{fonds.id}/number"

    wrong = browser.post(address, data={"version": fonds.version, "number": "4"})
    taken = browser.post(address, data={"version": fonds.version, "number": "A001"})
    done = browser.post(address, data={"version": fonds.version, "number": "A004"})

    assert (wrong.status_code, 'id="number-error"' in wrong.text) == (422, True)
    assert taken.status_code == 422
    assert done.status_code == 303
    assert "A004" in page(browser, f"/fonds/{fonds.id}")
    assert "/number" not in page(browser, f"/fonds/{fonds.id}")


def test_a_clerk_numbers_no_fonds(client_as, fonds):
    browser = client_as("clerk")

    assert "/number" not in page(browser, f"/fonds/{fonds.id}")
    answer = browser.post(f"/directory/fonds/{fonds.id}/number", data={"version": fonds.version, "number": "A004"})
    assert answer.status_code == 403


def test_the_history_of_creators_grows(client_as, fonds):
    browser = client_as("clerk")
    said = {"version": fonds.version, "name": "青山县国有资产管理所", "since": "1990-01-01", "until": "1999-12-31"}

    assert browser.post(f"/directory/fonds/{fonds.id}/creators", data=said).status_code == 303
    assert "青山县国有资产管理所" in page(browser, f"/fonds/{fonds.id}")


def test_the_authority_gives_a_fonds_to_another_keeper(client_as, house, people, fonds):
    browser, address = client_as("authority_officer"), f"/directory/fonds/{fonds.id}/keeper"
    said = {"version": fonds.version, "organization_id": str(people.health.id), "reason": "机构改革"}

    assert browser.post(address, data=said | {"reason": ""}).status_code == 422
    assert browser.post(address, data=said).status_code == 303
    with house.open(people.other_clerk) as services:
        assert services.fonds.get(fonds.id).organization_id == people.health.id


# --- retention schedules ---


def lines(*rows):
    parts = ("category", "series", "description", "retention")
    return {f"lines-{i}-{part}": value for i, row in enumerate(rows) for part, value in zip(parts, row, strict=True)}


def test_an_organization_hands_in_a_schedule_and_the_authority_approves_it(client_as, house, people):
    browser = client_as("clerk")
    address = f"/directory/organizations/{people.finance.id}/schedule"
    assert page(browser, f"/organizations/{people.finance.id}/schedule").count('value="WS"') == 3

    data = lines(("WS", "", "本机关制定的规章", "permanent"), ("", "", "", ""), ("KJ", "会计", "凭证", "D30"))
    answer = browser.post(address, data=data)

    assert answer.status_code == 303
    edition = answer.headers["Location"]
    assert "/approve" not in browser.get(edition).text
    text = client_as("authority_officer").get(edition).text
    assert ("本机关制定的规章" in text, "KJ" in text, "/approve" in text) == (True, True, True)
    assert browser.post(f"{edition}/approve", data={"version": 1}).status_code == 403
    assert client_as("authority_officer").post(f"{edition}/approve", data={"version": 1}).status_code == 303
    with house.open(people.clerk) as services:
        assert services.approvals.schedule_in_force(people.finance.id).edition == 2


def test_a_line_without_category_or_retention_is_named_and_nothing_typed_is_lost(client_as, people):
    browser, address = client_as("clerk"), f"/directory/organizations/{people.finance.id}/schedule"

    nameless = browser.post(address, data=lines(("", "", "凭证", "D30")))
    endless = browser.post(address, data=lines(("KJ", "", "凭证", "")))

    assert (nameless.status_code, "#lines-0-category" in nameless.text, "凭证" in nameless.text) == (422, True, True)
    assert (endless.status_code, "#lines-0-retention" in endless.text) == (422, True)


def test_an_inspector_reads_a_schedule_but_does_not_approve(client_as, house, people):
    with house.open(people.clerk) as services:
        made = services.approvals.submit_schedule(people.finance.id, [ScheduleLine("WS", RetentionClass.PERMANENT)])

    assert "/approve" not in page(client_as(Role.INSPECTOR), f"/schedules/{made.id}")
