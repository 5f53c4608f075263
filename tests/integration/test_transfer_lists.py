"""The list of a transfer: whole batches, volumes with their items, opinions with exceptions, what is left out."""

import hashlib
import io
import json

import pytest
from sqlalchemy import select

from archives.domain.errors import (
    FrozenError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    StaleVersionError,
    VersionRequiredError,
)
from archives.domain.permission import WORKER
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import ClassificationChange, Disclosure, Side
from archives.models import Obligation, Record
from archives.services.content import Upload
from archives.services.counting import Tick
from archives.services.transfer_life import Ground
from archives.services.transfer_lists import Opinions
from tests.factories import cast
from tests.handover import act, check, plan, register, submit, three_records

NEW = {"formed_on": "2026-03-04", "year": "2026", "activity_on": "2026-03-04"}


@pytest.fixture
def people(house):
    return cast(house)


def batches(house, actor):
    with house.open(actor) as services:
        return services.work.session.scalars(select(Obligation).order_by(Obligation.year)).all()


def pending(house, actor):
    return [batch.records_pending for batch in batches(house, actor)]


def refused(house, actor, button, *more):
    with house.open(actor) as services, pytest.raises(InvalidInputError) as refusal:
        getattr(services.transfer_lists, button)(*more)
    return [(problem.code, problem.where) for problem in refusal.value.problems]


def gap_codes(house, actor, transfer_id):
    with house.open(actor) as services:
        return [(gap.code, gap.where, dict(gap.facts)) for gap in services.transfers.gaps(transfer_id)]


def attach(services, record_id, name, data):
    digest = hashlib.sha256(data).hexdigest()
    return services.content.attach(record_id, Upload(name, io.BytesIO(data), len(data), digest))


def test_a_transfer_takes_whole_batches_of_one_fonds_that_are_due(house, people):
    register(house, people, "A001-WS·2005-Y-0001", "旧件")
    register(house, people, "A001-WS·2026-Y-0001", "新件", **NEW)
    with house.open(people.clerk) as services:
        description = {"title": "税务旧件", "reference_code": "A003-WS·1990-Y-0001", "formed_on": "1990-05-01"}
        from_old = {**description, "year": "1990", "level": "item", "carrier": "paper", "retention": "permanent"}
        services.records.register(
            people.tax_fonds.id,
            {**from_old, "responsible_party": "青山县税务局", "category": "WS", "access_status": "unreviewed"},
        )
    tax, old, new = [batch.id for batch in batches(house, people.clerk)]

    assert refused(house, people.clerk, "create", []) == [("required", "/obligations")]
    assert refused(house, people.clerk, "create", [old, new]) == [("batch_not_due", "/obligations/1")]
    assert refused(house, people.clerk, "create", [tax, old]) == [("other_fonds", "/obligations/1")]
    with house.open(people.other_clerk) as services, pytest.raises(NotFoundError):
        services.transfer_lists.create([old])
    with house.open(people.authority_officer) as services, pytest.raises(NotPermittedError):
        services.transfer_lists.create([old])
    with house.open(people.clerk) as services:
        made = services.transfer_lists.create([old, old])
        assert (made.state, made.item_count, made.file_count) == (TransferState.PLANNED, 1, 1)
        assert made.name == "青山县财政局 2005 年度 第 1 批"
    assert refused(house, people.clerk, "create", [old]) == [("batch_empty", "/obligations/0")]


@pytest.fixture
def volume(house, people):
    """A paper volume of two items; one of them was scanned."""
    volume = register(house, people, "A001-001-0001", "预算案卷", level="volume", carrier="paper")
    with house.open(people.clerk) as services:
        common = {"level": "item", "carrier": "paper", "responsible_party": "青山县财政局", "retention": "permanent"}
        common |= {"access_status": "unreviewed", "category": "WS", "year": "2005", "formed_on": "2005-03-04"}
        items = [
            services.records.register(
                people.finance_fonds.id,
                {**common, "reference_code": f"A001-001-0001-00{n}", "title": f"卷内第 {n} 件"},
                volume,
            ).record.id
            for n in (1, 2)
        ]
        attach(services, items[0], "扫描件.pdf", b"%PDF-1.7 scan")
    return volume, items


def test_a_volume_goes_with_its_items_and_is_preserved_with_them(house, people, volume):
    volume_id, items = volume
    transfer = plan(house, people)
    assert (transfer.item_count, transfer.volume_count, transfer.file_count) == (2, 1, 1)
    submit(house, people, transfer.id)
    act(house, people.archivist, "reception", "begin_checks", transfer.id)
    check(house, people.archivist, transfer.id, Side.ARCHIVE)
    with house.open(people.archivist) as services:
        assert [item.record_id for item in services.transfer_lists.items(transfer.id)] == [volume_id]
        services.counting.tick(transfer.id, volume_id, Tick("present"))
    act(house, people.archivist, "reception", "propose_acceptance", transfer.id)
    act(house, people.director, "reception", "seal", transfer.id)

    with house.open(WORKER) as services:
        assert services.storing.store(transfer.id).state is TransferState.ACCEPTED

    kept = house.outside.store.find(f"urn:uuid:{volume_id}")
    assert [file.path for file in kept.files] == [
        *(f"content/{items[0]}/扫描件.pdf", "description.json", "events.jsonl")
    ]
    with house.outside.store.open(kept.object_id, "description.json") as stream:
        told = json.load(stream)["records"]
    assert [(each["title"], each["level"]) for each in told] == [
        *(("预算案卷", "volume"), ("卷内第 1 件", "item"), ("卷内第 2 件", "item"))
    ]
    assert all(each["archive_number"] for each in told)
    with house.outside.store.open(f"urn:uuid:{transfer.id}", "facts.json") as stream:
        [row] = json.load(stream)["rows"]
    assert (row["files"], row["remark"]) == (1, "内含 2 件")


