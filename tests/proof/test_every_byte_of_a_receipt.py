"""The long version of tests/functional/test_receipt_verified.py: every byte of a receipt, and every length of it."""

import os
import random

import pytest

from tests import receipt_papers as papers

SEED = int(os.environ.get("SEED", "20261123"))
BOTH = 101  # of so many bytes one is also shown to the archives, who take thirty times as long


@pytest.fixture(scope="module")
def given(tmp_path_factory, sqlite_template):
    given = papers.house_of_two(tmp_path_factory.mktemp("two"), sqlite_template)
    yield given
    given.house.close()


def test_no_byte_of_a_receipt_can_be_other_unnoticed(given):
    data, trust, chance = given.ours.list, papers.trust_of(given), random.Random(SEED)
    unnoticed, both = [], 0
    for place in range(len(data)):
        spoilt = papers.flipped(data, place, chance.randrange(8))
        if not papers.bad_alone(trust, spoilt):
            unnoticed.append(place)
        if place % BOTH == 0:
            both += 1
            if not papers.bad_here(given, spoilt):
                unnoticed.append(place)

    print(f"\n{len(data)} bytes flipped, {both} of them shown to both")  # noqa: T201 -- the figure
    assert unnoticed == []


def test_every_structural_place_of_the_form_is_noticed_by_both(given):
    data, trust = given.ours.form, papers.trust_of(given)
    places = papers.structural_places(data)

    for place in places:
        for bit in range(8):
            assert papers.bad_alone(trust, papers.flipped(data, place, bit)), (place, bit)
        assert papers.bad_here(given, papers.flipped(data, place, place % 8)), place


def test_no_length_of_a_receipt_but_its_own_is_good(given):
    data, trust = given.ours.list, papers.trust_of(given)

    assert [end for end in range(0, len(data), 7) if not papers.bad_alone(trust, data[:end])] == []
