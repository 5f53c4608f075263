"""A transfer's whole life over JSON with tokens: versions demanded, writes done once, gaps named, nothing leaked."""

import base64
import hashlib
import io

import pikepdf
import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from archives.domain.permission import WORKER
from archives.models import CheckRun, Obligation
from tests.handover import DESCRIPTION

API = "/api/v1"
TRANSFERS = f"{API}/transfers"
OPINIONS = {"opening": "open", "disclosure": "proactive", "classification": "never_classified"}


class Caller:
    """A program with somebody's token, that sends with each write the version it saw last."""

    def __init__(self, app, token):
        self._client, self._token = app.test_client(), token

    def ask(self, method, path, **more):
        headers = {**self._token, **more.pop("headers", {})}
        return self._client.open(path, method=method, headers=headers, buffered=True, **more)

    def get(self, path):
        return self.ask("GET", path)

    def version(self, transfer):
        return self.get(transfer).headers["ETag"]

    def write(self, transfer, button, body=None, method="POST"):
        seen = {"If-Match": self.version(transfer)}
        return self.ask(method, f"{transfer}/{button}", json=body, headers=seen)

    def done(self, *told, **more):
        answer = self.write(*told, **more)
        assert answer.status_code in (200, 202), answer.json
        return answer.json


@pytest.fixture
def by(app, token_of):
    """Return the program of that person."""
    return lambda username: Caller(app, token_of(username))


def digest(data):
    return f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"


@pytest.fixture
def record(by, people):
    """A record with a file, of a batch that is due."""
    clerk, data = by("clerk"), "通知的全文".encode()
    told = {"reference_code": "A001-WS·2005-Y-0001", "title": "关于预算的通知", "formed_on": "2005-03-04"}
    body = {"fonds_id": str(people.finance_fonds.id), "description": {**DESCRIPTION, **told, "year": "2005"}}
    made = clerk.ask("POST", f"{API}/records", json=body)
    assert made.status_code == 201, made.json
    where = f"{API}/records/{made.json['record']['id']}"
    kept = clerk.ask("PUT", f"{where}/files/通知.xml", data=data, headers={"Repr-Digest": digest(data)})
    assert kept.status_code == 201, kept.json
    return made.json["record"]["id"]


@pytest.fixture
def transfer(house, by, people, record):
    """The address of a planned transfer."""
    with house.open(people.clerk) as services:
        obligation = services.work.session.scalars(select(Obligation.id)).one()
    made = by("clerk").ask("POST", TRANSFERS, json={"obligation_ids": [str(obligation)]})
    assert made.status_code == 201, made.json
    assert made.headers["Location"] == f"{TRANSFERS}/{made.json['id']}"
    return made.headers["Location"]


def work(house):
    """Do what the worker does."""
    with house.open(WORKER) as services:
        for run in services.work.session.scalars(select(CheckRun.id).where(CheckRun.state == "queued")).all():
            services.checks.run(run)
        for transfer_id in services.storing.unfinished():
            services.storing.store(transfer_id)


def decide_all(caller, transfer):
    run = caller.get(f"{transfer}/check-runs").json["items"][0]
    for outcome in ("manual_review", "not_scanned"):
        for finding in caller.get(f"{API}/check-runs/{run['id']}/findings?outcome={outcome}").json["items"]:
            said = {"outcome": "passed", "note": "逐件看过"}
            assert caller.ask("POST", f"{API}/findings/{finding['id']}/decide", json=said).status_code == 200
    return run["id"]


def submit(house, by, transfer):
    clerk = by("clerk")
    clerk.done(transfer, "prepare")
    clerk.done(transfer, "text", {"name": "2005 年度", "description": "文书档案"}, method="PUT")
    clerk.done(transfer, "opinions", OPINIONS, method="PUT")
    clerk.done(transfer, "unit-checks")
    work(house)
    decide_all(clerk, transfer)
    clerk.done(transfer, "request-approval")
    return by("approver").done(transfer, "submit")


def accept(house, by, transfer):
    archivist = by("archivist")
    archivist.done(transfer, "begin-checks")
    work(house)
    run = decide_all(archivist, transfer)
    archivist.done(transfer, "propose-acceptance")
    assert by("director").done(transfer, "seal")["state"] == "storing"
    work(house)
    return run


