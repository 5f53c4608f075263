"""Real official texts: recall and precision 1.0 against a scan of them, in both scripts.

`ARCHIVES_TEST_RECORDS` names another folder of the same form (records.csv and files) to run over more of them.
"""

import csv
import multiprocessing
import os
import random
import re
import shutil
import signal
from pathlib import Path

import opencc
import pytest

from search_index import MemoryIndex, WhooshIndex, fold
from tests.search_corpus import ask, document, found

SAMPLE = Path(__file__).parents[2] / "samples" / "official"
RECORDS = Path(os.environ.get("ARCHIVES_TEST_RECORDS", SAMPLE))
TRADITIONAL = opencc.OpenCC("s2t")
SIMPLIFIED = opencc.OpenCC("t2s")
LENGTHS = range(1, 13)
FORK = multiprocessing.get_context("fork")


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
    place = tmp_path_factory.mktemp("real")
    index = WhooshIndex(place)
    index.directory = place
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


@pytest.fixture(scope="module")
def asked(texts):
    """At least 500 phrases of 1 to 12 characters, as written and in the other script, with what a scan finds."""
    found = [phrase for length in LENGTHS for phrase in phrases(texts, length, 42)]
    found += [text[at : at + 9].strip() for text in texts[:25] for at in range(40, len(text), len(text) // 3)]
    scanned = {phrase: {str(number) for number, text in enumerate(texts) if phrase in text} for phrase in found}
    return [(way, scanned[phrase]) for phrase in found for way in ways(phrase) if set(phrase) <= HAN]


HAN = {chr(code) for code in range(0x4E00, 0xA000)}


def ways(phrase):
    traditional = "".join(map(TRADITIONAL.convert, phrase))
    return {phrase, traditional} if fold(traditional) == phrase else {phrase}


def wrong(index, asked):
    """Return the phrases for which the index finds another set than the scan."""
    return [phrase for phrase, scanned in asked if set(found(index, f'"{phrase}"')) - {"other"} != scanned]


def test_phrases_find_exactly_what_a_scan_finds_in_both_scripts(index, asked):
    assert len(asked) >= 500
    assert len({len(phrase) for phrase, _ in asked}) >= 12
    assert wrong(index, asked) == []


def test_the_twin_in_memory_finds_the_same(index, written, rows, asked):
    twin = MemoryIndex()
    twin.put(
        document(str(number), title=row["title"], text=text)
        for number, (row, text) in enumerate(zip(rows, written, strict=True))
    )

    assert wrong(twin, asked[::7]) == []


def test_deletions_updates_and_merges_change_no_answer(index, written, rows, asked, tmp_path):
    shutil.copytree(index.directory, tmp_path / "copy")
    copy = WhooshIndex(tmp_path / "copy")
    gone = {str(number) for number in range(0, len(rows), 4)}
    left = [(phrase, scanned - gone) for phrase, scanned in asked]

    copy.remove(gone)
    copy.put(document("other", text="甲" * 60) for _ in range(3))
    assert wrong(copy, left[::2]) == []
    copy.merge()
    assert wrong(copy, left) == []


def test_phrases_are_found_while_another_process_writes_and_is_killed(index, asked, tmp_path):
    shutil.copytree(index.directory, tmp_path / "copy")
    copy = WhooshIndex(tmp_path / "copy")

    def write_forever():
        writer = WhooshIndex(tmp_path / "copy")
        while True:
            writer.put([document("other", text="乙" * 9000)])

    for part in range(3):
        process = FORK.Process(target=write_forever)
        process.start()
        assert wrong(copy, asked[part::9]) == []
        os.kill(process.pid, signal.SIGKILL)
        process.join(30)
    assert wrong(WhooshIndex(tmp_path / "copy"), asked[::3]) == []


def test_every_phrase_is_found_in_full_width(index, texts):
    for text, name in zip(texts, range(len(texts)), strict=True):
        for digits in re.findall(r"(?<![0-9A-Za-z.])[0-9]{4}(?=[年号])", text)[:3]:
            wide = digits.translate({48 + digit: 0xFF10 + digit for digit in range(10)})
            assert str(name) in found(index, wide)
            assert set(found(index, wide)) == set(found(index, digits))


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
