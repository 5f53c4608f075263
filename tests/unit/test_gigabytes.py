"""Amounts of data on the form."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives.domain.gigabytes import gigabytes


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0.000"),
        (1, "0.001"),
        (1024**2, "0.001"),
        (1024**3, "1.000"),
        (1024**3 * 3 // 2, "1.500"),
        (1_610_613, "0.002"),  # 0.0015 GB and a little: half is rounded up
        (1_610_612, "0.001"),
        (1024**4 * 5, "5120.000"),
    ],
)
def test_gigabytes_are_of_1024_cubed_with_three_decimals_and_never_hide_what_is_there(size: int, written: str) -> None:
    assert gigabytes(size) == written


@given(st.integers(536_871, 2**60))
def test_the_written_amount_is_within_half_a_thousandth(size: int) -> None:
    assert abs(Decimal(gigabytes(size)) - Decimal(size) / 2**30) <= Decimal("0.0005")


def test_a_negative_size_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        gigabytes(-1)
