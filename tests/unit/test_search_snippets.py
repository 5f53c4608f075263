"""Excerpts show the user's own text."""

from hypothesis import given
from hypothesis import strategies as st

from archives.domain.question_reading import read
from search_index import fold
from search_index import snippet as excerpt


def snippet(text, words, folding):
    return excerpt(text, read(words).question, folding)


def test_the_match_is_marked_in_the_script_of_the_text():
    assert snippet("依法移交檔案。", "档案", fold) == [("依法移交", False), ("檔案", True), ("。", False)]


def test_all_matches_in_the_excerpt_are_marked():
    parts = snippet("Forest fire: the ＦＯＲＥＳＴ and the fire brigade", "forest fire", fold)

    assert [part for part, is_match in parts if is_match] == ["Forest", "fire", "ＦＯＲＥＳＴ", "fire"]


def test_the_excerpt_stands_around_the_first_match():
    text = "甲" * 500 + "档案" + "乙" * 500

    parts = snippet(text, "檔案", fold)

    assert parts == [("甲" * 30, False), ("档案", True), ("乙" * 88, False)]


def test_a_match_near_the_end_shows_what_stands_before_it():
    assert snippet("甲" * 500 + "档案", "档案", fold) == [("甲" * 118, False), ("档案", True)]


def test_without_a_match_the_beginning_is_shown():
    assert snippet("甲" * 500, "档案", fold) == [("甲" * 120, False)]
    assert snippet("甲", "-档案", fold) == [("甲", False)]
    assert snippet("", "档案", fold) == []


def test_markup_stays_plain_text():
    assert snippet("<b>档案</b>", "档案", fold) == [("<b>", False), ("档案", True), ("</b>", False)]


@given(text=st.text(alphabet="档案檔法ab ，", max_size=300), words=st.text(alphabet='档案法ab ,"-', max_size=12))
def test_the_parts_joined_are_a_piece_of_the_text(text, words):
    parts = snippet(text, words, fold)

    assert "".join(part for part, _ in parts) in text
    assert sum(len(part) for part, _ in parts) == min(len(text), 120)
    assert all(part for part, _ in parts)
