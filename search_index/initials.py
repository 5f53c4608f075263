"""Pinyin initials: how somebody writes 青山县财政局 who types qsxczj, and how an index holds them.

A character is read as it is mostly read; where a word of the dictionary has it read otherwise (重庆, 会计), both
readings count. The dictionaries take 0.3 s of CPU to load: nobody who does not ask for initials waits for them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import import_module
from unicodedata import normalize

from archives.domain.question import INITIALS, Phrase
from search_index.folding import fold

LONGEST = 200  # characters of a title that are read
_FIRST = 0x2FF00  # 26 code points that are no characters, so that no text has them; to the index they are Chinese
_SIGNS = {ord("a") + place: _FIRST + place for place in range(26)}
_LETTERS = frozenset(map(chr, _SIGNS))


class PinyinInitials:
    """Adapter of `archives.ports.Initials`."""

    def of(self, name: str) -> Sequence[str]:
        """Return the letters of a name without a gap: 重庆市 → cqs, zqs. Figures and punctuation are passed over."""
        return _readings(fold(name[:LONGEST]))

    def asked(self, letters: str) -> Phrase:
        """Return the question for titles in whose initials these letters stand together."""
        return Phrase(letters.lower().translate(_SIGNS), INITIALS)


def zone_of(title: str) -> str:
    """Return the text under which an index holds the initials of a title: a line for each reading."""
    return "\n".join(_readings(fold(title[:LONGEST]))).translate(_SIGNS)


@lru_cache(maxsize=10_000)
def _readings(folded: str) -> tuple[str, ...]:
    letters = folded.translate(_letters())
    as_words = _kept("".join(_worded(folded, letters)))
    return tuple(dict.fromkeys((as_words, _kept(letters)))) if as_words else ()


def _worded(folded: str, letters: str) -> Iterator[str]:
    """Yield the letters, other ones where a word has its characters read otherwise: of two words the longer."""
    words, done = _words(), 0
    for place in (match.start() for match in _beginnings().finditer(folded)):
        known = words[folded[place]]
        word = next((word for size in (4, 3, 2) if (word := folded[place : place + size]) in known), "")
        if word and place >= done:
            yield letters[done:place]
            yield known[word]
            done = place + len(word)
    yield letters[done:]


def _kept(letters: str) -> str:
    return "".join(each for each in letters if each in _LETTERS)


@cache
def _letters() -> Mapping[int, str]:
    """Return the first letter of each character as it is mostly read."""
    readings: Mapping[int, str] = import_module("pypinyin.pinyin_dict").pinyin_dict
    return {code: _letter(sounds) for code, sounds in readings.items() if sounds}


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    """Return by their first character the words whose letters are other than those of their characters alone."""
    phrases: Mapping[str, Sequence[Sequence[str]]] = import_module("pypinyin.phrases_dict").phrases_dict
    usual, found = _letters(), dict[str, dict[str, str]]()
    for word, sounds in phrases.items():
        letters = "".join(_letter(each[0]) for each in sounds)
        if len(letters) == len(word) <= 4 and letters != word.translate(usual):  # noqa: PLR2004 -- characters
            found.setdefault(word[0], {})[word] = letters
    return found


@cache
def _beginnings() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(_words()))}]")


def _letter(sounds: str) -> str:
    """Return the plain letter with which a sound begins: ā → a."""
    return normalize("NFD", sounds[0])[0]
