"""The climate log on pages: a round on the phone, a room over time, lists, corrections, restore tests."""

import io
import re

import pytest

from archives.domain.permission import WORKER
from tests.climate import at, leads, look, reading, room_of, take

LIST = "库房,日期,时间,温度,湿度\n一号库房,2026-11-19,09:00,21.5,52\n"


class Desk:
    """One person's browser: opens a form, sends it with the version that it showed."""

    def __init__(self, browser):
        self.browser = browser

    def get(self, address, status=200):
        answer = self.browser.get(address)
        assert answer.status_code == status, answer.text
        return answer.text

    def send(self, address, data, status=303):
        answer = self.browser.post(address, data=data, content_type="multipart/form-data")
        assert answer.status_code == status, answer.text
        return answer.headers.get("Location", answer.text)


@pytest.fixture
def desk(client_as):
    return lambda name: Desk(client_as(name))


@pytest.fixture
def room(house, people):
    return room_of(house, people)


def version_of(text):
    return re.search(r'name="version" value="(\d+)"', text)[1]


def test_d31_a_clerk_enters_a_room_and_reads_it_with_a_phone(desk, people):
    clerk = desk("clerk")
    room = clerk.send(
        "/climate/rooms",
        {
            "body": f"organization:{people.finance.id}",
            "name": "机关库房",
            "room_type": "paper",
            "kept_since": "2026-11-16",
            "temperature_high": "22",
        },
    )
    identifier = room.rpartition("/")[2]
    form = clerk.get("/climate/round")
    assert "14.0–22.0" in form.replace("—", "–")
    data = {"measured_at": "2026-11-20T09:05", f"temperature:{identifier}": "21,5", f"humidity:{identifier}": "52%"}
    assert clerk.send("/climate/round", data) == "/climate"

    assert "21.5 °C · 52.0 %" in clerk.get("/climate")
    shown = clerk.get(f"{room}?view=day&at=2026-11-20")
    assert "2026-11-20 09:05" in shown
    assert shown.count('<svg role="img"') == 2
    assert desk("archivist").browser.get(room).status_code == 404
    assert "机关库房" in desk("inspector").get("/climate")
    assert "/climate/round" not in desk("inspector").get("/climate")


def test_a_round_names_what_is_wrong_with_each_room_and_loses_nothing(desk, people, room, house):
    take(house, people.archivist, reading(room, at(20)))
    archivist = desk("archivist")
    t, h = f"temperature:{room.id}", f"humidity:{room.id}"

    half = archivist.send("/climate/round", {"measured_at": "2026-11-20T15:00", t: "21.5"}, 422)
    assert "温度和湿度都要填写。" in half
    assert 'value="21.5"' in half
    assert "请写成 21.5 的形式" in archivist.send(
        "/climate/round", {"measured_at": "2026-11-20T15:00", t: "暖", h: "5"}, 422
    )
    assert "没有录入" in archivist.send("/climate/round", {"measured_at": "2026-11-20T15:00"}, 422)
    other = archivist.send("/climate/round", {"measured_at": "2026-11-20T09:00", t: "23", h: "52"}, 422)
    assert "该时刻已有读数：21.0 ℃、52.0%" in other


def test_a_room_is_shown_over_a_day_a_month_and_a_year(desk, people, room, house):
    take(
        house,
        people.archivist,
        reading(room, at(19), 250),
        reading(room, at(19, 15), 225),
        reading(room, at(20)),
    )
    inspector = desk("inspector")
    month = inspector.get(f"/climate/rooms/{room.id}")
    assert re.search(r"22\.5–25\.0.*?温度过高", month, re.DOTALL)
    assert "缺 2 次" in month
    assert re.search(r"<strong>66 %</strong>", month)
    year = inspector.get(f"/climate/rooms/{room.id}?view=year&at=2026")
    assert re.search(r">2026-11</a>.*?21\.0–25\.0", year, re.DOTALL)
    assert "这段时间没有读数" in inspector.get(f"/climate/rooms/{room.id}?view=month&at=1999-01")
    for odd in ("view=week&at=x", "view=day&at=2026-02-31", "view=year&at=0000", "view=month&at=9999-12"):
        inspector.get(f"/climate/rooms/{room.id}?{odd}")
    csv = inspector.get(f"/climate/rooms/{room.id}/readings.csv?view=day&at=2026-11-19")
    assert csv.count("一号库房") == 2


