"""Receipts that are not right, at the doors: buttons, REST, command line; what does not count is marked at each."""

import json

import pytest
from click.testing import CliRunner

from api.app import create_app
from api.cli import main
from api.jobs.handlers import HANDLERS
from archives.domain.permission import WORKER
from tests.accepted_house import copied, kept
from tests.functional.conftest import Browser

__all__ = ["copied", "kept"]


@pytest.fixture
def transfer(kept):
    return kept.transfer


@pytest.fixture
def client_as(copied):
    app = create_app(house=copied)
    app.test_client_class = Browser
    return lambda username: app.test_client().login(username)


@pytest.fixture
def number(copied, transfer):
    with copied.open(WORKER) as services:
        return services.receipts.of_transfer(transfer.id).number


def work_off(house):
    """Let the worker draw what was asked for."""
    with house.open(WORKER) as services:
        for each in services.reissues.unfinished():
            HANDLERS["reissue"].run(services, {"receipt_id": str(each)}, lambda _done, _total: None)


def test_rest_gives_a_new_receipt_once_and_the_old_one_says_which(copied, client_as, transfer, number):
    director = client_as("director")
    shown = director.get(f"/api/v1/receipts/{number}")
    asked = {"json": {"reason": "单位名称有误"}, "headers": {"If-Match": shown.headers["ETag"], "Idempotency-Key": "a"}}

    first = director.post(f"/api/v1/receipts/{number}/reissue", **asked)
    second = director.post(f"/api/v1/receipts/{number}/reissue", **asked)
    work_off(copied)

    assert (shown.json["state"], first.status_code, first.json["state"]) == ("valid", 202, "pending")
    assert second.json == first.json
    old, new = (director.get(f"/api/v1/receipts/{each}").json for each in (number, first.json["number"]))
    assert (old["state"], old["superseded_by"], new["state"], new["supersedes"]) == (
        "superseded",
        new["number"],
        "valid",
        number,
    )
    listed = director.get(f"/api/v1/transfers/{transfer.id}/receipts").json["items"]
    assert [each["number"] for each in listed] == [new["number"], number]
    document = director.get(f"/api/v1/receipts/{number}/form.pdf", buffered=True)
    assert document.data.startswith(b"%PDF-")


def test_rest_wants_version_reason_and_role(client_as, number):
    address, director = f"/api/v1/receipts/{number}/revoke", client_as("director")

    assert director.post(address, json={"reason": "x"}).status_code == 428
    assert director.post(address, json={"reason": "x"}, headers={"If-Match": '"99"'}).status_code == 409
    etag = director.get(f"/api/v1/receipts/{number}").headers["ETag"]
    assert director.post(address, json={"reason": " "}, headers={"If-Match": etag}).status_code == 422
    assert director.post(address, json={}, headers={"If-Match": etag}).status_code == 422
    assert client_as("archivist").post(address, json={"reason": "x"}, headers={"If-Match": etag}).status_code == 403
    assert client_as("other_clerk").post(address, json={"reason": "x"}, headers={"If-Match": etag}).status_code == 404
    done = director.post(address, json={"reason": "裁定无效"}, headers={"If-Match": etag})
    assert (done.status_code, done.json["state"], done.json["revocation_reason"]) == (200, "revoked", "裁定无效")


def test_the_page_asks_for_the_reason_and_marks_both(copied, client_as, transfer, number):
    director, page = client_as("director"), f"/transfers/{transfer.id}"
    act = f"{page}/receipts/{number}/reissue"
    before, form = (director.get(each).get_data(as_text=True) for each in (page, act))
    sent = {"csrf_token": director.csrf, "version": form.split('name="version" value="')[1].split('"')[0]}

    empty = director.post(act, data=sent | {"language": "zh-Hans"})
    asked = director.post(act, data=sent | {"language": "zh-Hant", "reason": "单位名称有误"})
    waiting = director.get(page).get_data(as_text=True)
    work_off(copied)
    after = director.get(page).get_data(as_text=True)

    assert act in before
    assert (empty.status_code, 'id="reason-error"' in empty.get_data(as_text=True)) == (422, True)
    assert (asked.status_code, asked.location) == (303, page)
    assert ("正在制作" in waiting, act in waiting) == (True, False)
    assert f"替代 {number}：单位名称有误" in after
    assert "已被新凭证替代" in after
    old = director.get(f"{page}/receipts/{number}/form.pdf", buffered=True)
    assert (old.status_code, old.data[:5]) == (200, b"%PDF-")


def test_those_who_may_not_see_no_button_but_what_was_done(client_as, transfer, number):
    director, page = client_as("director"), f"/transfers/{transfer.id}"
    form = director.get(f"{page}/receipts/{number}/revoke").get_data(as_text=True)
    version = form.split('name="version" value="')[1].split('"')[0]

    assert "/revoke" not in client_as("clerk").get(page).get_data(as_text=True)
    sent = {"csrf_token": director.csrf, "version": version, "reason": "主管部门裁定接收无效"}
    assert director.post(f"{page}/receipts/{number}/revoke", data=sent).status_code == 303

    text = client_as("clerk").get(page).get_data(as_text=True)
    assert "主管部门裁定接收无效" in text
    assert "已撤销" in text
    assert "交接凭证 " + number + " 已撤销" in client_as("clerk").get("/notices").get_data(as_text=True)


def test_the_command_line_does_the_same(copied, number):
    def run(*words):
        return CliRunner().invoke(main, ["--home", str(copied.settings.home), "--as", "director", "--json", *words])

    asked = run("receipt", "reissue", number, "--reason", "印章有误", "--language", "en")
    work_off(copied)
    assert asked.exit_code == 0, asked.output
    new = json.loads(asked.stdout)["number"]
    revoked = run("receipt", "revoke", new, "--reason", "裁定无效")
    shown = json.loads(run("receipt", "show", number).stdout)
    refused = run("receipt", "revoke", number, "--reason", "再来")

    assert (asked.exit_code, revoked.exit_code) == (0, 0)
    assert (shown["state"], shown["superseded_by"]) == ("superseded", new)
    assert json.loads(revoked.stdout)["state"] == "revoked"
    assert (refused.exit_code, "illegal_transition" in refused.stderr) == (1, True)
    text = CliRunner().invoke(main, ["--home", str(copied.settings.home), "receipt", "show", number]).stdout
    assert f"superseded by {new}" in text
