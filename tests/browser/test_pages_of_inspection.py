"""Pages of inspections in a real browser: without barriers, on a phone, with a photo."""

from archives.domain.hazard import InspectedKind
from tests.browser.browser import DESK, PHONE, barriers
from tests.climate import at, reading, room_of, take
from tests.inspecting import find, issued, on_site, rectify


def test_an_inspector_answers_and_records_on_a_phone(come_in, house, people, tmp_path):
    inspection = on_site(house, people)
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8\xff photo")
    person = come_in("inspector", "zh-Hans-CN", viewport=PHONE)
    person.go(f"/inspections/{inspection.id}")
    item = person.page.locator("#item-F1")
    item.get_by_text("不符合", exact=True).click()
    item.get_by_placeholder("备注").fill("压力低")
    item.get_by_role("button", name="保存").click()
    person.look()
    assert "压力低" in person.page.locator("#item-F1 input[name=note]").input_value()

    row = find(house, people, inspection)
    person.go(f"/findings/{row.id}")
    person.page.locator("#file").set_input_files(photo)
    person.page.get_by_role("button", name="添加").click()
    person.look()
    assert "现场.jpg" in person.text


def test_the_pages_of_a_case_are_without_barriers(come_in, house, people):
    made = issued(house, people)
    clerk = come_in("clerk", "zh-Hant-TW", viewport=PHONE)
    with house.open(people.clerk) as services:
        report = services.work_reports.begin(InspectedKind.ORGANIZATION, people.finance.id)
    for path in (f"/work-reports/{report.id}", f"/responsible/organization/{people.finance.id}"):
        clerk.go(path)
    for path in ("/boards", "/findings", "/findings/own", f"/orders/{made.id}", f"/orders/{made.id}/do/ask_extension"):
        clerk.go(path)
    rectify(house, people, made.id)
    inspector = come_in("inspector", "en", viewport=DESK)
    for path in ("/boards", "/inspections", "/inspections/new", "/leads", "/orders", f"/orders/{made.id}/do/pass"):
        inspector.go(path)
    officer = come_in("authority_officer", "zh-Hans-CN", viewport=DESK)
    for path in ("/boards", "/inspections/officers", "/inspection-plans"):
        officer.go(path)
    for path in ("/responsible/missing", "/work-reports", f"/publications?place={people.county.id}&period=2025"):
        officer.go(path)


def test_the_climate_is_read_on_a_phone_and_its_charts_are_without_barriers(come_in, house, people):
    room = room_of(house, people)
    take(house, people.archivist, reading(room, at(19), 270), reading(room, at(19, 15), 210))
    person = come_in("archivist", "zh-Hans-CN", viewport=PHONE)
    person.go("/climate/round")
    page = person.page
    page.locator("input[name=measured_at]").fill("2026-11-20T09:00")
    page.get_by_label("一号库房 °C").fill("21.5")
    page.get_by_label("一号库房 %").fill("52")
    page.get_by_role("button", name="全部保存").click()
    person.look()
    assert "21.5 °C · 52.0 %" in person.text
    person.go(f"/climate/rooms/{room.id}?view=day&at=2026-11-19")
    person.go("/climate/imports")
    inspector = come_in("inspector", "en", viewport=DESK)
    for path in ("/climate", f"/climate/rooms/{room.id}", f"/climate/rooms/{room.id}?view=year", "/restore-tests"):
        inspector.go(path)


def test_anybody_can_report_on_a_phone(address, open_page):
    page = open_page(viewport=PHONE, locale="zh-CN")
    for path in ("/report", "/report/follow", "/published"):
        page.goto(f"{address}{path}")
        assert barriers(page) == []
