"""A scan stands for signatures of the transfer for which it was uploaded: a digest alone opens nobody's file."""

import hashlib

import pytest

from archives.domain.errors import InvalidInputError
from archives.domain.vocabulary import Side
from tests.factories import cast
from tests.handover import act, check, plan, three_records
from tests.integration.test_transfer_on_paper import keep_scan, lines


@pytest.fixture
def people(house):
    return cast(house)


def test_whoever_knows_the_digest_of_a_file_does_not_get_it_as_a_scan(house, people):
    three_records(house, people)
    transfer = plan(house, people)
    with house.open(people.clerk) as services:
        services.transfers.begin_unit_checks(transfer.id, services.transfers.read(transfer.id).version)
    check(house, people.clerk, transfer.id, Side.UNIT)
    act(house, people.clerk, "transfers", "request_approval", transfer.id)
    somebodys = hashlib.sha256("关于预算的批复的全文".encode()).hexdigest()
    assert house.outside.holding.verify(somebodys)

    with pytest.raises(InvalidInputError) as refused:
        act(house, people.clerk, "signing", "add_paper", transfer.id, Side.UNIT, lines(scan_sha256=somebodys))

    assert [problem.code for problem in refused.value.problems] == ["scan_missing"]
    keep_scan(house, people.clerk, transfer.id)
    act(house, people.clerk, "signing", "add_paper", transfer.id, Side.UNIT, lines())
