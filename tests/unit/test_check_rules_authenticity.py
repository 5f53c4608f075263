"""DA/T 70-2018 group 1, authenticity: each rule fails on the fact that it is for, and on no sound one."""

import pytest

from archives.domain.errors import Problem
from archives.domain.reference_code import key
from tests.unit.check_facts import (
    BY_CODE,
    FILE,
    OTHER,
    PROFILE,
    RECORD,
    a_file,
    a_package,
    a_record,
    another,
    faults,
    said,
)


@pytest.mark.parametrize("rule", BY_CODE.values(), ids=lambda rule: rule.code)
def test_a_sound_package_is_faulted_by_no_rule(rule):
    whole = a_package(declared_records=2, declared_files=2, declared_bytes=18)
    records = [a_record(), another()]

    if rule.of_package:
        assert list(rule.of_package(records, whole, PROFILE)) == []
    if rule.of_record:
        assert [fault for record in records for fault in rule.of_record(record, whole, PROFILE)] == []


def test_1_1_names_a_file_whose_bytes_have_changed():
    [fault] = faults("1-1", a_record(files=[a_file(found_sha256="ff")]))

    assert (fault.message, fault.record_id, fault.file_id) == ("digest_differs", RECORD, FILE)
    assert fault.facts == (("name", "通知.pdf"), ("expected", "aa"), ("actual", "ff"))


def test_1_1_leaves_a_file_that_is_not_there_to_1_11():
    record = a_record(files=[a_file(found_size=None, found_sha256="")])

    assert said("1-1", record) == []
    assert said("1-11", record) == [("file_missing", RECORD, FILE, False)]


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("1-2", Problem("too_long", "title")),
        ("1-3", Problem("bad_value", "formed_on")),
        ("1-3", Problem("bad_value", "formed_from")),
        ("1-3", Problem("bad_value", "activity_on")),
        ("1-4", Problem("bad_value", "retention")),
        ("1-4", Problem("set_aside", "classification")),
        ("1-4", Problem("a_code_of_tomorrow", "title")),
        ("1-5", Problem("in_the_future", "formed_on")),
        ("1-5", Problem("wrong_order", "formed_on")),
        ("1-6", Problem("forbidden_character", "title")),
        ("1-7", Problem("bad_reference_code", "reference_code")),
        ("2-3", Problem("unknown_element", "颜色")),
        ("2-3", Problem("wrong_level", "item_count")),
        ("2-4", Problem("required", "responsible_party")),
    ],
)
def test_each_fault_of_a_description_is_told_by_its_one_rule(code, problem):
    record = a_record(problems=(problem,))

    assert {each for each in BY_CODE if said(each, record)} == {code}
    [fault] = faults(code, record)
    assert (fault.message, fault.record_id, fault.facts[0]) == (problem.code, RECORD, ("element", problem.where))


def test_1_7_a_missing_number_is_a_warning_for_the_archive_assigns_its_own():
    assert said("1-7", a_record(number="", number_series="")) == [("number_missing", RECORD, None, True)]


def test_1_8_fails_a_number_twice_in_the_package_however_it_is_written():
    twin = another(number="Ａ001-ws·2005-y-0001")

    assert said("1-8", a_record(), twin) == [
        ("number_repeated", RECORD, None, False),
        ("number_repeated", OTHER, None, False),
    ]


def test_1_8_fails_a_number_that_the_archive_already_has():
    [fault] = faults("1-8", a_record(number="X-1"), used_numbers={key("X-1"): "旧通知"})

    assert (fault.message, fault.is_warning) == ("number_used", False)
    assert ("where", "旧通知") in fault.facts


def test_1_8_repeated_document_numbers_and_titles_are_worth_a_look_only():
    papers = said("1-8", a_record(), another(document_number="青财〔2005〕1号"))
    held = said("1-8", a_record(), used_document_numbers={"青财〔2005〕1号": "旧通知"})
    titles = said("1-8", a_record(), repeated_titles={"关于防汛的通知": 2})

    assert papers == [("document_number_repeated", each, None, True) for each in (RECORD, OTHER)]
    assert held == [("document_number_repeated", RECORD, None, True)]
    assert titles == [("title_repeated", RECORD, None, True)]


def test_1_8_records_without_numbers_are_not_repeated():
    blank = {"number": "", "document_number": ""}

    assert said("1-8", a_record(**blank), another(**blank)) == []


def test_1_10_fails_a_size_and_a_name_that_cannot_be_kept():
    assert said("1-10", a_record(files=[a_file(found_size=8)])) == [("size_differs", RECORD, FILE, False)]
    assert said("1-10", a_record(files=[a_file(name="a/b.pdf")])) == [("path_in_name", RECORD, FILE, False)]


def test_1_14_fails_a_package_that_is_not_the_signed_one():
    [fault] = faults("1-14", a_record(), found_sha256="dd")

    assert (fault.message, fault.record_id) == ("package_differs", None)
    assert fault.facts == (("expected", "cc"), ("actual", "dd"))


def test_1_14_has_nothing_to_compare_before_the_unit_has_signed():
    assert said("1-14", a_record(), signed_sha256="", found_sha256="dd") == []
