"""The trail: readable for those it concerns, and found out when anybody changed it."""

import json
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from archives.domain.canonical import canonical_json
from archives.domain.errors import NotPermittedError
from archives.domain.permission import WORKER
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import Custody
from archives.models import Event, Record, Transfer
from archives.services.paging import Cut
from archives.services.trail import EventFilter
from tests.factories import cast
from tests.handover import accept, plan, submit, three_records


@pytest.fixture
def people(house):
    return cast(house)


@pytest.fixture
def records(house, people):
    return three_records(house, people)


@pytest.fixture
def transfer(house, people, records):
    return plan(house, people)


def verify(house):
    with house.open(WORKER) as services:
        return [(fault.code, fault.where) for fault in services.trail.verify()]


def change(house, statement):
    with house.open(WORKER) as services, services.work.write():
        services.work.session.execute(statement)


def leaf_of(house, sequence):
    with house.open(WORKER) as services:
        event = services.work.session.scalars(select(Event).where(Event.sequence == sequence)).one()
        return json.loads(event.leaf)


def test_d13_a_whole_life_replays_to_the_present_state(house, people, records, transfer):
    submit(house, people, transfer.id)
    accept(house, people, transfer.id, records)

    assert verify(house) == []


def test_a_missing_event_is_a_gap(house, transfer):
    change(house, delete(Event).where(Event.sequence == 2))

    assert verify(house) == [("gap", "event 3"), ("event_missing", "event 2")]


def test_a_missing_first_event_is_a_gap(house, transfer):
    change(house, delete(Event).where(Event.sequence == 1))

    assert ("gap", "event 2") in verify(house)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "Nothing"),
        ("actor", "somebody"),
        ("role", "director"),
        ("subject_kind", "box"),
        ("organization_id", UUID(int=7)),
        ("repository_id", UUID(int=7)),
        ("transfer_id", UUID(int=7)),
    ],
)
def test_a_column_that_contradicts_its_leaf_is_named(house, transfer, column, value):
    change(house, update(Event).where(Event.sequence == 2).values({column: value}))

    assert verify(house) == [(f"column_{column}", "event 2")]


@pytest.mark.parametrize(
    "spoil", [lambda leaf: " " + canonical_json(leaf), lambda _: "{", lambda _: "{}", lambda _: "[]"]
)
def test_a_leaf_that_is_not_canonical_is_named(house, transfer, spoil):
    spoilt = spoil(leaf_of(house, 2))
    change(house, update(Event).where(Event.sequence == 2).values(leaf=spoilt))

    assert ("not_canonical", "event 2") in verify(house)


def test_a_leaf_that_lost_a_part_is_named(house, transfer):
    leaf = leaf_of(house, 2)
    leaf["actor"] = "nobody"
    change(house, update(Event).where(Event.sequence == 2).values(leaf=canonical_json(leaf)))

    assert ("not_canonical", "event 2") in verify(house)


def test_a_state_that_nobody_moved_is_found(house, transfer):
    change(house, update(Transfer).values(state=TransferState.ACCEPTED))

    assert verify(house) == [("transfer_state", f"transfer {transfer.id}")]


def test_custody_that_nobody_took_is_found(house, records):
    change(house, update(Record).where(Record.id == records[0]).values(custody=Custody.REPOSITORY))

    assert verify(house) == [("record_custody", f"record {records[0]}")]


def test_a_history_that_was_rewritten_in_the_middle_is_found(house, people, transfer):
    with house.open(WORKER) as services:
        asked = select(Event).where(Event.kind == "TransferPreparationBegun")
        event = services.work.session.scalars(asked).one()
        leaf = json.loads(event.leaf)
    leaf["facts"]["before"]["state"] = "returned"
    change(house, update(Event).where(Event.id == event.id).values(leaf=canonical_json(leaf)))

    where = f"event {event.sequence}"
    assert verify(house) == [("state_before", where), ("event_differs", where)]


def test_only_the_audit_administrator_and_the_machine_verify(house, people):
    with house.open(people.audit_admin) as services:
        assert services.trail.verify() == []
    for name in ("clerk", "director", "system_admin", "security_admin"):
        with house.open(getattr(people, name)) as services, pytest.raises(NotPermittedError):
            services.trail.verify()


def test_the_audit_administrator_verifies_what_he_may_not_read(house, people, transfer):
    change(house, update(Transfer).values(state=TransferState.ACCEPTED))

    with house.open(people.audit_admin) as services:
        assert [fault.code for fault in services.trail.verify()] == ["transfer_state"]
        assert services.work.session.scalars(select(Record)).all() == []


def test_everybody_reads_the_events_of_what_they_see(house, people, transfer):
    counts = {}
    for name in (
        "clerk",
        "other_clerk",
        "archivist",
        "inspector",
        "neighbour_inspector",
        "system_admin",
        "audit_admin",
    ):
        with house.open(getattr(people, name)) as services:
            counts[name] = len(services.trail.events(cut=Cut(limit=200)).rows)

    assert counts["clerk"] == counts["inspector"] == counts["audit_admin"] > 5
    assert [counts[name] for name in ("other_clerk", "neighbour_inspector", "system_admin")] == [0, 0, 0]


def test_events_come_newest_first_and_in_pages(house, people, transfer):
    with house.open(people.clerk) as services:
        wanted = EventFilter(transfer_id=transfer.id)
        whole = services.trail.events(wanted).rows
        first = services.trail.events(wanted, Cut(limit=2))
        second = services.trail.events(wanted, Cut(first.next_key, 2))

    assert [event.sequence for event in (*first.rows, *second.rows)] == [event.sequence for event in whole[:4]]
    assert whole[-1].kind == "TransferPlanned"


def test_faults_are_told_in_one_line(house, transfer):
    change(house, update(Transfer).values(state=TransferState.ACCEPTED))
    with house.open(WORKER) as services:
        (fault,) = services.trail.verify()

    assert str(fault) == f"transfer {transfer.id}: transfer_state, expected preparing, found accepted"
