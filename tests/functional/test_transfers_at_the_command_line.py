"""archives transfer …, archives receipt …: a handover walked at the command line, each party by name."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from api.cli import main
from archives.domain.permission import WORKER
from archives.models import CheckRun
from tests.handover import register


@pytest.fixture
def archives(house, people, settings, monkeypatch):
    """Return a function that runs a command as somebody, and gives exit code, facts and output."""
    monkeypatch.setenv("ARCHIVES_DATABASE_URL", settings.database_url)
    register(house, people, "A001-WS·2005-Y-0001", "关于预算的批复")
    register(house, people, "A001-WS·2005-Y-0002", "老财务档案", carrier="paper")

    def run(who, *words):
        asked = [*words, "--home", str(settings.home), "--json", *(["--as", who] if who else [])]
        done = CliRunner().invoke(main, asked)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        told = json.loads(done.stdout) if done.stdout.startswith(("{", "[")) else {}
        return done.exit_code, told, done.output

    return run


@pytest.fixture
def do(archives):
    """Return a function that presses a button of the one transfer and demands that it worked."""

    def press(who, *words):
        code, told, output = archives(who, "transfer", *words)
        assert code == 0, output
        return told

    return press


def work(house):
    with house.open(WORKER) as services:
        for run in services.work.session.scalars(select(CheckRun.id).where(CheckRun.state == "queued")).all():
            services.checks.run(run)
        for transfer_id in services.storing.unfinished():
            services.storing.store(transfer_id)


@pytest.fixture
def number(do):
    made = do("clerk", "create", "--fonds", "A001")["number"]
    do("clerk", "do", made, "prepare")
    do("clerk", "describe", made, "--text", "2005 年度文书")
    said = ("--opening", "open", "--disclosure", "proactive", "--classification", "never_classified")
    do("clerk", "opinions", made, *said)
    return made


def submit(house, do, number):
    do("clerk", "do", number, "check")
    work(house)
    do("clerk", "decide", number, "--side", "unit", "--outcome", "passed", "--note", "逐件看过")
    do("clerk", "do", number, "request_approval")
    return do("approver", "do", number, "submit")


def test_a_handover_is_walked_and_its_receipt_verified(house, archives, do, number, tmp_path):
    code, told, _ = archives("clerk", "transfer", "gaps", number)
    assert (code, [gap["code"] for gap in told["gaps"]]) == (1, ["check_missing"])
    assert submit(house, do, number)["state"] == "submitted"
    do("archivist", "do", number, "begin_checks")
    work(house)
    assert archives("archivist", "transfer", "findings", number)[0] == 0
    decided = do("archivist", "decide", number, "--outcome", "passed", "--note", "看过")["decided"]
    assert "YJ-4-2" in decided
    do("archivist", "count", number, "A001-WS·2005-Y-0002", "present")
    do("archivist", "do", number, "propose_acceptance")
    do("director", "do", number, "seal")
    work(house)
    assert do("clerk", "show", number)["state"] == "accepted"

    with house.open(WORKER) as services:
        receipt = services.receipts.of_transfer(services.transfers.by_number(number).id).number
    files = archives("clerk", "receipt", "get", receipt, "--into", str(tmp_path))[1]["files"]
    form = Path(files[0])
    assert form.read_bytes().startswith(b"%PDF-")
    assert verify(house.settings, form) == 0
    form.write_bytes(form.read_bytes()[:-2] + b"x\n")
    assert verify(house.settings, form) == 1


def verify(settings, form):
    """In a process of its own, as an inspector's script would."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "receipt", "verify", str(form)]
    environ = {**os.environ, "ARCHIVES_HOME": str(settings.home), "ARCHIVES_DATABASE_URL": settings.database_url}
    return subprocess.run(command, env=environ, check=False, capture_output=True).returncode


def test_what_is_refused_says_every_reason_and_ends_with_1(archives, number):
    code, _, output = archives("clerk", "transfer", "do", number, "request_approval")

    assert code == 1
    assert "blocked" in output
    assert "/checks: check_missing" in output


def test_a_return_is_made_by_record_numbers_and_answered(house, archives, do, number):
    submit(house, do, number)
    do("archivist", "do", number, "begin_checks")
    work(house)

    returned = do("archivist", "return", number, "--ground", "A001-WS·2005-Y-0001=题名不完整", "--ground", "说明不清")

    assert (returned["state"], returned["returns"]) == ("returned", 1)
    items = do("clerk", "items", number)["items"]
    assert [(item["unit_number"], item["to_correct"]) for item in items] == [
        *(("A001-WS·2005-Y-0001", True), ("A001-WS·2005-Y-0002", False))
    ]
    do("clerk", "corrected", number)
    assert submit(house, do, number)["state"] == "submitted"
    assert do("clerk", "do", number, "withdraw", "--reason", "另行安排")["state"] == "withdrawn"


def test_nobody_acts_beyond_his_rights_or_on_what_he_does_not_see(archives, number):
    assert archives("archivist", "transfer", "show", number)[0] == 1
    assert archives("approver", "transfer", "do", number, "request_approval")[0] == 1
    assert archives("clerk", "transfer", "do", number, "no_such_button")[0] == 2
    assert archives("nobody", "transfer", "list")[0] == 1
    assert archives("other_clerk", "transfer", "list")[1] == {"transfers": []}
    assert [row["number"] for row in archives("clerk", "transfer", "list")[1]["transfers"]] == [number]


def test_lost_bytes_are_put_back_from_a_file(house, archives, number, tmp_path):
    original, other = tmp_path / "original.xml", tmp_path / "other.xml"
    original.write_text("关于预算的批复的全文", encoding="utf-8")
    other.write_text("别的", encoding="utf-8")

    code, told, _ = archives("clerk", "transfer", "put-back", number, str(original))

    assert (code, told["mended"]) == (0, ["关于预算的批复.xml"])
    assert archives("clerk", "transfer", "put-back", number, str(other))[0] == 1
