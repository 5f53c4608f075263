"""Counting batches again gives what counting on one's fingers gives, whatever happened to the records before."""

from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archives.domain.permission import WORKER
from archives.domain.vocabulary import Custody, Level, RetentionClass
from archives.models import Fonds, Obligation, new_id
from archives.services.obligations import recount
from tests.factories import cast as write_cast
from tests.holdings import batch_of, count, keep, unit, units

COLLECTED = {RetentionClass.PERMANENT, RetentionClass.D30, RetentionClass.LONG}
FATES = {
    "waits": {"custody": Custody.ORGANIZATION, "transfer_id": None},
    "under way": {"custody": Custody.ORGANIZATION, "transfer_id": new_id()},
    "taken over": {"custody": Custody.REPOSITORY, "transfer_id": new_id()},
}

NOTHING = (0, 0, 0, None, None)

days = st.dates(date(2014, 1, 1), date(2016, 12, 31))
states = st.fixed_dictionaries(
    {
        "formed_on": days,
        "year": st.integers(2014, 2016),
        "retention": st.sampled_from(RetentionClass),
        "fate": st.sampled_from(sorted(FATES)),
    }
)
registrations = st.lists(st.tuples(states, st.sampled_from(["item", "volume", "item in volume"])), max_size=12)
changes = st.lists(st.tuples(st.integers(0, 11), states), max_size=8)


@pytest.fixture
def house(either_house):
    return either_house


@pytest.fixture
def cast(house):
    return write_cast(house)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(registrations, changes)
def test_what_is_counted_is_what_is_there(house, cast, registered, changed):
    with house.open(WORKER) as services:
        fonds = _new_fonds(services, cast)
        records = _register(services, house, fonds, registered)
        _change(services, house, records, changed)
        found = services.work.session.query(Obligation).filter_by(fonds_id=fonds.id).all()
        counted = {(row.year, row.retention): _figures(row) for row in found if _figures(row) != NOTHING}
        expected = _by_hand(records)

    assert counted == expected
    assert {row.retention for row in found} <= COLLECTED


def test_racing_registrations_are_all_counted(house, cast):
    def register(_):
        records = units(cast.finance_fonds, "2014-05-05", "2014-06-06")
        keep(house, records)

    with ThreadPoolExecutor(8) as together:
        list(together.map(register, range(24)))

    with house.open(WORKER) as services:
        (batch,) = services.work.session.query(Obligation).all()
    assert batch.records_pending == 48


def _figures(row):
    return (
        row.records_pending,
        row.records_in_transfer,
        row.records_transferred,
        row.first_due_on,
        row.last_due_on,
    )


def _by_hand(records):
    fates, due = defaultdict(Counter), defaultdict(list)
    for record in records:
        key = (record.year, record.retention)
        if record.retention not in COLLECTED or (record.level is Level.ITEM and record.parent_id is not None):
            continue
        if record.custody is Custody.REPOSITORY:
            fates[key]["taken over"] += 1
        elif record.transfer_id is not None:
            fates[key]["under way"] += 1
        else:
            fates[key]["waits"] += 1
            due[key].append(record.due_on)
    return {
        key: (
            fate["waits"],
            fate["under way"],
            fate["taken over"],
            min(due[key], default=None),
            max(due[key], default=None),
        )
        for key, fate in fates.items()
    }


def _new_fonds(services, cast):
    with services.work.write():
        fonds = Fonds(
            name="合成全宗",
            archive_id=cast.archive.id,
            organization_id=cast.finance.id,
            repository_id=cast.archive.id,
        )
        services.work.session.add(fonds)
    return fonds


def _register(services, house, fonds, registered):
    records, volume = [], None
    with services.work.write():
        for state, kind in registered:
            level = Level.VOLUME if kind == "volume" else Level.ITEM
            inside = volume.id if kind == "item in volume" and volume else None
            record = unit(fonds, state["formed_on"], level=level, parent_id=inside)
            records.append(_enter(record, state))
            volume = record if kind == "volume" else volume
        services.work.session.add_all(records)
        count(services.work, house, records)
    return records


def _change(services, house, records, changed):
    with services.work.write():
        touched = []
        for place, state in changed:
            if place < len(records):
                touched.append(batch_of(records[place]))
                touched.append(batch_of(_enter(records[place], state)))
        recount(services.work, house.outside, touched)


def _enter(record, state):
    record.formed_on, record.year, record.retention = state["formed_on"], state["year"], state["retention"]
    record.due_on = record.formed_on.replace(year=record.formed_on.year + 10, day=min(record.formed_on.day, 28))
    for name, value in FATES[state["fate"]].items():
        setattr(record, name, value)
    return record
