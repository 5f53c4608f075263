"""A case over JSON, from the report of a stranger to the close-out; and what is refused on the way."""

from base64 import b64encode
from hashlib import sha256

import pytest
from sqlalchemy import select

from archives.models import IdempotencyKey
from tests.inspecting import issued

API = "/api/v1"
HAZARD = {
    "kind": "hazard",
    "facts": "库房两具灭火器压力低于绿区",
    "grade": "major",
    "requirement": "更换灭火器",
    "checklist_code": "F1",
}
PHOTO = b"\xff\xd8\xff photo"


class Case:
    """Presses buttons of one row on its present version."""

    def __init__(self, client_as, kind, row_id):
        self._as, self.address = client_as, f"{API}/{kind}/{row_id}"

    def post(self, name, button, body=None, status=200):
        browser = self._as(name)
        seen = browser.get(self.address).headers["ETag"]
        answer = browser.post(f"{self.address}/{button}", json=body, headers={"If-Match": seen})
        assert answer.status_code == status, answer.json
        return answer.json


@pytest.fixture
def officers(client_as):
    authority = client_as("authority_officer")
    made = [
        authority.post(
            f"{API}/officers",
            json={"username": name, "certificate_number": f"岭-{name}", "valid_until": "2028-12-31"},
        ).json["id"]
        for name in ("inspector", "authority_officer")
    ]
    assert len(authority.get(f"{API}/officers").json["items"]) == 2
    return made


def opened(client_as, people, officers):
    inspector = client_as("inspector")
    body = {
        "kind": "special",
        "inspected_kind": "organization",
        "inspected_id": str(people.finance.id),
        "planned_on": "2026-11-22",
        "checklist": "store",
    }
    made = inspector.post(f"{API}/inspections", json=body)
    assert made.status_code == 201, made.json
    row_id = made.json["id"]
    seen = {"If-Match": made.headers["ETag"]}
    inspector.put(f"{API}/inspections/{row_id}/officers", json={"officer_ids": officers}, headers=seen)
    case = Case(client_as, "inspections", row_id)
    case.post("inspector", "notify")
    case.post("inspector", "open")
    return case, row_id


def test_a_case_from_the_first_word_to_the_close_out(client_as, people, officers):
    case, row_id = opened(client_as, people, officers)
    inspector = client_as("inspector")
    listed = inspector.get(f"{API}/inspections/{row_id}/checklist").json
    assert len(listed["items"]) == 14
    said = inspector.put(f"{API}/inspections/{row_id}/answers/F1", json={"answer": "not_met", "note": "压力低"})
    assert said.status_code == 200
    found = inspector.post(f"{API}/inspections/{row_id}/findings", json=HAZARD).json
    digest = {"Repr-Digest": f"sha-256=:{b64encode(sha256(PHOTO).digest()).decode()}:"}
    photo = inspector.put(f"{API}/finding/{found['id']}/evidence/现场.jpg", data=PHOTO, headers=digest)
    assert (photo.status_code, photo.json["sha256"]) == (201, sha256(PHOTO).hexdigest())
    ended = case.post("inspector", "conclude", {"text": "检查了一号库房", "signed_by": "王审核"})
    assert ended["result"]["grade"] == "failed"

    drawn = inspector.post(f"{API}/orders", json={"finding_ids": [found["id"]]}).json
    order = Case(client_as, "orders", drawn["id"])
    gone = order.post("authority_officer", "issue", {"document_number": "青档改〔2026〕1号", "term": "30-day"})
    assert (gone["state"], gone["due_on"], gone["bases"]) == ("ordered", "2026-12-22", ["law_45"])
    order.post("clerk", "acknowledge")
    order.post("clerk", "begin", {"items": {found["id"]: {"measures": "更换", "responsible": "李经办"}}})
    order.post("approver", "report", {"text": "已整改", "items": {found["id"]: "已更换两具"}})
    order.post("inspector", "recheck", {"items": {found["id"]: {"passed": True, "text": "现场查看"}}})
    closed = order.post("authority_officer", "close-out")

    assert closed["state"] == "closed"
    clerk = client_as("clerk")
    assert [each["kind"] for each in clerk.get(f"{order.address}/acts").json["items"]][-1] == "OrderClosedOut"
    content = clerk.get(f"{API}/evidence/{photo.json['id']}/content", buffered=True)
    assert content.data == PHOTO
    assert clerk.get(f"{API}/finding/{found['id']}/evidence").json["items"][0]["name"] == "现场.jpg"


