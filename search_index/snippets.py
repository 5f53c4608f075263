"""The place where a text answers a question, cut from the text as it was written."""

import re
from collections.abc import Sequence

from archives.ports import Folding
from search_index.query import parse

LENGTH = 120  # characters
_BEFORE = 30  # of them before the first match


def snippet(text: str, words: str, folding: Folding, length: int = LENGTH) -> Sequence[tuple[str, bool]]:
    """Return the parts of an excerpt around the first match, each with whether it is a match.

    Joined, the parts are a piece of `text` in its own script and case. Without a match they are its beginning.
    They are plain text: whoever shows them escapes them.
    """
    matches = _matches(folding(text), words)
    first = matches[0][0] if matches else 0
    start = max(0, min(first - _BEFORE, len(text) - length))
    return _parts(text, matches, start, min(len(text), start + length))


def _matches(folded: str, words: str) -> list[tuple[int, int]]:
    """Return where the required phrases stand, in order, overlapping ones joined."""
    patterns = [phrase.pattern().pattern for phrase in parse(words).required]
    if not patterns:
        return []
    longest_first = "|".join(sorted(patterns, key=len, reverse=True))
    return [match.span() for match in re.finditer(longest_first, folded)]


def _parts(text: str, matches: Sequence[tuple[int, int]], start: int, end: int) -> Sequence[tuple[str, bool]]:
    parts, done = [], start
    for first, last in matches:
        if last <= start or first >= end:
            continue
        first_shown, last_shown = max(first, start), min(last, end)
        parts += [(text[done:first_shown], False), (text[first_shown:last_shown], True)]
        done = last_shown
    parts.append((text[done:end], False))
    return [(part, is_match) for part, is_match in parts if part]
