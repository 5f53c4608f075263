"""The place where a text answers a question, cut from the text as it was written."""

from collections.abc import Sequence

from archives.domain.question import Fuzzy, Node, Pattern, Phrase, wanted
from archives.ports import Folding
from search_index.scanning import places

LENGTH = 120  # characters
_BEFORE = 30  # of them before the first match


def snippet(text: str, question: Node, folding: Folding, field: str = "text") -> Sequence[tuple[str, bool]]:
    """Return the parts of an excerpt around the first match, each with whether it is a match.

    `field` is what the text is of its record; what a question asks of another field is not looked for. Joined, the
    parts are a piece of `text` in its own script and case. Without a match they are its beginning. They are plain
    text: whoever shows them escapes them.
    """
    matches = _matches(folding(text), question, field)
    first = matches[0][0] if matches else 0
    start = max(0, min(first - _BEFORE, len(text) - LENGTH))
    return _parts(text, matches, start, min(len(text), start + LENGTH))


def _matches(folded: str, question: Node, field: str) -> list[tuple[int, int]]:
    """Return where the wanted words stand, in order, overlapping ones joined."""
    leaves = [leaf for leaf in wanted(question) if isinstance(leaf, Phrase | Pattern | Fuzzy)]
    found = sorted(span for leaf in leaves if leaf.field in ("", field) for span in places(folded, leaf))
    joined: list[tuple[int, int]] = []
    for first, last in found:
        if joined and first < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        elif first < last:
            joined.append((first, last))
    return joined


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
