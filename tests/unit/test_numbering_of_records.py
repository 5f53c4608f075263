"""档号: the standards' examples, look-alikes, composition."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives.domain.errors import InvalidInputError
from archives.domain.profile import Profile
from archives.domain.reference_code import compose, is_recognised, key, normalise, parse, recognise
from config import load_profile

PROFILE = Profile.from_mapping(load_profile("cn"))
SCHEMES = PROFILE.numbering

BY_ITEM, BY_VOLUME, FILED_ITEM = "DA/T 13-2022 item", "DA/T 13-2022 volume", "DA/T 22-2015"


@pytest.mark.parametrize(
    ("text", "scheme", "parts"),
    [
        (
            "J019-ZY·JC·CC·2019·D30-001-001",
            BY_VOLUME,
            "fonds=J019 category=ZY subclass=JC·CC year=2019 retention=D30 volume_no=001 item_no=001",
        ),
        (
            "J019-KU·01·2017-001-001",
            BY_VOLUME,
            "fonds=J019 category=KU subclass=01 year=2017 volume_no=001 item_no=001",
        ),
        ("A002-RS-001-002", BY_VOLUME, "fonds=A002 category=RS volume_no=001 item_no=002"),
        ("X032-KJ·KY·01-003", BY_ITEM, "fonds=X032 category=KJ subclass=KY·01 item_no=003"),
        ("X032-KJ·JJ·02-005-054", BY_VOLUME, "fonds=X032 category=KJ subclass=JJ·02 volume_no=005 item_no=054"),
        (
            "K021-ZP·2019·D30-025-005",
            BY_VOLUME,
            "fonds=K021 category=ZP year=2019 retention=D30 volume_no=025 item_no=005",
        ),
        ("C038-001-002-003", BY_VOLUME, "fonds=C038 inventory_no=001 volume_no=002 item_no=003"),
        ("A439-WS·2015·D30·003-005", BY_ITEM, "fonds=A439 category=WS year=2015 retention=D30 unit=003 item_no=005"),
        (
            "Z109-WS·2011·Y·办公室-0001",
            BY_ITEM,
            "fonds=Z109 category=WS year=2011 retention=Y unit=办公室 item_no=0001",
        ),
        ("Z008-WS·2019·Y-037", BY_ITEM, "fonds=Z008 category=WS year=2019 retention=Y item_no=037"),
        (
            "C015-WY·TZGG·2019·D10-00001",
            BY_ITEM,
            "fonds=C015 category=WY subclass=TZGG year=2019 retention=D10 item_no=00001",
        ),
        ("B168-SW·2015·Y-001", BY_ITEM, "fonds=B168 category=SW year=2015 retention=Y item_no=001"),
        ("Z109-WS·2011-Y-BGS-0001", FILED_ITEM, "fonds=Z109 category=WS year=2011 retention=Y unit=BGS item_no=0001"),
        ("J001-12-3-4", "DA/T 13-1994", "fonds=J001 inventory_no=12 volume_no=3 item_no=4"),
        ("25-2003-永久-办公室-12", "DA/T 22-2000", "fonds=25 year=2003 retention=永久 unit=办公室 item_no=12"),
        ("12·1998·长期·37", "legacy three-tier", "fonds=12 year=1998 retention=长期 item_no=37"),
    ],
)
def test_each_example_of_a_standard_is_read_into_its_parts(text: str, scheme: str, parts: str) -> None:
    code = parse(text, SCHEMES)

    assert code.scheme == scheme
    assert dict(code.parts) == dict(part.split("=") for part in parts.split())


def test_an_example_of_one_standard_of_2013_to_2022_is_not_taken_for_another() -> None:
    modern = [scheme for scheme in SCHEMES if not scheme.legacy]
    texts = ["Z109-WS·2011-Y-BGS-0001", "Z109-WS·2011·Y·办公室-0001", "A002-RS-001-002"]

    readings = [[code.scheme for code in recognise(text, modern)] for text in texts]

    assert readings == [[FILED_ITEM], [BY_ITEM], [BY_VOLUME]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Z109",
        "z109-WS·2011-Y-0001",
        "Z109-WS·2011-Y-001",
        "Z109-WS·2011-D20-0001",
        "Z109-WS·2011-Y-0001 ;",
        "Z109-WS·2011-Y--0001",
        "Z109-WS··2011·Y-001",
        "Z109-WS·2011-Y-٠٠٠١",
        "A" * 5000,
        "Z109-WS·2011-Y-" + "B" * 200 + "-0001",
    ],
)
def test_what_no_scheme_knows_is_refused_and_the_schemes_are_named(text: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        parse(text, SCHEMES)

    (problem,) = refusal.value.problems
    assert not is_recognised(text, SCHEMES)
    assert problem.code == "bad_reference_code"
    assert "DA/T 22-2015" in dict(problem.facts)["schemes"]


@pytest.mark.parametrize(
    "typed",
    [
        "Z109-WS・2011-Y-BGS-0001",
        "Z109-WS•2011-Y-BGS-0001",
        "Z109-WS‧2011–Y—BGS－0001",
        " Ｚ１０９-ＷＳ·２０１１ -Y-BGS-0001\u3000",
        "Z109-WS·2011-Y-BGS-\u200b0001",
    ],
)
def test_look_alike_characters_are_made_one(typed: str) -> None:
    assert normalise(typed) == "Z109-WS·2011-Y-BGS-0001"


def test_codes_that_differ_only_in_case_or_width_have_one_key() -> None:
    assert key("z109－ws・2011-y-bgs-0001") == key("Z109-WS·2011-Y-BGS-0001")


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert key(normalise(text)) == key(text)


def test_the_next_number_is_composed_with_its_zeros() -> None:
    parts = {"fonds": "Z109", "category": "WS", "year": 2011, "retention": "Y", "unit": "BGS", "item_no": 2}

    code = compose(PROFILE.scheme(FILED_ITEM), parts)

    assert (code.text, code.series, code.serial) == ("Z109-WS·2011-Y-BGS-0002", "Z109-WS·2011-Y-BGS-", 2)


def test_an_empty_unit_is_left_out_with_its_hyphen() -> None:
    parts = {"fonds": "Z109", "category": "WS", "year": 2011, "retention": "Y", "unit": "", "item_no": 2}

    assert compose(PROFILE.scheme(FILED_ITEM), parts).text == "Z109-WS·2011-Y-0002"


def test_every_missing_and_unknown_part_is_named_at_once() -> None:
    with pytest.raises(InvalidInputError) as refusal:
        compose(PROFILE.scheme(FILED_ITEM), {"fonds": "Z109", "year": 2011, "shelf": "4"})

    assert [(problem.code, problem.where) for problem in refusal.value.problems] == [
        ("missing_part", "category"),
        ("missing_part", "item_no"),
        ("missing_part", "retention"),
        ("unknown_part", "shelf"),
    ]


@pytest.mark.parametrize(
    "wrong", [{"item_no": 10000}, {"fonds": "109"}, {"retention": "D20"}, {"unit": "A-B"}, {"item_no": -1}]
)
def test_parts_that_could_not_be_read_back_are_refused(wrong: dict[str, str | int]) -> None:
    parts = {"fonds": "Z109", "category": "WS", "year": 2011, "retention": "Y", "item_no": 1}

    with pytest.raises(InvalidInputError) as refusal:
        compose(PROFILE.scheme(FILED_ITEM), parts | wrong)

    assert refusal.value.problems[0].code == "bad_part"


def test_a_part_that_the_scheme_does_not_have_is_refused_alone() -> None:
    parts = {"fonds": "Z109", "category": "WS", "year": 2011, "retention": "Y", "item_no": 1, "shelf": "4"}

    with pytest.raises(InvalidInputError) as refusal:
        compose(PROFILE.scheme(FILED_ITEM), parts)

    assert [(problem.code, problem.where) for problem in refusal.value.problems] == [("unknown_part", "shelf")]


def test_a_part_that_would_be_read_as_another_is_refused() -> None:
    without_retention = {"fonds": "Z109", "category": "WS", "year": 2011, "unit": "BGS", "item_no": 1}

    with pytest.raises(InvalidInputError):
        compose(PROFILE.scheme(BY_ITEM), without_retention)


@given(
    fonds=st.from_regex(r"[A-Z][0-9]{3}", fullmatch=True),
    year=st.integers(1900, 2099),
    unit=st.sampled_from(["", "BGS", "办公室", "003"]),
    number=st.integers(1, 9999),
    scheme=st.sampled_from([FILED_ITEM, BY_ITEM]),
)
def test_what_is_composed_is_read_back_the_same(fonds: str, year: int, unit: str, number: int, scheme: str) -> None:
    parts = {"fonds": fonds, "category": "WS", "year": year, "retention": "Y", "unit": unit, "item_no": number}

    code = compose(PROFILE.scheme(scheme), parts)

    assert parse(code.text, SCHEMES) == code
    assert (code.serial, code.parts["year"], code.parts.get("unit", "")) == (number, str(year), unit)


def test_a_pattern_declared_by_an_archive_is_recognised_beside_the_standards() -> None:
    own = dataclasses.replace(PROFILE.scheme("legacy three-tier"), name="old municipal")

    assert [code.scheme for code in recognise("12·1998·长期·37", [*SCHEMES, own])] == [
        "legacy three-tier",
        "old municipal",
    ]
