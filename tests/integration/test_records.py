"""Records are registered whole, described with care, and never deleted."""

import hashlib
import io
import json

import pytest
from sqlalchemy import select

from archives.domain.errors import (
    DuplicateError,
    FixityError,
    FrozenError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    SetAsideError,
    StaleVersionError,
    VersionRequiredError,
)
from archives.domain.permission import WORKER
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import Custody, FileKind, Level, RetentionClass
from archives.models import (
    ContentFile,
    Event,
    Obligation,
    OutboxMessage,
    Record,
    RetentionSchedule,
    SetAsideCount,
    Transfer,
    TransferItem,
)
from archives.services.content import Upload
from archives.services.paging import Cut
from archives.services.records import RecordFilter
from tests.factories import cast

PAPER = {
    "level": "件",
    "carrier": "纸质",
    "title": "关于下达一九九八年预算的通知",
    "responsible_party": "青山县财政局",
    "document_number": "青财〔1998〕3号",
    "formed_on": "1998-03-04",
    "category": "WS",
    "series": "办公室",
    "retention": "永久",
    "access_status": "未审核",
}
VOLUME = {**PAPER, "level": "案卷", "title": "预算文件材料", "document_number": "", "formed_on": "1998"}


@pytest.fixture
def people(house):
    return cast(house)


@pytest.fixture
def clerk(house, people):
    with house.open(people.clerk) as services:
        yield services


def register(services, people, **changes):
    return services.records.register(people.finance_fonds.id, {**PAPER, **changes})


def everything(house, model):
    with house.open(WORKER) as services:
        return services.work.session.scalars(select(model)).all()


def upload(name, data=b"content", size=None, sha256=None):
    digest = sha256 or hashlib.sha256(data).hexdigest()
    return Upload(name, io.BytesIO(data), len(data) if size is None else size, digest)


def test_a_record_gets_the_next_number_of_its_series(clerk, people):
    numbers = [register(clerk, people, title=f"第{n}件").record.unit_number for n in range(3)]
    assert numbers == [
        "A001-WS·1998-Y-办公室-0001",
        "A001-WS·1998-Y-办公室-0002",
        "A001-WS·1998-Y-办公室-0003",
    ]


def test_a_number_that_was_given_is_normalised_and_counted_on_from(clerk, people):
    given = register(clerk, people, reference_code="A001—WS・1998－Y—办公室—0007").record
    assert given.unit_number == "A001-WS·1998-Y-办公室-0007"
    assert register(clerk, people).record.unit_number == "A001-WS·1998-Y-办公室-0008"


def test_a_taken_number_is_refused_and_its_holder_named(clerk, people):
    holder = register(clerk, people, reference_code="A001-WS·1998-Y-办公室-0001").record
    with pytest.raises(DuplicateError) as refusal:
        register(clerk, people, reference_code="A001－WS•1998-Y-办公室-0001")
    assert refusal.value.facts["where"] == str(holder.id)


def test_the_number_of_another_fonds_is_refused(clerk, people):
    with pytest.raises(InvalidInputError) as refusal:
        register(clerk, people, reference_code="A002-WS·1998-Y-办公室-0001")
    assert [(p.code, p.where) for p in refusal.value.problems] == [("number_of_other_fonds", "reference_code")]


def test_all_problems_are_named_at_once(clerk, people):
    with pytest.raises(InvalidInputError) as refusal:
        register(clerk, people, title="", retention="百年", formed_on="1998-02-30", colour="red")
    found = {(p.code, p.where) for p in refusal.value.problems}
    assert {
        ("required", "title"),
        ("bad_value", "retention"),
        ("bad_value", "formed_on"),
        ("unknown_element", "colour"),
    } <= found


def test_values_are_kept_in_one_form(clerk, people):
    record = register(clerk, people, retention="定期30年", pages="１２", formed_on="1998年3月").record
    assert (record.retention, record.pages) == (RetentionClass.D30, 12)
    assert record.formed_on.isoformat() == "1998-03-31"
    assert record.elements["formed_on"] == "1998-03"
    assert record.elements["creator"] == "青山县财政局"


def test_a_repeated_title_is_a_warning_only(clerk, people):
    first = register(clerk, people).record
    again = register(clerk, people)
    assert [(w.code, dict(w.facts)["other"]) for w in again.warnings] == [("repeated_title", first.unit_number)]


