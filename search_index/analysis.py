"""What a phrase demands of the index, by the places of its characters and words.

Each Chinese character starts exactly one token: the bigram with its successor, or, at the end of a run, itself alone;
so all tokens that start with one character are all its occurrences. Other letters and digits give whole words. A
character or a word takes two places and what separates takes one: neighbours are two apart, three with a separator
between them, and anything else is farther; so a phrase never spans what it does not have itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search_index.script import CJK, LETTER, SEPARATORS

TOKEN_STEP, SEPARATOR_STEP = 2, 1
RUN = re.compile(f"([{CJK}]+)|{LETTER}+")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters without a separator; `place` is the first one's, `chinese` tells bigrams from words."""

    text: str
    place: int
    chinese: bool

    @property
    def end(self) -> int:
        """The first place behind it."""
        return self.place + TOKEN_STEP * (len(self.text) if self.chinese else 1)


@dataclass(frozen=True, slots=True)
class Element:
    """What must stand at `offset` of a phrase: this term, or any bigram that begins with its one character."""

    term: str
    offset: int
    chinese: bool
    begins: bool = False


def runs(folded: str) -> Iterator[Run]:
    """Yield the runs of a folded text in order."""
    place = end = 0
    for match in RUN.finditer(folded):
        place += SEPARATOR_STEP * (match.start() > end)
        run = Run(match.group(), place, match.lastindex is not None)
        yield run
        place, end = run.end, match.end()


def elements(folded: str) -> tuple[Element, ...]:
    """Return what a folded phrase demands: enough bigrams to cover every character, and all words."""
    found = list(runs(folded))
    start = found[0].place if found else 0
    return tuple(element for run in found for element in _demanded(run, run.place - start, is_last=run is found[-1]))


def spare_elements(folded: str) -> tuple[Element, ...]:
    """Return the bigrams that stand in a folded phrase between those that are demanded; one of them may be rare."""
    found = list(runs(folded))
    start = found[0].place if found else 0
    return tuple(
        Element(run.text[index : index + 2], run.place - start + TOKEN_STEP * index, chinese=True)
        for run in found
        if run.chinese
        for index in range(1, len(run.text) - 2, 2)
    )


def pattern(folded: str) -> re.Pattern[str]:
    """Return what a scan of folded text has to look for."""
    parts: list[str] = []
    end = 0
    for run in runs(folded):
        parts.append(SEPARATORS if parts and run.place > end else "")
        parts.append(run.text if run.chinese else whole(re.escape(run.text)))
        end = run.end
    return re.compile("".join(parts))


def whole(word: str) -> str:
    """Return a pattern of a word as a word: no letter or digit of its own kind beside it."""
    return rf"(?<!{LETTER}){word}(?!{LETTER})"


def _demanded(run: Run, offset: int, *, is_last: bool) -> Iterator[Element]:
    """A run of one character inside a phrase ends there, so its token is itself; at the end it may go on."""
    size = len(run.text)
    if not run.chinese or size == 1:
        yield Element(run.text, offset, run.chinese, begins=run.chinese and is_last)
        return
    for index in sorted({*range(0, size - 1, 2), size - 2}):
        yield Element(run.text[index : index + 2], offset + TOKEN_STEP * index, chinese=True)
