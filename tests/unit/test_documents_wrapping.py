"""Breaking text into lines: nothing is lost, nothing is too long, punctuation stands where it may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives.documents.wrapping import wrap

CHARACTERS = "档案移交𠮷（）《》“”，。、；：…—abcXYZ019 -/%　"
TEXTS = st.text(alphabet=CHARACTERS + "\n", max_size=120)
SPACES = str.maketrans("", "", " \u3000")


def width(text):
    """Ideographs and full-width punctuation count two, the rest one, as on a terminal."""
    return sum(2 if char >= "\u2e80" else 1 for char in text)


@given(TEXTS, st.integers(2, 40))
def test_nothing_but_spaces_is_lost_at_a_break(text, limit):
    lines = wrap(text, width, limit)

    assert "".join(lines).translate(SPACES) == text.replace("\n", "").translate(SPACES)


@given(TEXTS, st.integers(2, 40))
def test_no_line_is_longer_than_the_column(text, limit):
    assert all(width(line) <= limit for line in wrap(text, width, limit))


@given(st.text(alphabet="档案移交𠮷。，、）》”", max_size=80), st.integers(6, 30))
def test_no_line_begins_with_punctuation_that_closes(text, limit):
    apart = "档".join(text)  # so that no chain of punctuation is longer than a line

    assert not [line for line in wrap(apart, width, limit)[1:] if line[0] in "。，、）》”"]


@given(st.text(alphabet="档案移交𠮷（《“", max_size=80), st.integers(6, 30))
def test_no_line_ends_with_punctuation_that_opens(text, limit):
    apart = "档".join(text)

    assert not [line for line in wrap(apart, width, limit)[:-1] if line[-1] in "（《“"]


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("电子档案移交", 8, ["电子档案", "移交"]),
        ("电子档案，移交", 8, ["电子档", "案，移交"]),
        ("关于《办法》", 6, ["关于", "《办", "法》"]),
        ("archives of the county", 12, ["archives of", "the county"]),
        ("在线transfer移交", 10, ["在线", "transfer移", "交"]),
        ("2024—2025……完", 9, ["2024—2025", "……完"]),
        ("0123456789abcdef", 6, ["012345", "6789ab", "cdef"]),
        ("第一行\n\n第三行", 20, ["第一行", "", "第三行"]),
        ("", 10, [""]),
    ],
)
def test_lines_break_where_a_typesetter_breaks_them(text, limit, lines):
    assert wrap(text, width, limit) == lines


def test_a_character_wider_than_the_column_stands_alone():
    assert wrap("移交", width, 1) == ["移", "交"]