def test_from_the_batch_to_the_receipt_and_its_documents(house, by, transfer):
    submit(house, by, transfer)
    run = accept(house, by, transfer)
    clerk = by("clerk")

    assert clerk.get(transfer).json["state"] == "accepted"
    receipt = clerk.get(f"{transfer}/receipt").json
    form = clerk.get(f"{API}/receipts/{receipt['number']}/form.pdf").data
    assert hashlib.sha256(form).hexdigest() == receipt["form_sha256"]
    manifest = clerk.get(f"{API}/receipts/{receipt['number']}/manifest.json").data
    assert hashlib.sha256(manifest).hexdigest() == receipt["manifest_sha256"]
    with pikepdf.open(io.BytesIO(form)) as pdf:
        assert pdf.attachments["manifest.json"].get_file().read_bytes() == manifest
        assert pdf.attachments["manifest.csv"].get_file().read_bytes().count(b"\r\n") == 2
    assert clerk.get(f"{API}/receipts/{receipt['number']}/facts.json").status_code == 404

    sheet = load_workbook(io.BytesIO(by("archivist").get(f"{API}/check-runs/{run}/report.xlsx").data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "检测项 rule"
    assert ("YJ-1-1", "固化信息有效性", "passed") in {row[:3] for row in rows}

    lines = clerk.get(f"{transfer}/signatures").json["items"]
    assert [(line["side"], line["line"], line["name"]) for line in lines] == [
        *(("unit", "filler", "李经办"), ("unit", "reviewer", "王审核"), ("unit", "seal", "王审核")),
        *(("archive", "filler", "陈管理"), ("archive", "reviewer", "周馆长"), ("archive", "seal", "周馆长")),
    ]


def test_a_receipt_is_known_by_its_bytes_and_one_flipped_byte_is_not(house, by, transfer):
    submit(house, by, transfer)
    accept(house, by, transfer)
    clerk = by("clerk")
    receipt = clerk.get(f"{transfer}/receipt").json
    form = clerk.get(f"{API}/receipts/{receipt['number']}/form.pdf").data
    flipped = form[:700] + bytes([form[700] ^ 1]) + form[701:]

    def asked(browser, data):
        answer = browser.ask("POST", f"{API}/receipts/verify", data=data)
        bad = {each["code"] for each in answer.json["findings"] if each["verdict"] == "bad"}
        return answer.status_code, answer.json["is_good"], answer.json["number"], bad

    assert asked(clerk, form) == (200, True, receipt["number"], set())
    assert asked(clerk, flipped)[:3] == (200, False, "")
    assert {"altered", "not_issued"} <= asked(clerk, flipped)[3]
    assert asked(clerk, b"") == (200, False, "", {"empty"})
    assert asked(by("other_clerk"), form) == (200, False, "", {"number_unknown"})
    assert by("other_clerk").get(f"{API}/receipts/{receipt['number']}/form.pdf").status_code == 404


def test_a_write_needs_the_version_that_was_seen(by, transfer):
    clerk = by("clerk")

    without = clerk.ask("POST", f"{transfer}/prepare")
    stale = clerk.ask("POST", f"{transfer}/prepare", headers={"If-Match": '"99"'})

    assert (without.status_code, without.json["code"]) == (428, "version_required")
    assert (stale.status_code, stale.json["code"]) == (409, "stale_version")
    assert stale.content_type == "application/problem+json"
    assert clerk.get(transfer).json["state"] == "planned"


def test_a_button_pressed_twice_under_one_key_is_pressed_once(by, transfer):
    clerk = by("clerk")
    headers = {"If-Match": clerk.version(transfer), "Idempotency-Key": "prepare-1"}

    answers = [clerk.ask("POST", f"{transfer}/prepare", headers=headers) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    assert clerk.ask("POST", f"{transfer}/prepare", headers={"If-Match": headers["If-Match"]}).status_code == 409


def test_d20_every_gap_is_a_problem_of_its_own(by, transfer):
    clerk = by("clerk")
    clerk.done(transfer, "prepare")

    refused = clerk.write(transfer, "request-approval")

    assert refused.json["code"] == "blocked"
    named = {(each["code"], each["where"]) for each in refused.json["problems"]}
    listed = clerk.get(f"{transfer}/gaps").json["items"]
    assert named == {(gap["code"], gap["where"]) for gap in listed}
    assert ("opinion_missing", "/disclosure_opinion") in named
    assert {gap["who"] for gap in listed} == {"clerk"}


def test_nobody_sees_a_transfer_that_is_not_theirs_yet(house, by, transfer):
    number = by("clerk").get(transfer).json["number"]
    for username in ("other_clerk", "archivist", "director", "city_archivist"):
        caller = by(username)
        for path in ("", "/items", "/gaps", "/actions", "/reasons", "/signatures", "/check-runs", "/blank-form.pdf"):
            answer = caller.get(f"{transfer}{path}")
            assert answer.status_code == 404 or answer.json == {"items": []}, (username, path)
        assert number not in caller.get(TRANSFERS).text
        seen = {"If-Match": '"1"'}
        assert caller.ask("POST", f"{transfer}/withdraw", json={"reason": "x"}, headers=seen).status_code == 404

    submit(house, by, transfer)

    assert by("archivist").get(transfer).status_code == 200
    assert by("other_clerk").get(transfer).status_code == 404
    assert by("city_archivist").get(transfer).status_code == 404


def test_what_one_may_press_is_listed_and_the_rest_is_refused(house, by, transfer):
    submit(house, by, transfer)

    assert by("archivist").get(f"{transfer}/actions").json == {"actions": ["begin_checks"]}
    assert by("clerk").get(f"{transfer}/actions").json == {"actions": ["withdraw"]}
    assert by("clerk").write(transfer, "begin-checks").status_code == 403
    assert by("director").write(transfer, "seal").json["code"] == "illegal_transition"


def test_a_return_names_reasons_and_comes_back_corrected(house, by, transfer, record):
    submit(house, by, transfer)
    archivist, clerk = by("archivist"), by("clerk")
    archivist.done(transfer, "begin-checks")
    work(house)
    empty = archivist.write(transfer, "return", {"grounds": []})
    assert (empty.status_code, empty.json["problems"][0]["code"]) == (422, "reasons_required")

    archivist.done(transfer, "return", {"grounds": [{"text": "题名不完整", "record_id": record}]})

    [reason] = clerk.get(f"{transfer}/reasons").json["items"]
    assert (reason["text"], reason["record_id"], reason["new_ground"]) == ("题名不完整", record, False)
    clerk.done(transfer, f"reasons/{reason['id']}/corrected")
    assert clerk.get(f"{transfer}/reasons").json["items"][0]["corrected_at"]


def test_a_scan_is_uploaded_named_and_fetched(house, by, transfer):
    clerk, data = by("clerk"), b"%PDF-1.7 scan"
    submit(house, by, transfer)
    by("archivist").done(transfer, "begin-checks")
    work(house)
    archivist = by("archivist")
    decide_all(archivist, transfer)
    archivist.done(transfer, "propose-acceptance")

    kept = archivist.ask("PUT", f"{transfer}/scans/表.pdf", data=data, headers={"Repr-Digest": digest(data)})
    assert (kept.status_code, kept.json["sha256"]) == (201, hashlib.sha256(data).hexdigest())
    bare = archivist.ask("PUT", f"{transfer}/scans/表.pdf", data=data)
    wrong = archivist.ask("PUT", f"{transfer}/scans/表.pdf", data=data, headers={"Repr-Digest": digest(b"other")})
    assert (bare.status_code, wrong.json["code"]) == (422, "fixity_mismatch")
    lines = {"filler": "陈", "reviewer": "周", "seal": "章", "signed_on": "2026-11-22"}
    body = {**lines, "side": "archive", "scan_sha256": kept.json["sha256"], "scan_name": "表.pdf"}
    archivist.done(transfer, "paper-signatures", body)
    assert by("director").write(transfer, "seal").json["problems"][0]["code"] == "paper_signature_unconfirmed"
    archivist.done(transfer, "confirm-paper-signatures", {"side": "archive"})

    assert by("director").done(transfer, "seal")["state"] == "storing"
    assert clerk.get(f"{transfer}/signatures/{kept.json['sha256']}/scan").data == data
    assert by("other_clerk").get(f"{transfer}/signatures/{kept.json['sha256']}/scan").status_code == 404


def test_lost_bytes_are_put_back(house, by, transfer, record):
    submit(house, by, transfer)
    clerk, data = by("clerk"), "通知的全文".encode()
    house.outside.holding.path(hashlib.sha256(data).hexdigest()).unlink()

    [lost] = clerk.get(f"{transfer}/damaged-files").json["items"]
    back = clerk.ask("PUT", f"{transfer}/bytes", data=data, headers={"Repr-Digest": digest(data)})

    assert (lost["record_id"], lost["name"]) == (record, "通知.xml")
    assert (back.status_code, back.json["items"]) == (200, [lost])
    assert clerk.get(f"{transfer}/damaged-files").json == {"items": []}
