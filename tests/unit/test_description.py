"""Descriptions: what is demanded, what is wrong, what is frozen, what is set aside."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives.domain.description import (
    Obligation,
    frozen_changes,
    is_set_aside,
    kept_value,
    obligation_of,
    problems_of,
    required_elements,
)
from archives.domain.description_elements import ELEMENTS, element_of
from archives.domain.errors import InvalidInputError, Problem, SetAsideError
from archives.domain.marking import Marking
from archives.domain.profile import Profile
from archives.domain.vocabulary import Carrier, Classification, Level
from config import load_profile

PROFILE = Profile.from_mapping(load_profile("cn"))
ITEM, PAPER, ELECTRONIC = Level.ITEM, Carrier.PAPER, Carrier.ELECTRONIC

LETTER = {
    "reference_code": "Z109-WS·2011-Y-BGS-0001",
    "title": "关于印发档案工作要点的通知",
    "document_number": "档发〔2011〕7号",
    "formed_on": "20110315",
    "responsible_party": "国家档案局",
    "retention": "永久",
    "access_status": "开放",
    "pages": "12",
}
E_LETTER = LETTER | {
    "creator": "国家档案局",
    "activity": "发文",
    "activity_on": "20110315",
    "process": "起草;签发;用印",
}


def found(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in problems]


def test_a_whole_description_has_no_problem_as_written_and_as_kept() -> None:
    kept = LETTER | {"formed_on": "2011-03-15", "retention": "permanent", "access_status": "open"}

    assert problems_of(LETTER, ITEM, PAPER, PROFILE) == []
    assert problems_of(kept, ITEM, PAPER, PROFILE) == []


def test_an_empty_description_lacks_every_element_that_the_standard_demands() -> None:
    assert found(problems_of({"title": "  "}, ITEM, PAPER, PROFILE)) == [
        ("reference_code", "required"),
        ("title", "required"),
        ("formed_on", "required"),
        ("retention", "required"),
        ("responsible_party", "required"),
        ("access_status", "required"),
    ]


def test_a_fonds_is_described_by_its_own_elements() -> None:
    fonds = {
        "repository_code": "411201",
        "reference_code": "J019",
        "title": "国家档案局全宗",
        "formed_on": "1954",
        "responsible_party": "国家档案局",
        "custodial_history": "1954 年起由本单位保管",
    }

    assert problems_of(fonds, Level.FONDS, PAPER, PROFILE) == []
    assert found(problems_of({**fonds, "repository_code": "4112"}, Level.FONDS, PAPER, PROFILE)) == [
        ("repository_code", "bad_value")
    ]


def test_d25_an_electronic_record_needs_creator_activity_time_and_process() -> None:
    assert problems_of(E_LETTER, ITEM, ELECTRONIC, PROFILE) == []
    assert found(problems_of(LETTER, ITEM, ELECTRONIC, PROFILE)) == [
        ("creator", "required"),
        ("activity", "required"),
        ("activity_on", "required"),
        ("process", "required"),
    ]


@pytest.mark.parametrize("missing", ["creator", "activity", "activity_on", "process"])
@pytest.mark.parametrize("carrier", [Carrier.ELECTRONIC, Carrier.MIXED])
def test_d25_none_of_the_four_can_be_left_out(missing: str, carrier: Carrier) -> None:
    description = {name: value for name, value in E_LETTER.items() if name != missing}

    assert found(problems_of(description, ITEM, carrier, PROFILE)) == [(missing, "required")]


def test_d25_process_metadata_may_be_a_list_of_entries_but_not_an_empty_one() -> None:
    entries = [{"activity": "签发", "at": "2011-03-15T09:00:00+08:00", "actor": "张三"}]

    assert problems_of(E_LETTER | {"process": entries}, ITEM, ELECTRONIC, PROFILE) == []
    assert found(problems_of(E_LETTER | {"process": []}, ITEM, ELECTRONIC, PROFILE)) == [("process", "required")]


def test_all_that_is_wrong_is_said_at_once() -> None:
    wrong = LETTER | {
        "reference_code": "7号",
        "title": "关于\ufffd的通知" + "长" * 500,
        "formed_on": "20110230",
        "retention": "很久",
        "access_status": "maybe",
        "pages": "0",
        "destruction": "无",
        "colour": "red",
        "document_number": "档发\n7号",
    }

    assert found(problems_of(wrong, ITEM, PAPER, PROFILE)) == [
        ("colour", "unknown_element"),
        ("reference_code", "bad_reference_code"),
        ("title", "too_long"),
        ("title", "forbidden_character"),
        ("document_number", "bad_value"),
        ("formed_on", "bad_value"),
        ("retention", "bad_value"),
        ("pages", "bad_value"),
        ("destruction", "wrong_level"),
        ("access_status", "bad_value"),
    ]


def test_a_problem_names_the_element_as_people_know_it_and_what_would_be_right() -> None:
    (problem,) = problems_of(LETTER | {"access_status": "公开"}, ITEM, PAPER, PROFILE)

    assert dict(problem.facts) == {
        "element": "开放标识",
        "value": "公开",
        "allowed": "open, restricted, deferred, unreviewed",
    }


def test_a_forbidden_character_is_named_by_its_code_point() -> None:
    (problem,) = problems_of(LETTER | {"title": "通\x07知\udc80"}, ITEM, PAPER, PROFILE)

    assert dict(problem.facts)["characters"] == "U+0007 U+DC80"


def test_rare_characters_and_85_of_them_are_welcome() -> None:
    assert problems_of(LETTER | {"title": "𠮷" * 85}, ITEM, PAPER, PROFILE) == []


def test_dates_in_the_future_or_in_the_wrong_order_are_named() -> None:
    volume = LETTER | {"formed_on": "2011", "formed_from": "201201"}
    del volume["document_number"]

    assert found(problems_of(volume, Level.VOLUME, PAPER, PROFILE)) == [("formed_from", "wrong_order")]
    assert found(problems_of(LETTER, ITEM, PAPER, PROFILE, today=date(2011, 3, 14))) == [("formed_on", "in_the_future")]
    assert problems_of(LETTER, ITEM, PAPER, PROFILE, today=date(2011, 3, 15)) == []


@pytest.mark.parametrize(
    "marking", ["机密★10年", "绝密", "秘密★长期", "機密★20年", "secret", "机密级(十年)", "拟定秘密"]
)
def test_an_unreleased_secret_is_set_aside_and_nothing_of_it_is_repeated(marking: str) -> None:
    description = {"title": "关于某工程的报告", "classification": marking, "retention": "很久"}

    assert is_set_aside(description)
    assert problems_of(description, ITEM, PAPER, PROFILE) == [Problem("set_aside", "classification")]


@pytest.mark.parametrize(
    ("formed_from", "formed_on", "codes"),
    [
        ("2011", "2011-05", []),
        ("2011-05", "2011", []),
        ("2011-06", "2011-05-31", ["wrong_order"]),
        ("2026-12", "2026", []),
        ("2026", "2026-12", ["in_the_future"]),
        ("2026", "2026-11-23", ["in_the_future"]),
        ("2026", "2026-11-22", []),
    ],
)
def test_dates_are_compared_as_far_as_they_are_known(formed_from: str, formed_on: str, codes: list[str]) -> None:
    volume = LETTER | {"formed_on": formed_on, "formed_from": formed_from}
    del volume["document_number"]

    problems = problems_of(volume, Level.VOLUME, PAPER, PROFILE, today=date(2026, 11, 22))

    assert [problem.code for problem in problems] == codes


def test_a_title_may_have_500_characters_and_no_more() -> None:
    assert problems_of(LETTER | {"title": "长" * 500}, ITEM, PAPER, PROFILE) == []
    assert found(problems_of(LETTER | {"title": "长" * 501}, ITEM, PAPER, PROFILE)) == [("title", "too_long")]


def test_a_secret_that_shows_only_in_the_title_is_set_aside_too() -> None:
    assert is_set_aside({"title": "机密★10年 关于某工程的报告"})
    assert not is_set_aside({"title": "机密文件管理办法"})


@pytest.mark.parametrize("marking", ["", "无", "非密", "已解密", "released", "内部"])
def test_what_is_no_secret_is_registered(marking: str) -> None:
    assert problems_of(LETTER | {"classification": marking}, ITEM, PAPER, PROFILE) == []
    Marking.parse(marking).require_registrable()


def test_a_written_classification_is_read_with_its_years() -> None:
    assert Marking.parse("机密★10年") == Marking(Classification.SECRET, 10)
    assert Marking.parse("绝密 ★ ３０年") == Marking(Classification.TOP_SECRET, 30)
    assert Marking.parse("秘密") == Marking(Classification.CONFIDENTIAL, None)
    with pytest.raises(SetAsideError):
        Marking.parse("秘密").require_registrable()


@pytest.mark.parametrize("text", ["原机密，现已解密", "普通", "10年"])
def test_a_classification_that_is_unclear_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        Marking.parse(text)

    assert refusal.value.problems == (Problem("bad_classification", "classification"),)


@pytest.mark.parametrize(
    ("name", "written", "kept"),
    [
        ("retention", "永久", "permanent"),
        ("retention", "Y", "permanent"),
        ("retention", "定期30年", "D30"),
        ("retention", "30年", "D30"),
        ("retention", "定期（10年）", "D10"),
        ("retention", "d30", "D30"),
        ("retention", "長期", "long"),
        ("retention", "20年", None),
        ("access_status", "延期開放", "deferred"),
        ("disclosure", "不予公开", "none"),
        ("generation", "数字化", "digitised"),
        ("level", "卷内文件", "item"),
        ("carrier", "纸质", "paper"),
        ("pages", "０12", "12"),
        ("pages", "-1", None),
        ("pages", "0", None),
        ("computer_file_size", "0", "0"),
        ("formed_on", "2016年11月", "2016-11"),
        ("title", "  题名 有空格 ", "题名 有空格"),
        ("reference_code", "Z109－WS・2011-Y-0001", "Z109-WS·2011-Y-0001"),
        ("classification", "机密★10年", "secret"),
    ],
)
def test_a_value_is_kept_in_one_form_however_it_was_written(name: str, written: str, kept: str | None) -> None:
    assert kept_value(name, written) == kept


@given(st.sampled_from(sorted(ELEMENTS)), st.text(max_size=60))
def test_what_is_kept_is_kept_the_same_a_second_time(name: str, text: str) -> None:
    kept = kept_value(name, text)

    assert kept is None or kept_value(name, kept) == kept


@given(st.dictionaries(st.sampled_from(sorted(ELEMENTS)), st.text(max_size=30)), st.sampled_from(Level))
def test_no_description_makes_the_rules_stumble(description: dict[str, str], level: Level) -> None:
    problems_of(description, level, Carrier.ELECTRONIC, PROFILE, today=date(2026, 11, 22))


def test_d25_background_structure_and_process_are_never_changed() -> None:
    old = E_LETTER | {"file_format": "fmt/95", "title": "旧题名"}
    new = {name: f"{value} changed" for name, value in old.items()}

    names = [problem.where for problem in frozen_changes(old, new, issued=False)]

    assert names == ["creator", "activity", "activity_on", "file_format", "process"]


def test_the_reference_code_is_frozen_once_it_is_issued() -> None:
    new = {"reference_code": "Z109-WS·2011-Y-BGS-0002", "title": "新题名"}

    assert frozen_changes(LETTER, new, issued=False) == []
    assert frozen_changes(LETTER, new, issued=True) == [Problem("frozen", "reference_code")]
    assert frozen_changes(LETTER, {"reference_code": LETTER["reference_code"]}, issued=True) == []


def test_filling_in_what_was_missing_is_no_change() -> None:
    assert frozen_changes({"creator": ""}, {"creator": "国家档案局", "activity": "发文"}, issued=True) == []


def test_obligations_are_those_of_the_standard() -> None:
    assert obligation_of(ELEMENTS["title"], ITEM, PAPER, PROFILE) is Obligation.REQUIRED
    assert obligation_of(ELEMENTS["document_number"], ITEM, PAPER, PROFILE) is Obligation.IF_PRESENT
    assert obligation_of(ELEMENTS["note"], ITEM, PAPER, PROFILE) is Obligation.OPTIONAL
    assert obligation_of(ELEMENTS["process"], ITEM, ELECTRONIC, PROFILE) is Obligation.REQUIRED
    assert "custodial_history" in required_elements(Level.FONDS, PAPER, PROFILE)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("题名", "title"),
        ("文号", "document_number"),
        ("成文日期", "formed_on"),
        (" 保管 期限 ", "retention"),
        ("TITLE", "title"),
        ("立档单位", "creator"),
        ("颜色", None),
    ],
)
def test_columns_are_known_by_their_usual_headings(heading: str, name: str | None) -> None:
    element = element_of(heading)

    assert (element.name if element else None) == name


def test_no_heading_means_two_elements() -> None:
    headings = [h.casefold() for e in ELEMENTS.values() for h in (e.name, e.label, *e.aliases)]

    assert len(headings) == len(set(headings))
