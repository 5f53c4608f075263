"""Suggestions as one types: among what one may find, and nothing beyond it."""

import subprocess
import sys

import pytest

from archives.domain.permission import WORKER, Actor
from archives.models import Record
from search_index import PinyinInitials
from tests.factories import cast
from tests.integration.test_search import attach, catch_up, find, register


@pytest.fixture
def people(house):
    found = cast(house)
    register(house, found.clerk, found.finance_fonds, title="关于防汛经费的通知")
    register(house, found.other_clerk, found.health_fonds, title="关于防疫经费的通知")
    latin = register(house, found.clerk, found.finance_fonds, title="Forest fire brigade")
    attach(house, found.clerk, latin, "the hydraulic engineer")
    catch_up(house)
    return found


def suggested(house, actor, begun):
    with house.open(actor) as services:
        return [(each.kind, each.text) for each in services.search.suggest(begun)]


def test_what_is_offered_is_what_one_may_find(house, people):
    expected = {
        "防汛": [("title", "关于防汛经费的通知")],
        "經費": [("title", "关于防汛经费的通知")],
        "财政": [("organization", "青山县财政局")],
        "qsxczj": [("organization", "青山县财政局")],
        "CZJ": [("organization", "青山县财政局")],
        "防疫": [],
        "wsj": [],
        "卫生": [],
        " ": [],
        "*(": [],
    }

    assert {begun: suggested(house, people.clerk, begun) for begun in expected} == expected
    assert ("title", "关于防疫经费的通知") in suggested(house, WORKER, "防疫")
    for begun in ("防汛", "a001", "财政", "czj"):
        assert suggested(house, people.system_admin, begun) == []
        assert suggested(house, Actor(None, "nobody", ()), begun) == []


def test_a_number_is_offered_by_its_beginning_and_a_suggested_question_finds(house, people):
    with house.open(people.clerk) as services, services.work.write():
        record = services.work.session.query(Record).filter(Record.title.contains("防汛")).one()
        record.unit_number = record.unit_number_key = "A001-WS·2005-Y-0001"
        services.work.send("index", record_ids=[record.id])
    catch_up(house)

    assert suggested(house, people.clerk, "a001-ws·2005") == [("number", "A001-WS·2005-Y-0001")]
    for begun in ("防汛", "a001-ws·2005", "czj"):
        with house.open(people.clerk) as services:
            for each in services.search.suggest(begun):
                assert find(house, people.clerk, each.question).total >= 1, each


def test_a_misspelt_latin_word_is_set_right_from_what_one_may_see(house, people):
    expected = {
        "forrest": "forest",
        "fires": "fire",
        "hydrolic": "hydraulic",
        "Forrest 防汛": "forest 防汛",
        "防汛会": "",
        "forest": "",
    }

    assert {words: find(house, people.clerk, words).meant for words in expected} == expected
    assert {find(house, people.other_clerk, words).meant for words in expected} == {""}


def test_initials_are_the_first_letters_in_pinyin_as_words_and_as_characters_are_read():
    of = PinyinInitials().of

    assert of("青山县财政局") == ("qsxczj",)
    assert of("重慶市") == of("重庆市") == ("cqs", "zqs")
    assert of("关于《2006年会计》") == ("gynkj", "gynhj")
    assert (of("A局"), of("2006"), of("")) == (("aj",), (), ())


def test_titles_are_offered_by_their_pinyin_initials_to_those_who_may_find_them(house, people):
    expected = {
        "gyfx": [("title", "关于防汛经费的通知")],
        "FXJF": [("title", "关于防汛经费的通知")],
        "fxjfdtz": [("title", "关于防汛经费的通知")],
        "gyfy": [],
        "g": [],
        "jx": [],
    }

    assert {begun: suggested(house, people.clerk, begun) for begun in expected} == expected
    assert suggested(house, people.other_clerk, "gyfy") == [("title", "关于防疫经费的通知")]
    assert suggested(house, people.other_clerk, "fxjf") == []
    assert suggested(house, Actor(None, "nobody", ()), "fxjf") == []


def test_no_question_of_words_reaches_the_initials(house, people):
    for words in ("gyfx", "initials:gyfx", "FXJFDTZ"):
        assert find(house, people.clerk, words).total == 0, words


def test_a_command_that_asks_for_no_initials_does_not_load_their_dictionaries():
    told = subprocess.run(
        [sys.executable, "-c", "import sys, api.cli; print('pypinyin' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == "False"