def test_d02_a_record_outside_the_approved_schedule_is_registered_and_flagged(clerk, people):
    registered = register(clerk, people, category="KJ")
    assert [w.code for w in registered.warnings] == ["outside_schedule"]
    assert registered.record.process[-1]["findings"] == ["outside_schedule"]


def test_d02_without_an_approved_schedule_that_is_said(house, clerk, people):
    with house.open(WORKER) as services, services.work.write():
        for schedule in services.work.session.scalars(select(RetentionSchedule)):
            schedule.approved_on = None
    assert [w.code for w in register(clerk, people).warnings] == ["no_approved_schedule"]


def test_d25_an_electronic_record_needs_source_activity_and_time(clerk, people):
    with pytest.raises(InvalidInputError) as refusal:
        register(clerk, people, carrier="电子")
    assert [p.where for p in refusal.value.problems] == ["activity", "activity_on"]
    record = register(
        clerk, people, carrier="电子", activity="签发", activity_on="1998-03-04", process="起草、审核、签发"
    ).record
    assert [step["action"] for step in record.process] == ["起草、审核、签发", "registered"]
    assert record.process[-1]["agent"] == "李经办"


def test_d25_source_and_process_are_never_edited(clerk, people):
    record = register(clerk, people, carrier="电子", activity="签发", activity_on="1998-03-04").record
    with pytest.raises(FrozenError) as refusal:
        clerk.records.describe(record.id, record.version, {"creator": "别人", "activity": "收文", "process": "无"})
    assert refusal.value.facts["elements"] == "creator, activity, process"


def test_an_unreleased_secret_leaves_a_count_and_nothing_else(house, clerk, people):
    for marked in ({"classification": "机密★10年"}, {"title": "绝密★关于某事"}):
        with pytest.raises(SetAsideError) as refusal:
            register(clerk, people, **marked)
        assert "某事" not in str(refusal.value)
    assert everything(house, Record) == []
    assert [(row.year, row.count) for row in everything(house, SetAsideCount)] == [(1998, 2)]
    trail = "".join(event.leaf for event in everything(house, Event))
    assert "某事" not in trail
    assert "预算" not in trail


def test_due_days_come_from_scope_and_class(clerk, people):
    assert register(clerk, people).record.due_on.isoformat() == "2008-03-04"
    assert register(clerk, people, retention="10年").record.due_on is None
    leap = register(clerk, people, formed_on="1996-02-29").record
    assert leap.due_on.isoformat() == "2006-02-28"


def test_registering_counts_the_batch(house, clerk, people):
    register(clerk, people)
    register(clerk, people)
    batch = everything(house, Obligation)
    assert [(row.year, row.retention, row.records_pending) for row in batch] == [(1998, RetentionClass.PERMANENT, 2)]


def test_a_volume_is_as_old_as_its_latest_item(clerk, people):
    volume = clerk.records.register(people.finance_fonds.id, VOLUME).record
    for day in ("1998-03-04", "1998-11-02", "1998-05-01"):
        clerk.records.register(people.finance_fonds.id, {**PAPER, "formed_on": day}, volume.id)
    volume = clerk.records.get(volume.id)
    assert (volume.formed_from.isoformat(), volume.formed_on.isoformat()) == ("1998-03-04", "1998-11-02")
    assert (volume.item_count, volume.due_on.isoformat()) == (3, "2008-11-02")
    items = clerk.records.list(RecordFilter(parent_id=volume.id)).rows
    assert [item.unit_number for item in items] == [f"{volume.unit_number}-00{n}" for n in (1, 2, 3)]
    assert {item.due_on for item in items} == {None}


def test_an_item_cannot_hold_a_volume(clerk, people):
    item = register(clerk, people).record
    with pytest.raises(InvalidInputError) as refusal:
        clerk.records.register(people.finance_fonds.id, VOLUME, item.id)
    assert [p.code for p in refusal.value.problems] == ["wrong_parent"]


def test_others_neither_see_nor_register(house, people, clerk):
    record = register(clerk, people).record
    with house.open(people.other_clerk) as services:
        with pytest.raises(NotFoundError):
            services.records.get(record.id)
        with pytest.raises(NotFoundError):
            register(services, people)
    with house.open(people.approver) as services, pytest.raises(NotPermittedError):
        register(services, people)


