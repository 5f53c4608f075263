"""What a question means, and how what it cannot mean is explained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives.domain.question import (
    And,
    Between,
    Everything,
    Fuzzy,
    Named,
    Not,
    Nothing,
    NumberBetween,
    Or,
    Pattern,
    Phrase,
    wanted,
)
from archives.domain.question_fields import FIELDS, NAMES
from archives.domain.question_reading import read
from search_index.analysis import elements
from search_index.folding import fold
from search_index.tokens import BLOCK, bigram_key, tokens

A, B, C = Phrase("a"), Phrase("b"), Phrase("c")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("档案 移交", And((Phrase("档案"), Phrase("移交")))),
        ("档案，移交、档案", And((Phrase("档案"), Phrase("移交")))),
        ('"forest fire" map', And((Phrase("forest fire"), Phrase("map")))),
        ("档案 -秘密", And((Phrase("档案"), Not(Phrase("秘密"))))),
        ("档案 －“forest fire”", And((Phrase("档案"), Not(Phrase("forest fire"))))),
        ("国发〔2006〕12号", Phrase("国发〔2006〕12号")),
        ("国发(2006)12号", Phrase("国发(2006)12号")),
        ("X043-WS·2006", Phrase("X043-WS·2006")),
        ("a b OR c", Or((And((A, B)), C))),
        ("a AND (b OR c)", And((A, Or((B, C))))),
        ("(a 或 b) 非 c", And((Or((A, B)), Not(C)))),
        ("((a)) (b) c", And((A, B, C))),
        ("-(a OR b)", Not(Or((A, B)))),
        ("题名:防汛", Phrase("防汛", "title")),
        ("題名：(防汛 OR 抗旱)", Or((Phrase("防汛", "title"), Phrase("抗旱", "title")))),
        ("Title:a", Phrase("a", "title")),
        ("档号:X043", Phrase("X043", "number")),
        ("档号:X-1..X-9", NumberBetween("X-1", "X-9")),
        ("for*st f?re", And((Pattern("for*st"), Pattern("f?re")))),
        ("what?", Phrase("what?")),
        ("forest~ cat~ cats~2", And((Fuzzy("forest", 2), Fuzzy("cat", 1), Fuzzy("cats", 2)))),
        ("形成日期:1998..2003", Between("formed_on", 1998_00_00, 2003_99_99)),
        ("形成日期:1998年7月..2003-05-01", Between("formed_on", 1998_07_00, 2003_05_01)),
        ("date:19980721", Between("formed_on", 1998_07_21, 1998_07_21)),
        ("日期:..2003", Between("formed_on", 0, 2003_99_99)),
        ("日期:2003..", Between("formed_on", 2003_00_00, 9999_12_31)),
        ("年度:1998..2003", Between("year", 1998, 2003)),
        ("保管期限:永久", Named("retention", "永久", 5)),
        ('单位:"青山县财政局"', Named("organization_id", "青山县财政局", 3)),
        ("或", Phrase("或")),
        (" \u3000", Everything()),
        ("- 。 “” …", Nothing()),
    ],
)
def test_what_is_meant(words, meant):
    reading = read(words)

    assert reading.question == meant
    assert reading.notes == ()


@pytest.mark.parametrize(
    ("words", "meant", "notes"),
    [
        ('a "b', And((A, B)), [("quote_not_closed", 2, 2)]),
        ("(a (b c", And((A, B, C)), [("bracket_not_closed", 0, 1), ("bracket_not_closed", 3, 1)]),
        ("a) b", And((A, B)), [("bracket_not_opened", 1, 1)]),
        ("a OR", A, [("operator_alone", 2, 2)]),
        ("AND a", A, [("operator_alone", 0, 3)]),
        ("a NOT", A, [("operator_alone", 2, 3)]),
        ("a OR OR b", Or((A, B)), [("operator_alone", 2, 2), ("operator_alone", 5, 2)]),
        ("题名: a", A, [("value_missing", 0, 3)]),
        ("颜色:红", Phrase("颜色:红"), [("unknown_field", 0, 4)]),
        ("a 日期:昨天", A, [("not_a_date", 5, 2)]),
        ("日期:2003..1998", Between("formed_on", 1998_00_00, 2003_99_99), [("range_turned_round", 3, 10)]),
        ("a *", A, [("wildcard_alone", 2, 1)]),
        ("档案*", Phrase("档案"), [("wildcard_needs_letters", 0, 3)]),
        ("档案馆~1", Phrase("档案馆"), [("fuzzy_needs_letters", 0, 5)]),
        ("(" * 21 + "a" + ")" * 21, A, [("too_many_brackets", 20, 1), ("bracket_not_opened", 42, 1)]),
        ("a" * 1001, Phrase("a" * 1000), [("question_too_long", 1000, 1)]),
    ],
)
def test_what_is_wrong_is_explained_with_its_place_and_the_rest_is_answered(words, meant, notes):
    reading = read(words)

    assert [(note.code, note.start, note.length) for note in reading.notes] == notes
    assert reading.question == meant


@given(st.text(alphabet=st.characters() | st.sampled_from('()（）"“:：*?~-–.. ANDOR题名日期'), max_size=60))
def test_every_string_is_a_question(words):
    reading = read(words)

    list(wanted(reading.question))
    assert all(0 <= note.start <= len(words) and note.length >= 0 for note in reading.notes)


def test_every_name_of_a_field_is_one_field():
    assert set(NAMES.values()) == set(FIELDS)
    assert (NAMES["题名"], NAMES["標題"], NAMES["title"]) == ("title", "title", "title")


def test_each_character_starts_one_token_and_separators_keep_neighbours_apart():
    cut = tokens([fold("档案法，ab案3件"), "", "ＡＢ"])

    assert list(zip(cut.bigrams.tolist(), cut.bigram_spots.tolist(), strict=True)) == [
        (bigram_key("档案"), 0),
        (bigram_key("案法"), 2),
        (bigram_key("法"), 4),
        (bigram_key("案"), 9),
        (bigram_key("件"), 13),
    ]
    assert list(zip(cut.words, cut.word_spots.tolist(), strict=True)) == [("ab", 7), ("3", 11), ("ab", BLOCK)]
    assert (cut.blocks.tolist(), cut.lengths.tolist()) == ([1, 0, 1], [7, 0, 1])


@pytest.mark.parametrize(
    ("phrase", "demanded"),
    [
        ("档案", [("档案", 0, False)]),
        ("档", [("档", 0, True)]),
        ("档案法规", [("档案", 0, False), ("法规", 4, False)]),
        ("档案法", [("档案", 0, False), ("案法", 2, False)]),
        ("共3件", [("共", 0, False), ("3", 2, False), ("件", 4, True)]),
        ("forest, fire", [("forest", 0, False), ("fire", 3, False)]),
    ],
)
def test_a_phrase_demands_tokens_that_cover_it(phrase, demanded):
    assert [(element.term, element.offset, element.begins) for element in elements(fold(phrase))] == demanded
