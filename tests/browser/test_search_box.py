"""Suggestions by keyboard alone, without a barrier."""

import pytest

from api.app import create_app
from archives.domain.permission import WORKER
from tests.browser.browser import DESK, PHONE, barriers
from tests.factories import PASSWORD, cast
from tests.handover import three_records


@pytest.fixture
def people(house):
    return cast(house)


@pytest.fixture
def page(house, people, serve, open_page):
    """Return a window on the search page, in which a clerk has logged in."""
    three_records(house, people)
    with house.open(WORKER) as services:
        services.indexing.catch_up()
    base = serve(create_app(house=house))
    page = open_page(DESK)
    page.goto(f"{base}/login")
    page.fill("#username", "clerk")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}/")
    page.goto(f"{base}/search")
    return page


def test_a_suggestion_is_taken_by_keyboard_and_the_page_has_no_barrier(page):
    box, options = page.locator("#q"), page.locator("#q-suggestions [role=option]")
    assert barriers(page) == []

    box.type("czj")
    options.first.wait_for(timeout=30_000)
    assert (box.get_attribute("role"), box.get_attribute("aria-expanded")) == ("combobox", "true")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert barriers(page) == []
    page.set_viewport_size(PHONE)
    assert barriers(page) == []
    page.keyboard.press("Enter")
    page.locator(".hits li").first.wait_for(timeout=30_000)

    assert page.locator(".hits li").count() == 3
    assert "财政局" in page.locator("#q").input_value()


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(page):
    box, options = page.locator("#q"), page.locator("#q-suggestions [role=option]")

    box.type("czj")
    options.first.wait_for(timeout=30_000)
    page.keyboard.press("Escape")

    assert (box.get_attribute("aria-expanded"), options.first.is_visible()) == ("false", False)
    assert box.input_value() == "czj"
