"""What a question demands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.analysis import elements, places
from search_index.folding import fold
from search_index.query import parse


def required(words):
    return [phrase.folded for phrase in parse(words).required]


def excluded(words):
    return [phrase.folded for phrase in parse(words).excluded]


@pytest.mark.parametrize(
    ("words", "demanded", "forbidden"),
    [
        ("档案 移交", ["档案", "移交"], []),
        ("檔案\u3000移交", ["档案", "移交"], []),
        ("档案，移交、接收；登记", ["档案", "移交", "接收", "登记"], []),
        ('"forest fire" map', ["forest fire", "map"], []),
        ("“forest fire” map", ["forest fire", "map"], []),
        ("档案 -秘密", ["档案"], ["秘密"]),
        ('档案 -"forest fire"', ["档案"], ["forest fire"]),
        ("档案 －秘密", ["档案"], ["秘密"]),
        ('"no end', ["no end"], []),
        ("国发〔2006〕12号", ["国发〔2006〕12号"], []),
        ("X043-WS·2006", ["x043-ws·2006"], []),
        ("档案 档案 檔案", ["档案"], []),
        ("- 。 “” …", [], []),
    ],
)
def test_words_phrases_and_exclusions(words, demanded, forbidden):
    assert (required(words), excluded(words)) == (demanded, forbidden)


def test_a_blank_question_is_not_an_empty_one():
    assert parse(" \u3000 ").blank
    assert not parse(" ").is_empty
    assert parse("？！").is_empty


@given(st.text(alphabet=st.characters()))
def test_every_string_is_a_question(words):
    for phrase in (*parse(words).required, *parse(words).excluded):
        assert phrase.elements
        phrase.pattern()


def test_each_character_starts_one_token_and_separators_keep_neighbours_apart():
    assert places("档案法，ab案3件") == {
        "档案": [0],
        "案法": [1],
        "法": [2],
        "ab": [4],
        "案": [5],
        "3": [6],
        "件": [7],
    }


@pytest.mark.parametrize(
    ("phrase", "demanded"),
    [
        ("档案", [("档案", 0, False)]),
        ("档", [("档", 0, True)]),
        ("档案法规", [("档案", 0, False), ("法规", 2, False)]),
        ("档案法", [("档案", 0, False), ("案法", 1, False)]),
        ("共3件", [("共", 0, False), ("3", 1, False), ("件", 2, True)]),
        ("forest, fire", [("forest", 0, False), ("fire", 2, False)]),
    ],
)
def test_a_phrase_demands_tokens_that_cover_it(phrase, demanded):
    assert [(element.term, element.offset, element.begins) for element in elements(fold(phrase))] == demanded
