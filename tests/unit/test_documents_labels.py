"""The words of the documents, in each of their languages."""

from dataclasses import asdict
from string import Formatter

import pytest

from archives.documents.check_words import WORDS as CHECK_WORDS
from archives.documents.deed_words import WORDS as DEED_WORDS
from archives.documents.label_words import WORDS as LABEL_WORDS
from archives.documents.labels import labels_for
from archives.domain.errors import InvalidInputError

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
CLASSES = {"permanent", "D30", "D10", "long", "short"}


def texts(language):
    return inside(language, str)


def inside(language, kind):
    """The words of a language that are single texts, tuples or dictionaries, by list and field."""
    lists = (labels_for(language), DEED_WORDS[language], CHECK_WORDS[language], LABEL_WORDS[language])
    told = [(type(words).__name__, name, value) for words in lists for name, value in asdict(words).items()]
    return {f"{place}.{name}": value for place, name, value in told if isinstance(value, kind)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_is_empty(language):
    labels = labels_for(language)

    assert [name for name, value in texts(language).items() if not value.strip()] == []
    assert all((*labels.copies, *labels.digest_heads, *labels.list_heads))
    assert set(labels.retention) == CLASSES


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_fills_in_the_same_values(language):
    def holes(name, said):
        named = {hole for _, hole, _, _ in Formatter().parse(texts(said)[name]) if hole}
        return {hole.split(":")[0] for hole in named}

    assert {name: holes(name, language) for name in texts(language)} == {
        name: holes(name, "zh-Hans") for name in texts("zh-Hans")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_of_words_are_of_one_length_and_full(language):
    assert all(word.strip() for name, words in inside(language, tuple).items() for word in words)
    assert {name: len(words) for name, words in inside(language, tuple).items() if not name.endswith(".months")} == {
        name: len(words) for name, words in inside("zh-Hans", tuple).items() if not name.endswith(".months")
    }
    assert {name: set(words) for name, words in inside(language, dict).items()} == {
        name: set(words) for name, words in inside("zh-Hans", dict).items()
    }


def test_traditional_words_are_not_simplified_ones():
    def all_words(language):
        grouped = [*inside(language, tuple).values(), *(words.values() for words in inside(language, dict).values())]
        return "".join(["".join(texts(language).values()), *("".join(words) for words in grouped)])

    only_simplified = set("电档与记数级间单审签证据备类题责页联质检测领导经办总误")
    assert only_simplified & set(all_words("zh-Hans"))
    assert not only_simplified & set(all_words("zh-Hant"))


def test_the_titles_are_those_of_the_regulation():
    assert labels_for("zh-Hans").form_title == "电子档案移交与接收登记表"
    assert labels_for("zh-Hans").digest_title == "电子档案数字摘要"
    assert labels_for("zh-Hant").list_title == "移交目錄"
    assert len(labels_for("en").months) == 12


def test_another_language_is_refused_by_name():
    with pytest.raises(InvalidInputError) as refusal:
        labels_for("fr")

    assert [(problem.code, problem.where) for problem in refusal.value.problems] == [("unknown_language", "language")]
