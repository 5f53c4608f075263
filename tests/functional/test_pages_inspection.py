"""A case on the pages: each role does its part with forms, as in a browser without script."""

import io
import re

import pytest

from tests.inspecting import HAZARD, enter_officers, find, issued, on_site, photo, propose, rectify

LOCATION = "Location"


def version_of(text):
    return re.search(r'name="version" value="(\d+)"', text)[1]


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
        return answer.headers.get(LOCATION, answer.text)

    def do(self, address, status=303, **data):
        return self.send(address, {"version": version_of(self.get(address)), **data}, status)


@pytest.fixture
def desk(client_as):
    return lambda name: Desk(client_as(name))


def test_an_inspector_plans_goes_on_site_and_records_with_a_photo(desk, people, house):
    officers = enter_officers(house, people)
    inspector = desk("inspector")
    body = f"organization:{people.finance.id}"
    here = inspector.send(
        "/inspections",
        {"kind": "special", "body": body, "planned_on": "2026-11-22", "checklist": "store", "ground": "年度计划"},
    )
    shown = inspector.get(here)
    inspector.send(f"{here}/officers", {"version": version_of(shown), "officer": [str(each) for each in officers]})
    inspector.do(f"{here}/do/notify")
    inspector.do(f"{here}/do/open")
    inspector.send(f"{here}/answers", {"code": "F1", "answer": "not_met", "note": "压力低", "seen": ""})
    found = inspector.send(
        f"{here}/findings",
        {"kind": "hazard", "grade": "major", "facts": "灭火器压力低", "requirement": "更换", "checklist_code": "F1"},
    )
    where = f"/evidence/finding/{found.rpartition('/')[2]}"
    inspector.send(where, {"file": (io.BytesIO(b"\xff\xd8\xff"), "现场.jpg"), "caption": "一号库房"})
    assert "现场.jpg" in inspector.get(found)

    inspector.do(f"{here}/do/conclude", record="检查了一号库房", signed_by="王审核")

    assert "王审核" in desk("clerk").get(here)
    assert "灭火器压力低" in desk("clerk").get("/findings")
    assert "灭火器压力低" not in desk("other_clerk").get("/findings")


def test_a_form_that_lacks_something_is_shown_again_with_all_that_was_typed(desk, people, house):
    here = f"/inspections/{on_site(house, people).id}"

    text = desk("inspector").send(f"{here}/findings", {"kind": "hazard", "facts": "漏水很严重", "grade": ""}, 422)

    assert "漏水很严重" in text
    assert "error-summary" in text


def test_the_case_page_names_the_next_act_who_and_by_when(desk, people, house):
    made = issued(house, people)
    for name in ("clerk", "inspector"):
        text = desk(name).get(f"/orders/{made.id}")
        next_act = text[text.index("下一步") :]
        assert next_act.index("签收") < next_act.index("经办人") < next_act.index("2026-12-22")
    assert f"/orders/{made.id}/do/acknowledge" in desk("clerk").get(f"/orders/{made.id}")
    assert f"/orders/{made.id}/do/acknowledge" not in desk("inspector").get(f"/orders/{made.id}")
    assert desk("other_clerk").browser.get(f"/orders/{made.id}").status_code == 404


def test_a_case_is_led_to_its_end_with_forms(desk, people, house):
    row = find(house, people, inspection := on_site(house, people))
    here = f"/inspections/{inspection.id}"
    desk("inspector").do(f"{here}/do/conclude", record="检查", unsigned_because="拒签")
    order = desk("inspector").send("/orders", {"finding": [str(row.id)]})
    assert "requirement" not in desk("authority_officer").do(
        f"{order}/do/issue", 409, document_number="青档改〔2026〕1号"
    )
    desk("authority_officer").do(f"{order}/do/issue", document_number="青档改〔2026〕1号", term="30-day")
    desk("clerk").do(f"{order}/do/acknowledge")
    desk("clerk").do(f"{order}/do/begin", 422)
    plan = {f"measures:{row.id}": "更换", f"responsible:{row.id}": "李经办", f"by:{row.id}": "2026-12-01"}
    desk("clerk").do(f"{order}/do/begin", **plan)
    desk("approver").do(f"{order}/do/report", **{f"done:{row.id}": "已更换", "reason": "整改完毕"})
    desk("inspector").do(f"{order}/do/pass", **{f"passed:{row.id}": "yes", f"text:{row.id}": "现场查看"})
    desk("authority_officer").do(f"{order}/do/close_out", reason="")

    text = desk("clerk").get(order)
    assert "已销号" in text
    assert "/do/" not in text.replace("/do/appeal", "")


def test_a_failed_recheck_gives_a_new_last_day(desk, people, house):
    made = issued(house, people)
    rectify(house, people, made.id)
    with house.open(people.clerk) as services:
        (row,) = services.rectification.findings(made.id)
    said = {f"passed:{row.id}": "no", f"text:{row.id}": "仍不合格", "until": "2027-01-10"}
    desk("inspector").do(f"/orders/{made.id}/do/pass", **said)

    assert "2027-01-10" in desk("clerk").get(f"/orders/{made.id}")


