"""Idempotency keys and keyset pages, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from archives.domain.errors import DuplicateError, IdempotencyKeyReusedError, InvalidInputError, StaleVersionError
from archives.domain.permission import WORKER
from archives.models import Account, Event, Jurisdiction
from archives.services.database import Database
from archives.services.idempotency import IdempotencyService, KeptAnswer
from archives.services.paging import Cut, page
from archives.services.unit_of_work import UnitOfWork

RACERS = 24


@pytest.fixture
def database(database_url):
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def begin(database, clock):
    """Return a fresh view of the database; every one is closed at the end."""
    opened = []

    def begin():
        opened.append(UnitOfWork(database, clock, WORKER))
        return opened[-1]

    yield begin
    for work in opened:
        work.close()


def act(work, name):
    """Add an account, as a service would."""

    def answer():
        with work.write():
            account = Account(username=name, display_name=name)
            work.session.add(account)
            work.record("AccountCreated", account)
        return KeptAnswer(201, str(account.id), {"ETag": '"1"'})

    return answer


def test_24_racing_twins_do_it_once_and_hear_the_same(begin):
    barrier = Barrier(RACERS)

    def race(_):
        work = begin()
        barrier.wait(120)
        try:
            return IdempotencyService(work, None).answer_once("k", "same request", act(work, "one")).body
        finally:
            work.close()

    with ThreadPoolExecutor(RACERS) as racers:
        answers = set(racers.map(race, range(RACERS)))

    session = begin().session
    assert len(answers) == 1
    assert session.scalar(select(func.count(Account.id))) == 1
    assert session.scalars(select(Event.sequence)).all() == [1]


def test_a_racing_other_request_under_the_key_is_refused(begin):
    barrier = Barrier(8)

    def race(number):
        work = begin()
        barrier.wait(120)
        try:
            IdempotencyService(work, None).answer_once("k", f"request {number}", act(work, f"name{number}"))
        except IdempotencyKeyReusedError:
            return "refused"
        finally:
            work.close()
        return "done"

    with ThreadPoolExecutor(8) as racers:
        answers = sorted(racers.map(race, range(8)))

    assert answers == ["done"] + ["refused"] * 7


def test_an_answer_that_fails_leaves_neither_row_nor_key(begin):
    work = begin()

    def fail():
        act(work, "half")()
        raise StaleVersionError("too late")

    with pytest.raises(StaleVersionError):
        IdempotencyService(work, None).answer_once("k", "same", fail)
    done = IdempotencyService(work, None).answer_once("k", "same", act(work, "whole"))

    assert done.status == 201
    assert work.session.scalars(select(Account.username)).all() == ["whole"]


def test_what_must_be_unique_is_refused_by_name_wherever_the_database_notices(begin):
    work = begin()
    act(work, "one")()

    def add_twin():
        with work.write():
            work.session.add(Account(username="one", display_name="twin"))
            work.session.flush()

    with pytest.raises(DuplicateError):
        add_twin()


# --- pages ---

CODES = [f"{number:02}" for number in range(10, 31)]


@pytest.fixture
def places(begin):
    work = begin()
    with work.write():
        work.session.add_all(Jurisdiction(code=code, name=f"名{int(code) % 3}", path=f"/{code}/") for code in CODES)
    return work


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("limit", [1, 4, 7, 20, 21, 200])
def test_pages_are_the_whole_list_cut(places, limit, descending):
    order, walked, key = (Jurisdiction.name, Jurisdiction.id), [], ""
    while key is not None:
        part = page(places.session, select(Jurisdiction), order, Cut(key, limit), descending=descending)
        walked += part.rows
        key = part.next_key

    assert [row.name for row in walked] == sorted((f"名{int(code) % 3}" for code in CODES), reverse=descending)
    assert len({row.id for row in walked}) == 21


def test_rows_that_come_in_between_push_nothing_out(places):
    first = page(places.session, select(Jurisdiction), (Jurisdiction.code,), Cut("", 5))
    with places.write():
        places.session.add(Jurisdiction(code="01", name="新", path="/01/"))
    second = page(places.session, select(Jurisdiction), (Jurisdiction.code,), Cut(first.next_key, 5))

    assert [row.code for row in (*first.rows, *second.rows)] == CODES[:10]


@given(key=st.text(min_size=1, max_size=60))
def test_no_key_that_somebody_makes_up_breaks_the_page(key):
    assert refused_at(key) in ("", "after")


def refused_at(key):
    """Return where the refusal of a page's key says the fault is; '' when the key is taken for one."""
    nothing = SimpleNamespace(scalars=lambda _statement: SimpleNamespace(all=list))
    try:
        page(nothing, select(Jurisdiction), (Jurisdiction.code, Jurisdiction.id), Cut(key))
    except InvalidInputError as refusal:
        return refusal.problems[0].where
    return ""
