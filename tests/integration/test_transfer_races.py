"""Many at once: whatever is pressed together happens once, on SQLite and on PostgreSQL."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import func, select

from archives.domain.errors import ArchivesError
from archives.domain.permission import WORKER
from archives.domain.vocabulary import Side
from archives.models import Accession, Event, Receipt
from tests.factories import cast
from tests.handover import act, check, count_paper, plan, submit, three_records

RACERS = 24


@pytest.fixture
def sealed_once(either_house):
    """A transfer that waits for the last signature, in a house of either kind."""
    house, people = either_house, cast(either_house)
    records = three_records(house, people)
    transfer = plan(house, people)
    submit(house, people, transfer.id)
    act(house, people.archivist, "reception", "begin_checks", transfer.id)
    check(house, people.archivist, transfer.id, Side.ARCHIVE)
    count_paper(house, people, transfer.id, records)
    act(house, people.archivist, "reception", "propose_acceptance", transfer.id)
    return house, people, transfer.id


def seal(house, director, transfer_id, seen):
    with house.open(director) as services:
        try:
            services.reception.seal(transfer_id, seen)
        except ArchivesError as refused:
            return refused.code
        return "sealed"


def store(house, transfer_id):
    """Store as a job does: what another worker spoilt is repeated."""
    for _ in range(5):
        with house.open(WORKER) as services, suppress(ArchivesError):
            return str(services.storing.store(transfer_id).state)
    return "never"


def test_24_racing_acceptances_give_one_receipt(sealed_once):
    house, people, transfer_id = sealed_once
    with house.open(people.director) as services:
        seen = services.transfers.read(transfer_id).version

    with ThreadPoolExecutor(RACERS) as racers:
        said = Counter(racers.map(lambda _: seal(house, people.director, transfer_id, seen), range(RACERS)))
    with ThreadPoolExecutor(2) as workers:
        states = list(workers.map(lambda _: store(house, transfer_id), range(2)))

    assert said == {"sealed": 1, "stale_version": RACERS - 1}
    assert set(states) == {"accepted"}
    with house.open(WORKER) as services:
        count = services.work.session.scalar
        assert count(select(func.count(Receipt.id))) == 1
        assert count(select(func.count(Accession.id))) == 1
        numbers = services.work.session.scalars(select(Event.sequence).order_by(Event.sequence)).all()
        assert numbers == list(range(1, len(numbers) + 1))
