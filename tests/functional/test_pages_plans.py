"""The pages of transfer plans: drafted, agreed by both sides, made into transfers."""

import re
from datetime import date

import pytest

from archives.services.plans import PlanState
from tests.holdings import keep, units


@pytest.fixture
def records(house, people):
    """Two fonds; finance has two records overdue and one that falls due this year."""
    made = units(people.finance_fonds, "2013-05-05", "2013-06-30", "2016-01-10")
    keep(house, made + units(people.tax_fonds, "1993-03-03"))


@pytest.fixture
def plan(house, people, records):
    """Return the plan as it is now."""
    with house.open(people.clerk) as services:
        made = services.plans.draft(people.finance.id, 2026)

    def now():
        with house.open(people.clerk) as services:
            return services.plans.get(made.id)

    return now


def agree(browser, plan):
    return browser.post(f"/plans/{plan.id}/agree", data={"version": plan.version})


def test_a_clerk_drafts_the_plan_of_a_year(client_as, house, people, records):
    browser = client_as("clerk")
    answer = browser.post("/plans", data={"organization": str(people.finance.id), "year": "2026"})

    assert answer.status_code == 303
    text = browser.get(answer.headers["Location"]).text
    assert re.findall(r"<td>(\d{4})</td>", text) == ["1993", "2013", "2016"]


def test_a_wrong_year_shows_the_form_again(client_as, people, records):
    browser = client_as("clerk")
    for year in ("soon", "", "99999", "1" * 5000):
        answer = browser.post("/plans", data={"organization": str(people.finance.id), "year": year})
        assert (answer.status_code, year in answer.text) == (422, True)
    assert browser.get(f"/plans?year={10**30}").status_code == 404


def test_another_organization_sees_neither_list_nor_plan(client_as, plan):
    browser = client_as("other_clerk")

    assert "财政局" not in browser.get("/plans").text
    assert browser.get(f"/plans/{plan().id}").status_code == 404
    assert agree(browser, plan()).status_code == 404


def test_each_role_has_its_own_buttons(client_as, plan):
    shown = {}
    for name in ("clerk", "approver", "archivist", "director", "inspector", "authority_officer"):
        text = client_as(name).get(f"/plans/{plan().id}").text
        shown[name] = ("/agree" in text, 'name="year"' in text)

    assert shown == {
        "clerk": (False, True),
        "approver": (True, False),
        "archivist": (True, True),
        "director": (True, False),
        "inspector": (False, False),
        "authority_officer": (False, False),
    }


def test_both_sides_agree_and_the_organization_makes_its_transfers(client_as, house, people, plan):
    assert agree(client_as("approver"), plan()).status_code == 303
    assert plan().state == PlanState.AGREED_BY_ORGANIZATION
    assert agree(client_as("director"), plan()).status_code == 303
    assert plan().state == PlanState.AGREED

    browser = client_as("clerk")
    assert browser.get(f"/plans/{plan().id}").text.count('name="fonds"') == 2
    answer = browser.post(f"/plans/{plan().id}/transfers", data={"fonds": str(people.finance_fonds.id)})

    assert answer.status_code == 303
    with house.open(people.clerk) as services:
        made = services.transfers.list().rows[0]
    assert (made.plan_id, made.item_count) == (plan().id, 3)


def test_nobody_else_makes_transfers_of_a_plan(client_as, people, plan):
    for name in ("approver", "director"):
        agree(client_as(name), plan())
    browser = client_as("archivist")

    assert 'name="fonds"' not in browser.get(f"/plans/{plan().id}").text
    answer = browser.post(f"/plans/{plan().id}/transfers", data={"fonds": str(people.finance_fonds.id)})
    assert answer.status_code == 403


def test_a_plan_that_its_batches_have_overtaken_asks_to_be_drafted_again(client_as, house, people, plan):
    keep(house, units(people.finance_fonds, date(2014, 2, 2).isoformat()))
    browser = client_as("approver")

    assert "/agree" not in browser.get(f"/plans/{plan().id}").text
    assert agree(browser, plan()).status_code == 409
