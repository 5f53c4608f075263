"""The parts of pages in a real browser: no barriers, no script or style from elsewhere, nothing that needs script."""

import pytest

from tests.browser.browser import DESK, PHONE, barriers
from tests.browser.gallery.desk import gallery


@pytest.fixture
def address(serve):
    return serve(gallery())


@pytest.mark.parametrize(
    ("language", "viewport", "scheme"),
    [
        ("zh-Hans-CN", DESK, "light"),
        ("zh-Hant-TW", DESK, "dark"),
        ("en", PHONE, "light"),
        ("zh-Hans-CN", PHONE, "dark"),
    ],
)
def test_every_part_is_without_barriers(address, open_page, language, viewport, scheme):
    page = open_page(viewport, color_scheme=scheme)

    page.goto(f"{address}/gallery?wrong&flash&language={language}")

    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("data-bs-theme") == scheme
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert barriers(page) == []


def test_the_error_page_names_the_remedy_and_the_code(address, open_page):
    page = open_page()

    page.goto(f"{address}/error?language=zh-Hans-CN")

    assert page.locator("h1").inner_text() == "他人已先行更改"
    assert "题名" in page.locator(".lead").inner_text()
    assert page.locator("main code").inner_text() == "stale_version"
    assert barriers(page) == []


def test_every_form_that_writes_carries_the_token_and_what_its_author_saw(address, open_page):
    page = open_page(java_script_enabled=False)

    page.goto(f"{address}/gallery")

    forms = page.locator("form[method=post]")
    assert forms.count() == 5
    for form in forms.all():
        assert form.locator("input[name=csrf_token]").get_attribute("value") == "token"
    assert page.locator("main input[name=version][value='3']").count() == 4
    assert page.locator("main input[name=idempotency_key]").count() == 4


def test_the_chosen_theme_is_kept(address, open_page):
    page = open_page(color_scheme="light")
    page.goto(f"{address}/gallery")

    page.get_by_role("button", name="深色模式").click()
    page.goto(f"{address}/error")

    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert page.locator("[data-theme-toggle]").get_attribute("aria-pressed") == "true"


def test_keys_lead_to_the_search_and_to_places_until_they_are_switched_off(address, open_page):
    page = open_page()
    page.goto(f"{address}/gallery")

    page.keyboard.press("/")
    assert page.locator(":focus").get_attribute("id") == "site-search"
    page.keyboard.press("Tab")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url(f"{address}/gallery?transfers")

    page.keyboard.press("?")
    page.get_by_label("启用单键快捷键").uncheck()
    page.get_by_role("button", name="关闭").click()
    page.keyboard.press("/")
    assert page.locator("#site-search:focus").count() == 0


def test_what_is_wrong_is_read_first_and_leads_to_its_field(address, open_page):
    page = open_page()
    page.goto(f"{address}/gallery?wrong")

    assert page.locator(".error-summary:focus").count() == 1
    page.locator(".error-summary a").click()

    assert page.url.endswith("#formed_on")
    assert page.locator("#formed_on").get_attribute("aria-describedby") == "formed_on-error"


def test_progress_is_asked_for_until_it_is_done_and_then_no_more(address, open_page):
    page = open_page()
    page.clock.install()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/live") else None)
    page.goto(f"{address}/gallery?live")

    for done in ("163 / 326", "326 / 326"):
        page.clock.run_for(3_100)
        page.get_by_text(done, exact=True).last.wait_for()
    page.clock.run_for(9_000)

    assert page.locator("#progress").get_attribute("hx-get") is None
    assert len(asked) == 2


def test_a_filter_swaps_the_list_only_and_the_address_follows(address, open_page):
    page = open_page()
    page.goto(f"{address}/gallery")
    page.evaluate("document.body.dataset.same = 'page'")

    page.locator("#kept-for").select_option("D30")
    page.wait_for_url("**/gallery?q=&kept-for=D30")

    assert page.locator("body").get_attribute("data-same") == "page"
    assert page.locator("#results").count() == 1
