"""The language of questions means the same to the columns, to a plain scan, and to Whoosh as it comes."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archives.domain.question_reading import read
from search_index import MemoryIndex, WhooshIndex
from tests.search_corpus import document, found
from tests.stock_whoosh import StockWhoosh

CORPUS = [
    document(
        "1",
        title="关于防汛抗旱工作的通知",
        text="各级水库应当加强防汛。Forest fire brigade",
        formed_on="1998-07-21",
        year=1998,
        archive_number="X043-WS·1998·Y-0001",
        responsible_party="水利局",
        document_number="水利〔1998〕12号",
    ),
    document(
        "2",
        title="關於檔案移交的批復",
        text="檔案館 forrest 3件 A檔",
        formed_on="2003-12-31",
        year=2003,
        archive_number="X043-WS·2003·Y-0010",
        retention="D30",
        organization_id="roads",
    ),
    document("3", title="Forests of the north", text="fires，3 件", formed_on="2003", year=2003, unit_number="B-2"),
    document("4", title="防汛", description="抗旱 档案，移交", formed_on="", year=0, level="volume", category="WS"),
    document("5", title="档案馆移交", text="档案A移交 案，移", formed_on="2010-05", year=2010, unit_number="B-10"),
    document("6", title="AND OR NOT", text="题名 x:yy http://example.org ＡＢＣ１２３", unit_number="A1"),
]

SAID = [
    ("防汛", "14"),
    ("防汛 抗旱", "14"),
    ("防汛 AND 抗旱", "14"),
    ("防汛 OR 移交", "1245"),
    ("防汛 或 移交", "1245"),
    ("(防汛 OR 移交) -抗旱", "25"),
    ("（防汛 | 移交） NOT 抗旱", "25"),
    ("-(防汛 OR 移交)", "36"),
    ("题名:防汛", "14"),
    ("標題：防汛", "14"),
    ("正文:防汛", "1"),
    ("title:forest", ""),
    ("text:forest", "1"),
    ("题名:(防汛 OR 批复)", "124"),
    ("题名:(防汛 正文:水库)", "1"),
    ("责任者:水利", "1"),
    ("文号:水利(1998)12号", "1"),
    ("forest*", "13"),
    ("f?re", "1"),
    ("fire?", "1"),
    ("*ire*", "13"),
    ("forest~1", "123"),
    ("forrest~", "123"),
    ("bragide~2", "1"),
    ("X043-WS·2003*", "2"),
    ("x043*0010", "2"),
    ("档号:X043", "12"),
    ("档号:B-2..B-10", "35"),
    ("档号:..B-2", "36"),
    ("档号:B-3..", "125"),
    ("形成日期:1998..2003", "123"),
    ("形成日期:2003", "23"),
    ("形成日期:2003-12", "2"),
    ("形成日期:2003-12-01..2010", "25"),
    ("形成日期:..1998-07-21", "1"),
    ("形成日期:2004..", "5"),
    ("date:20031231", "2"),
    ("年度:2003", "23"),
    ("年度:1998..2003 -年度:2003", "1"),
    ("案，移", "245"),
    ('"案，移"', "45"),
    ('"案移"', "2"),
    ('"3件"', "2"),
    ('"3 件"', "3"),
    ('"档案A移交"', "5"),
    ("abc123", "6"),
    ("ａｂｃ１２３", "6"),
    ("http://example.org", "6"),
]


@pytest.fixture(scope="module")
def witnesses(tmp_path_factory):
    """The three that must agree, over the same corpus in several commits."""
    found_by = {
        "columns": WhooshIndex(tmp_path_factory.mktemp("columns")),
        "scan": MemoryIndex(),
        "whoosh": StockWhoosh(),
    }
    for index in found_by.values():
        index.put([document(str(number), text="防汛 旧稿 forest") for number in range(4)])
        index.put(CORPUS[:3])
        index.put(CORPUS[3:])
        index.remove(["0"])
    return found_by


def answers(witnesses, words):
    return {
        name: sorted(index.found(read(words).question) if name == "whoosh" else found(index, words))
        for name, index in witnesses.items()
    }


@pytest.mark.parametrize(("words", "names"), SAID)
def test_a_question_finds_the_same_everywhere(witnesses, words, names):
    assert answers(witnesses, words) == {witness: list(names) for witness in witnesses}


PIECES = [
    "防汛",
    "档",
    "檔案",
    "移交",
    "forest",
    "fire",
    "3件",
    "X043",
    "b-",
    "f*e",
    "for??t",
    "fort~2",
    "件",
    "A",
    "號",
]
FIELDS = ["", "", "", "题名:", "正文:", "description:", "档号:", "年度:", "日期:", "文号:"]
VALUES = ["2003", "1998..2003", "..B-3", '"案，移"', '"forest fire"']


def part(depth):
    leaf = st.tuples(st.sampled_from(["", "", "-"]), st.sampled_from(FIELDS), st.sampled_from(PIECES + VALUES))
    plain = leaf.map("".join)
    if not depth:
        return plain
    several = st.lists(part(depth - 1), min_size=1, max_size=3)
    joined = st.tuples(several, st.sampled_from([" ", " OR ", " AND "])).map(lambda pair: pair[1].join(pair[0]))
    return plain | joined.map(lambda inner: f"({inner})") | joined.map(lambda inner: f"-({inner})")


@settings(max_examples=100, deadline=None)
@given(words=st.lists(part(2), min_size=1, max_size=3).map(" ".join))
def test_any_question_finds_the_same_everywhere(witnesses, words):
    columns, scan, whoosh = answers(witnesses, words).values()

    assert columns == scan == whoosh


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_generated_corpora_are_found_the_same_everywhere(seed, tmp_path_factory):
    chance = random.Random(seed)
    corpus = [
        document(
            str(number),
            title="".join(chance.choices("档檔案会議甲ab 1，", k=chance.randrange(8))),
            text="".join(chance.choices("档檔案会議甲ab 1，Ａ", k=chance.randrange(40))),
            unit_number=chance.choice(["", "A-1", "甲-2", "b1"]),
        )
        for number in range(6)
    ]
    columns, scan, stock = WhooshIndex(tmp_path_factory.mktemp("any")), MemoryIndex(), StockWhoosh()
    for index in (columns, scan, stock):
        index.put(corpus[:4])
        index.put(corpus[2:])
        index.remove(["5"])
    for _ in range(12):
        words = "".join(chance.choices('档檔案会甲ab1 "-*~:，', k=chance.randrange(1, 9)))
        asked = read(words).question
        assert sorted(found(columns, words)) == sorted(found(scan, words)) == sorted(stock.found(asked)), words
