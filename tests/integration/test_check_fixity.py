"""Whose run reads what: the unit may take the intake's proof of a large file, the archive reads every byte."""

import hashlib
import io
import os

import pytest

from archives.domain.permission import WORKER
from archives.domain.vocabulary import FileKind, Outcome, Side
from archives.services.content import Upload
from tests.factories import cast
from tests.handover import act, plan, register, submit

LARGE = os.urandom(1 << 20) * 9


@pytest.fixture
def people(house):
    return cast(house)


@pytest.fixture
def transfer(house, people):
    record = register(house, people, "A001-WS·2005-Y-0001", "录音整理")
    with house.open(people.clerk) as services:
        upload = Upload("录音.pdf", io.BytesIO(LARGE), len(LARGE), hashlib.sha256(LARGE).hexdigest())
        services.content.attach(record, upload, FileKind.ATTACHMENT)
    return plan(house, people)


def kept(house):
    return house.outside.holding.path(hashlib.sha256(LARGE).hexdigest())


def fixity(house, people, transfer, side):
    with house.open(WORKER) as services:
        for run in services.checks.runs(transfer.id):
            services.checks.run(run.id)
    with house.open(people.clerk) as services:
        run = services.checks.run_of(transfer.id, side)
        return [(f.outcome, f.message) for f in services.checks.findings(run.id, limit=0) if f.rule == "YJ-1-1"]


def begin(house, people, transfer):
    with house.open(people.clerk) as services:
        services.transfers.begin_unit_checks(transfer.id, services.transfers.read(transfer.id).version)


def spoil(path, *, hide):
    before = path.stat()
    path.chmod(0o644)
    with path.open("r+b") as file:
        file.seek(12345)
        file.write(b"\0" if LARGE[12345] else b"\1")
    later = before.st_mtime_ns if hide else before.st_mtime_ns + 3_600_000_000_000
    os.utime(path, ns=(later, later))


def test_the_units_run_takes_a_fresh_proof_and_says_so(house, people, transfer):
    os.utime(kept(house), (house.clock().timestamp(),) * 2)
    begin(house, people, transfer)

    assert fixity(house, people, transfer, Side.UNIT) == [(Outcome.PASSED, "proved_at_intake")]


def test_a_file_that_was_written_to_is_read_by_the_unit_too(house, people, transfer):
    os.utime(kept(house), (house.clock().timestamp(),) * 2)
    spoil(kept(house), hide=False)
    begin(house, people, transfer)

    assert fixity(house, people, transfer, Side.UNIT) == [(Outcome.FAILED, "digest_differs")]


def test_an_old_proof_is_made_anew(house, people, transfer):
    os.utime(kept(house), (house.clock().timestamp(),) * 2)
    house.clock.move(days=2)
    begin(house, people, transfer)

    assert fixity(house, people, transfer, Side.UNIT) == [(Outcome.PASSED, "")]


def test_d27_the_archive_reads_every_byte(house, people, transfer):
    os.utime(kept(house), (house.clock().timestamp(),) * 2)
    submit(house, people, transfer.id)
    spoil(kept(house), hide=True)
    act(house, people.archivist, "reception", "begin_checks", transfer.id)

    assert fixity(house, people, transfer, Side.ARCHIVE) == [(Outcome.FAILED, "digest_differs")]
