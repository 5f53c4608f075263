"""Folding and kinds of characters as tables for numpy: whole batches of text at once."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from search_index.folding import folded_codes
from search_index.script import CJK_RANGES

SEPARATOR, CHINESE, LETTER = 0, 1, 2

_CODES = 0x110000
_PLANES_WITH_LETTERS = 0x20000  # beyond them only Chinese characters are letters

Codes = NDArray[np.uint32]


def codes(text: str) -> Codes:
    """Return the folded characters; as many as the text has."""
    written = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
    return _folding()[written]


def kinds(folded: Codes) -> NDArray[np.uint8]:
    """Return of each folded character whether it is Chinese (or Japanese, Korean), of a word, or a separator."""
    return _kinds()[folded]


@cache
def _folding() -> Codes:
    table = np.arange(_CODES, dtype=np.uint32)
    for code, folded in folded_codes().items():
        table[code] = folded
    return table


@cache
def _kinds() -> NDArray[np.uint8]:
    table = np.zeros(_CODES, np.uint8)
    letters = (chr(code).isalnum() for code in range(_PLANES_WITH_LETTERS))
    table[:_PLANES_WITH_LETTERS] = np.fromiter(letters, np.bool_, _PLANES_WITH_LETTERS) * LETTER
    for first, last in CJK_RANGES:
        table[first : last + 1] = CHINESE
    return table