def test_two_officers_at_one_item_are_shown_what_the_other_said(desk, people, house):
    here = f"/inspections/{on_site(house, people).id}"
    said = {"code": "F2", "answer": "not_met", "note": "后门锁坏", "seen": ""}
    desk("inspector").send(f"{here}/answers", said)

    text = desk("inspector").send(f"{here}/answers", {**said, "answer": "met", "note": "好的"}, 409)

    assert "后门锁坏" in text


def test_the_boards_show_each_role_its_own(desk, people, house):
    issued(house, people)
    own = {"inspector": "吴", "authority_officer": "青山县", "clerk": "库房两具灭火器", "director": "没有"}
    for name, word in own.items():
        text = desk(name).get("/boards")
        if name != "director":
            assert word in text, name
    assert "库房两具灭火器" not in desk("other_clerk").get("/boards")
    for board in ("inspector", "body", "authority"):
        assert "财政局" not in desk("neighbour_inspector").get(f"/boards/{board}")


def test_lists_and_forms_can_be_opened(desk, people, house):
    propose(house, people)
    for address in ("/inspections", "/inspections/new", "/inspections/officers", "/findings", "/orders", "/leads"):
        desk("authority_officer").get(address)
    desk("clerk").get("/findings/own")
    desk("inspector").get("/orders?overdue=yes&state=ordered")
    desk("inspector").get("/findings?state=open")


def test_a_body_enters_its_own_hazard(desk, people):
    body = f"organization:{people.finance.id}"
    form = {"body": body, "kind": "hazard", "facts": "空调漏水", "grade": "general", "immediate_measures": "移走档案"}
    found = desk("clerk").send("/findings/own", {**form, "is_accident": "yes"})

    assert "空调漏水" in desk("inspector").get(found)
    assert "空调漏水" not in desk("other_clerk").get("/findings")


def test_acts_on_a_line_of_the_register(desk, people, house):
    row = find(house, people, on_site(house, people))
    desk("inspector").do(f"/findings/{row.id}/do/require", reason="一周内更换")
    desk("inspector").do(f"/findings/{row.id}/do/remedied", 422, reason=" ")
    desk("inspector").do(f"/findings/{row.id}/do/remedied", reason="已换")

    assert "一周内更换" in desk("inspector").get(f"/findings/{row.id}")


def test_an_authority_enters_officers(desk, people):
    form = {"username": "inspector", "certificate_number": "岭-1", "valid_until": "2028-12-31"}
    desk("authority_officer").send("/inspections/officers", form)
    desk("authority_officer").send("/inspections/officers", form, 422)

    assert "岭-1" in desk("inspector").get("/inspections/officers")


# --- reports ---


def test_d33_a_stranger_reports_on_a_page_and_follows_it(stranger, desk, people):
    form = {"place": str(people.county.id), "about": "青山县财政局", "text": "地下室漏水"}
    assert stranger.get("/report").status_code == 200
    told = stranger.post("/report", data=form)
    code = re.search(r"<code>([\w-]+)</code>", told.text)[1]
    assert (stranger.post("/report", data=form).status_code, stranger.post("/report", data={}).status_code) == (
        422,
        422,
    )
    inspector = desk("inspector")
    lead = re.search(r'href="(/leads/[0-9a-f-]+)"', inspector.get("/leads"))[1]
    inspector.send(f"{lead}/answer", {"answer": "已受理，谢谢"})

    assert "已受理，谢谢" in stranger.post("/report/follow", data={"code": code}).text
    assert stranger.post("/report/follow", data={"code": "x"}).status_code == 404


def test_a_lead_becomes_a_finding(stranger, desk, people):
    stranger.post("/report", data={"place": str(people.county.id), "about": "财政局", "text": "地下室漏水"})
    inspector = desk("inspector")
    lead = re.search(r'href="(/leads/[0-9a-f-]+)"', inspector.get("/leads"))[1]
    body = f"organization:{people.finance.id}"
    seen = version_of(inspector.get(lead))
    form = {"version": seen, "body": body, "kind": "hazard", "grade": "major", "facts": "地下室漏水"}
    found = inspector.send(f"{lead}/confirm", form)

    assert "青山县财政局" in inspector.get(found)
    assert desk("clerk").browser.get(lead).status_code == 404


def test_evidence_is_read_by_those_who_see_its_case(desk, people, house):
    row = find(house, people, on_site(house, people), HAZARD)
    with house.open(people.inspector) as services:
        added = services.evidence.attach("finding", row.id, photo())

    assert desk("inspector").browser.get(f"/evidence/{added.id}", buffered=True).data == b"\xff\xd8\xff photo"
    assert desk("clerk").browser.get(f"/evidence/{added.id}").status_code == 404


def test_a_yearly_plan_is_drawn_up_filled_and_approved(desk, people, house):
    planned = propose(house, people)
    inspector = desk("inspector")
    form = {"place": str(people.county.id), "year": "2026", "title": "2026 年度检查计划"}
    here = inspector.send("/inspection-plans", form)
    assert planned.number in inspector.get(here)
    inspector.send("/inspection-plans", form, 422)
    inspector.send(f"{here}/inspections", {"inspection": str(planned.id)})
    assert "approve" not in inspector.get(here)
    officer = desk("authority_officer")
    officer.send(f"{here}/approve", {"version": version_of(officer.get(here))})

    assert "郑主管" in inspector.get("/inspection-plans")
    assert desk("clerk").browser.get(here).status_code == 404
