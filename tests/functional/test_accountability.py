"""Responsible persons, periodic reports, boards by place and published summaries, at every door."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from archives.domain.hazard import InspectedKind
from archives.domain.permission import WORKER
from archives.domain.responsibility import Office
from archives.services.reports import NewReport
from archives.services.responsibility import Person
from tests.functional.test_pages_inspection import Desk, version_of
from tests.inspecting import HAZARD, close, conclude, find, issued, on_site

API = "/api/v1"
SECRETS = (
    "钱报告",
    "13900001111",
    "李经办",
    "王审核",
    "吴检查",
    "郑主管",
    "何局长",
    "0551-6001",
    "财政局",
    "灭火器",
    "地下室",
)
"""Names, numbers and words that were typed into the register: none may stand in what is published."""


@pytest.fixture
def desk(client_as):
    return lambda name: Desk(client_as(name))


@pytest.fixture
def register(house, people, clock):
    """A closed hazard and four open ones of 2026, a report by a named person, a head on file; then it is March 2027."""
    close(house, people, issued(house, people).id)
    inspection = on_site(house, people)
    for _ in range(4):
        find(house, people, inspection, replace(HAZARD, place="地下室"))
    conclude(house, people, inspection)
    with house.open(people.clerk) as services:
        services.reports.tell(NewReport(people.county.id, "青山县财政局", "地下室漏水", "钱报告", "13900001111"))
        head = Person(Office.HEAD, "何局长", date(2020, 1, 1), "局长", "0551-6001")
        services.responsibility.enter(InspectedKind.ORGANIZATION, people.finance.id, head)
    clock.move(days=110)


# --- D01 ---


def test_d01_a_body_names_who_answers_and_ends_a_term_with_forms(desk, people):
    clerk, here = desk("clerk"), f"/responsible/organization/{people.finance.id}"
    assert clerk.browser.get("/responsible").headers["Location"] == here
    said = {"office": "head", "name": "何局长", "position": "局长", "phone": "0551-6001", "since": "2025-01-01"}
    clerk.send(here, said)
    assert "2099-01-01" in clerk.send(here, {**said, "since": "2099-01-01"}, 422)
    text = desk("inspector").get(here)
    assert text.index("单位主要负责人") < text.index("何局长") < text.index("2025-01-01")

    end = re.search(rf'action="({here}/[0-9a-f-]+/end)"', clerk.get(here))[1]
    clerk.send(end, {"version": version_of(clerk.get(here)), "until": "2026-11-20", "reason": "调离"})

    assert "调离" in clerk.get(here)
    assert desk("other_clerk").browser.get(here).status_code == 404
    assert desk("other_clerk").browser.post(here, data=said).status_code == 403


def test_d01_the_list_of_responsibilities_names_them_and_says_when_nobody_is(desk, people, house):
    issued(house, people)
    assert "无人" in desk("clerk").get("/boards")
    with house.open(people.clerk) as services:
        services.responsibility.enter(
            InspectedKind.ORGANIZATION, people.finance.id, Person(Office.KEEPER, "李经办", date(2020, 1, 1))
        )

    assert "档案工作人员：李经办" in desk("clerk").get("/boards")


def test_d01_an_officer_opens_a_lead_on_a_body_where_nobody_answers(desk, people):
    inspector = desk("inspector")
    text = inspector.get("/responsible/missing")
    assert "青山县卫生局" in text
    assert inspector.browser.get("/responsible").headers["Location"] == "/responsible/missing"
    lead = inspector.send(f"/responsible/organization/{people.health.id}/lead", {})

    assert "青山县卫生局" in inspector.get(lead)
    assert desk("clerk").browser.post(f"/responsible/organization/{people.health.id}/lead").status_code == 403


def test_d01_over_rest(client_as, people):
    clerk, there = client_as("clerk"), f"{API}/responsible-persons"
    body = {"office": "head", "name": "何局长", "since": "2025-01-01"}
    made = clerk.post(f"{there}/organization/{people.finance.id}", json=body)
    assert (made.status_code, made.json["until"]) == (201, None)
    assert clerk.post(f"{there}/organization/{people.finance.id}", json={**body, "office": "x"}).status_code == 422
    ended = {"until": "2026-11-20", "reason": "调离"}
    tag = {"If-Match": f'"{made.json["version"]}"'}
    assert clerk.post(f"{there}/{made.json['id']}/end", json=ended).status_code == 428
    assert clerk.post(f"{there}/{made.json['id']}/end", json=ended, headers=tag).json["until"] == "2026-11-20"

    inspector = client_as("inspector")
    assert [each["name"] for each in inspector.get(f"{there}/organization/{people.finance.id}").json["items"]] == [
        "何局长"
    ]
    names = [each["name"] for each in inspector.get(f"{there}/missing").json["items"]]
    assert names == ["青山县卫生局", "青山县财政局"]
    assert inspector.post(f"{there}/organization/{people.finance.id}/lead").json["source"] == "responsibility"
    assert client_as("other_clerk").get(f"{there}/organization/{people.finance.id}").status_code == 404


# --- D39 ---

FIGURES = {"figure-readers": "31", "figure-used": "52", "figure-floor": "120"}
TEXTS = {"text-work": "完成归档", "text-problems": "库房偏小", "text-next": "改造"}


def test_d39_a_report_goes_its_way_with_forms(desk, people):
    clerk = desk("clerk")
    here = clerk.send("/work-reports", {"body": f"organization:{people.finance.id}", "period": "2025"})
    clerk.send("/work-reports", {"body": f"organization:{people.finance.id}", "period": "2025"}, 422)
    text = clerk.get(here)
    assert "figure-readers" in text[text.index("尚缺") :]
    shown = [int(each) for each in re.findall(r'name="figure-(?:found|open)"[^>]*value="(\d+)"', text)]
    assert shown == [0, 0]
    said = {f"figure-{code}": "0" for code in re.findall(r'name="figure-([a-z]+)"', text)} | FIGURES | TEXTS
    clerk.send(f"{here}/fill_in", {"version": version_of(text), **said})
    again = clerk.send(f"{here}/fill_in", {"version": version_of(clerk.get(here)), **said, "figure-floor": "很大"}, 422)
    assert "很大" in again
    clerk.send(f"{here}/hand_in", {"version": version_of(clerk.get(here))})
    approver = desk("approver")
    approver.send(f"{here}/send_back", {"version": version_of(approver.get(here)), "reason": "再核"})
    assert "再核" in clerk.get(here)
    clerk.send(f"{here}/hand_in", {"version": version_of(clerk.get(here))})
    assert desk("authority_officer").browser.get(here).status_code == 404
    approver.send(f"{here}/submit", {"version": version_of(approver.get(here))})
    officer = desk("authority_officer")
    assert "青山县财政局" in officer.get("/work-reports?state=submitted")
    officer.send(f"{here}/return", {"version": version_of(officer.get(here)), "reason": ""}, 422)
    officer.send(f"{here}/acknowledge", {"version": version_of(officer.get(here))})

    assert "已由档案主管部门确认" in clerk.get(here)
    assert desk("other_clerk").browser.get(here).status_code == 404


def test_the_board_loads_its_two_tiles_after_itself(desk, people):
    officer = desk("authority_officer")
    tiles = re.findall(r'hx-get="(/(?:responsible|work-reports)/tile)"', officer.get("/boards/authority"))

    assert [re.match(r"<strong>(\d)</strong>", officer.get(each))[1] for each in tiles] == ["3", "3"]
    assert desk("clerk").get("/responsible/tile").startswith("<strong>0</strong>")


def test_d39_the_authority_sees_who_has_not_reported(desk, people):
    text = desk("authority_officer").get("/work-reports")

    silent = text[text.index('id="silent"') :]
    assert ["青山县卫生局" in silent, "青山县财政局" in silent, "青山县档案馆" in silent] == [True] * 3
    assert 'id="silent"' not in desk("clerk").get("/work-reports")


def test_d39_over_rest(client_as, people):
    clerk, there = client_as("clerk"), f"{API}/work-reports"

    def act(browser, row, action, **body):
        tag = {"If-Match": browser.get(f"{there}/{row}").headers["ETag"]}
        return browser.post(f"{there}/{row}/{action}", json=body, headers=tag)

    made = clerk.post(there, json={"inspected_kind": "organization", "inspected_id": str(people.finance.id)})
    row = made.json["id"]
    assert (made.status_code, made.json["period"], made.json["due_on"]) == (201, "2025", "2026-01-12")
    assert act(clerk, row, "hand-in").status_code == 409
    numbers, texts = {"readers": 3, "used": 5, "floor": 100}, {"work": "一", "problems": "二", "next": "三"}
    assert act(clerk, row, "fill-in", numbers=numbers, texts=texts).json["figures"]["readers"]["said"] == 3
    assert act(clerk, row, "hand-in").json["state"] == "under_review"
    approver, officer = client_as("approver"), client_as("authority_officer")
    assert act(approver, row, "send-back", text="再核").json["reason"] == "再核"
    act(clerk, row, "hand-in")
    assert act(approver, row, "submit").json["signed_by"] == "王审核"
    assert act(officer, row, "return", text="不全").json["state"] == "returned"
    act(clerk, row, "fill-in", texts=texts)
    act(clerk, row, "hand-in")
    act(approver, row, "submit")
    assert act(officer, row, "acknowledge").json["state"] == "acknowledged"

    standing = officer.get(f"{there}/standing").json
    assert (standing["acknowledged"], standing["silent_count"], standing["is_overdue"]) == (1, 2, True)
    assert [each["period"] for each in officer.get(there).json["items"]] == ["2025"]


# --- boards by place ---


def test_places_open_level_by_level(desk, people, house):
    find(house, people, on_site(house, people))
    officer = desk("authority_officer")
    text = officer.get("/boards/authority")
    assert "青山县" in text
    for hidden in (people.neighbour.id, people.city.id):
        assert officer.browser.get(f"/boards/authority?place={hidden}").status_code == 404

    assert officer.browser.get(f"{API}/boards/authority").json["districts"] == [
        {
            "jurisdiction_id": str(people.county.id),
            "name": "青山县",
            "depth": 0,
            "open": 1,
            "overdue": 0,
            "opens": False,
        }
    ]


def test_the_worker_sees_the_tree_from_its_root(house, people):
    find(house, people, on_site(house, people))
    with house.open(WORKER) as services:
        top = services.boards.authority()
        city = services.boards.authority(people.city.id)

    assert [(each.jurisdiction.name, each.depth, each.open, each.opens) for each in top.districts] == [
        ("岭北省", 0, 1, True),
        ("云溪市", 1, 1, True),
    ]
    assert [(each.jurisdiction.name, each.open) for each in city.districts] == [
        ("云溪市", 1),
        ("青山县", 1),
        ("白水县", 0),
    ]
    assert [each.name for each in city.above] == ["岭北省"]


# --- published ---


def test_what_is_published_names_nobody(desk, stranger, people, register):
    officer = desk("authority_officer")
    assert "不予公布" in officer.get(f"/publications?place={people.county.id}&period=2026")
    where = officer.send("/publications", {"place": str(people.county.id), "period": "2026"})
    told = {path: stranger.get(f"{where}{path}") for path in ("", ".json", ".csv")}
    told["list"], told["rest"] = stranger.get("/published"), stranger.get(f"{API}/published-summaries")
    told["one"] = stranger.get(f"{API}/published-summaries/{where.rpartition('/')[2]}")

    for path, answer in told.items():
        assert answer.status_code == 200, path
        text = answer.text + json.dumps(answer.json, ensure_ascii=False) if answer.is_json else answer.text
        assert [each for each in SECRETS if each in text] == [], path
        assert "青山县" in text, path
    assert told["one"].json["figures"]["found"] == {"hazard": 5}
    assert told[".json"].json == told["one"].json
    assert "5" in told[".csv"].text


def test_a_summary_is_withdrawn_by_its_authority_only(desk, stranger, people, register):
    officer = desk("authority_officer")
    where = officer.send("/publications", {"place": str(people.county.id), "period": ""})
    away = f"/publications/{where.rpartition('/')[2]}/withdraw"
    shown = officer.get("/publications")
    assert desk("clerk").browser.get("/publications").status_code == 403
    assert desk("inspector").browser.post(away, data={"version": version_of(shown), "reason": "x"}).status_code == 403
    officer.send(away, {"version": version_of(shown), "reason": "口径有误"})

    assert stranger.get(where).status_code == stranger.get(f"{where}.csv").status_code == 404
    assert "青山县" not in stranger.get("/published").text


def test_a_period_that_has_not_ended_is_said_on_the_form(desk, people):
    officer = desk("authority_officer")

    officer.send("/publications", {"place": str(people.county.id), "period": "2026"}, 422)
    assert "2031" in officer.get("/publications?period=2031")


def test_summaries_over_rest(client_as, people, register):
    officer, there = client_as("authority_officer"), f"{API}/published-summaries"
    made = officer.post(there, json={"jurisdiction_id": str(people.county.id), "period": "2026"})
    assert (made.status_code, made.json["edition"]) == (201, 1)
    assert client_as("inspector").post(there, json={"jurisdiction_id": str(people.county.id)}).status_code == 403
    gone = officer.post(f"{there}/{made.json['id']}/withdraw", json={"text": "口径有误"}, headers={"If-Match": '"1"'})
    assert gone.status_code == 200
    assert officer.get(there).json == {"items": []}
