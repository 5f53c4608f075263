"""Terms that stand in many documents: which, as bits, and what each is about them, beside the addresses.

Whoever asks for such a term alone is answered without a look at its addresses, of which there may be many times more.
A row is the documents of a term, a bit each, the first in the highest bit of the first byte.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Self

import numpy as np

from search_index.batch import SPOT
from search_index.section_file import Array, SectionWriter
from search_index.tokens import BLOCK_BITS
from search_index.weighing import WEIGHT, Weighed, weights

FEWEST = 256  # documents; what is rarer is answered as fast by its addresses
SHARE = 16  # and one document of so many: a bit for each document takes less room than the numbers of these

_CHUNK = 1 << 22  # bytes copied at once


class FrequentTerms:
    """The frequent terms of a segment that is mapped."""

    def __init__(self, sections: Mapping[str, Array], name: str, size: int) -> None:
        self._terms, self._ends = sections[f"{name}.frequent"], sections[f"{name}.frequent.ends"]
        self._rows = sections[f"{name}.frequent.rows"].reshape(len(self._terms), (size + 7) // 8)
        self._weights = sections[f"{name}.frequent.weights"]
        self._size = size

    def hits(self, term: int) -> Weighed | None:
        """Return the documents of the term (its place in the dictionary) and their weights; None if it is rare."""
        at = int(self._terms.searchsorted(term))
        if at == len(self._terms) or self._terms[at] != term:
            return None
        documents = np.unpackbits(self._rows[at], count=self._size).view(np.bool_).nonzero()[0]
        end = int(self._ends[at])
        return documents, self._weights[end - len(documents) : end]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Whose the addresses of a segment are (`SegmentView.zones_of`), what the length of each text weighs."""

    zones: Array
    norms: Array
    size: int  # documents


class FrequentWriter:
    """Takes the addresses of a segment's terms, term by term, and keeps what is frequent on disk until the end."""

    def __init__(self, blocks: Blocks, directory: Path) -> None:
        self._blocks, self._fewest = blocks, max(FEWEST, blocks.size // SHARE)
        self._rows, self._weights = TemporaryFile(dir=directory), TemporaryFile(dir=directory)  # noqa: SIM115 -- see __exit__
        self._terms: list[int] = []
        self._ends: list[int] = []

    def __enter__(self) -> Self:
        """Note terms."""
        return self

    def __exit__(self, *_failure: object) -> None:
        """Forget what was kept."""
        self._rows.close()
        self._weights.close()

    def note(self, first: int, counts: Array, spots: Array) -> None:
        """Look at terms in a row, from `first` on, each with so many of the addresses."""
        ends = np.cumsum(counts)
        for at in np.flatnonzero(counts >= self._fewest).tolist():
            end = int(ends[at])
            self._note(first + at, spots[end - int(counts[at]) : end])

    def write(self, writer: SectionWriter, name: str, present: Array) -> None:
        """Write the sections; `present` are the terms as noted that have a place in the dictionary."""
        writer.add(f"{name}.frequent", np.searchsorted(present, np.array(self._terms, np.int64)).astype(SPOT))
        writer.add(f"{name}.frequent.ends", np.array(self._ends, np.uint64))
        writer.stream(f"{name}.frequent.rows", np.dtype(np.uint8), _pieces(self._rows, np.dtype(np.uint8)))
        writer.stream(f"{name}.frequent.weights", WEIGHT, _pieces(self._weights, WEIGHT))

    def _note(self, term: int, spots: Array) -> None:
        documents, weight = weights(self._blocks.zones.take(spots >> BLOCK_BITS), self._blocks.norms)
        if len(documents) < self._fewest:
            return
        row = np.zeros(self._blocks.size, np.bool_)
        row[documents] = True
        self._rows.write(np.packbits(row).data)
        self._weights.write(weight.data)
        self._terms.append(term)
        self._ends.append(len(documents) + (self._ends[-1] if self._ends else 0))


def without_frequent(names: Sequence[str]) -> dict[str, Array]:
    """Return the sections of a segment that tells nothing of frequent terms: a small one."""
    empty = {"": "<u4", ".ends": "<u8", ".rows": "u1", ".weights": WEIGHT.str}
    return {f"{name}.frequent{part}": np.zeros(0, np.dtype(kind)) for name in names for part, kind in empty.items()}


def _pieces(file: IO[bytes], kind: np.dtype[np.generic]) -> Iterator[Array]:
    file.seek(0)
    while piece := file.read(_CHUNK):
        yield np.frombuffer(piece, kind)
