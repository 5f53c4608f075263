"""When the unit may release its copies."""

from datetime import date

import pytest

from archives.domain.kept_copies import released_on


@pytest.mark.parametrize(
    ("handed_over", "years", "released"),
    [
        (date(2026, 11, 22), 5, date(2031, 11, 23)),  # the five years end with 22 November 2031
        (date(2024, 2, 29), 5, date(2029, 3, 1)),  # there is no 29 February 2029: they end on the 28th
        (date(2023, 2, 28), 5, date(2028, 2, 29)),
        (date(2026, 12, 31), 5, date(2032, 1, 1)),
        (date(2026, 11, 22), 0, date(2026, 11, 23)),  # a profile without the duty
    ],
)
def test_copies_are_kept_for_whole_years_the_first_day_not_counted(handed_over, years, released):
    assert released_on(handed_over, years) == released