def test_what_was_added_while_preparing_is_declared_when_the_checks_begin(house, people, volume):
    volume_id, items = volume
    transfer = plan(house, people)
    with house.open(people.clerk) as services:
        attach(services, items[1], "又一扫描件.pdf", b"%PDF-1.7 another scan")
        services.records.register(
            people.finance_fonds.id,
            {
                "level": "item",
                "carrier": "paper",
                "responsible_party": "青山县财政局",
                "retention": "permanent",
                "access_status": "unreviewed",
                "category": "WS",
                "year": "2005",
                "formed_on": "2005-03-05",
                "reference_code": "A001-001-0001-003",
                "title": "补入的卷内件",
            },
            volume_id,
        )

    submitted = submit(house, people, transfer.id)

    assert (submitted.item_count, submitted.file_count, submitted.byte_count) == (3, 2, 34)


def test_d20_one_record_may_have_other_opinions_than_the_batch(house, people):
    records = three_records(house, people)
    transfer = plan(house, people)
    before = gap_codes(house, people.clerk, transfer.id)
    secret = Opinions(classification=ClassificationChange.STILL_CLASSIFIED)

    after = act(house, people.clerk, "transfer_lists", "except_opinions", transfer.id, records[1], secret)

    assert after.version == transfer.version + 1
    gaps = [gap for gap in gap_codes(house, people.clerk, transfer.id) if gap not in before]
    assert gaps == [("still_classified", f"/records/{records[1]}", {})]


def test_d20_a_batch_without_an_opinion_needs_one_for_every_record(house, people):
    records = three_records(house, people)
    transfer = plan(house, people)
    act(house, people.clerk, "transfer_lists", "state_opinions", transfer.id, Opinions())
    one = Opinions(disclosure=Disclosure.PROACTIVE)

    act(house, people.clerk, "transfer_lists", "except_opinions", transfer.id, records[0], one)

    gaps = {where: facts for code, where, facts in gap_codes(house, people.clerk, transfer.id) if "opinion" in code}
    assert gaps == {
        "/opening_opinion": {"records": "3"},
        "/disclosure_opinion": {"records": "2"},
        "/classification_opinion": {"records": "3"},
    }


def test_what_is_left_out_while_preparing_is_due_again(house, people):
    records = three_records(house, people)
    transfer = plan(house, people)
    assert pending(house, people.clerk) == [0]

    left = act(house, people.clerk, "transfer_lists", "take_out", transfer.id, records[0], "仍在使用")

    assert (left.item_count, left.file_count) == (2, 1)
    assert pending(house, people.clerk) == [1]
    with house.open(people.clerk) as services:
        assert services.records.get(records[0]).transfer_id is None
        assert [item.sequence for item in services.transfer_lists.items(transfer.id)] == [2, 3]
    with pytest.raises(NotFoundError):
        act(house, people.clerk, "transfer_lists", "take_out", transfer.id, records[0], "再说一次")


def test_what_is_left_out_after_a_return_is_hidden_from_the_archive_again(house, people):
    records = three_records(house, people)
    transfer = plan(house, people)
    submit(house, people, transfer.id)
    act(house, people.archivist, "reception", "begin_checks", transfer.id)
    check(house, people.archivist, transfer.id, Side.ARCHIVE)
    act(house, people.archivist, "reception", "return_for_correction", transfer.id, [Ground("错", "", records[0])])
    with house.open(people.archivist) as services:
        file = services.content.list(records[0])[0]

    with pytest.raises(FrozenError):
        act(house, people.clerk, "transfer_lists", "take_out", transfer.id, records[1], "顺便")
    act(house, people.clerk, "transfer_lists", "take_out", transfer.id, records[0], "不属于本批")

    with house.open(people.clerk) as services:
        assert services.transfer_lists.reasons(transfer.id)[0].corrected_at is not None
    with house.open(people.archivist) as services:
        assert services.work.session.get(Record, records[0]) is None
        assert services.work.session.get(type(file), file.id) is None


def test_the_list_is_changed_only_with_the_version_that_was_seen_and_before_approval(house, people):
    records = three_records(house, people)
    transfer = plan(house, people)
    with house.open(people.clerk) as services:
        with pytest.raises(VersionRequiredError):
            services.transfer_lists.take_out(transfer.id, None, records[0], "不带版本")
        with pytest.raises(StaleVersionError):
            services.transfer_lists.describe(transfer.id, transfer.version - 1, "名", "旧版本")
    submit(house, people, transfer.id)

    with pytest.raises(FrozenError):
        act(house, people.clerk, "transfer_lists", "describe", transfer.id, "名", "太晚")
    with pytest.raises(FrozenError):
        act(house, people.clerk, "transfer_lists", "except_opinions", transfer.id, records[0], Opinions())
