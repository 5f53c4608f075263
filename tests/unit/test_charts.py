"""Bars in proportion, inside their picture, with labels that do not run into each other."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from api.pages.charts import HEAD, HEIGHT, bar_chart

COUNTS = st.lists(st.integers(min_value=0, max_value=10**9), max_size=40)


def test_the_highest_bar_fills_the_height_and_the_others_are_in_proportion():
    chart = bar_chart([("2026", 10), ("2027", 5), ("2028", 0)])

    assert [bar.height for bar in chart.bars] == [160, 80, 0]
    assert [bar.y for bar in chart.bars] == [18, 98, 178]
    assert (chart.highest, chart.height) == (10, 202)


def test_nothing_at_all_is_a_picture_without_bars():
    assert [bar.height for bar in bar_chart([("2026", 0)]).bars] == [0]
    assert bar_chart([]).bars == ()


def test_of_many_bars_each_fifth_is_labelled():
    assert [bar.label for bar in bar_chart([(str(year), 1) for year in range(2026, 2051)]).bars if bar.shown] == [
        "2026",
        "2031",
        "2036",
        "2041",
        "2046",
    ]
    assert all(bar.shown for bar in bar_chart([(str(month), 1) for month in range(12)]).bars)


@given(COUNTS)
def test_every_bar_lies_inside_the_picture_beside_the_one_before(counts):
    bars = bar_chart([(str(place), count) for place, count in enumerate(counts)]).bars

    assert all(bar.x >= 0 and bar.x + bar.width <= 100.001 for bar in bars)
    assert all(abs(bar.y + bar.height - HEAD - HEIGHT) < 0.02 and bar.y >= HEAD - 0.02 for bar in bars)
    assert all(left.x + left.width < right.x for left, right in pairwise(bars))