def test_a_reading_is_corrected_and_withdrawn_with_reasons(desk, people, room, house):
    take(house, people.archivist, reading(room, at(20), 310))
    archivist = desk("archivist")
    day = archivist.get(f"/climate/rooms/{room.id}?view=day&at=2026-11-20")
    here = re.search(r'href="(/climate/readings/[^"]+)"', day)[1]
    data = {"version": version_of(archivist.get(here)), "temperature": "21", "humidity": "52", "reason": ""}
    assert "error-summary" in archivist.send(f"{here}/correct", data, 422)
    archivist.send(f"{here}/correct", {**data, "reason": "抄错"})

    shown = archivist.get(here)
    assert "31.0 °C, 52.0 % → 21.0 °C, 52.0 %" in shown
    archivist.send(f"{here}/withdraw", {"version": version_of(shown), "reason": "误录"})
    assert "已撤回" in desk("inspector").get(here)
    assert "/withdraw" not in archivist.get(here)


def test_a_room_is_changed_and_retired(desk, room):
    archivist, here = desk("archivist"), f"/climate/rooms/{room.id}"
    form = archivist.get(f"{here}/edit")
    data = {"version": version_of(form), "name": "一号库房", "room_type": "paper", "temperature_high": "25"}
    assert "宽于此类库房的限值（24.0）" in archivist.send(f"{here}/change", data, 422)
    archivist.send(f"{here}/change", {**data, "temperature_high": "20"})
    archivist.send(f"{here}/retire", {"version": "2", "reason": "改作办公室"})

    assert "一号库房" not in archivist.get("/climate")
    assert "一号库房" in archivist.get("/climate?retired=yes")
    assert "改作办公室" in archivist.get(here)


def test_a_list_is_sent_looked_at_and_taken_over(desk, people, room, house):
    archivist = desk("archivist")
    body = {"body": f"repository:{people.archive.id}", "mode": "all_or_nothing"}
    assert "库房,日期,时间" in archivist.get("/climate/imports/template.csv")
    here = archivist.send("/climate/imports", {**body, "file": (io.BytesIO(LIST.encode()), "温湿度.csv")})
    assert 'hx-trigger="every 3s"' in archivist.get(here)
    identifier = here.rpartition("/")[2]
    with house.open(WORKER) as services:
        (row,) = services.climate_imports.list().rows
        services.climate_imports.check(row.id)
    shown = archivist.get(here)
    assert archivist.browser.get(f"{here}/progress").headers["HX-Refresh"] == "true"
    archivist.send(f"{here}/publish", {"version": version_of(shown)})
    with house.open(WORKER) as services:
        services.climate_imports.publish(row.id)
    assert "无误的行已全部记入" in archivist.get(here)
    wrong = archivist.send(
        "/climate/imports", {**body, "file": (io.BytesIO(LIST.replace("52", "湿").encode()), "错.csv")}
    )
    assert identifier not in wrong
    with house.open(WORKER) as services:
        services.climate_imports.check(services.climate_imports.list().rows[0].id)
    assert "“湿”不是数值" in archivist.get(wrong)
    assert "“湿”不是数值" in archivist.get(f"{wrong}/findings.csv")
    assert "error-summary" in archivist.send("/climate/imports", body, 422)


def test_a_lead_of_the_climate_fills_the_form_of_its_finding(desk, people, room, house):
    take(house, people.archivist, reading(room, at(20), 270))
    look(house, room)
    (lead,) = leads(house, people.inspector)
    inspector = desk("inspector")

    shown = inspector.get(f"/leads/{lead.id}")
    assert "2026-11-20 09:00 27.0 ℃。</textarea>" in shown
    assert f"/climate/rooms/{room.id}?view=month&amp;at=2026-11" in shown
    data = {"version": version_of(shown), "kind": "hazard", "grade": "general", "facts": "", "place": ""}
    assert "27.0 ℃" in inspector.get(inspector.send(f"/leads/{lead.id}/confirm", data))


def test_restore_tests_are_read_by_those_who_answer_for_the_store_and_written_by_them(desk):
    archivist = desk("archivist")
    assert "已超过 183 天" in archivist.get("/restore-tests")
    data = {"backup": "B-1", "tested_at": "2026-11-20T10:00", "passed": "yes", "evidence": "核对 12 件"}
    assert "error-summary" in archivist.send("/restore-tests", {**data, "passed": ""}, 422)
    archivist.send("/restore-tests", data)

    assert "核对 12 件" in desk("inspector").get("/restore-tests")
    assert "/restore-tests" in desk("system_admin").get("/restore-tests")
    assert '<form class="sheet-form"' not in desk("inspector").get("/restore-tests")
    assert desk("clerk").browser.get("/restore-tests").status_code == 403
