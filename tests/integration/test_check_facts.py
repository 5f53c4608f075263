"""What the rules are told: of files read again, of what is held already, of the approved schedule."""

import hashlib
import io
import zipfile

import pytest
from sqlalchemy import select

from archives.domain.permission import WORKER
from archives.domain.vocabulary import Outcome, Side
from archives.models import CheckRun, RetentionScheduleEntry
from archives.services.content import Upload
from tests.factories import cast
from tests.handover import act, plan, register


@pytest.fixture
def people(house):
    return cast(house)


def attach(house, people, record, name, data):
    with house.open(people.clerk) as services:
        upload = Upload(name, io.BytesIO(data), len(data), hashlib.sha256(data).hexdigest())
        services.content.attach(record, upload)


def said(house, people):
    """Let the unit's check run; return rule, message and record of whatever is not simply passed."""
    transfer = plan(house, people)
    act(house, people.clerk, "transfers", "begin_unit_checks", transfer.id)
    with house.open(WORKER) as services:
        services.checks.run(services.work.session.scalars(select(CheckRun.id)).one())
        run = services.checks.run_of(transfer.id, Side.UNIT)
        told = services.checks.findings(run.id, limit=0)
    return {(f.rule, f.message) for f in told if f.outcome in (Outcome.FAILED, Outcome.WARNING) and f.message}


def locked_zip():
    """A ZIP whose entry says that it is encrypted: bit 0 of its flags."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.xml", "x")
    data = bytearray(target.getvalue())
    data[6] |= 1
    return bytes(data)


def test_encrypted_files_are_seen_at_their_head_or_their_tail_wherever_reading_was_cut(house, people):
    record = register(house, people, "A001-WS·2005-Y-0001", "关于预算的批复")
    long = (1 << 20) - 12  # '/Encrypt' lies across the bounds of two chunks
    attach(house, people, record, "密.pdf", b"%PDF-1.7" + b" " * long + b"trailer <</Encrypt 5 0 R>>")
    attach(house, people, record, "锁.docx", locked_zip())

    assert said(house, people) == {("YJ-3-8", "file_encrypted")}


def test_titles_are_repeated_in_either_script(house, people):
    register(house, people, "A001-WS·2005-Y-0001", "关于档案的通知")
    register(house, people, "A001-WS·2005-Y-0002", "關於檔案的通知")

    assert said(house, people) == {("YJ-1-8", "title_repeated")}


def test_d02_a_record_of_a_category_that_the_schedule_does_not_name_is_told(house, people):
    register(house, people, "A001-WS·2005-Y-0001", "关于预算的批复")
    with house.open(WORKER) as services, services.work.write():
        for line in services.work.session.scalars(select(RetentionScheduleEntry)):
            line.series = "他处"

    assert said(house, people) == {("YJ-2-9", "outside_schedule")}


def test_d02_the_series_of_a_record_may_be_named_by_the_schedule(house, people):
    register(house, people, "A001-WS·2005-Y-0001", "关于预算的批复", series="办公室")
    with house.open(WORKER) as services, services.work.write():
        for line in services.work.session.scalars(select(RetentionScheduleEntry)):
            line.series = "办公室"

    assert said(house, people) == set()
