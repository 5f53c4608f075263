"""Drills of emergency plans (应急演练, D31) on pages, over JSON and at the command line."""

import re
from datetime import date

import pytest
from click.testing import CliRunner

from api.cli import main
from archives.domain.permission import WORKER
from tests.climate import room_of
from tests.drilling import hold
from tests.functional.test_pages_inspection import Desk, version_of

API = "/api/v1/drills"
SAID = {
    "kind": "fire",
    "held_on": "2026-11-20",
    "plan_name": "档案安全应急预案",
    "plan_edition_on": "2025-03-01",
    "plan_approved_by": "局务会议",
    "led_by": "何局长",
    "findings": "疏散用时 3 分",
    "evidence": "签到表",
}
FORM = {**SAID, "participants": "23", "passed": "yes", "plan_review_on": ""}
BODY = {**SAID, "participants": 23, "passed": True}


@pytest.fixture
def desk(client_as):
    return lambda name: Desk(client_as(name))


# --- pages ---


def test_d31_a_drill_is_written_down_read_and_corrected_with_forms(desk, people):
    clerk, body = desk("clerk"), f"organization:{people.finance.id}"
    assert "青山县财政局：已有 365 天以上没有合格的应急演练" in clerk.get("/drills")
    there = clerk.send("/drills", {**FORM, "body": body})
    assert "最近一次合格的应急演练在 2026-11-20" in clerk.get("/drills")
    text = desk("inspector").get(there)
    assert [word in text for word in ("火灾", "何局长", "疏散用时 3 分", "登记应急演练", "更正")] == [
        *(True, True, True, False, False)
    ]

    version = version_of(clerk.get(there))
    assert "error-summary" in clerk.send(f"{there}/correct", {**FORM, "version": version, "reason": ""}, 422)
    clerk.send(f"{there}/correct", {**FORM, "participants": "32", "version": version, "reason": "漏计志愿者"})

    text = desk("authority_officer").get(there)
    assert ("<dd>32</dd>" in text, "漏计志愿者" in text) == (True, True)
    assert desk("other_clerk").browser.get(there).status_code == 404


def test_d31_a_form_says_all_that_is_wrong_with_it(desk, people):
    wrong = {**FORM, "body": f"organization:{people.finance.id}", "kind": "", "participants": "x", "led_by": ""}

    text = desk("clerk").send("/drills", {**wrong, "held_on": "", "passed": ""}, 422)

    assert [f'id="{name}-error"' in text for name in ("kind", "participants", "led_by", "held_on", "passed")] == [
        *(True, True, True, True, True)
    ]
    assert 'value="档案安全应急预案"' in text


def test_d31_officers_read_drills_and_write_none(desk, people, house):
    hold(house, people.clerk, people.finance)
    inspector = desk("inspector")

    assert "青山县财政局" in inspector.get("/drills")
    assert '<form class="sheet-form"' not in inspector.get("/drills")
    refused = inspector.browser.post("/drills", data={**FORM, "body": f"organization:{people.finance.id}"})
    assert refused.status_code == 403


def test_d31_a_missing_drill_stands_among_the_leads(desk, people, house, clock):
    room_of(house, people)
    clock.move(days=400)
    with house.open(WORKER) as services:
        assert services.drills.watch() == 1

    assert "未开展应急演练" in desk("inspector").get("/leads")


# --- REST ---


def test_d31_over_rest(client_as, people):
    clerk, owner = client_as("clerk"), {"body_kind": "organization", "body_id": str(people.finance.id)}
    made = clerk.post(API, json={**BODY, **owner})
    assert (made.status_code, made.json["plan_review_on"], made.json["entered_by"]) == (201, None, people.clerk.name)
    wrong = clerk.post(API, json={**BODY, **owner, "plan_edition_on": "2026-11-21"})
    assert [(each["code"], each["where"]) for each in wrong.json["problems"]] == [
        ("plan_after_drill", "plan_edition_on"),
    ]
    here, again = f"{API}/{made.json['id']}/correct", {**BODY, "passed": False, "reason": "误记"}
    assert clerk.post(here, json=again).status_code == 428
    assert clerk.post(here, json=again, headers={"If-Match": '"1"'}).json["passed"] is False

    inspector = client_as("inspector")
    assert [each["id"] for each in inspector.get(f"{API}?body_id={people.finance.id}").json["items"]] == [
        made.json["id"]
    ]
    assert inspector.get(f"{API}?body_id={people.health.id}").json["items"] == []
    assert inspector.post(API, json={**BODY, **owner}).status_code == 403
    assert client_as("other_clerk").get(f"{API}/{made.json['id']}").status_code == 404


# --- the command line ---


@pytest.fixture
def archives(house, people, monkeypatch):
    monkeypatch.setenv("ARCHIVES_DATABASE_URL", house.settings.database_url)

    def run(*words, status=0):
        answer = CliRunner().invoke(main, ["--home", str(house.settings.home), *words])
        assert answer.exit_code == status, answer.output
        return answer.output

    return run


def test_d31_at_the_command_line(archives):
    plan = ("--plan", "应急预案", "--edition", "2025-03-01", "--approved-by", "馆务会", "--review", "2030-03-01")
    held = ("--led-by", "陈管理", "--participants", "12", "--findings", "无", "--evidence", "照片")
    as_archivist = ("--as", "archivist", "drill")
    today = str(date.today())  # noqa: DTZ011 -- the command goes by the real clock
    archives("--as", "inspector", "drill", "list", "990123", status=1)

    said = archives(*as_archivist, "record", "990123", "evacuation", "--on", today, *plan, *held, "--failed")
    archives("--as", "clerk", "drill", "record", "990123", "fire", "--on", today, *plan, *held, "--passed", status=1)
    assert "evacuation\tfailed\t青山县档案馆" in archives(*as_archivist, "list", "990123", status=1)
    row = re.match(r"[0-9a-f-]+", said)[0]
    archives(*as_archivist, "correct", row, "--passed", "--participants", "14", "--reason", "误记")

    assert "evacuation\tpassed\t青山县档案馆" in archives("--as", "inspector", "drill", "list", "990123")
    assert archives("--as", "clerk", "drill", "list").strip() == ""
