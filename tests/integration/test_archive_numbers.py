"""馆编: the archive takes over the unit's numbers, and fills in what is missing, foreign or taken."""

import pytest
from sqlalchemy import select

from archives.domain.permission import WORKER
from archives.domain.reference_code import key
from archives.domain.vocabulary import Carrier, Custody, Level, RetentionClass
from archives.models import Record, Transfer, new_id
from archives.services.archive_numbers import confirm_numbers
from tests.factories import cast


@pytest.fixture
def people(either_house):
    return cast(either_house)


def a_record(people, number, **more):
    told = {
        "fonds_id": people.finance_fonds.id,
        "organization_id": people.finance.id,
        "level": Level.ITEM,
        "carrier": Carrier.PAPER,
        "unit_number": number,
        "unit_number_key": number,
        "title": number or "无号",
        "title_key": number or "",
        "year": 2005,
        "category": "WS",
        "retention": RetentionClass.PERMANENT,
        "custody": Custody.ORGANIZATION,
        "created_at": None,
    }
    return {**told, **more}


def issue(house, people, *records, chunk=100):
    """Let the archive number the records, a chunk at a time, in the order in which storing does it."""
    with house.open(WORKER) as services:
        session, work = services.work.session, services.work
        with work.write():
            rows = [Record(**{**told, "id": new_id(), "created_at": work.now()}) for told in records]
            session.add_all(rows)
        fonds = work.get(type(people.finance_fonds), people.finance_fonds.id)
        transfer = Transfer(fonds_id=fonds.id, fonds=fonds)
        ordered = sorted(rows, key=lambda row: (row.unit_number is None, row.unit_number_key or ""))
        for start in range(0, len(ordered), chunk):
            with work.write():
                some = [work.get(Record, row.id) for row in ordered[start : start + chunk]]
                confirm_numbers(work, house.outside, transfer, some)
        return {row.title: row.archive_number for row in session.scalars(select(Record))}


def test_numbers_of_the_unit_are_confirmed_and_missing_ones_follow_them(either_house, people):
    told = [a_record(people, None, title="甲"), a_record(people, "A001-WS·2005-Y-0001", title="乙")]
    told += [a_record(people, None, title="丙"), a_record(people, "A001-WS·2005-Y-0002", title="丁")]

    numbers = issue(either_house, people, *told)

    assert (numbers["乙"], numbers["丁"]) == ("A001-WS·2005-Y-0001", "A001-WS·2005-Y-0002")
    assert {numbers["甲"], numbers["丙"]} == {"A001-WS·2005-Y-0003", "A001-WS·2005-Y-0004"}


def test_a_number_of_another_fonds_or_of_no_scheme_is_replaced(either_house, people):
    foreign = a_record(people, "A002-WS·2005-Y-0009", title="他宗")
    unread = a_record(people, "第九号", title="不成号")

    numbers = issue(either_house, people, foreign, unread)

    assert set(numbers.values()) == {"A001-WS·2005-Y-0001", "A001-WS·2005-Y-0002"}


def test_a_number_that_the_archive_has_issued_is_not_issued_again(either_house, people):
    number = "A001-WS·2005-Y-0001"
    held = a_record(people, "旧 1", title="旧", archive_number=number, archive_number_key=key(number))
    with either_house.open(WORKER) as services, services.work.write():
        services.work.session.add(Record(**{**held, "id": new_id(), "created_at": services.work.now()}))

    numbers = issue(either_house, people, a_record(people, number, title="新"), a_record(people, None, title="无号"))

    assert (numbers["旧"], numbers["新"]) == (number, "A001-WS·2005-Y-0002")
    assert numbers["无号"] == "A001-WS·2005-Y-0003"


def test_each_year_and_retention_counts_for_itself_and_without_gaps(either_house, people):
    told = [
        a_record(people, None, title=f"{year}{term}{n}", year=year, retention=term)
        for year in (2004, 2005)
        for term in (RetentionClass.PERMANENT, RetentionClass.D30)
        for n in range(3)
    ]

    numbers = issue(either_house, people, *told, chunk=2)

    assert sorted(numbers.values()) == [
        f"A001-WS·{year}-{term}-000{n}" for year in (2004, 2005) for term in ("D30", "Y") for n in (1, 2, 3)
    ]
