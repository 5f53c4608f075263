"""Papers of a case at every door: fetched as stored, verified here, by strangers and without us; days for calendars."""

import hashlib
import json
import subprocess
import sys
from dataclasses import replace

import icalendar
import pytest
from click.testing import CliRunner

from api.app import create_app
from api.cli import main
from archives.domain.permission import WORKER
from archives.domain.sealing import Official
from archives.ports import Seal
from archives.services.case_paper_manifest import manifest_of
from tests import cased_house
from tests.cased_house import bytes_of, papers
from tests.factories import PASSWORD
from tests.functional.conftest import Browser
from tests.inspecting import act, issued, propose, step
from verifiers.receipt import verify
from verifiers.trust import Trust

API = "/api/v1"
closed, cased = cased_house.closed, cased_house.cased


@pytest.fixture
def browser(cased):
    """A browser, logged in under any name of the cast."""
    app = create_app(house=cased)
    app.test_client_class = Browser

    def of(name):
        return app.test_client().login(name, PASSWORD) if name else app.test_client()

    return of


@pytest.fixture
def run(closed, cased, monkeypatch):
    monkeypatch.delenv("ARCHIVES_DATABASE_URL", raising=False)
    return lambda *words: CliRunner().invoke(main, ["--home", str(cased.settings.home), *words])


@pytest.fixture
def made(closed, cased):
    return papers(cased, WORKER, closed.order.id)


def test_a_paper_comes_as_it_was_stored_by_rest_and_page(closed, cased, browser, made):
    stored = bytes_of(cased, made["order"])
    listed = browser("clerk").get(f"{API}/orders/{closed.order.id}/papers").json["items"]

    by_rest = browser("clerk").get(f"{API}/case-papers/{made['order'].id}/paper.pdf", buffered=True)
    by_page = browser("clerk").get(f"/case-papers/{made['order'].id}.pdf", buffered=True)

    assert by_rest.data == by_page.data == stored
    assert f"{made['order'].number}-order.pdf" in by_page.headers["Content-Disposition"]
    row = next(each for each in listed if each["kind"] == "order")
    assert (row["pdf_sha256"], row["document_number"]) == (hashlib.sha256(stored).hexdigest(), "青档改〔2026〕1号")
    assert "case_file" not in {each["kind"] for each in listed}
    assert browser("clerk").get(f"/case-papers/{made['case_file'].id}.pdf").status_code == 404
    assert browser("other_clerk").get(f"/case-papers/{made['order'].id}.pdf").status_code == 404


def test_the_page_of_a_case_leads_to_its_papers_and_says_what_is_still_drawn(closed, cased, browser, made):
    address = f"/orders/{closed.order.id}"
    page = browser("authority_officer").get(address).text
    assert page.count("(PDF)") == len(made)
    assert "责令限期整改通知书" in page
    assert "文书正在制作和签章" not in page

    key = page.split('name="idempotency_key" value="')[1].split('"')[0] if "idempotency_key" in page else ""
    officer = browser("authority_officer")
    act(cased, closed.people.approver, "appeal", closed.order.id, "申请复议", counter="answering")
    sent = officer.post(f"{address}/case-file", data={"idempotency_key": key})

    again = officer.post(f"{API}/orders/{closed.order.id}/case-file")
    assert (sent.status_code, again.status_code, again.json["ordinal"]) == (303, 202, 2)
    assert "文书正在制作和签章" in officer.get(address).text
    assert "汇编案卷" not in browser("clerk").get(address).text


def test_a_paper_taken_away_is_good_here_and_without_us_and_a_changed_one_is_not(cased, run, made, tmp_path):
    place = tmp_path / "taken"
    data = bytes_of(cased, made["order"])
    taken = run("receipt", "export", made["order"].number, str(place))
    paper, spoilt = place / "paper.pdf", place / "spoilt.pdf"
    spoilt.write_bytes(data[:20_000] + bytes([data[20_000] ^ 1]) + data[20_001:])

    here, wrong = run("receipt", "verify", str(paper)), run("receipt", "verify", str(spoilt))
    alone, other = offline(place, paper, "--json"), offline(place, spoilt, "--language", "zh-Hans")
    told = {each["code"] for each in json.loads(alone.stdout)["findings"]}

    assert (taken.exit_code, paper.read_bytes() == data) == (0, True), taken.output
    assert made["order"].number in (place / "README.txt").read_text("utf-8")
    assert (here.exit_code, wrong.exit_code, alone.returncode, other.returncode) == (0, 1, 0, 1), here.output
    assert {line.split("\t")[1] for line in here.stdout.splitlines()[:-1]} >= {"paper_read", "paper_in_force", "issued"}
    assert told == {
        *("paper_read", "seal_good", "unchanged", "manifest_good", "checkpoint_good", "proof_good"),
        "standing_unknown",
    }
    assert "此文书无效。" in other.stdout


