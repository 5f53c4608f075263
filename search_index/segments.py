"""One segment of the index, mapped into memory: where terms stand, and columns of values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search_index.analysis import Element
from search_index.catalogue import ZONES
from search_index.frequent import FrequentTerms
from search_index.section_file import Array, read_sections
from search_index.strings import StringTable
from search_index.tokens import BLOCK_BITS, SECOND_BITS, bigram_key
from search_index.weighing import Scores, Weighed, norms

Mask = NDArray[np.bool_]  # one for each document of a segment
MANY, WORTH = 2000, 3  # addresses that are worth a look at a spare term, if that has so many times fewer
_RUNS = 32  # times as many are joined rather than looked up
_DENSE = 64  # one of so many documents is more quickly marked than sorted
_FEW = 100_000  # labels that are read once and kept


@dataclass(frozen=True, slots=True)
class Column:
    """The different values, ascending, and which of them each document has."""

    labels: Sequence[str]
    codes: Array

    def of(self, documents: Array) -> list[str]:
        """Return the values of these documents."""
        return [self.labels[code] for code in self.codes[documents].tolist()]

    def holds(self, accepted: Iterable[bool]) -> Mask:
        """Return which documents have an accepted value; `accepted` goes with the labels."""
        return np.fromiter(accepted, np.bool_, len(self.labels))[self.codes]


class SegmentView:
    """An open segment. Deletions are not its business: they change, it does not. Threads may share it."""

    def __init__(self, path: Path) -> None:
        self.sections = read_sections(path)
        self.size = len(self.sections["formed_on"])
        self.words = StringTable(self.sections, "words")
        self.numbers = StringTable(self.sections, "numbers")
        self._ids = StringTable(self.sections, "id")
        self._zones = self.sections["zones"]
        self._bigrams, self._bigram_offsets = self.sections["bigrams"], self.sections["bigram.offsets"]
        self._frequent = {name: FrequentTerms(self.sections, name, self.size) for name in ("bigram", "word")}
        self._columns: dict[str, Column] = {}

    @cached_property
    def lengths(self) -> Array:
        """How many tokens each text of each document has: a row for a document."""
        return self.sections["lengths"].reshape(self.size, len(ZONES))

    @cached_property
    def norms(self) -> Scores:
        """What the length of each text weighs, by zone number."""
        return norms(self.lengths)

    def column(self, name: str) -> Column:
        """Return a column of values, its labels read once."""
        known = self._columns.get(name)
        if known is None:
            labels = StringTable(self.sections, name)
            kept: Sequence[str] = labels[:] if len(labels) <= _FEW else labels
            known = self._columns[name] = Column(kept, self.sections[f"{name}.codes"])
        return known

    def strings(self, name: str) -> StringTable:
        """Return the different values of a column as they lie in the file."""
        return StringTable(self.sections, name)

    def document_of(self, record_id: str) -> int:
        """Return the document of a record, or -1."""
        at = self._ids.find(record_id)
        return int(self.sections["id.order"][at]) if at >= 0 else -1

    def zones_of(self, spots: Array) -> Array:
        """Return for each address its zone: the document's number, then which of its texts (ZONE_BITS)."""
        return self._zones.take(spots >> BLOCK_BITS)

    def phrase(self, elements: Sequence[Element], spare: Sequence[Element] = ()) -> Array:
        """Return the addresses at which the phrase begins, ascending. `spare` elements stand there too, needlessly."""
        found = []
        for element in elements:
            spots = self._spots(element)
            if not spots.size:
                return spots
            found.append((spots, element.offset))
        if len(found) == 1:
            return found[0][0]
        found.sort(key=lambda pair: len(pair[0]))
        if spare and len(found[0][0]) > MANY:
            rarest = min(((self._spots(each), each.offset) for each in spare), key=lambda pair: len(pair[0]))
            found[:0] = [rarest] if len(rarest[0]) * WORTH < len(found[0][0]) else []
        return reduce(_common, found[1:], _begins(*found[0]))

    def frequent(self, element: Element) -> Weighed | None:
        """Return the documents of a frequent term and their weights, all texts together; None for any other."""
        if element.begins:
            return None
        if not element.chinese:
            return self._frequent["word"].hits(self.words.find(element.term))
        key = np.uint64(bigram_key(element.term))
        at = int(self._bigrams.searchsorted(key))
        return self._frequent["bigram"].hits(at) if at < len(self._bigrams) and self._bigrams[at] == key else None

    def words_matching(self, chosen: Array) -> Array:
        """Return the addresses of these words (by their place in `words`), ascending."""
        offsets, spots = self.sections["word.offsets"], self.sections["word.spots"]
        pieces = [spots[int(offsets[at]) : int(offsets[at + 1])] for at in chosen.tolist()]
        return np.sort(np.concatenate(pieces)) if pieces else _NONE

    def numbered(self, first: int, last: int) -> Array:
        """Return the documents, ascending, of the numbers from the first up to before the last."""
        documents = self.sections["number.documents"][first:last]
        if len(documents) * _DENSE < self.size:
            return np.unique(documents) if first < last else _NONE
        mask = np.zeros(self.size, np.bool_)
        mask[documents] = True
        return mask.nonzero()[0]

    def _spots(self, element: Element) -> Array:
        if not element.chinese:
            at = self.words.find(element.term)
            if at < 0:
                return _NONE
            offsets = self.sections["word.offsets"]
            return self.sections["word.spots"][int(offsets[at]) : int(offsets[at + 1])]
        key = bigram_key(element.term)
        behind = key + (1 << SECOND_BITS if element.begins else 1)
        first, last = self._bigrams.searchsorted(np.array((key, behind), np.uint64)).tolist()
        spots = self.sections["bigram.spots"][int(self._bigram_offsets[first]) : int(self._bigram_offsets[last])]
        return np.sort(spots) if last - first > 1 else spots


_NONE = np.zeros(0, np.uint32)


def _begins(spots: Array, offset: int) -> Array:
    """Return where a phrase would begin that has this at its offset; none begins before the segment does."""
    return spots[np.searchsorted(spots, offset) :] - np.uint32(offset) if offset else spots


def _common(few: Array, other: tuple[Array, int]) -> Array:
    """Return which of the few have the other term at its offset; both ascend without repetition."""
    many, offset = other
    if not few.size:
        return few
    wanted = few + np.uint32(offset)
    if len(few) * _RUNS > len(many):
        both = np.concatenate((wanted, many))
        both.sort(kind="stable")  # two ascending runs, which it knows how to join
        return both[:-1].compress(both[1:] == both[:-1]) - np.uint32(offset)
    nearest = np.minimum(many.searchsorted(wanted), len(many) - 1)
    return few.compress(many.take(nearest) == wanted)
