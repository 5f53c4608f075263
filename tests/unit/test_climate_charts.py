"""Charts of a room: everything inside the picture, what is out of limits marked by more than its colour."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from api.pages.climate_charts import HEAD, HEIGHT, days_chart, hours_chart
from api.pages.climate_view import Period
from archives.domain.climate import DayOfReadings, Quantity, limits_of
from archives.domain.supervision import ClimateLimits

LIMITS = limits_of(ClimateLimits((14, 24), (45, 60), (2, 5)), {})
T, H = Quantity.TEMPERATURE, Quantity.HUMIDITY
DAY = date(2026, 11, 2)
BEGINS = datetime(2026, 11, 2, tzinfo=UTC)


def day(low, high, count=2, owed=2):
    return DayOfReadings(DAY, count, (low, high), (500, 500), owed)


def read_at(hour, temperature):
    return SimpleNamespace(measured_at=BEGINS + timedelta(hours=hour), temperature=temperature, humidity=500)


def test_a_day_is_a_bar_from_its_smallest_to_its_greatest_value():
    chart = days_chart(T, [day(180, 220), None, day(0, 0, count=0)], ["1", "", "3"], LIMITS)

    (bar,) = chart.spans
    band_top, band_height = chart.band
    per_degree = band_height / 10  # from 14 to 24 °C
    assert abs(bar.height - 4 * per_degree) < 0.02
    assert abs(bar.y - (band_top + 2 * per_degree)) < 0.02
    assert (bar.label, bar.is_out, bar.mark) == ("2026-11-02 18.0–22.0", False, "")
    assert [(tick.label, tick.at) for tick in chart.hours] == [("1", 16.667), ("3", 83.333)]
    assert chart.gaps == ((66.667, 33.333),)


def test_what_is_out_of_limits_has_a_mark_beside_its_colour():
    chart = days_chart(T, [day(139, 200), day(200, 241), day(240, 240)], ["", "", ""], LIMITS)

    assert [(bar.is_out, bar.mark) for bar in chart.spans] == [(True, "▼"), (True, "▲"), (False, "")]


def test_of_a_year_no_bar_has_room_for_a_mark():
    assert days_chart(T, [day(200, 300)] * 365, [""] * 365, LIMITS).spans[0].mark == ""


def test_the_readings_of_a_day_are_joined_in_their_order():
    chart = hours_chart(T, [read_at(6, 190), read_at(18, 260)], BEGINS, LIMITS)

    assert [(span.x, span.label, span.mark) for span in chart.spans] == [
        (25, "06:00 19.0", ""),
        (75, "18:00 26.0", "▲"),
    ]
    assert [point.split(",")[0] for point in chart.joined.split()] == ["250.0", "750.0"]


@given(st.lists(st.tuples(st.integers(-400, 800), st.integers(0, 300)), max_size=40))
def test_every_bar_lies_inside_the_picture(pairs):
    chart = days_chart(T, [day(low, min(low + change, 800)) for low, change in pairs], [""] * len(pairs), LIMITS)

    assert all(bar.y >= HEAD - 2 and bar.y + bar.height <= HEAD + HEIGHT + 2 for bar in chart.spans)
    assert all(bar.height >= 3.99 for bar in chart.spans)
    assert HEAD <= chart.band[0] < chart.band[0] + chart.band[1] <= HEAD + HEIGHT
    assert len(chart.scale) <= 8


def test_a_period_is_what_the_address_asks_for_or_the_present_one():
    today = date(2026, 11, 22)

    def asked(view, at):
        found = Period.asked(view, at, today)
        return found.view, found.at, found.last

    assert asked("", "") == ("month", "2026-11", date(2026, 11, 30))
    assert asked("year", "2024") == ("year", "2024", date(2024, 12, 31))
    assert asked("day", "2024-02-29") == ("day", "2024-02-29", date(2024, 2, 29))
    for view, at in (("day", "2026-02-30"), ("month", "2026-13"), ("year", "0000"), ("month", "x")):
        assert asked(view, at)[1].startswith("2026")
    assert Period.asked("month", "2026-01", today).moved(-1).at == "2025-12"
    assert len(Period.asked("year", "2024", today).days) == 366
