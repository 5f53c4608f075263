"""Answers a question about one document by reading its folded texts: what every index has to agree with."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archives.domain.question import (
    INITIALS,
    And,
    Between,
    Everything,
    Fuzzy,
    Node,
    Not,
    NumberBetween,
    OneOf,
    Or,
    Pattern,
    Phrase,
)
from search_index.analysis import RUN, pattern, runs, whole
from search_index.catalogue import NUMBER_BOOST, TITLE_BOOST, ordering
from search_index.folding import fold, number_form
from search_index.initials import zone_of
from search_index.words import edits, number_pattern, word_pattern


@dataclass(frozen=True, slots=True)
class Scanned:
    """A document as it is scanned: texts by zone, folded, without the initials; its numbers as they are compared."""

    texts: Mapping[str, str]
    numbers: Sequence[str]
    number_key: str
    times: Mapping[str, int]
    labels: Mapping[str, str]


def weight(document: Scanned, node: Node) -> float | None:
    """Return how well the document answers, or None if it does not."""
    match node:
        case And(parts):
            found = [weight(document, part) for part in parts]
            return None if None in found else sum(each or 0.0 for each in found)
        case Or(parts):
            some = [each for part in parts if (each := weight(document, part)) is not None]
            return sum(some) if some else None
        case Not(part):
            return 0.0 if weight(document, part) is None else None
        case Everything():
            return 0.0
        case Phrase() | Pattern() | Fuzzy():
            return _of_words(document, node)
        case _:
            return 0.0 if _in_column(document, node) else None


def places(folded: str, leaf: Phrase | Pattern | Fuzzy) -> Iterator[tuple[int, int]]:
    """Yield where a folded text answers the leaf, in order."""
    if isinstance(leaf, Fuzzy):
        word = fold(leaf.text)
        for match in RUN.finditer(folded):
            if match.lastindex is None and edits(word, match.group()) <= leaf.edits:
                yield match.span()
    elif (regular := _regular(leaf)) is not None:
        for match in regular.finditer(folded):
            yield match.span()


@lru_cache(maxsize=512)
def _regular(leaf: Phrase | Pattern) -> re.Pattern[str] | None:
    if leaf.field == "number":
        return None
    if isinstance(leaf, Phrase):
        folded = fold(leaf.text)
        return pattern(folded) if any(True for _ in runs(folded)) else None
    word = word_pattern(leaf)
    return None if word is None else re.compile(whole(f"(?:{word})"))


def _of_words(document: Scanned, leaf: Phrase | Pattern | Fuzzy) -> float | None:
    found = 0.0
    texts = {INITIALS: zone_of(document.texts["title"])} if leaf.field == INITIALS else document.texts
    for zone, text in texts.items():
        if leaf.field in ("", zone) and any(True for _ in places(text, leaf)):
            found += TITLE_BOOST if zone == "title" else 1.0
    if any(_begins(number, leaf) for number in document.numbers):
        found += NUMBER_BOOST
    return found or None


def _begins(number: str, leaf: Phrase | Pattern | Fuzzy) -> bool:
    if leaf.field not in ("", "number") or isinstance(leaf, Fuzzy):
        return False
    if isinstance(leaf, Phrase):
        form = number_form(leaf.text.lstrip("-"))
        return bool(form) and number.startswith(form)
    regular = number_pattern(leaf)
    return regular is not None and re.match(regular, number, re.DOTALL) is not None


def _in_column(document: Scanned, node: Node) -> bool:
    match node:
        case Between(field, low, high):
            return low <= document.times[field] <= high
        case NumberBetween(low, high):
            first, last, key = ordering(low), ordering(high), document.number_key
            return first <= key and (key < last or key.startswith(last)) and bool(document.numbers)
        case OneOf(field, values):
            return document.labels[field] in values
        case _:
            return False