def test_an_edit_leaves_old_and_new_on_the_trail(clerk, people):
    record = register(clerk, people).record
    clerk.records.describe(record.id, record.version, {"title": "关于下达预算的通知", "note": "补正题名"})
    event = clerk.records.trail(record.id)[-1]
    facts = json.loads(event.leaf)["facts"]
    assert event.kind == "RecordDescribed"
    assert facts["before"]["title"] == PAPER["title"]
    assert facts["after"]["title"] == "关于下达预算的通知"
    assert facts["after"]["elements"]["note"] == "补正题名"


def test_an_edit_needs_the_version_that_was_seen(clerk, people):
    record = register(clerk, people).record
    seen = record.version
    with pytest.raises(VersionRequiredError):
        clerk.records.describe(record.id, None, {"title": "甲"})
    clerk.records.describe(record.id, seen, {"title": "甲"})
    with pytest.raises(StaleVersionError):
        clerk.records.describe(record.id, seen, {"title": "乙"})


def test_issued_numbers_and_levels_are_frozen(clerk, people):
    record = register(clerk, people).record
    for change in ({"reference_code": "A001-WS·1998-Y-办公室-0009"}, {"level": "案卷"}):
        with pytest.raises(FrozenError):
            clerk.records.describe(record.id, record.version, change)


def test_a_changed_class_moves_the_record_to_another_batch(house, clerk, people):
    record = register(clerk, people).record
    clerk.records.describe(
        record.id, record.version, {"retention": "定期30年", "formed_on": "1999-01-02", "year": "1999"}
    )
    rows = {(row.year, row.retention.value): row.records_pending for row in everything(house, Obligation)}
    assert rows == {(1998, "permanent"): 0, (1999, "D30"): 1}


def in_transfer(house, people, record, state, **item):
    with house.open(WORKER) as services, services.work.write():
        session = services.work.session
        transfer = Transfer(
            number=f"T-{state}",
            destination_id=people.archive.id,
            fonds_id=people.finance_fonds.id,
            organization_id=people.finance.id,
            name="移交",
            state=state,
            created_at=house.clock(),
        )
        session.add(transfer)
        session.flush()
        owner = {"organization_id": people.finance.id, "transfer_id": transfer.id, "record_id": record.id}
        session.add(TransferItem(**owner, sequence=1, **item))
        session.get(Record, record.id).transfer_id = transfer.id


@pytest.mark.parametrize(
    ("state", "listed"),
    [
        (TransferState.PREPARING, False),
        (TransferState.AWAITING_APPROVAL, False),
        (TransferState.SUBMITTED, False),
        (TransferState.RETURNED, False),
        (TransferState.RETURNED, True),
    ],
)
def test_a_submitted_record_is_locked_until_it_is_returned_for_correction(house, clerk, people, state, listed):
    is_open = (state, listed) in [(TransferState.PREPARING, False), (TransferState.RETURNED, True)]
    record = register(clerk, people).record
    in_transfer(house, people, record, state, to_correct=listed)
    clerk.work.session.expire_all()
    version = clerk.records.get(record.id).version
    if is_open:
        clerk.records.describe(record.id, version, {"title": "甲"})
        clerk.content.attach(record.id, upload("a.pdf"))
    else:
        with pytest.raises(FrozenError):
            clerk.records.describe(record.id, version, {"title": "甲"})
        with pytest.raises(FrozenError):
            clerk.content.attach(record.id, upload("a.pdf"))


def test_lists_go_page_by_page_and_filter(clerk, people):
    records = [register(clerk, people, formed_on=f"{year}-01-01").record for year in (1998, 1999, 2020)]
    everyone = RecordFilter(fonds_id=people.finance_fonds.id)
    first = clerk.records.list(everyone, Cut(limit=2))
    second = clerk.records.list(everyone, Cut(first.next_key, 2))
    assert [r.id for r in (*first.rows, *second.rows)] == [r.id for r in records]
    assert second.next_key is None
    assert [r.year for r in clerk.records.list(RecordFilter(due="past")).rows] == [1998, 1999]
    assert [r.year for r in clerk.records.list(RecordFilter(due="future")).rows] == [2020]
    assert [r.year for r in clerk.records.list(RecordFilter(number="a001—ws·1999")).rows] == [1999]
    assert clerk.records.list(RecordFilter(custody=Custody.REPOSITORY)).rows == ()
    assert len(clerk.records.list(RecordFilter(level=Level.ITEM, retention=RetentionClass.PERMANENT)).rows) == 3