def test_an_order_that_lacks_anything_names_it_all(client_as, people, officers):
    case, row_id = opened(client_as, people, officers)
    inspector = client_as("inspector")
    bare = {name: value for name, value in HAZARD.items() if name != "requirement"}
    found = inspector.post(f"{API}/inspections/{row_id}/findings", json=bare).json
    case.post("inspector", "conclude", {"text": "检查", "unsigned_because": "拒签"})
    drawn = inspector.post(f"{API}/orders", json={"finding_ids": [found["id"]]}).json
    order = Case(client_as, "orders", drawn["id"])

    refused = order.post("authority_officer", "issue", {"document_number": "x"}, status=409)

    codes = {problem["code"] for problem in refused["problems"]}
    assert (refused["code"], codes) == ("blocked", {"requirement_missing", "deadline_missing"})


def test_the_same_issue_under_one_key_is_done_once(client_as, people, house):
    made = issued(house, people)
    clerk = client_as("clerk")
    headers = {"If-Match": f'"{made.version}"', "Idempotency-Key": "k1"}
    answers = [clerk.post(f"{API}/orders/{made.id}/acknowledge", headers=headers) for _ in range(2)]

    assert [(answer.status_code, answer.json["state"]) for answer in answers] == [(200, "acknowledged")] * 2
    stale = clerk.post(f"{API}/orders/{made.id}/acknowledge", headers={"If-Match": f'"{made.version}"'})
    assert (stale.status_code, stale.json["code"]) == (409, "stale_version")


def test_each_role_is_offered_its_own_acts(client_as, people, house):
    made = issued(house, people)

    def offered(name):
        return client_as(name).get(f"{API}/orders/{made.id}/actions").json["actions"]

    assert offered("clerk") == ["acknowledge", "answer", "ask_extension"]
    assert offered("inspector") == ["note_employer_answer", "note_service"]
    assert "extend" in offered("authority_officer")
    assert client_as("other_clerk").get(f"{API}/orders/{made.id}/actions").status_code == 404


def test_d33_a_stranger_reports_and_follows_the_report(stranger, client_as, people, house):
    told = {"jurisdiction_id": str(people.county.id), "about": "青山县财政局", "text": "地下室漏水", "name": "何举报"}
    answer = stranger.post(f"{API}/reports", json=told, headers={"Idempotency-Key": "guess"})
    assert answer.status_code == 201
    assert stranger.post(f"{API}/reports", json=told).status_code == 409
    (lead,) = client_as("inspector").get(f"{API}/leads").json["items"]
    assert "何举报" not in str(lead)
    assert client_as("inspector").get(f"{API}/leads/{lead['id']}/reporter").status_code == 403
    assert client_as("authority_officer").get(f"{API}/leads/{lead['id']}/reporter").json["reporter_name"] == "何举报"
    client_as("inspector").post(f"{API}/leads/{lead['id']}/answer", json={"text": "已受理"})

    followed = stranger.post(f"{API}/reports/follow", json={"code": answer.json["code"]})

    assert followed.json["answer"] == "已受理"
    assert stranger.post(f"{API}/reports/follow", json={"code": "2222"}).status_code == 404
    with house.open(people.system_admin) as services:
        assert services.work.session.scalars(select(IdempotencyKey.key)).all() == []


def test_the_boards_are_there_for_those_who_see_the_rows(client_as, people, house):
    issued(house, people)

    assert client_as("authority_officer").get(f"{API}/boards/authority").json["open_by"] == {"major": [1, 0, 0]}
    assert len(client_as("clerk").get(f"{API}/boards/body").json["items"]) == 1
    assert client_as("inspector").get(f"{API}/boards/inspector").json["to_recheck"]["count"] == 0
    assert client_as("other_clerk").get(f"{API}/boards/authority").json["open"] == 0


def test_a_body_reports_its_own_hazard(client_as, people):
    body = {
        "inspected_kind": "organization",
        "inspected_id": str(people.finance.id),
        "found": {**HAZARD, "immediate_measures": "断电"},
        "is_accident": True,
    }
    made = client_as("clerk").post(f"{API}/findings/own", json=body)

    assert (made.status_code, made.json["source"]) == (201, "accident")
    assert client_as("inspector").get(f"{API}/findings/{made.json['id']}").status_code == 200
    assert client_as("other_clerk").post(f"{API}/findings/own", json=body).status_code == 403
