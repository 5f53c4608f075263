"""A real receipt dropped on the public page by a stranger: hashed in the browser, nothing else leaves."""

import base64

import pytest

from api.app import create_app
from archives.domain.permission import WORKER
from tests.accepted_house import copied, kept
from tests.browser.browser import DESK, PHONE, barriers

__all__ = ["copied", "kept"]

LANGUAGES = (("zh-Hans-CN", DESK, "light"), ("zh-Hant-TW", PHONE, "dark"), ("en", PHONE, "light"))
VALID = {"zh-Hans-CN": "凭证有效", "zh-Hant-TW": "憑證有效", "en": "The receipt is valid"}
REFUSED = {"zh-Hans-CN": "未通过查验", "zh-Hant-TW": "未通過查驗", "en": "Not verified"}
DROP = """
([text, name]) => {
  const bytes = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type: "application/pdf" }));
  document.querySelector("[data-drop]").dispatchEvent(
    new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}
"""


@pytest.fixture
def address(copied, serve):
    return serve(create_app(house=copied))


@pytest.fixture
def receipt(copied, kept):
    with copied.open(WORKER) as services:
        return services.receipts.of_transfer(kept.transfer.id)


@pytest.fixture
def form(copied, receipt, tmp_path):
    """The PDF as it was handed out."""
    path = tmp_path / "登记表.pdf"
    with copied.open(WORKER) as services, services.receipts.open(receipt, "form.pdf") as stream:
        path.write_bytes(stream.read())
    return path


@pytest.fixture
def window(open_page, address, receipt):
    """Open the public page as a stranger; `sent` is everything that left the browser after that."""

    def window(language, viewport, scheme="light", **more):
        page = open_page(viewport, color_scheme=scheme, **more)
        page.context.add_cookies([{"name": "archives_language", "value": language, "url": address}])
        page.goto(f"{address}/v/{receipt.number}")
        page.sent = []
        page.on("request", lambda request: page.sent.append((request.method, request.url, request.post_data_buffer)))
        return page

    return window


@pytest.mark.parametrize("sight", LANGUAGES, ids=lambda each: each[0])
def test_the_receipt_is_verified_and_its_bytes_stay_here(window, form, receipt, sight):
    language, viewport, scheme = sight
    page = window(language, viewport, scheme)
    assert barriers(page) == []

    page.locator("#file").set_input_files(form)
    page.locator(".verdict-good").wait_for()

    text = page.locator("main").inner_text()
    assert VALID[language] in text
    for told in (receipt.number, "青山县财政局", "青山县档案馆", receipt.manifest_sha256):
        assert told in text
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert barriers(page) == []
    bodies = [body for _method, _url, body in page.sent if body]
    assert bodies == [f"sha256={receipt.form_sha256}".encode()]


@pytest.mark.parametrize("sight", LANGUAGES, ids=lambda each: each[0])
def test_a_dropped_file_with_one_flipped_bit_is_told(window, form, sight):
    language, viewport, scheme = sight
    data = bytearray(form.read_bytes())
    data[len(data) // 2] ^= 1
    page = window(language, viewport, scheme)

    page.evaluate(DROP, [base64.b64encode(bytes(data)).decode(), "假.pdf"])
    page.locator(".error-summary").wait_for()

    text = page.locator("main").inner_text()
    assert REFUSED[language] in text
    assert "青山县" not in text
    assert barriers(page) == []
    assert all(len(body) == len("sha256=") + 64 for _method, _url, body in page.sent if body)


def test_the_keyboard_is_enough(window, form, receipt):
    page = window("en", DESK)

    page.locator("summary").focus()
    page.keyboard.press("Enter")
    page.locator("#sha256").fill(receipt.form_sha256)
    page.keyboard.press("Enter")
    page.locator(".verdict-good").wait_for()

    assert "byte for byte" in page.locator("main").inner_text()


def test_a_file_that_is_too_large_or_empty_is_not_read(window, tmp_path):
    page = window("en", DESK)
    empty, large = tmp_path / "empty.pdf", tmp_path / "large.pdf"
    empty.touch()
    with large.open("wb") as file:
        file.truncate(100 * 1024 * 1024 + 1)

    for path, said in ((empty, "The file is empty"), (large, "larger than 100 MB")):
        page.locator("#file").set_input_files(path)
        page.get_by_text(said).wait_for()
    assert [each for each in page.sent if each[0] != "GET"] == []


def test_without_script_the_page_takes_the_digest_by_hand_and_says_how_else(window, receipt):
    page = window("en", PHONE, java_script_enabled=False)

    assert not page.locator("#file").is_visible()
    assert "verify_receipt.py" in page.locator("noscript").inner_text()
    page.locator("#sha256").fill(receipt.list_sha256)
    page.get_by_role("button", name="Check", exact=True).click()

    page.locator(".verdict-good").wait_for()
    assert "transfer list" in page.locator(".verdict").inner_text()


def test_on_paper_stands_the_verdict_and_not_the_form(window, form):
    page = window("en", DESK)
    page.locator("#file").set_input_files(form)
    page.locator(".verdict-good").wait_for()
    page.wait_for_load_state()  # the page of the answer, with its styles

    page.emulate_media(media="print")

    page.locator("form[data-verify]").wait_for(state="hidden")
    assert page.locator(".verdict").is_visible()
