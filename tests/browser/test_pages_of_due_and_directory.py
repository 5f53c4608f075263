"""What falls due, plans, directory and administration on a phone: no barrier, nothing wider than the screen."""

import pytest

from api.app import create_app
from archives.domain.permission import WORKER
from tests.browser.browser import DESK, PHONE, barriers
from tests.factories import PASSWORD, cast
from tests.holdings import keep, obligation_of, units

ROUNDS = {
    "clerk": (
        "/due",
        "/due/batches/{batch}",
        "/due/calendar?year=2026&month=11",
        "/plans/{plan}",
        "/directory/organizations/{finance}/schedule",
        "/settings",
    ),
    "archivist": ("/due/forecast", "/directory", "/directory/fonds/{fonds}"),
    "authority_officer": ("/directory/organizations/{finance}", "/notices"),
    "system_admin": ("/accounts/new", "/jobs"),
    "security_admin": ("/accounts/{clerk}",),
    "audit_admin": ("/trail",),
}


@pytest.fixture
def people(house):
    return cast(house)


@pytest.fixture
def places(house, people):
    """Return the ids that the addresses need."""
    records = units(people.finance_fonds, "2013-05-05", "2016-11-22", "2020-01-01")
    keep(house, records + units(people.health_fonds, "2014-02-02"))
    with house.open(people.clerk) as services:
        batch, plan = obligation_of(services, records[0]), services.plans.draft(people.finance.id, 2026)
    with house.open(WORKER) as services:
        services.deadlines.sweep()
    return {
        "batch": batch.id,
        "plan": plan.id,
        "finance": people.finance.id,
        "fonds": people.tax_fonds.id,
        "clerk": people.clerk.account_id,
    }


@pytest.fixture
def window(house, people, serve, open_page):
    """Return a window in which somebody has logged in, and the address of the house."""
    base = serve(create_app(house=house))

    def enter(username, viewport):
        page = open_page(viewport)
        page.goto(f"{base}/login")
        page.fill("#username", username)
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{base}/")
        return page, base

    return enter


@pytest.mark.parametrize("username", ROUNDS)
def test_the_pages_of_a_role_have_no_barrier_on_a_phone(window, places, username):
    page, base = window(username, PHONE)
    found = {}
    for path in ROUNDS[username]:
        page.goto(base + path.format(**places))
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        found[path] = barriers(page)

    assert {path: lines for path, lines in found.items() if lines} == {}


def test_the_calendar_is_a_table_on_a_desk_and_an_agenda_on_a_phone(window, places):
    page, base = window("clerk", DESK)
    page.goto(f"{base}/due/calendar?year=2026&month=11")
    shown = []
    for viewport in (DESK, PHONE):
        page.set_viewport_size(viewport)
        shown.append((page.locator(".calendar").is_visible(), page.locator(".agenda").is_visible()))

    assert shown == [(True, False), (False, True)]


def test_a_transfer_is_planned_by_keyboard_alone(window, places):
    page, base = window("clerk", DESK)
    page.goto(f"{base}/due/plan")
    page.locator("input[name=obligation]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    page.locator("main button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/transfers/*")

    assert page.locator("h1").is_visible()
