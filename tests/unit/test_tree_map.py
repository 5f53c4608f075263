"""The map of places: boxes as large as their numbers, which fill the picture and do not overlap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.tree_map import HIGH, WIDE, tree_map

SIZES = st.lists(st.integers(0, 10_000), max_size=60)


def test_one_place_fills_the_picture_and_nothing_draws_nothing():
    (box,) = tree_map([0, 7])

    assert (box.index, box.x, box.y, box.width, box.height) == (1, 0, 0, WIDE, HIGH)
    assert tree_map([]) == tree_map([0, 0]) == []


@given(SIZES)
def test_each_area_is_its_share(sizes):
    whole = sum(sizes)

    for box in tree_map(sizes):
        assert box.width * box.height == pytest.approx(sizes[box.index] / whole * WIDE * HIGH, rel=0.05, abs=0.3)


@given(SIZES)
def test_boxes_stay_inside_and_do_not_overlap(sizes):
    boxes = tree_map(sizes)

    assert sorted(box.index for box in boxes) == [index for index, size in enumerate(sizes) if size]
    for box in boxes:
        assert box.x >= 0
        assert box.x + box.width <= WIDE + 0.01
        assert box.y + box.height <= HIGH + 0.01
    for one, other in ((a, b) for a in boxes for b in boxes if a.index < b.index):
        wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
        high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
        assert wide <= 0.01 or high <= 0.01


def test_boxes_of_like_places_are_nearly_square():
    for box in tree_map([10] * 12):
        assert 0.4 < box.width / box.height < 2.5
