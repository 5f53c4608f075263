"""Terms of years, dates known in part, working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives.domain.dates import PartialDate, WorkingCalendar, due_day, offer_day, overdue_from
from archives.domain.errors import InvalidInputError
from archives.domain.profile import Profile
from config import load_profile

OFFICE = Profile.from_mapping(load_profile("cn")).calendar


@pytest.mark.parametrize(
    ("formed_on", "years", "due"),
    [
        (date(2016, 11, 22), 10, date(2026, 11, 22)),  # domain 9, case 1: county
        (date(2016, 11, 22), 20, date(2036, 11, 22)),  # provincial
        (date(2016, 11, 22), 5, date(2021, 11, 22)),  # CN-E5
        (date(2004, 2, 29), 10, date(2014, 2, 28)),
        (date(2004, 2, 29), 20, date(2024, 2, 29)),
        (date(2003, 2, 28), 1, date(2004, 2, 28)),
        (PartialDate(2006), 20, date(2026, 12, 31)),
        (PartialDate(2004, 2), 20, date(2024, 2, 29)),
        (PartialDate(2004, 2), 10, date(2014, 2, 28)),
    ],
)
def test_d04_the_due_day_is_the_day_of_formation_so_many_years_later(
    formed_on: PartialDate | date, years: int, due: date
) -> None:
    assert due_day(formed_on, years) == due


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 60))
def test_d04_the_due_day_keeps_its_month_and_never_comes_late(formed_on: date, years: int) -> None:
    due = due_day(formed_on, years)

    assert (due.year, due.month) == (formed_on.year + years, formed_on.month)
    assert due.day == formed_on.day or (formed_on.day, due.day) == (29, 28)


def test_d04_a_year_batch_is_offered_by_its_last_day_and_overdue_on_the_next() -> None:
    assert offer_day(2005, 20) == date(2025, 12, 31)
    assert overdue_from(2005, 20) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2016", "2016"),
        ("201611", "2016-11"),
        ("20161122", "2016-11-22"),
        ("2016-11-22", "2016-11-22"),
        ("2016/1/2", "2016-01-02"),
        ("2016.11", "2016-11"),
        ("2016年11月22日", "2016-11-22"),
        ("2016年", "2016"),
        (" ２０１６１１２２ ", "2016-11-22"),
    ],
)
def test_a_date_keeps_the_precision_in_which_it_was_written(text: str, iso: str) -> None:
    assert PartialDate.parse(text).iso == iso


@pytest.mark.parametrize(
    "text",
    ["", "16", "20161", "2016112", "20161301", "20160230", "2016-13", "0000", "20161122T10", "约2016年", "2016--1"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        PartialDate.parse(text)

    assert refusal.value.problems[0].code == "bad_date"


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)), st.sampled_from([4, 6, 8]))
def test_every_date_of_every_precision_is_read_back(day: date, digits: int) -> None:
    known = PartialDate.parse(f"{day:%Y%m%d}".rjust(8, "0")[:digits])

    assert PartialDate.parse(known.compact) == known == PartialDate.parse(known.iso)
    assert known.first_day <= day <= known.last_day


def test_working_days_leave_out_weekends_and_holidays_and_count_worked_weekends() -> None:
    assert OFFICE.add(date(2026, 11, 20), 1) == date(2026, 11, 23)  # Friday, Monday
    assert OFFICE.add(date(2026, 9, 30), 1) == date(2026, 10, 8)  # the first week of October is a holiday
    assert OFFICE.add(date(2026, 10, 9), 1) == date(2026, 10, 10)  # a Saturday that is worked
    assert OFFICE.add(date(2026, 2, 13), 3) == date(2026, 2, 25)  # 14 February worked, then nine days off
    assert OFFICE.add(date(2026, 11, 23), 10) == date(2026, 12, 7)


def test_a_holiday_that_is_declared_worked_is_worked() -> None:
    calendar = WorkingCalendar(frozenset({7}), frozenset({date(2026, 1, 1)}), frozenset({date(2026, 1, 1)}))

    assert calendar.is_working_day(date(2026, 1, 1))


@given(st.dates(date(2025, 1, 1), date(2027, 6, 30)), st.integers(1, 60))
def test_counting_working_days_undoes_adding_them(start: date, days: int) -> None:
    end = OFFICE.add(start, days)

    assert OFFICE.is_working_day(end)
    assert OFFICE.between(start, end) == days
    assert OFFICE.between(start, end - timedelta(days=1)) == days - 1
