"""The receipts of a transfer in a real browser: drawn anew, superseded, revoked; on desk and phone."""

import pytest

from api.app import create_app
from archives.domain.permission import WORKER
from tests.accepted_house import copied, kept
from tests.browser.browser import DESK, PHONE
from tests.browser.walk import Person

__all__ = ["copied", "kept"]


@pytest.fixture
def director(copied, serve, open_page):
    """Let the director come in."""
    address = serve(create_app(house=copied))
    return lambda language, window: Person(open_page(window), address, language, set()).come_in("director")


def test_the_director_asks_for_a_new_receipt_and_both_stand_on_the_page(copied, kept, director):
    person = director("zh-Hans-CN", PHONE)
    page = f"/transfers/{kept.transfer.id}"
    person.go(page)

    person.follow("换发新凭证")
    person.press("换发新凭证")
    person.look()
    assert person.page.locator(".error-summary:focus").count() == 1
    person.fill(reason="单位名称有误，应为青山县财政和国资局")
    person.press("换发新凭证")
    person.look()
    assert "正在制作替代它的新凭证" in person.text
    with copied.open(WORKER) as services:
        for each in services.reissues.unfinished():
            services.reissues.carry_out(each)

    person.go(page)
    assert "单位名称有误" in person.text
    assert "已被新凭证替代" in person.text


def test_a_revoked_receipt_is_marked_on_the_desk(kept, director):
    person = director("en", DESK)
    person.go(f"/transfers/{kept.transfer.id}")

    person.follow("Revoke the receipt")
    person.fill(reason="ruled void")
    person.press("Revoke the receipt")
    person.look()

    assert "ruled void" in person.text
    assert "Revoked" in person.text
    assert person.page.get_by_role("link", name="Issue a new receipt in its place").count() == 0