def test_d13_no_method_deletes_a_record_or_a_file(clerk):
    verbs = {"delete", "remove", "purge", "destroy", "drop", "erase", "discard"}
    for service in (clerk.records, clerk.content):
        assert not [name for name in dir(service) if verbs.intersection(name.split("_"))]


def test_a_file_is_kept_with_its_exact_name(house, clerk, people):
    record = register(clerk, people).record
    name = "附件（𠮷）" + "字" * 70 + ".pdf"
    file = clerk.content.attach(record.id, upload(name, b"%PDF"))
    assert (file.name, file.kind, file.position) == (name, FileKind.DIGITISED_COPY, 1)
    with clerk.content.open(file) as stream:
        assert stream.read() == b"%PDF"
    topics = [message.topic for message in everything(house, OutboxMessage)]
    assert topics.count("extract") == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "empty_name"),
        ("..", "empty_name"),
        ("a/b.pdf", "path_in_name"),
        ("a\\b.pdf", "path_in_name"),
        ("a\0.pdf", "control_character"),
        ("a\n.pdf", "control_character"),
        ("字" * 86, "name_too_long"),
        ("a\ud800.pdf", "name_not_unicode"),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused(clerk, people, name, code):
    record = register(clerk, people).record
    with pytest.raises(InvalidInputError) as refusal:
        clerk.content.attach(record.id, upload(name))
    assert [p.code for p in refusal.value.problems] == [code]


@pytest.mark.parametrize(("first", "second"), [("é.pdf", "e\u0301.pdf"), ("A.pdf", "a.PDF")])
def test_names_that_some_disk_would_confuse_are_refused(clerk, people, first, second):
    record = register(clerk, people).record
    clerk.content.attach(record.id, upload(first))
    with pytest.raises(DuplicateError) as refusal:
        clerk.content.attach(record.id, upload(second, b"other"))
    assert refusal.value.facts["where"] == first


@pytest.mark.parametrize("wrong", [{"size": 99}, {"size": 3}, {"sha256": "0" * 64}])
def test_bytes_that_are_not_what_was_declared_leave_nothing(house, clerk, people, wrong):
    record = register(clerk, people).record
    with pytest.raises(FixityError):
        clerk.content.attach(record.id, upload("a.pdf", b"content", **wrong))
    assert everything(house, ContentFile) == []
    kept = [path for path in (house.outside.home / "holding").rglob("*") if path.is_file()]
    assert kept == []


def test_the_same_file_again_changes_nothing(house, clerk, people):
    record = register(clerk, people).record
    once, again = (clerk.content.attach(record.id, upload("a.pdf")) for _ in range(2))
    assert once.id == again.id
    assert len(everything(house, ContentFile)) == 1


def test_a_corrected_file_takes_the_place_of_the_old_which_stays(house, clerk, people):
    record = register(clerk, people).record
    old = clerk.content.attach(record.id, upload("a.pdf", b"old"))
    new = clerk.content.replace(old.id, old.sha256, upload("a.pdf", b"new"))
    assert [file.id for file in clerk.content.list(record.id)] == [new.id]
    assert {file.replaced_at is None for file in everything(house, ContentFile)} == {True, False}
    facts = json.loads(clerk.records.trail(record.id)[-1].leaf)["facts"]
    assert (facts["before"]["sha256"], facts["after"]["sha256"]) == (old.sha256, new.sha256)


def test_paper_has_scans_and_no_electronic_original(clerk, people):
    record = register(clerk, people).record
    with pytest.raises(InvalidInputError) as refusal:
        clerk.content.attach(record.id, upload("a.pdf"), FileKind.ORIGINAL)
    assert [p.code for p in refusal.value.problems] == ["kind_of_other_carrier"]


def test_the_worker_reads_the_text_of_files(house, clerk, people):
    record = register(clerk, people).record
    file = clerk.content.attach(record.id, upload("a.txt", "预算正文".encode()))
    with house.open(WORKER) as services:
        services.content.extract([file.id])
        assert services.work.session.scalar(select(ContentFile.text)) == "预算正文"
