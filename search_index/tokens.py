"""All tokens of a batch of texts at once, each at its address.

Every text begins at an address that is a multiple of BLOCK, behind at least GAP empty places, so that no phrase spans
two texts; the block tells whose the address is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search_index.analysis import SEPARATOR_STEP, TOKEN_STEP
from search_index.characters import CHINESE, LETTER, SEPARATOR, Codes, codes, kinds

BLOCK_BITS = 7
BLOCK = 1 << BLOCK_BITS  # places
GAP = 4  # places: more than a separator within a phrase
SECOND_BITS = 18  # of a bigram's key, behind its first character

Keys = NDArray[np.uint64]
Spots = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Bigrams by key and words by text, each with its address, and the extent of each text in blocks and tokens."""

    bigrams: Keys
    bigram_spots: Spots
    words: Sequence[str]
    word_spots: Spots
    blocks: NDArray[np.int64]
    lengths: NDArray[np.int64]


def tokens(texts: Sequence[str]) -> Tokens:
    """Cut the texts; addresses count from the first text's beginning."""
    folded = codes("\n".join((*texts, "")))
    kind = kinds(folded)
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
    chinese, word_starts = kind == CHINESE, _starts(kind == LETTER)
    places = _places(chinese, word_starts, _starts(kind == SEPARATOR))
    begins = places[starts[:-1]]
    tokens_until = np.concatenate(([0], np.cumsum(chinese | word_starts)))[starts]
    lengths = np.diff(tokens_until)
    blocks = np.where(lengths > 0, (places[starts[1:] - 1] - begins + GAP + BLOCK - 1) >> BLOCK_BITS, 0)
    moved = ((np.cumsum(blocks) - blocks) << BLOCK_BITS) - begins
    addresses = places[: len(folded)] + np.repeat(moved, np.diff(starts))
    first = np.flatnonzero(chinese)
    return Tokens(
        bigrams=_bigrams(folded, chinese, first),
        bigram_spots=addresses[first],
        words=_words(folded, kind, word_starts),
        word_spots=addresses[word_starts],
        blocks=blocks,
        lengths=lengths,
    )


def bigram_key(term: str) -> int:
    """Return the key of one character at the end of its run, or of two."""
    return (ord(term[0]) << SECOND_BITS) | (ord(term[1]) if len(term) > 1 else 0)


def _starts(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return where a run of the mask begins."""
    found = mask.copy()
    found[1:] &= ~mask[:-1]
    return found


def _places(chinese: NDArray[np.bool_], words: NDArray[np.bool_], separators: NDArray[np.bool_]) -> Spots:
    """Return for every character how many places stand before it, and at the end how many there are."""
    steps = (chinese | words) * np.int64(TOKEN_STEP) + separators * np.int64(SEPARATOR_STEP)
    places = np.zeros(len(steps) + 1, np.int64)
    np.cumsum(steps, out=places[1:])
    return places


def _bigrams(folded: Codes, chinese: NDArray[np.bool_], first: Spots) -> Keys:
    following = np.where(chinese[1:], folded[1:], 0)  # what is last of all is a separator
    return (folded[first].astype(np.uint64) << np.uint64(SECOND_BITS)) | following[first].astype(np.uint64)


def _words(folded: Codes, kind: NDArray[np.uint8], starts: NDArray[np.bool_]) -> list[str]:
    letters = kind == LETTER
    ends = np.flatnonzero(letters & ~np.append(letters[1:], [False])) + 1
    begins = np.flatnonzero(starts)
    if not begins.size:
        return []
    text = folded.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    return [text[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
