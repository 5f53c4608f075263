"""Every page of the navigation, for every role, in every language: it opens, without barriers, on desk and phone."""

import pytest

from tests.browser.browser import DESK, PHONE
from tests.handover import accept, plan, submit, three_records

PEOPLE = (
    ("clerk", "zh-Hant-TW", PHONE),
    ("archivist", "zh-Hans-CN", PHONE),
    ("authority_officer", "zh-Hans-CN", DESK),
    ("system_admin", "zh-Hans-CN", DESK),
    ("security_admin", "zh-Hant-TW", PHONE),
    ("audit_admin", "en", PHONE),
)


@pytest.fixture
def accepted(house, people):
    """A transfer that went the whole way."""
    records = three_records(house, people)
    transfer = plan(house, people)
    submit(house, people, transfer.id)
    return accept(house, people, transfer.id, records).id


@pytest.mark.parametrize(
    ("username", "language", "window"), PEOPLE, ids=lambda each: each if isinstance(each, str) else ""
)
def test_a_person_may_go_wherever_the_navigation_leads(come_in, accepted, username, language, window):
    person = come_in(username, language, viewport=window)

    for path in person.page.locator("nav.desk a").evaluate_all("links => links.map(link => link.getAttribute('href'))"):
        person.go(path)

        assert person.page.locator("html").get_attribute("lang") == language
        assert person.page.locator("h1").count() == 1
        assert person.page.locator("nav.desk a[aria-current=page]").count() == 1


def test_what_was_accepted_is_read_on_a_phone(come_in, accepted):
    person = come_in("director", "zh-Hant-TW", viewport=PHONE)

    person.go(f"/transfers/{accepted}")
    assert "交接憑證 JJ2026-" in person.text
    person.go(f"/transfers/{accepted}/units")
    person.page.locator("table a").first.click()
    person.look()
    assert "由檔案館保管" in person.text


def test_an_address_that_is_not_there_is_told_without_barriers(come_in):
    person = come_in("clerk", "en")

    person.go("/records/00000000-0000-7000-8000-000000000000")

    assert "Not found" in person.text


def test_labels_are_chosen_and_printed_with_the_keyboard_alone(come_in, house, people, accepted):
    with house.open(people.archivist) as services:
        paper = next(each.record for each in services.transfer_lists.items(accepted) if each.record.carrier == "paper")
        services.boxes.put(paper.id, paper.version, "12", "2 库 3 架")
    person = come_in("archivist", "zh-Hans-CN")
    person.go(f"/transfers/{accepted}/labels")

    box, keyboard = person.page.get_by_role("checkbox"), person.page.keyboard
    box.focus()
    keyboard.press("Space")
    assert not box.is_checked()
    keyboard.press("Space")
    keyboard.press("Tab")
    with person.page.expect_download() as awaited:
        keyboard.press("Enter")

    assert awaited.value.suggested_filename.endswith("-boxes.pdf")
