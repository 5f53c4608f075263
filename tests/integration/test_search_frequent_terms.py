"""Frequent terms are answered from rows of their own: the same hits, scores, counts and pages as from the addresses."""

import random
from dataclasses import replace

import pytest

from archives.ports import FACETS, Visibility
from search_index import MemoryIndex, WhooshIndex, frequent, segments, whoosh_index
from search_index.analysis import elements, spare_elements
from search_index.segments import SegmentView
from tests.search_corpus import ask, document, found

WORDS = ("档案", "会议", "纪要", "安全", "forest", "fire", "A-1")
ASKED = (*WORDS, "档", "档案会议", "title:档案", "档案 forest", "档案 OR fire", "档案 -会议", "fore*", "档案 年度:2003")


@pytest.fixture(scope="module")
def some():
    """300 documents of few words, so that each word is frequent; every third lies with another organization."""
    chance = random.Random(5)

    def text(most):
        return "".join(word + chance.choice(("", " ")) for word in chance.choices(WORDS, k=chance.randrange(most)))

    return [
        document(
            f"{number:03}",
            title=text(3),
            description=f"{text(4)} {chr(0x4E00 + number)} aaa{number}",  # terms that go with their document
            text=text(60),
            organization_id="water" if number % 3 else "fire",
            year=2000 + number % 7,
        )
        for number in range(300)
    ]


@pytest.fixture(scope="module")
def made(some, tmp_path_factory):
    """Return what makes an index of one joined segment, some of it deleted and some written anew beside it."""

    def make(fewest):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(frequent, "FEWEST", fewest)
            patch.setattr(whoosh_index, "BATCH_DOCUMENTS", 64)
            index = WhooshIndex(tmp_path_factory.mktemp("frequent"))
            return changed(index, some)

    return make


def changed(index, some):
    index.rebuild(some)
    index.remove([each.record_id for each in some[::10]])
    index.put([replace(each, text="档案 fire") for each in some[5::10]])
    return index


@pytest.fixture(scope="module")
def with_rows(made):
    return made(20)


@pytest.fixture(scope="module")
def without_rows(made):
    return made(1_000_000)


@pytest.mark.parametrize("words", ASKED)
def test_rows_of_frequent_terms_change_neither_hits_nor_scores_nor_counts(with_rows, without_rows, words):
    for visibility in (Visibility(everything=True), Visibility(organizations=frozenset({"fire"}))):
        request = {"facets": FACETS, "visibility": visibility, "without": frozenset({"007"})}
        assert ask(with_rows, words, **request) == ask(without_rows, words, **request)
        assert ask(with_rows, words, **request).total


@pytest.mark.parametrize("words", ASKED)
def test_a_frequent_term_is_found_where_a_scan_finds_it(with_rows, some, words):
    scan = changed(MemoryIndex(), some)

    assert {hit.record_id for hit in ask(with_rows, words).hits} == {hit.record_id for hit in ask(scan, words).hits}


@pytest.mark.parametrize("sort", ["relevance", "formed_on", "-formed_on", "number"])
def test_pages_of_many_hits_are_cut_out_of_the_whole_order(with_rows, sort):
    whole = ask(with_rows, "档案", sort=sort).hits

    pages = [ask(with_rows, "档案", sort=sort, offset=start, limit=7).hits for start in range(0, len(whole), 7)]

    assert len(whole) > 150
    assert [hit for page in pages for hit in page] == list(whole)


def test_a_merge_keeps_the_rows_and_drops_what_was_deleted(some, tmp_path, monkeypatch):
    monkeypatch.setattr(frequent, "FEWEST", 20)
    index = changed(WhooshIndex(tmp_path), some)
    before = ask(index, "档案", facets=FACETS)

    index.merge()

    (path,) = tmp_path.rglob("*.cols")
    view = SegmentView(path)
    assert [view.frequent(element)[0].size for element in elements("档案") + elements("fire")] == [
        ask(index, words).total for words in ("档案", "fire")
    ]
    assert view.frequent(*elements("aaa11")) is None
    assert ask(index, "档案", facets=FACETS) == before


def test_a_rare_bigram_within_a_phrase_changes_no_answer(tmp_path, monkeypatch):
    monkeypatch.setattr(segments, "MANY", 0)
    monkeypatch.setattr(segments, "WORTH", 1)
    chance = random.Random(6)
    written = ["".join(chance.choices("档案会议纪x", k=400)) for _ in range(12)]
    some = [document(str(number), text=text) for number, text in enumerate(written)]
    index, scan = WhooshIndex(tmp_path), MemoryIndex()
    index.put(some)
    scan.put(some)
    starts = [chance.randrange(390) for _ in range(60)]
    asked = [f'"{chance.choice(written)[start : start + chance.randrange(4, 9)]}"' for start in starts]

    assert [sorted(found(index, words)) for words in asked] == [sorted(found(scan, words)) for words in asked]


def test_the_bigrams_that_a_phrase_could_do_without():
    assert [each.term for each in elements("会议纪要档")] == ["会议", "纪要", "要档"]
    assert [(each.term, each.offset) for each in spare_elements("会议纪要档")] == [("议纪", 2)]
    assert [each.term for each in spare_elements("会议纪要档案")] == ["议纪", "要档"]
    assert [each.offset for each in spare_elements("forest 会议纪要")] == [5]
    assert not [*spare_elements("会议纪"), *spare_elements("会议"), *spare_elements("forest fire")]
