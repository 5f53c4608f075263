"""Boxes: containers, made when the first record is put in, and kept by whoever keeps the paper."""

import pytest

from archives.domain.errors import InvalidInputError, NotFoundError
from tests.factories import cast
from tests.handover import three_records


@pytest.fixture
def people(either_house):
    return cast(either_house)


def test_a_record_with_paper_is_put_into_a_box_and_taken_out_again(either_house, people):
    paper = three_records(either_house, people)[2]

    with either_house.open(people.clerk) as services:
        boxed = services.boxes.put(paper, services.records.get(paper).version, "12", "2 库 3 架")
        (box,) = services.boxes.list(people.finance_fonds.id)
        assert (box.number, box.place) == ("12", "2 库 3 架")
        assert [record.id for record in services.boxes.contents(box.id)] == [paper]

        services.boxes.put(paper, boxed.version, "")
        assert not services.boxes.contents(box.id)
        told = [event for event in services.records.trail(paper) if event.kind == "RecordBoxed"]
        assert len(told) == 2


def test_an_electronic_record_lies_in_no_box(either_house, people):
    electronic = three_records(either_house, people)[0]

    with either_house.open(people.clerk) as services, pytest.raises(InvalidInputError):
        services.boxes.put(electronic, services.records.get(electronic).version, "12")


def test_nobody_else_puts_it_anywhere(either_house, people):
    paper = three_records(either_house, people)[2]

    with either_house.open(people.other_clerk) as services, pytest.raises(NotFoundError):
        services.boxes.put(paper, 1, "12")
