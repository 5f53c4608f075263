"""Lines of Chinese and Latin text: what may not begin a line, what may not end one (GB/T 15834 5), words kept whole."""

import unicodedata
from collections.abc import Callable, Iterator

Advance = Callable[[str], float]

NOT_FIRST = frozenset("!%),.:;?]}¢°·ˇ’”†‡›℃∶、。〃々〆〕〗〞﹚﹜！＂％＇），．：；？］｀｜｝～》」』】〉…—ー")
NOT_LAST = frozenset("([{£¥‘“‹《「『【〔〖〈〝（［｛＄￥")
BREAK_AFTER = frozenset(" -/\u3000")
IDEOGRAPHS_FROM = "\u2e80"  # from the CJK radicals on, a line may break before and after a character


def wrap(text: str, advance: Advance, limit: float) -> list[str]:
    """Break text into lines whose `advance` is at most `limit`; only a single character may be longer.

    Lines of the text stay lines. Spaces at a break are dropped, nothing else is. A word or a chain of punctuation
    that is longer than a line is broken where the line is full.
    """
    return [line for paragraph in text.split("\n") for line in _lines(paragraph, advance, limit)]


def may_break(before: str, after: str) -> bool:
    """Tell whether a line may end with one character and the next begin with the other."""
    if after in NOT_FIRST or after in BREAK_AFTER or before in NOT_LAST or unicodedata.combining(after):
        return False
    return before in BREAK_AFTER or before >= IDEOGRAPHS_FROM or after >= IDEOGRAPHS_FROM


def _lines(paragraph: str, advance: Advance, limit: float) -> Iterator[str]:
    if advance(paragraph) <= limit:
        yield paragraph
        return
    line = ""
    for piece in _fitting(paragraph, advance, limit):
        if line and advance(_trimmed(line + piece)) > limit:
            yield _trimmed(line)
            line = ""
        line += piece
    yield _trimmed(line)


def _fitting(paragraph: str, advance: Advance, limit: float) -> Iterator[str]:
    for piece in _pieces(paragraph):
        if advance(_trimmed(piece)) <= limit:
            yield piece
        else:
            yield from piece


def _pieces(paragraph: str) -> Iterator[str]:
    start = 0
    for end in range(1, len(paragraph)):
        if may_break(paragraph[end - 1], paragraph[end]):
            yield paragraph[start:end]
            start = end
    yield paragraph[start:]


def _trimmed(line: str) -> str:
    return line.rstrip(" \u3000")
