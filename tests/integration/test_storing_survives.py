"""Between the last signature and acceptance anything may happen: what was acknowledged is carried to its end, once."""

import hashlib
import io
import shutil
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from sqlalchemy import event, func, select

from api.bootstrap import build
from archives.domain.errors import FixityError, NotFoundError, NotPermittedError, StorageFullError
from archives.domain.permission import WORKER
from archives.domain.transfer import TransferState
from archives.models import Accession, Job, Receipt, Record, Transfer
from archives.services.content import Upload
from archives.services.storing import StoringService
from config import Settings
from tests.factories import cast
from tests.handover import act, plan, review, submit, three_records


class CrashError(Exception):
    """The process is gone."""


class Points:
    """Counts the points that are passed, and crashes at one of them."""

    def __init__(self, crash_at=0, error=CrashError):
        self.passed, self._crash_at, self._error = 0, crash_at, error

    def __call__(self, *_):
        self.passed += 1
        if self.passed == self._crash_at:
            raise self._error("here")


class Around:
    """An adapter whose every act passes a point before and one after; reading is no act."""

    ACTS = ("store", "store_many", "transfer_form", "transfer_list")

    def __init__(self, adapter, point):
        self._adapter, self._point = adapter, point

    def __getattr__(self, name):
        if name not in self.ACTS:
            return getattr(self._adapter, name)

        def call(*args, **more):
            self._point()
            answer = getattr(self._adapter, name)(*args, **more)
            answer = list(answer) if name == "store_many" else answer
            self._point()
            return answer

        return call


@pytest.fixture
def people(house):
    return cast(house)


@pytest.fixture
def sealed(house, people):
    """A transfer that both sides have signed."""
    records = three_records(house, people)
    transfer = plan(house, people)
    submit(house, people, transfer.id)
    review(house, people, transfer.id, records)
    act(house, people.archivist, "reception", "propose_acceptance", transfer.id)
    return act(house, people.director, "reception", "seal", transfer.id)


def store(house, transfer_id, point=None):
    """Store as the worker does, passing the points before every commit, and before and after every act outside."""
    with house.open(WORKER) as services:
        outside = house.outside
        if point:
            outside = replace(outside, store=Around(outside.store, point), printer=Around(outside.printer, point))
            event.listen(services.work.session, "before_commit", point)
        return StoringService(services.work, outside).store(transfer_id).state


@contextmanager
def twin(house, place, clock):
    """Another house with the same database and content, so that every crash begins from the same state."""
    shutil.copytree(house.settings.home, place / "home")
    shutil.copy(house.settings.database_url.removeprefix("sqlite:///"), place / "archives.db")
    copy = build(Settings(home=place / "home", database_url=f"sqlite:///{place / 'archives.db'}"), clock)
    try:
        yield copy
    finally:
        copy.close()
        shutil.rmtree(place)


def facts_of(services, receipt):
    """Return the digests of what was printed, without the seals: those of one key are never twice the same."""
    printed = []
    for name, told in (("form.pdf", receipt.form_sha256), ("list.pdf", receipt.list_sha256)):
        with services.receipts.open(receipt, name) as stream:
            pdf = stream.read()
        assert hashlib.sha256(pdf).hexdigest() == told
        assert services.seals.check(pdf).is_good
        printed.append(hashlib.sha256(pdf[: pdf.index(b"%%EOF")]).hexdigest())
    return printed


def outcome(house):
    with house.open(WORKER) as services:
        session = services.work.session
        numbers = sorted(session.scalars(select(Record.archive_number)))
        receipts = [
            (row.number, row.manifest_sha256, len(facts_of(services, row))) for row in session.scalars(select(Receipt))
        ]
        accessions = session.scalars(select(Accession.number)).all()
        faults = [fault for each in house.outside.store.objects() for fault in house.outside.store.verify(each)]
        return numbers, receipts, accessions, faults, sorted(house.outside.store.objects())


def test_a_crash_at_any_point_of_storing_is_taken_up_again_and_leaves_one_receipt(house, sealed, clock, tmp_path):
    house.database.close()
    counted, place = Points(), tmp_path / "twin"
    place.mkdir()
    with twin(house, place, clock) as whole:
        assert store(whole, sealed.id, counted) is TransferState.ACCEPTED
        expected = outcome(whole)
    assert counted.passed > 12
    assert [len(each) for each in expected] == [3, 1, 1, 0, 4]
    for point in range(1, counted.passed + 1):
        place.mkdir()
        with twin(house, place, clock) as broken:
            with suppress(CrashError):
                store(broken, sealed.id, Points(point))
            broken.outside.store.recover()

            assert store(broken, sealed.id) is TransferState.ACCEPTED, point
            assert outcome(broken) == expected, point


