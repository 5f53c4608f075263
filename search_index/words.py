"""Latin words and numbers that a wildcard or a misspelling means: the same rules for every index."""

import re

import numpy as np

from archives.domain.question import Pattern
from search_index.folding import fold, number_form
from search_index.script import LETTER
from search_index.section_file import Array
from search_index.strings import ENCODING, StringTable

_ONE_WORD = re.compile(f"(?:{LETTER}|[*?])+")
_ASCII = 127
_ANY, _ONE = f"{LETTER}*", LETTER


def word_pattern(leaf: Pattern) -> str | None:
    """Return the regular expression of the words meant, or None: only numbers can be."""
    folded = fold(leaf.text)
    if leaf.field == "number" or not _ONE_WORD.fullmatch(folded):
        return None
    return "".join({"*": _ANY, "?": _ONE}.get(character, re.escape(character)) for character in folded)


def number_pattern(leaf: Pattern) -> str | None:
    """Return the regular expression with which a number begins that is meant, or None: only words can be."""
    if leaf.field not in ("", "number"):
        return None
    special = {"*": ".*", "?": "."}
    return "".join(special.get(character, re.escape(character)) for character in number_form(leaf.text))


def fixed_beginning(text: str) -> str:
    """Return what stands before the first wildcard."""
    return re.split("[*?]", text, maxsplit=1)[0]


def matching(table: StringTable, beginning: str, regular: str, *, whole: bool) -> Array:
    """Return which strings match: altogether, or with their beginning."""
    first, last = table.starting(beginning) if beginning else (0, len(table))
    compiled = re.compile(regular, re.DOTALL)
    test = compiled.fullmatch if whole else compiled.match
    found = [place for place, value in enumerate(table[first:last], first) if test(value)]
    return np.array(found, np.int64)


def edits(one: str, other: str) -> int:
    """Return how many letters must be put in, taken out or changed to make one of the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        diagonal, row[0] = row[0], place
        for at, wanted in enumerate(other, 1):
            diagonal, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, diagonal + (letter != wanted))
    return row[-1]


def near(table: StringTable, word: str, most: int) -> Array:
    """Return which strings differ from the word by at most so many letters."""
    lengths = np.diff(table.starts.astype(np.int64))
    if not word.isascii() or not len(lengths):
        return np.array([at for at, other in enumerate(table) if edits(word, other) <= most], np.int64)
    foreign = np.flatnonzero(
        np.add.reduceat(np.append(table.raw, [0]) > _ASCII, table.starts[:-1].astype(np.int64)) > 0
    )
    size = len(word)
    plain = np.setdiff1d(np.flatnonzero(np.abs(lengths - size) <= most), foreign, assume_unique=True)
    found = plain[_distances(table, plain, word) <= most]
    others = [at for at in foreign.tolist() if edits(word, table[at]) <= most]
    return np.union1d(found, np.array(others, np.int64))


def _distances(table: StringTable, chosen: Array, word: str) -> Array:
    """Return the distances of these ASCII strings to the word, all at once."""
    if not chosen.size:
        return np.zeros(0, np.int64)
    starts = table.starts[chosen].astype(np.int64)
    lengths = table.starts[chosen + 1] - starts
    width = int(lengths.max())
    reach = np.minimum(starts[:, None] + np.arange(width), len(table.raw) - 1)
    letters = table.raw[reach].T
    rows = [np.full(len(chosen), at, np.uint8) for at in range(width + 1)]
    for place, letter in enumerate(word.encode(*ENCODING), 1):
        diagonal, rows[0] = rows[0], np.full(len(chosen), place, np.uint8)
        for at in range(1, width + 1):
            better = np.minimum(np.minimum(rows[at], rows[at - 1]) + 1, diagonal + (letters[at - 1] != letter))
            diagonal, rows[at] = rows[at], better
    return np.array(rows)[lengths, np.arange(len(chosen))]
