"""Every word that a reader sees is in every language, and stands in a catalogue, not in a template."""

import re
from enum import StrEnum

import pytest

from api.pages.words import TONES, WORDS
from archives.domain import receipt, transfer, vocabulary
from scripts.messages import LOCALES, collected, translated
from tests.architecture.tree import ROOT, name, sources

TEMPLATES = sorted((ROOT / "api" / "pages" / "templates").rglob("*.html"))
PLACES = re.compile(r"%\(\w+\)[sd]")
CHINESE = re.compile(r"[\u3400-\u9fff]")
SPEAK_OF_THEMSELVES = {"档", "檔", "简体中文", "繁體中文"}  # the seal, and languages' names for themselves
TONE_NAMES = {"quiet", "active", "waiting", "good", "bad"}
LISTS = [
    kind
    for module in (vocabulary, transfer, receipt)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
]


def texts(message):
    """Return the texts of a message: one, or its singular and plural."""
    return message if isinstance(message, tuple | list) else (message,)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_is_translated(locale):
    catalogue = translated(locale)
    missing = [
        message.id for message in collected() if message.id and not is_whole(catalogue.get(message.id, message.context))
    ]

    assert missing == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_keeps_the_places_of_its_values(locale):
    lost = [message.id for message in translated(locale) if message.id and places(message.string) != places(message.id)]

    assert lost == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_catalogue_keeps_words_that_nobody_says(locale):
    said = {texts(message.id)[0] for message in collected() if message.id}

    assert {texts(message.id)[0] for message in translated(locale) if message.id} - said == set()


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.__name__)
def test_every_code_of_a_closed_list_has_a_word(kind):
    assert set(WORDS[kind]) == set(kind)


def test_every_tone_is_one_that_the_pages_can_show():
    assert {tone for tones in TONES.values() for tone in tones.values()} <= TONE_NAMES


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_leaves_escaping_scripts_and_styles_alone(template):
    source = template.read_text("utf-8")

    assert re.findall(r"\|\s*safe\b|autoescape false|<style|\bstyle=|\son\w+=|\bhx-on|javascript:|js:", source) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", source) == []


def test_no_template_or_page_speaks_chinese_by_itself():
    spoken = {
        (name(path), line.strip())
        for path in [*TEMPLATES, *sources("api/pages")]
        for line in without_remarks(path).splitlines()
        if CHINESE.search(strip(line))
    }

    assert spoken == set()


def without_remarks(path):
    """Return what a file says, its comments and docstrings left out."""
    source = path.read_text("utf-8")
    if path.suffix == ".html":
        return re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    return re.sub(r'""".*?"""|#.*', "", source, flags=re.DOTALL if '"""' in source else 0)


def strip(line):
    for word in SPEAK_OF_THEMSELVES:
        line = line.replace(word, "")
    return line


def is_whole(message):
    return bool(message and message.string and all(texts(message.string)))


def places(message):
    return [sorted(set(PLACES.findall(text))) for text in texts(message)][:1]