def offline(place, *words):
    """Run the program as it was given away, none of ours in sight."""
    command = [sys.executable, "-E", "-s", str(place / "verify_receipt.py"), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=place.parent)


@pytest.mark.parametrize("bad", ["another body's seal", "no seal at all", "other facts", "no proof"])
def test_what_is_wrong_with_a_paper_has_one_code_here_and_without_us(closed, cased, made, tmp_path, bad):
    spoilt, code = spoil(cased, closed, made["order"], bad)
    with cased.open(WORKER) as services:
        for name, data in services.receipt_exports.files(made["order"].number):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(data)
        here = services.receipt_verification.verify(spoilt)
    trust = Trust.read(tmp_path / "ca.pem", tmp_path / "log.vkey", None)

    wrong_here = {str(each.code) for each in here.findings if each.verdict == "bad"} - {"not_issued"}
    wrong_alone = {each.code for each in verify(spoilt, trust) if each.verdict == "bad"}

    assert wrong_here == wrong_alone
    assert code in wrong_here


def spoil(house, closed, paper, bad):
    """Return the order's paper with one thing wrong, and the code of it."""
    people, at = closed.people, paper.issued_at
    with house.open(WORKER) as services:
        drawn = services.case_papers._drawn(services.case_papers.get(paper.id))
        attached = services.case_papers._attached(paper, manifest_of(paper.facts))
    manifest, proof = attached
    seal = Seal(Official.AUTHORITY, paper.issuer_id, paper.issuer, at, "r")
    if bad == "another body's seal":
        seal = Seal(Official.AUTHORITY, people.finance.id, people.finance.name, at, "r")
    if bad == "other facts":
        manifest = replace(manifest, data=manifest.data.replace(b"2026-12-22", b"2027-12-22"))
    kept = [manifest] if bad == "no proof" else [manifest, proof]
    pdf = house.outside.printer.case_paper(replace(drawn, attachments=kept))
    codes = {
        "another body's seal": "seal_of_other_body",
        "no seal at all": "unsealed",
        "other facts": "manifest_differs",
        "no proof": "proof_missing",
    }
    return (pdf if bad == "no seal at all" else house.outside.signer.sign(pdf, seal)), codes[bad]


def test_a_receipt_s_verifier_knows_whose_seal_a_paper_must_bear(closed, cased, made):
    data = bytes_of(cased, made["order"])
    with cased.open(closed.people.other_clerk) as services:
        unknown = services.receipt_verification.verify(data)
    with cased.open(closed.people.clerk) as services:
        report = services.receipt_verification.verify(data)

    assert [str(each.code) for each in unknown.findings if each.verdict == "bad"] == ["number_unknown"]
    assert (report.number, report.document, report.is_good) == (made["order"].number, "paper.pdf", True)


def test_strangers_learn_what_a_paper_is_from_its_code_or_digest_only(closed, browser, made):
    order = made["order"]
    stranger = browser("")

    by_code = stranger.get(f"/v/{order.number}?h={order.facts_sha256[:16]}")
    by_digest = stranger.post(f"{API}/receipts/verify-hash", json={"number": order.number, "sha256": order.pdf_sha256})
    wrong = stranger.get(f"/v/{order.number}?h={'0' * 16}")

    assert (by_code.status_code, by_digest.status_code, wrong.status_code) == (200, 200, 404)
    for part in ("责令限期整改通知书", "青档改〔2026〕1号", "青山县档案局", "青山县财政局", "文书有效"):
        assert part in by_code.text, part
    assert "灭火器" not in by_code.text
    assert by_digest.json["match"] == "form"
    assert by_digest.json["paper"] == "order"
    assert "青山县财政局" not in wrong.text


