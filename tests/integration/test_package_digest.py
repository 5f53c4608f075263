"""The digest that both sides sign for: no described element, no file and no opinion changes without it."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives.domain.vocabulary import (
    AccessStatus,
    Carrier,
    Classification,
    ClassificationChange,
    Disclosure,
    FileKind,
    Generation,
    Level,
    RetentionClass,
    Side,
)
from archives.models import ContentFile, Record, Transfer, TransferItem, new_id
from archives.services.content import Upload
from archives.services.packages import Unit, digest_of, fingerprint, manifest_of
from tests.factories import cast
from tests.handover import OPINIONS, act, check, plan, register

TEXTS = st.text(max_size=8)
VALUES = {
    "level": st.sampled_from(Level),
    "carrier": st.sampled_from(Carrier),
    "formed_on": st.dates(date(1949, 1, 1), date(2026, 1, 1)),
    "formed_from": st.dates(date(1949, 1, 1), date(2026, 1, 1)),
    "year": st.integers(1949, 2026),
    "retention": st.sampled_from(RetentionClass),
    "classification": st.sampled_from(Classification),
    "access_status": st.sampled_from(AccessStatus),
    "disclosure": st.sampled_from(Disclosure),
    "generation": st.sampled_from(Generation),
    "pages": st.none() | st.integers(0, 999),
    "item_count": st.none() | st.integers(0, 999),
    "process": st.lists(st.dictionaries(st.sampled_from(["action", "at"]), TEXTS), max_size=2),
    "elements": st.dictionaries(TEXTS, TEXTS, max_size=2),
}


OUTSIDE = {
    *("version", "organization_id", "repository_id", "fonds_id", "parent_id", "box_id", "transfer_id"),
    *("unit_number_key", "title_key", "archive_number", "archive_number_key", "due_on", "custody", "created_at"),
    *("import_id", "import_row", "source_key"),
}
"""What is not described: where the record stands, what the archive adds, and keys made of what is described."""
ELEMENTS = sorted({column.name for column in Record.__table__.columns} - OUTSIDE - {"id"})


def a_unit():
    """A volume with an item and its file; the same each time but for the ids, which are given."""
    record = {"title": "卷", "year": 2005, "elements": {}, "process": [], "level": Level.VOLUME, "id": new_id()}
    volume = Record(**record)
    item = Record(**{**record, "title": "件", "level": Level.ITEM, "id": new_id(), "parent_id": volume.id})
    file = ContentFile(name="a.pdf", kind=FileKind.ORIGINAL, size=1, sha256="aa")
    return Unit(TransferItem(sequence=1), volume, (item,), {volume.id: (), item.id: (file,)})


def a_transfer():
    return Transfer(id=new_id(), number="YJ2026-000001-6", fonds_id=new_id(), organization_id=new_id())


def sealed(transfer, *units):
    return digest_of(manifest_of(transfer, units))


@given(data=st.data(), name=st.sampled_from(ELEMENTS), of=st.sampled_from(["volume", "item"]))
def test_every_described_element_of_volume_and_item_is_under_the_digest(data, name, of):
    transfer, unit = a_transfer(), a_unit()
    record = unit.record if of == "volume" else unit.children[0]
    before, old = sealed(transfer, unit), getattr(record, name)
    new = data.draw(VALUES.get(name, TEXTS))

    setattr(record, name, new)

    assert (sealed(transfer, unit) == before) is (new == old)


@given(name=st.sampled_from(["name", "sha256"]), text=TEXTS, size=st.integers(0, 9))
def test_every_name_size_and_digest_of_a_file_is_under_the_digest(name, text, size):
    transfer, unit = a_transfer(), a_unit()
    [file] = unit.files[unit.children[0].id]
    before, old = sealed(transfer, unit), (getattr(file, name), file.size)

    setattr(file, name, text)
    file.size = size

    assert (sealed(transfer, unit) == before) is ((text, size) == old)


@pytest.mark.parametrize("stated", ["item", "transfer"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("opening_opinion", AccessStatus.OPEN),
        ("disclosure_opinion", Disclosure.PROACTIVE),
        ("classification_opinion", ClassificationChange.NEVER_CLASSIFIED),
    ],
)
def test_d20_opinions_and_their_exceptions_are_under_the_digest(stated, name, value):
    transfer, unit = a_transfer(), a_unit()
    before = sealed(transfer, unit)

    setattr(unit.item if stated == "item" else transfer, name, value)

    assert sealed(transfer, unit) != before


def test_the_order_the_number_of_units_and_their_files_are_under_the_digest():
    transfer, one, two = a_transfer(), a_unit(), a_unit()
    bare = replace(one, files=dict.fromkeys(one.files, ()))

    digests = {sealed(transfer, *units) for units in ([], [one], [bare], [one, two], [two, one])}

    assert len(digests) == 5
    assert sealed(transfer, one, two) == sealed(transfer, one, two)


CHANGES = {
    "a title": lambda s, t, r: s.records.describe(r, s.records.get(r).version, {"title": "另一题名"}),
    "a file": lambda s, t, r: attach(s, r),
    "a batch opinion": lambda s, t, r: s.transfer_lists.state_opinions(
        t.id, t.version, replace(OPINIONS, opening=AccessStatus.DEFERRED)
    ),
    "an exception": lambda s, t, r: s.transfer_lists.except_opinions(
        t.id, t.version, r, replace(OPINIONS, opening=AccessStatus.DEFERRED)
    ),
    "the list": lambda s, t, r: s.transfer_lists.take_out(t.id, t.version, r, "不移交"),
}


def attach(services, record_id):
    data = b"another file"
    services.content.attach(record_id, Upload("附件.xml", BytesIO(data), len(data), sha256(data).hexdigest()))


@pytest.fixture
def people(house):
    return cast(house)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_any_change_the_units_own_check_is_outdated(house, people, change):
    records = [register(house, people, f"A001-WS·2005-Y-000{n}", f"第 {n} 件") for n in (1, 2)]
    transfer = plan(house, people)
    act(house, people.clerk, "transfers", "begin_unit_checks", transfer.id)
    check(house, people.clerk, transfer.id, Side.UNIT)

    with house.open(people.clerk) as services:
        assert services.transfers.gaps(transfer.id) == []
        change(services, services.transfers.read(transfer.id), records[1])
        found = [gap.code for gap in services.transfers.gaps(transfer.id)]

    assert found == ["check_outdated"]


def test_what_happens_between_reading_and_signing_is_signed_too_or_refused(house, people):
    record = register(house, people, "A001-WS·2005-Y-0001", "第 1 件")
    transfer = plan(house, people)
    with house.open(people.clerk) as services:
        work = services.work
        first = fingerprint(work, transfer.id)
        seen = [first]
        for change in (CHANGES["a title"], CHANGES["a file"], CHANGES["an exception"], CHANGES["a batch opinion"]):
            change(services, services.transfers.read(transfer.id), record)
            seen.append(fingerprint(work, transfer.id))
        file = services.content.list(record)[0]
        services.content.replace(file.id, file.sha256, Upload(file.name, BytesIO(b"x"), 1, sha256(b"x").hexdigest()))
        seen.append(fingerprint(work, transfer.id))

    assert len(set(seen)) == len(seen)
