"""The language of questions: words that must all match, "phrases", and -words that must not.

Nothing is an error: a lonely quotation mark opens a phrase that ends with the question, and what has no letter or
digit demands nothing.
"""

import re
from dataclasses import dataclass

from search_index.analysis import LETTER, SEPARATORS, Element, elements, runs
from search_index.folding import fold, number_form

LONGEST_QUESTION = 1000  # characters; the rest is not read

_CHUNK = re.compile(r'(?P<minus>-?)["“”„](?P<phrase>[^"“”„]*)["“”„]?|(?P<word>[^\s"“”„,;、。]+)')


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that must stand together, in any one text; or the beginning of a record's number."""

    folded: str
    number: str
    elements: tuple[Element, ...]

    def pattern(self) -> re.Pattern[str]:
        """Return what a scan of folded text has to look for."""
        parts: list[str] = []
        end = 0
        for run in runs(self.folded):
            parts.append(SEPARATORS if parts and run.place > end else "")
            parts.append(run.text if run.chinese else _whole(run.text))
            end = run.place + (len(run.text) if run.chinese else 1)
        return re.compile("".join(parts))


@dataclass(frozen=True, slots=True)
class Question:
    """What must match and what must not. A question that is not blank but demands nothing finds nothing."""

    required: tuple[Phrase, ...]
    excluded: tuple[Phrase, ...]
    blank: bool

    @property
    def is_empty(self) -> bool:
        """Whether somebody asked, but for nothing that can be looked up."""
        return not (self.blank or self.required or self.excluded)


def parse(words: str) -> Question:
    """Read a question; every string is one."""
    folded = fold(words[:LONGEST_QUESTION])
    required: dict[str, Phrase] = {}
    excluded: dict[str, Phrase] = {}
    for match in _CHUNK.finditer(folded):
        word = match["word"]
        is_excluded = match["minus"] == "-" if word is None else word.startswith("-")
        phrase = _phrase(match["phrase"] if word is None else word)
        if phrase.elements:
            (excluded if is_excluded else required)[phrase.folded] = phrase
    return Question(tuple(required.values()), tuple(excluded.values()), blank=not words.strip())


def _phrase(text: str) -> Phrase:
    bare = text.strip().lstrip("-")
    return Phrase(bare, number_form(bare), elements(bare))


def _whole(word: str) -> str:
    """Return a pattern of the word as a word: no letter or digit of its own kind beside it."""
    return rf"(?<!{LETTER}){re.escape(word)}(?!{LETTER})"