def test_a_revoked_order_is_told_to_strangers_and_to_whoever_verifies(cased, closed, browser):
    people = closed.people
    order = issued(cased, people)
    cased_house.draw_all(cased)
    act(cased, people.authority_officer, "revoke", order.id, "事实有误")
    paper = papers(cased, WORKER, order.id)["order"]

    page = browser("").get(f"/v/{paper.number}?h={paper.facts_sha256[:16]}").text
    with cased.open(people.clerk) as services:
        report = services.receipt_verification.verify(bytes_of(cased, paper))

    assert "撤销，不再有效" in page
    assert [str(each.code) for each in report.findings if each.verdict == "bad"] == ["paper_revoked"]


def test_the_command_line_writes_papers_forms_and_days(closed, cased, run, made, tmp_path):
    order = issued(cased, closed.people)
    into = ("--into", str(tmp_path))

    written = run("print", "case-papers", closed.order.number, "--json", *into)
    waiting = run("print", "case-papers", order.number, *into)
    form = run("print", "case-form", order.number, "rectification_report", "--language", "en", *into)
    refused = run("print", "case-form", order.number, "recheck_record", *into)
    day = run("inspection", "calendar", order.number, *into)
    file = run("--as", "inspector", "inspection", "case-file", closed.order.number)
    not_theirs = run("--as", "clerk", "inspection", "case-file", closed.order.number)

    assert len(json.loads(written.output)["files"]) == len(made)
    assert (tmp_path / f"{made['order'].number}-order.pdf").read_bytes() == bytes_of(cased, made["order"])
    assert "being drawn\torder" in waiting.output
    assert (form.exit_code, (tmp_path / f"{order.number}-rectification-report.pdf").exists()) == (0, True), form.output
    assert refused.exit_code == 1
    assert (day.exit_code, (tmp_path / f"{order.number}.ics").exists()) == (0, True)
    assert made["case_file"].number in file.output
    assert not_theirs.exit_code == 1


def test_an_inspection_and_a_last_day_go_into_calendars(cased, closed, browser):
    people = closed.people
    planned = propose(cased, people)
    step(cased, people.inspector, "notify", planned.id)
    order = issued(cased, people)

    visit = icalendar.Calendar.from_ical(browser("clerk").get(f"/inspections/{planned.id}/calendar.ics").data)
    last = icalendar.Calendar.from_ical(browser("clerk").get(f"{API}/orders/{order.id}/calendar.ics").data)
    step(cased, people.inspector, "cancel", planned.id, "改期")
    gone = icalendar.Calendar.from_ical(browser("clerk").get(f"/inspections/{planned.id}/calendar.ics").data)

    (day,), (due,), (struck,) = (each.walk("VEVENT") for each in (visit, last, gone))
    assert (str(day["summary"]), day.decoded("dtstart").isoformat()) == ("档案检查：青山县财政局", "2026-11-22")
    assert (str(due["summary"]), due.decoded("dtstart").isoformat()) == ("整改期限：青山县财政局", "2026-12-22")
    assert [alarm["trigger"].to_ical() for alarm in due.walk("VALARM")] == [b"-P7D", b"-P3D", b"-P1D"]
    assert (str(struck["status"]), struck["uid"] == day["uid"]) == ("CANCELLED", True)
    assert struck["sequence"] > day["sequence"]
    assert browser("other_clerk").get(f"/orders/{order.id}/calendar.ics").status_code == 404


def test_forms_for_the_pen_are_at_the_doors(cased, closed, browser):
    order = issued(cased, closed.people)

    page = browser("clerk").get(f"/orders/{order.id}").text
    form = browser("clerk").get(f"/orders/{order.id}/forms/rectification_report.pdf")
    refused = browser("clerk").get(f"{API}/orders/{order.id}/forms/delivery_receipt.pdf")

    assert "打印手签表格：整改情况报告" in page
    assert "打印手签表格：送达回证" not in page
    assert (form.status_code, form.data[:5]) == (200, b"%PDF-")
    assert refused.status_code == 409
