"""One contract for every index: what a plain scan finds is found, and nothing else, by nobody who may not see it."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archives.domain.errors import IndexBusyError, InvalidInputError
from archives.domain.question_reading import read
from archives.ports import SearchRequest, Visibility
from search_index import MemoryIndex, PinyinInitials, WhooshIndex
from tests.search_corpus import EVERYTHING, ask, document, found, texts

SIMPLE = {"檔": "档", "會": "会", "Ａ": "a", "A": "a", "B": "b", "１": "1", "　": " "}
CHINESE = "档檔案会會议甲"
MIXED = CHINESE + "AＡaBb1１ 　，。-"


@pytest.fixture(params=["memory", "whoosh"])
def index(request, tmp_path):
    return MemoryIndex() if request.param == "memory" else WhooshIndex(tmp_path / "index")


def scan(corpus, phrase):
    """Find as the eye does."""
    plain = str.maketrans(SIMPLE)
    return sorted(name for name, text in corpus.items() if phrase.translate(plain) in text.translate(plain))


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("档案", ["0", "1"]),
        ("檔案", ["0", "1"]),
        ("档", ["0", "1", "4"]),
        ("馆", ["4"]),
        ("forest", ["2"]),
        ("FOREST fire", ["2"]),
        ("ｆｏｒｅｓｔ", ["2"]),
        ("fores", []),
        ('"forest fire"', ["2"]),
        ('"fire forest"', []),
        ("fire forest", ["2"]),
        ("共3件", ["3"]),
        ("3件", ["3"]),
        ("共件", []),
        ("档案 -移交", ["1"]),
        ("-档", ["2", "3"]),
        ("", ["0", "1", "2", "3", "4"]),
        ("。", []),
        ("案，移", ["0"]),
        ('"案移"', []),
    ],
)
def test_finds_by_words(index, words, numbers):
    index.put(texts("关于档案，移交", "檔案法", "Forest fire!", "共3件", "归档馆"))

    assert sorted(found(index, words)) == numbers


@pytest.mark.parametrize("field", ["title", "document_number", "responsible_party", "description", "text"])
def test_every_text_of_a_record_is_searched(index, field):
    index.put([document("1", **{field: "防洪办公室"}), document("2")])

    assert found(index, "防洪") == ["1"]


def test_all_words_must_match_but_not_in_the_same_text(index):
    index.put([document("1", title="防洪", text="会议"), document("2", title="防洪")])

    assert found(index, "会议 防洪") == ["1"]


def test_a_hit_in_the_title_outranks_many_in_the_text(index):
    index.put([document("1", text="防洪" * 50), document("2", title="关于防洪工作的通知", text="无"), document("3")])

    assert found(index, "防洪") == ["2", "1"]


@pytest.mark.parametrize("words", ["x043-ws·2006", "X043－WS・2006", "x043 ", "0099", "X043-WS·2006·Y-0001"])
def test_numbers_are_found_by_their_beginning_whatever_their_script(index, words):
    index.put(
        [
            document("1", unit_number="X043-WS·2006·Y-0001", archive_number="0099-0001"),
            document("2", unit_number="X044-WS·2006·Y-0001", archive_number="0100-0001"),
        ]
    )

    assert found(index, words) == ["1"]


def test_a_lone_surrogate_from_a_broken_name_harms_nothing(index):
    index.put([document("1", unit_number="A\udc801", title="档案\udc80", category="\udc80")])

    assert found(index, "档案") == ["1"]
    assert found(index, "a\udc801") == ["1"]


# --- the plain scan ------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(
    corpus=st.lists(st.text(alphabet=MIXED, max_size=40), min_size=1, max_size=8),
    changed=st.dictionaries(st.integers(0, 7), st.text(alphabet=MIXED, max_size=40), max_size=3),
    removed=st.sets(st.integers(0, 7), max_size=3),
    phrases=st.lists(st.text(alphabet=CHINESE, min_size=1, max_size=12), min_size=1, max_size=12),
)
def test_phrases_of_every_length_find_what_a_scan_finds_after_changes(corpus, changed, removed, phrases):
    truth = {str(number): text for number, text in enumerate(corpus)}
    with tempfile.TemporaryDirectory() as directory:
        indexes = [MemoryIndex(), WhooshIndex(Path(directory))]
        for index in indexes:
            index.put([document(name, text=text) for name, text in truth.items()])
            index.put([document(str(number), text=text) for number, text in changed.items()])
            index.remove(map(str, removed))
        truth |= {str(number): text for number, text in changed.items()}
        truth = {name: text for name, text in truth.items() if int(name) not in removed}
        pieces = [text[at : at + 3] for text in truth.values() for at in range(0, len(text), 5)]
        for phrase in [*phrases, *(piece for piece in pieces if piece and set(piece) <= set(CHINESE))]:
            for index in indexes:
                assert sorted(found(index, phrase)) == scan(truth, phrase)
        assert [index.count() for index in indexes] == [len(truth)] * 2


@settings(max_examples=60, deadline=None)
@given(words=st.text(alphabet=MIXED + '"“”*()[]?\\:^~', max_size=20))
def test_both_indexes_understand_any_question_alike(pair, words):
    memory, whoosh = pair

    assert sorted(found(whoosh, words)) == sorted(found(memory, words))
    assert ask(whoosh, words).facets == ask(memory, words).facets


@settings(max_examples=60, deadline=None)
@given(words=st.text(alphabet=st.characters(), max_size=60))
def test_no_words_can_make_it_fail(pair, words):
    memory, whoosh = pair

    assert sorted(found(whoosh, words)) == sorted(found(memory, words))


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    corpus = texts("档案会议", "檔案 会議A", "甲A１档", "a b-1案", "会议，档", "AB1", "案" * 30, '"引"*?')
    corpus += [document("n1", unit_number="A1-档案", year=2006), document("n2", archive_number="a1会")]
    indexes = (MemoryIndex(), WhooshIndex(tmp_path_factory.mktemp("pair")))
    for index in indexes:
        index.put(corpus)
    return indexes


# --- who may see ---------------------------------------------------------------------------------

HOLDINGS = [
    document("w1", text="档案", organization_id="water", jurisdiction="cn/13/", repository_id="", level="item"),
    document(
        "w2",
        text="档案",
        organization_id="water",
        jurisdiction="cn/13/",
        repository_id="city",
        level="volume",
        access_status="open",
    ),
    document("r1", text="档案", organization_id="roads", jurisdiction="cn/13/01/", repository_id="city", level="item"),
    document("x1", text="档案", organization_id="other", jurisdiction="cn/131/", repository_id="", level="series"),
]


@pytest.mark.parametrize(
    ("visibility", "seen"),
    [
        (Visibility(), []),
        (Visibility(everything=True), ["r1", "w1", "w2", "x1"]),
        (Visibility(organizations=frozenset({"water"})), ["w1", "w2"]),
        (Visibility(repositories=frozenset({"city"})), ["r1", "w2"]),
        (Visibility(repositories=frozenset({""}), organizations=frozenset({""})), []),
        (Visibility(jurisdictions=frozenset({"cn/13/"})), ["r1", "w1", "w2"]),
        (Visibility(jurisdictions=frozenset({"cn/13"})), ["r1", "w1", "w2"]),
        (Visibility(jurisdictions=frozenset({"cn/13/01/"})), ["r1"]),
        (Visibility(jurisdictions=frozenset({""})), []),
        (Visibility(everything=True, classifications=frozenset({"none"})), ["r1", "w1", "w2", "x1"]),
        (Visibility(everything=True, classifications=frozenset({"released"})), []),
        (Visibility(everything=True, access_statuses=frozenset({"open"})), ["w2"]),
        (Visibility(organizations=frozenset({"water"}), access_statuses=frozenset({"open"})), ["w2"]),
        (Visibility(organizations=frozenset({"roads"}), access_statuses=frozenset({"open"})), []),
        (Visibility(classifications=frozenset({"none"}), access_statuses=frozenset({"open"})), []),
        (Visibility(organizations=frozenset({"other"}), repositories=frozenset({"city"})), ["r1", "w2", "x1"]),
    ],
)
@pytest.mark.parametrize("words", ["档案", "", "-议"])
def test_nobody_sees_or_counts_what_is_not_theirs(index, visibility, seen, words):
    index.put(HOLDINGS)

    answer = ask(index, words, visibility=visibility)

    assert sorted(hit.record_id for hit in answer.hits) == seen
    assert answer.total == len(seen)
    assert sum(answer.facets["level"].values()) == len(seen)
    assert set(answer.facets["organization_id"]) == {
        item.organization_id for item in HOLDINGS if item.record_id in seen
    }


def test_scores_do_not_depend_on_what_is_hidden(index):
    mine = document("w1", organization_id="water", text="档案")
    visibility = Visibility(organizations=frozenset({"water"}))
    index.put([mine])
    alone = ask(index, "档案", visibility=visibility).hits

    index.put([document(f"h{number}", organization_id="roads", text="档案" * number) for number in range(9)])

    assert ask(index, "档案", visibility=visibility).hits == alone


# --- filters, counts, order, pages ---------------------------------------------------------------

YEARS = [
    document("a", text="档案", formed_on="2006-11-21", year=2006, archive_number="0001-2", classification="none"),
    document("b", text="档案", formed_on="2006-11-23", year=2006, archive_number="0001-10", retention="D30"),
    document("c", text="档案", formed_on="1958", year=1958, unit_number="0001-1", level="volume"),
    document("d", text="档案", formed_on="", year=0),
]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"year": ["2006"]}, ["a", "b"]),
        ({"year": ["2006", "1958"]}, ["a", "b", "c"]),
        ({"year": ["2006"], "retention": ["D30"]}, ["b"]),
        ({"year": ["1900"]}, []),
        ({"year": []}, ["a", "b", "c", "d"]),
        ({"classification": ["none"]}, ["a", "b", "c", "d"]),
    ],
)
def test_filters_accept_any_of_their_values(index, filters, names):
    index.put(YEARS)

    assert sorted(found(index, "档案", filters=filters)) == names


def test_facets_count_all_hits_not_only_the_page(index):
    index.put(YEARS)

    answer = ask(index, "档案", limit=1, filters={"level": ["item"]})

    assert answer.total == 3
    assert len(answer.hits) == 1
    assert answer.facets["year"] == {"2006": 2}
    assert answer.facets["retention"] == {"permanent": 2, "D30": 1}


@pytest.mark.parametrize(
    ("sort", "names"),
    [("formed_on", "cabd"), ("-formed_on", "bacd"), ("number", "cabd"), ("relevance", "abcd")],
)
def test_orders(index, sort, names):
    index.put(YEARS[:2])
    index.put(YEARS[2:])

    assert "".join(found(index, "", sort=sort)) == names


def test_pages_follow_each_other(index):
    index.put([document(f"{number:02}", text="档案") for number in range(25)])
    index.put([document(f"{number:02}", text="档案") for number in range(25, 45)])

    pages = [found(index, "档案", offset=offset, limit=10) for offset in range(0, 60, 10)]

    assert [name for page in pages for name in page] == [f"{number:02}" for number in range(45)]
    assert found(index, "档案", offset=-1, limit=-1) == []


@pytest.mark.parametrize("request_", [{"filters": {"title": ["x"]}}, {"sort": "size"}])
def test_unknown_filters_and_orders_are_refused(index, request_):
    with pytest.raises(InvalidInputError):
        ask(index, "档案", **request_)


# --- changes -------------------------------------------------------------------------------------


def test_putting_again_replaces(index):
    index.put([document("1", title="会议"), document("1", title="防洪")])
    index.put([replace(document("1"), title="水利")])

    assert (found(index, "会议"), found(index, "防洪"), found(index, "水利")) == ([], [], ["1"])
    assert index.count() == 1


def test_removing_forgets_and_removing_again_is_nothing(index):
    index.put(texts("档案", "档案"))
    index.remove(["0", "unknown"])
    index.remove(["0"])

    assert found(index, "档案") == ["1"]
    assert index.count() == 1


def test_rebuilding_replaces_everything(index):
    index.put(texts("档案", "会议"))

    assert index.rebuild([document("9", text="档案")]) == 1
    assert (found(index, "档案"), index.count()) == (["9"], 1)
    index.put([document("10", text="档案")])
    assert found(index, "档案") == ["10", "9"]


def test_putting_nothing_is_nothing(index):
    index.put([])
    index.remove([])

    assert index.count() == 0
    assert found(index, "档案") == []


def test_records_that_are_left_out_are_neither_found_nor_counted(index):
    index.put(texts("档案一", "档案二", "档案三"))

    answer = ask(index, "档案", without=frozenset({"1", "9"}))

    assert sorted(hit.record_id for hit in answer.hits) == ["0", "2"]
    assert (answer.total, answer.facets["organization_id"]) == (2, {"water": 2})


def test_titles_are_found_by_their_initials_alone_and_by_either_reading(index):
    index.put([document("1", title="重慶市銀行会议"), document("2", text="重庆市银行"), document("3", title="cqsyh")])
    letters = {"cqsyh": ["1", "3"], "zqsyx": ["1"], "QSY": ["1", "3"], "hhy": ["1"], "sq": [], "yhq": []}

    requests = {each: SearchRequest(PinyinInitials().asked(each), EVERYTHING) for each in letters}
    got = {each: sorted(hit.record_id for hit in index.search(asked).hits) for each, asked in requests.items()}

    assert got == letters


def test_a_held_index_answers_as_of_its_moment_and_knows_when_it_is_past(index):
    index.put(texts("防汛一", "防汛二"))
    everything = SearchRequest(read("防汛").question, EVERYTHING)

    with index.held() as held:
        untouched = held.is_current()
        index.put([document("0", text="抗旱"), document("9", text="防汛九")])
        index.remove(["1"])
        then = sorted(hit.record_id for hit in held.search(everything).hits)
        is_current = held.is_current()

    assert (untouched, then, is_current) == (True, ["0", "1"], False)
    assert [hit.record_id for hit in index.search(everything).hits] == ["9"]


def test_a_held_index_stays_whole_or_is_refused_when_the_index_is_made_anew(index):
    """Half of an answer would be taken for all of it."""
    index.put(texts("防汛一", "防汛二"))

    with index.held() as held:
        index.rebuild([document("9", text="防汛九")])
        try:
            then = sorted(hit.record_id for hit in held.search(SearchRequest(read("防汛").question, EVERYTHING)).hits)
        except IndexBusyError:
            then = ["0", "1"]
        is_current = held.is_current()

    assert (then, is_current) == (["0", "1"], False)
