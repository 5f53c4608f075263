"""The quick way to know that a row is sound never disagrees with the full check; the quick leaf is canonical."""

import json
from datetime import date

import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from archives.domain.canonical import canonical_json
from archives.domain.profile import Profile
from archives.domain.vocabulary import RepositoryLevel
from archives.models import Fonds
from archives.services.record_description import kept
from archives.services.registration_entry import entry_problems
from archives.services.registration_reading import Soundness, read_heading
from archives.services.registration_rows import compact_json
from archives.services.registration_rules import FondsRules
from config import load_profile

TODAY = date(2026, 11, 22)
RULES = FondsRules(
    Fonds(name="某局", number="A001"),
    Profile.from_mapping(load_profile("cn")),
    RepositoryLevel.COUNTY,
    in_scope=True,
    schedule=None,
    creators=(),
)
SOUND = {
    "level": "件",
    "carrier": "纸质",
    "reference_code": "A001-WS·1998-Y-BGS-0001",
    "title": "关于预算的通知",
    "responsible_party": "某局",
    "formed_on": "1998-03-04",
    "year": "1998",
    "category": "WS",
    "retention": "永久",
    "access_status": "未审核",
    "creator": "某局",
}
TEXTS = st.sampled_from(
    [
        *(
            "",
            " ",
            "a\nb",
            "x\x00",
            "\ud800",
            "字" * 501,
            "机密★题名",
            "秘密",
            "1998",
            "2027-01-01",
            "2026-11-22",
            "1998-13",
        ),
        *(
            "永久",
            "案卷",
            "类",
            "全宗",
            "电子",
            "混合",
            "0",
            "-1",
            "３",
            "A002-WS·1998-Y-BGS-0001",
            "A001-WS",
            "A0012-WS·1998-Y-0001",
        ),
        *("签发", "1998-03-04", "开放", "D30", "\u2028", "=1+1", "\ufffd"),
    ]
)
NAMES = st.sampled_from(
    [
        *SOUND,
        "pages",
        "document_number",
        "note",
        "activity",
        "activity_on",
        "process",
        "formed_from",
        "unknown",
        "disclosure",
    ]
)


@settings(max_examples=600, deadline=None)
@given(st.dictionaries(NAMES, st.one_of(TEXTS, st.text(max_size=12)), max_size=4), st.sets(NAMES, max_size=1))
def test_what_the_quick_way_calls_sound_has_no_problem(changes, removed):
    texts = {name: text for name, text in {**SOUND, **changes}.items() if name not in removed and text.strip()}
    values = kept(texts)
    if "reference_code" in values and Soundness(RULES, TODAY).holds(texts, values):
        assert entry_problems(texts, RULES, TODAY) == []


def test_the_quick_way_does_not_call_a_secret_sound():
    for change in ({"title": "机密★某事"}, {"classification": "秘密"}):
        texts = {**SOUND, **change}
        assert not Soundness(RULES, TODAY).holds(texts, kept(texts))


def test_the_quick_way_knows_an_ordinary_row():
    assert Soundness(RULES, TODAY).holds(SOUND, kept(SOUND))


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(max_codepoint=126, min_codepoint=33), max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(PLAIN)
def test_leaves_are_canonical_json(value):
    expected = rfc8785.dumps(value).decode()
    assert compact_json(value) == expected
    assert canonical_json(value) == expected
    assert json.loads(expected) == value


def test_headings_mean_the_same_in_every_language():
    rows = (["题名", "成文日期", "所属案卷"], ["Title", "Formed on", "parent"], ["title", "formed_on", "案卷档号"])
    assert {read_heading(row).names for row in rows} == {("title", "formed_on", "parent")}
