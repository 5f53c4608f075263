"""DA/T 70-2018 groups 2 to 4, integrity, usability, security: rules that fail, and rules that never pass."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from archives.domain.check_rules import RULES
from archives.domain.checks import Fault, Finding, Rule, may_be_decided, run_rules
from archives.domain.profile import OnFail
from archives.domain.vocabulary import Carrier, FileKind, Level, Outcome
from tests.unit.check_facts import FILE, OTHER, PROFILE, RECORD, a_file, a_package, a_record, another, faults, said


def profile_with(code, **changed):
    checks = {**PROFILE.checks, code: replace(PROFILE.checks[code], **changed)}
    return replace(PROFILE, checks=MappingProxyType(checks))


@pytest.mark.parametrize("code", ["2-1", "3-2"])
def test_2_1_and_3_2_fail_another_number_of_records_than_declared(code):
    [fault] = faults(code, a_record(), declared_records=2)

    assert (fault.message, fault.facts) == ("count_differs", (("expected", "2"), ("actual", "1")))


def test_2_2_and_2_11_count_only_bytes_and_files_that_are_there():
    record = a_record(files=[a_file(), a_file(found_size=None)])
    sums = {"declared_files": 2, "declared_bytes": 18}

    [size], [files] = faults("2-2", record, **sums), faults("2-11", record, **sums)

    assert (size.message, size.facts) == ("bytes_differ", (("expected", "18"), ("actual", "9")))
    assert (files.message, files.facts) == ("files_differ", (("expected", "2"), ("actual", "1")))


def test_d25_an_electronic_item_must_tell_its_process_and_paper_need_not():
    bare = {"has_process": False}

    assert said("2-5", a_record(**bare)) == [("process_missing", RECORD, None, False)]
    assert said("2-5", a_record(**bare, carrier=Carrier.MIXED)) == [("process_missing", RECORD, None, False)]
    assert said("2-5", a_record(**bare, carrier=Carrier.PAPER)) == []
    assert said("2-5", a_record(**bare, level=Level.VOLUME)) == []


def test_2_6_names_a_gap_by_the_number_before_it():
    later = another(number="A001-WS·2005-Y-0004", number_serial=4)

    [fault] = faults("2-6", later, a_record())

    assert (fault.message, fault.record_id, fault.is_warning) == ("number_gap", RECORD, False)
    assert dict(fault.facts) == {"series": "A001-WS·2005-Y-", "missing": "2–3"}


def test_2_6_other_series_and_unread_numbers_make_no_gap():
    assert said("2-6", a_record(), another(number_series="A001-WS·2006-Y-", number_serial=9)) == []
    unread = {"number_series": ""}
    assert said("2-6", a_record(**unread), another(**unread, number_serial=9)) == []


def test_2_7_an_electronic_item_without_a_file_fails_and_paper_passes():
    for carrier in (Carrier.ELECTRONIC, Carrier.MIXED):
        assert said("2-7", a_record(files=(), carrier=carrier)) == [("content_missing", RECORD, None, False)]
    assert said("2-7", a_record(files=(), carrier=Carrier.PAPER)) == []


def test_2_7_a_volume_must_hold_as_many_items_as_declared():
    volume = {"level": Level.VOLUME, "files": (), "children": 2}

    [fault] = faults("2-7", a_record(**volume, declared_children=3))

    assert (fault.message, fault.facts) == ("volume_count_differs", (("expected", "3"), ("actual", "2")))
    assert said("2-7", a_record(**volume, declared_children=2)) == []
    assert said("2-7", a_record(**volume, declared_children=None)) == []


def test_2_7_an_original_on_paper_is_worth_a_look():
    assert said("2-7", a_record(carrier=Carrier.PAPER)) == [("paper_has_original", RECORD, None, True)]
    copy = a_file(kind=FileKind.DIGITISED_COPY)
    assert said("2-7", a_record(carrier=Carrier.PAPER, files=[copy])) == []


def test_d02_what_no_approved_schedule_covers_is_told_and_left_to_people():
    assert said("2-9", a_record(in_schedule=False)) == [("outside_schedule", RECORD, None, True)]
    assert said("2-9", a_record(in_schedule=None)) == [("no_approved_schedule", RECORD, None, True)]


def test_3_3_an_unlisted_format_fails_unless_it_was_agreed():
    record = a_record(files=[a_file(name="通知.md")])

    [agreed] = faults("3-3", record, accepted_exceptions={"md": "原件如此"})

    assert said("3-3", record) == [("format_unlisted", RECORD, FILE, False)]
    assert (agreed.message, agreed.is_warning) == ("format_exception", True)
    assert ("reason", "原件如此") in agreed.facts


def test_3_3_a_file_without_extension_is_unlisted():
    [fault] = faults("3-3", a_record(files=[a_file(name="通知")]))

    assert (fault.message, dict(fault.facts)) == ("format_unlisted", {"name": "通知", "format": ""})


def test_3_3_bytes_that_begin_otherwise_than_the_name_says_fail():
    assert said("3-3", a_record(files=[a_file(head=b"PK\x03\x04")])) == [("format_differs", RECORD, FILE, False)]
    assert said("3-3", a_record(files=[a_file(name="通知.OFD", head=b"PK\x03\x04")])) == []
    assert said("3-3", a_record(files=[a_file(name="通知.xml", head=b"<a/>")])) == []


def test_3_8_an_encrypted_file_fails():
    assert said("3-8", a_record(files=[a_file(encrypted=True)])) == [("file_encrypted", RECORD, FILE, False)]


def test_4_3_a_file_that_is_not_listed_fails_and_repeated_bytes_are_worth_a_look():
    assert said("4-3", a_record(), listed_files=frozenset()) == [("file_unlisted", RECORD, FILE, False)]
    twin = another(files=[a_file()])
    assert said("4-3", a_record(), twin) == [
        ("content_repeated", RECORD, FILE, True),
        ("content_repeated", OTHER, FILE, True),
    ]


def test_d27_what_no_machine_decides_never_passes_by_itself():
    found = run_rules(RULES, [a_record()], a_package(), PROFILE)

    standing = {finding.rule: finding.outcome for finding in found if finding.outcome is not Outcome.PASSED}
    assert standing == {
        "YJ-1-12": Outcome.NOT_APPLICABLE,
        "YJ-1-13": Outcome.NOT_APPLICABLE,
        "YJ-2-8": Outcome.MANUAL_REVIEW,
        "YJ-3-1": Outcome.NOT_APPLICABLE,
        "YJ-3-4": Outcome.MANUAL_REVIEW,
        "YJ-4-1": Outcome.NOT_SCANNED,
        "YJ-4-2": Outcome.NOT_SCANNED,
        "YJ-4-7": Outcome.MANUAL_REVIEW,
    }


def test_a_rule_that_the_profile_switches_off_says_nothing():
    found = run_rules(RULES, [a_record()], a_package(), profile_with("1-1", on=False))

    assert not {finding.rule for finding in found} & {"YJ-1-1", "YJ-2-10", "YJ-3-5", "YJ-4-5"}


@pytest.mark.parametrize(
    ("on_fail", "outcome"),
    [(OnFail.BLOCK, "failed"), (OnFail.CONFIRM, "failed"), (OnFail.CONTINUE, "warning")],
)
def test_the_profile_says_whether_a_fault_fails_or_is_reported_only(on_fail, outcome):
    record = a_record(files=[a_file(encrypted=True)])

    found = run_rules(RULES, [record], a_package(), profile_with("3-8", on_fail=on_fail))

    assert [f.outcome for f in found if f.rule == "YJ-3-8" and f.file_id] == [Outcome(outcome)]


def test_a_rule_of_the_whole_is_asked_once_for_all_records():
    found = run_rules(RULES, [a_record()], a_package(declared_records=2), PROFILE)

    assert [f.message for f in found if f.outcome is Outcome.FAILED] == ["count_differs", "count_differs"]


def a_rule(*faults):
    return Rule("1-1", of_record=lambda *_: faults)


def test_a_pass_is_one_finding_about_the_whole():
    assert run_rules([a_rule()], [a_record(), another()], a_package(), PROFILE) == [Finding("YJ-1-1", Outcome.PASSED)]


def test_warnings_leave_the_whole_as_a_warning_and_are_listed():
    warning = Fault("look_here", (("a", "b"),), RECORD, FILE, is_warning=True)

    assert run_rules([a_rule(warning)], [a_record()], a_package(), PROFILE) == [
        Finding("YJ-1-1", Outcome.WARNING),
        Finding("YJ-1-1", Outcome.WARNING, "look_here", (("a", "b"),), RECORD, FILE),
    ]


def test_a_failure_is_listed_for_what_fails_beside_its_warnings_and_never_twice():
    """People decide findings one by one: a failure of the whole beside it would have to be decided again."""
    warning, failure = Fault("look_here", is_warning=True), Fault("broken", (), RECORD)

    assert run_rules([a_rule(warning, failure)], [a_record()], a_package(), PROFILE) == [
        Finding("YJ-1-1", Outcome.WARNING, "look_here"),
        Finding("YJ-1-1", Outcome.FAILED, "broken", (), RECORD),
    ]


@pytest.mark.parametrize(
    ("outcome", "on_fail", "may"),
    [
        (Outcome.MANUAL_REVIEW, OnFail.BLOCK, True),
        (Outcome.NOT_SCANNED, OnFail.BLOCK, True),
        (Outcome.FAILED, OnFail.CONFIRM, True),
        (Outcome.FAILED, OnFail.BLOCK, False),
        (Outcome.FAILED, OnFail.CONTINUE, False),
        (Outcome.PASSED, OnFail.CONFIRM, False),
        (Outcome.WARNING, OnFail.CONFIRM, False),
        (Outcome.NOT_APPLICABLE, OnFail.CONFIRM, False),
    ],
)
def test_people_decide_open_questions_and_the_failures_that_the_profile_leaves_to_them(outcome, on_fail, may):
    assert may_be_decided(outcome, on_fail) is may


def test_a_rule_says_which_property_it_tests():
    assert [Rule(code).tested.value for code in ("1-1", "2-1", "3-1", "4-1")] == [
        "authenticity",
        "integrity",
        "usability",
        "security",
    ]
