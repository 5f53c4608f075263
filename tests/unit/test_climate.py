"""Temperature and humidity: limits, faults, swings, gaps, and what people type."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives.domain.climate import (
    Bound,
    DayOfReadings,
    Quantity,
    faults_of,
    gaps,
    limits_of,
    owed_days,
    read_tenths,
    require_stricter,
    written,
)
from archives.domain.dates import WorkingCalendar
from archives.domain.errors import InvalidInputError
from archives.domain.profile import Profile
from archives.domain.supervision import ClimateLimits, RoomType
from config import load_profile

PAPER = ClimateLimits((14, 24), (45, 60), (2, 5))
LIMITS = limits_of(PAPER, {})
T, H = Quantity.TEMPERATURE, Quantity.HUMIDITY
WEEK = WorkingCalendar(frozenset({6, 7}))


def codes(refused):
    return [(each.code, each.where) for each in refused.value.problems]


def test_d31_the_profile_has_limits_in_force_for_paper_and_optical_discs():
    climate = Profile.from_mapping(load_profile("cn")).supervision.climate

    assert dict(limits_of(climate[RoomType.PAPER], {})) == {
        "temperature_low": 140,
        "temperature_high": 240,
        "temperature_swing": 20,
        "humidity_low": 450,
        "humidity_high": 600,
        "humidity_swing": 50,
    }
    assert limits_of(climate[RoomType.OPTICAL], {})[Bound.HUMIDITY_LOW] == 250


@pytest.mark.parametrize(
    ("temperature", "humidity", "faults"),
    [
        (140, 450, set()),
        (240, 600, set()),
        (139, 600, {"temperature_low"}),
        (241, 449, {"temperature_high", "humidity_low"}),
        (200, 601, {"humidity_high"}),
    ],
)
def test_d31_a_value_on_the_limit_is_within_it(temperature, humidity, faults):
    assert faults_of(temperature, humidity, LIMITS) == faults


def test_d31_a_day_swings_by_its_extremes():
    steady = DayOfReadings(date(2026, 11, 2), 2, (200, 220), (480, 530))
    restless = DayOfReadings(date(2026, 11, 3), 2, (200, 221), (480, 531))

    assert steady.faults(LIMITS) == set()
    assert restless.faults(LIMITS) == {"temperature_swing", "humidity_swing"}


def test_a_day_on_which_nothing_was_read_has_no_fault_but_a_gap():
    empty = DayOfReadings(date(2026, 11, 2), 0, (0, 0), (0, 0), owed=2)

    assert (empty.faults(LIMITS), empty.missing) == (set(), 2)


def test_a_room_may_be_stricter_than_its_type_and_never_laxer():
    stricter = limits_of(PAPER, {"temperature_high": 200, "humidity_low": 500})
    assert (stricter[Bound.TEMPERATURE_HIGH], stricter[Bound.HUMIDITY_LOW]) == (200, 500)
    require_stricter(PAPER, {Bound.TEMPERATURE_HIGH: 200})

    with pytest.raises(InvalidInputError) as refused:
        require_stricter(PAPER, {Bound.TEMPERATURE_HIGH: 241, Bound.HUMIDITY_LOW: 449, Bound.HUMIDITY_SWING: 0})
    assert codes(refused) == [
        ("laxer_limit", "temperature_high"),
        ("laxer_limit", "humidity_low"),
        ("laxer_limit", "humidity_swing"),
    ]


def test_limits_leave_room_between_them():
    with pytest.raises(InvalidInputError) as refused:
        require_stricter(PAPER, {Bound.TEMPERATURE_LOW: 200, Bound.TEMPERATURE_HIGH: 200})

    assert codes(refused) == [("no_room_between", "temperature_high")]


def test_when_the_profile_becomes_stricter_than_a_room_the_profile_holds():
    assert (
        limits_of(ClimateLimits((14, 20), (45, 55), (2, 5)), {"temperature_high": 220})[Bound.TEMPERATURE_HIGH] == 200
    )


@pytest.mark.parametrize(
    ("typed", "tenths"),
    [("21.5", 215), ("21,5", 215), (" 21 ", 210), ("21.55", 216), ("-3.2", -32), ("２１．５℃", 215), ("21.5 °C", 215)],
)
def test_temperatures_are_read_as_people_type_them(typed, tenths):
    assert read_tenths(T, typed) == tenths


@pytest.mark.parametrize(("typed", "tenths"), [("45%", 450), ("45.5 %RH", 455), ("45％", 450), ("100", 1000)])
def test_humidities_are_read_as_people_type_them(typed, tenths):
    assert read_tenths(H, typed) == tenths


@pytest.mark.parametrize(
    ("quantity", "typed", "code"),
    [
        (T, "", "required"),
        (T, "warm", "not_a_decimal"),
        (T, "1e5", "not_a_decimal"),
        (T, "NaN", "not_a_decimal"),
        (T, "1,234.5", "not_a_decimal"),
        (T, "215", "out_of_range"),
        (H, "100.1", "out_of_range"),
        (H, "-1", "out_of_range"),
    ],
)
def test_what_no_instrument_says_is_refused(quantity, typed, code):
    with pytest.raises(InvalidInputError) as refused:
        read_tenths(quantity, typed)

    assert codes(refused) == [(code, quantity)]


@given(st.integers(-400, 800))
def test_what_is_written_is_read_again(tenths):
    assert read_tenths(T, written(tenths)) == tenths


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading(typed):
    with suppress(InvalidInputError):
        assert 0 <= read_tenths(H, typed) <= 1000


def test_d31_two_readings_are_owed_on_each_working_day():
    friday, monday, tuesday = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)
    owed = owed_days(WEEK, friday, tuesday)

    assert owed == [friday, monday, tuesday]
    assert gaps(owed, 2, {friday: 1, tuesday: 3}) == [(friday, 1), (monday, 2)]
