"""A number that no column can hold is wrong input, on both databases; it is no fault of the machine."""

import pytest

from archives.domain.errors import InvalidInputError
from archives.services.records import RecordFilter
from tests.factories import cast


def test_a_number_beyond_every_column_is_refused(either_house):
    clerk = cast(either_house).clerk
    for year in (2**63, -(2**63) - 1, 10**40):
        with either_house.open(clerk) as services, pytest.raises(InvalidInputError) as refused:
            services.records.list(RecordFilter(year=year))
        assert [problem.code for problem in refused.value.problems] == ["out_of_range"]

    with either_house.open(clerk) as services:
        assert services.records.list(RecordFilter()).rows == ()
