"""The folding keeps lengths and joins what readers take for the same."""

import sys
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.folding import _table, fold, number_form


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("檔案", "档案"),
        ("檔案館", "档案馆"),
        ("中華人民共和國", "中华人民共和国"),
        ("ＡＢＣ１２３", "abc123"),
        ("Archives", "archives"),
        ("ｶﾅ", "カナ"),
        ("⼀⾐", "一衣"),  # radicals that look like characters
        ("\uf9dc", "隆"),  # a compatibility ideograph
        ("①", "1"),
        ("档案\u3000法", "档案 法"),
        ("WS・2006•Y‧1", "ws·2006·y·1"),
        ("Z–1—2－3‐4−5", "z-1-2-3-4-5"),
        ("ﬁ½", "ﬁ½"),  # two characters each when folded: left alone
        ("İ", "İ"),
    ],
)
def test_what_looks_alike_is_folded_together(written, folded):
    assert fold(written) == folded


@given(st.text())
def test_folding_keeps_the_length_and_is_done_once(text):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_every_character_folds_to_one_that_stays():
    everything = "".join(chr(code) for code in range(sys.maxunicode + 1))

    folded = fold(everything)

    assert len(folded) == len(everything)
    assert fold(folded) == folded


def test_rare_characters_outside_the_basic_plane_fold_too():
    assert fold("𠮷") == "𠮷"
    assert fold("𠀾") == "𠀾"
    assert fold("𡞵") == "㛟"


def test_reference_codes_are_compared_without_white_space():
    assert number_form(" Ｘ043－ＷＳ・2006·Y - 0001 ") == "x043-ws·2006·y-0001"


def test_the_table_is_built_quickly():
    _table.cache_clear()
    start = perf_counter()
    _table()
    assert perf_counter() - start < 1.0  # about 0.1 s on a quiet machine