def test_a_full_disk_leaves_it_waiting_and_room_lets_it_go_on(house, sealed):
    full = Points(crash_at=1, error=StorageFullError)
    outside = replace(house.outside, store=Around(house.outside.store, full))

    with house.open(WORKER) as services:
        with pytest.raises(StorageFullError):
            StoringService(services.work, outside).store(sealed.id)
        assert services.storing.unfinished() == [sealed.id]
        assert services.work.session.scalar(select(func.count(Accession.id))) == 0

    assert store(house, sealed.id) is TransferState.ACCEPTED


def damage(house, clerk, sealed):
    with house.open(clerk) as services:
        listed = services.transfer_lists.items(sealed.id)
        file = services.content.list(listed[0].record_id)[0]
    path = house.outside.holding.path(file.sha256)
    sound = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(sound[::-1])
    return file, sound


def put_back(house, actor, sealed, data):
    with house.open(actor) as services:
        upload = Upload("any name", io.BytesIO(data), len(data), hashlib.sha256(data).hexdigest())
        return services.mending.put_back(sealed.id, upload)


def test_bytes_that_changed_after_the_seal_are_named_with_the_remedy_and_the_remedy_works(house, people, sealed):
    file, sound = damage(house, people.clerk, sealed)

    with pytest.raises(FixityError) as refused:
        store(house, sealed.id)

    assert refused.value.facts["what"] == file.name
    assert file.sha256 in str(refused.value)
    assert f"archives transfer put-back {sealed.number} FILE" in str(refused.value)
    with house.open(people.clerk) as services:
        assert services.transfers.read(sealed.id).state is TransferState.STORING
        assert [each.id for each in services.mending.damaged(sealed.id)] == [file.id]
        for job in services.work.session.scalars(select(Job).where(Job.kind == "store")):
            job.state = "dead"
        services.work.session.commit()
    mended = put_back(house, people.clerk, sealed, sound)
    assert [each.name for each in mended] == [file.name]
    with house.open(WORKER) as services:
        assert services.mending.damaged(sealed.id) == []
        assert services.work.session.scalars(select(Job.state).where(Job.kind == "store")).all() == ["queued"]
    assert store(house, sealed.id) is TransferState.ACCEPTED


def test_missing_bytes_are_named_too(house, people, sealed):
    file, _ = damage(house, people.clerk, sealed)
    house.outside.holding.path(file.sha256).unlink()

    with pytest.raises(FixityError, match="changed since they were signed"):
        store(house, sealed.id)


def test_only_the_signed_bytes_are_put_back_and_only_by_the_two_sides(house, people, sealed):
    _, sound = damage(house, people.clerk, sealed)

    with pytest.raises(NotFoundError):
        put_back(house, people.archivist, sealed, b"other bytes")
    with pytest.raises(NotFoundError):
        put_back(house, people.other_clerk, sealed, sound)
    with pytest.raises(NotPermittedError):
        put_back(house, people.inspector, sealed, sound)
    assert put_back(house, people.archivist, sealed, sound)


def test_a_package_that_is_not_the_signed_one_is_not_stored(house, sealed):
    with house.open(WORKER) as services:
        services.work.session.scalars(select(Record)).first().title = "改过的题名"
        services.work.session.commit()

    with pytest.raises(FixityError, match="not the one that was signed"):
        store(house, sealed.id)

    assert list(house.outside.store.objects()) == []
    with house.open(WORKER) as services:
        assert services.work.session.get(Transfer, sealed.id).state is TransferState.STORING


def test_the_receipt_says_the_same_however_often_it_is_printed(house, sealed):
    store(house, sealed.id)
    with house.open(WORKER) as services:
        receipt = services.receipts.of_transfer(sealed.id)
        before = facts_of(services, receipt)
        with services.receipts.open(receipt, "manifest.json") as stream:
            manifest = stream.read()
    shutil.rmtree(house.settings.home / "store")

    with house.open(WORKER) as services:
        again = build(replace(house.settings), house.clock)
        services.receipts._outside = again.outside
        after = facts_of(services, services.receipts.prepare(sealed.id, manifest))
        again.close()

    assert after == before
    assert hashlib.sha256(manifest).hexdigest() == receipt.manifest_sha256
