"""Real official texts: recall and precision 1.0 against a scan of them, in both scripts.

`ARCHIVES_TEST_RECORDS` names another folder of the same form (records.csv and files) to run over more of them.
"""

import csv
import os
import random
import re
from pathlib import Path

import opencc
import pytest

from search_index import WhooshIndex
from tests.search_corpus import ask, document, found

SAMPLE = Path(__file__).parents[2] / "samples" / "official"
RECORDS = Path(os.environ.get("ARCHIVES_TEST_RECORDS", SAMPLE))
TRADITIONAL = opencc.OpenCC("s2t")
SIMPLIFIED = opencc.OpenCC("t2s")
LENGTHS = range(1, 13)


@pytest.fixture(scope="module")
def rows():
    with (RECORDS / "records.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def written(rows):
    """Every third text is in Traditional script."""
    texts = [(RECORDS / row["file"]).read_text("utf-8") for row in rows]
    return [TRADITIONAL.convert(text) if number % 3 == 0 else text for number, text in enumerate(texts)]


@pytest.fixture(scope="module")
def texts(rows, written):
    """What a scan reads: all in Simplified script, character by character."""
    characters = sorted({character for text in written for character in text} - {"\n"})
    simple = SIMPLIFIED.convert("\n".join(characters)).split("\n")
    table = str.maketrans(dict(zip(characters, simple, strict=True)))
    return [f"{row['title']}\n{text.translate(table)}" for row, text in zip(rows, written, strict=True)]


@pytest.fixture(scope="module")
def index(rows, written, tmp_path_factory):
    """Some records are written twice."""
    index = WhooshIndex(tmp_path_factory.mktemp("real"))
    documents = [
        document(
            str(number),
            organization_id=row["organization"],
            title=row["title"],
            text=text,
            year=int(row["year"]),
            formed_on=row["formed_on"],
        )
        for number, (row, text) in enumerate(zip(rows, written, strict=True))
    ]
    index.put(document(item.record_id, text="旧稿") for item in documents[::5])
    index.put(documents)
    return index


def phrases(texts, length, count):
    """Choose phrases out of the texts, every second one ending or beginning where a sentence does."""
    chance = random.Random(length)
    for number in range(count):
        runs = [run for run in re.findall("[\u4e00-\u9fff]+", chance.choice(texts)) if len(run) >= length]
        if runs:
            run = chance.choice(runs)
            start = chance.randrange(len(run) - length + 1) if number % 2 else len(run) - length
            yield run[start : start + length]


@pytest.mark.parametrize("length", LENGTHS)
def test_phrases_find_exactly_what_a_scan_finds_in_both_scripts(index, texts, length):
    for phrase in phrases(texts, length, 12):
        scanned = {str(number) for number, text in enumerate(texts) if phrase in text}

        assert set(found(index, phrase)) == scanned, phrase


@pytest.mark.parametrize("pair", [("档案", "檔案"), ("规定", "規定"), ("人民", "人民"), ("国务院", "國務院")])
def test_simplified_and_traditional_find_the_same(index, texts, pair):
    scanned = {str(number) for number, text in enumerate(texts) if pair[0] in text}

    assert scanned
    assert [set(found(index, word)) for word in pair] == [scanned, scanned]


def test_counts_by_organization_and_year_are_those_of_a_scan(index, rows, texts):
    facets = ask(index, "规定").facets

    for facet, column in (("organization_id", "organization"), ("year", "year")):
        scanned = [row[column] for row, text in zip(rows, texts, strict=True) if "规定" in text]
        assert facets[facet] == {value: scanned.count(value) for value in scanned}


def test_no_old_version_is_found(index):
    assert found(index, "旧稿") == []


def test_numbers_in_full_width_and_words_in_capitals_are_found(index, texts):
    scanned = {str(number) for number, text in enumerate(texts) if "2006年" in text}

    assert scanned
    assert set(found(index, "２００６年")) >= scanned
