"""What a report says of a finding, in each language of documents."""

import re
from types import SimpleNamespace

import pytest

from api.pages.transfer_words import FINDINGS as ON_PAGES
from archives.domain.check_rules import PROBLEM_RULES, RULES
from archives.domain.vocabulary import Outcome
from archives.services.document_language import LANGUAGES
from archives.services.finding_words import FINDINGS, decision_of, said_of


def finding(message, decided=None, **facts):
    return SimpleNamespace(message=message, facts=facts, decided=decided, decided_by="李梅", decision_note="逐件看过")


def test_whatever_a_page_can_say_of_a_finding_a_report_can_say_too():
    asked = {*ON_PAGES, *PROBLEM_RULES, *(rule.message for rule in RULES if rule.message)}

    assert asked - set(FINDINGS) == set()


def test_all_languages_tell_the_same_facts():
    told = {code: {frozenset(re.findall(r"%\((\w+)\)s", text)) for text in texts} for code, texts in FINDINGS.items()}

    assert {code: facts for code, facts in told.items() if len(facts) > 1} == {}
    assert {len(texts) for texts in FINDINGS.values()} == {len(LANGUAGES)}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-Hans", "题名：过长：201 字，最多 200 字。"),
        ("en", "title: This is too long: 201 characters, at most 200."),
    ],
)
def test_a_fault_of_a_description_names_its_element(language, said):
    assert said_of(finding("too_long", element="title", length=201, longest=200), language) == said


def test_a_message_that_is_not_known_is_said_as_it_stands():
    assert said_of(finding("100%_new"), "en") == "100% new"
    assert said_of(finding("file_missing"), "zh-Hans") == "— 不存在。"


def test_a_decision_says_what_who_and_why():
    assert decision_of(finding("", Outcome.PASSED), "zh-Hant") == "通過，李梅，逐件看过"
    assert decision_of(finding("", Outcome.FAILED), "en") == "Failed, 李梅, 逐件看过"
    assert decision_of(finding(""), "en") == ""
