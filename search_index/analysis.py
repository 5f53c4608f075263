"""Tokens with places. Chinese, Japanese and Korean runs give bigrams, other letters and digits give whole words.

A place is the ordinal of a CJK character, of a word, or of what separates them; so neighbours in the text are
neighbours in the index, and a phrase never spans a separator that it does not have itself. Each CJK character starts
exactly one token: the bigram with its successor, or, at the end of a run, itself alone. All tokens that start with
one character are therefore all its occurrences.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_CJK = "\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
CJK = _CJK + "\U00020000-\U0003ffff"
LETTER = f"[^\\W_{CJK}]"  # of a word
SEPARATORS = f"(?:[^\\w{CJK}]|_)+"
RUN = re.compile(f"([{CJK}]+)|{LETTER}+")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters without a separator; `place` is the first one's, `chinese` tells bigrams from words."""

    text: str
    place: int
    chinese: bool


@dataclass(frozen=True, slots=True)
class Element:
    """What must stand at `offset` of a phrase: this term, or any term that begins with it."""

    term: str
    offset: int
    begins: bool = False


def runs(folded: str) -> Iterator[Run]:
    """Yield the runs of a folded text in order."""
    place = end = 0
    for match in RUN.finditer(folded):
        place += match.start() > end
        chinese = match.lastindex is not None
        yield Run(match.group(), place, chinese)
        place += len(match.group()) if chinese else 1
        end = match.end()


def places(folded: str) -> Mapping[str, Sequence[int]]:
    """Return the places, ascending, of every token of a folded text."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for run in runs(folded):
        text, place = run.text, run.place
        if not run.chinese:
            found[text].append(place)
            continue
        for index in range(len(text)):
            found[text[index : index + 2]].append(place + index)
    return found


def elements(folded: str) -> tuple[Element, ...]:
    """Return what a folded phrase demands: enough bigrams to cover every character, and all words."""
    found = list(runs(folded))
    start = found[0].place if found else 0
    return tuple(element for run in found for element in _demanded(run, run.place - start, is_last=run is found[-1]))


def _demanded(run: Run, offset: int, *, is_last: bool) -> Iterator[Element]:
    """A run of one character inside a phrase ends there, so its token is itself; at the end it may go on."""
    size = len(run.text)
    if not run.chinese or size == 1:
        yield Element(run.text, offset, begins=run.chinese and is_last)
        return
    for index in sorted({*range(0, size - 1, 2), size - 2}):
        yield Element(run.text[index : index + 2], offset + index)
