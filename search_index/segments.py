"""One segment of the index as arrays: columns of values, and the documents in which a phrase stands."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.compound import CompoundStorage

from search_index.analysis import Element
from search_index.postings import Postings
from search_index.schema import ENCODING, build_schema

Mask = NDArray[np.bool_]  # one for each document of a segment
Numbers = NDArray[np.int64]

_SCHEMA = build_schema()
_DOCUMENT_BITS = 32  # a spot is the document's number, then the place in it


@dataclass(frozen=True, slots=True)
class Column:
    """The different values, ascending, and which of them each document has."""

    labels: Sequence[str]
    codes: Numbers

    def of(self, documents: Numbers) -> list[str]:
        """Return the values of these documents."""
        return [self.labels[code] for code in self.codes[documents].tolist()]

    def holds(self, accepted: Iterable[bool]) -> Mask:
        """Return which documents have an accepted value; `accepted` goes with the labels."""
        return np.fromiter(accepted, np.bool_, len(self.labels))[self.codes]


class SegmentView:
    """An open segment. Deletions are not its business: they change, it does not."""

    def __init__(self, storage: Any, segment: Any) -> None:  # noqa: ANN401 -- Whoosh has no types
        files = _members(storage, segment)
        self._terms = segment.codec().terms_reader(files, segment)
        self._reader = segment.codec().per_document_reader(files, segment)
        self.size: int = segment.doc_count_all()
        self._columns: dict[str, Column] = {}
        self._lengths: dict[str, NDArray[np.float64]] = {}

    def column(self, name: str) -> Column:
        """Return a column of values, read once."""
        if name not in self._columns:
            reader = self._reader.column_reader(name, _SCHEMA[name].column_type)
            values = [bytes(reader[document]).decode(*ENCODING) for document in range(self.size)]
            labels = sorted(set(values))
            rank = {value: code for code, value in enumerate(labels)}
            self._columns[name] = Column(labels, np.array([rank[value] for value in values], np.int64))
        return self._columns[name]

    def lengths(self, field: str) -> NDArray[np.float64]:
        """Return how many tokens each document's text has, roughly (Whoosh keeps one byte)."""
        if field not in self._lengths:
            found = [self._reader.doc_field_length(document, field) for document in range(self.size)]
            self._lengths[field] = np.array(found, np.float64)
        return self._lengths[field]

    def documents_with(self, field: str, key: str) -> Numbers:
        """Return the documents whose whole value is the key."""
        found = self._terms.find(field, key.encode(*ENCODING))
        return _EMPTY if found is None else found.documents.astype(np.int64)

    def documents_starting(self, field: str, prefix: str) -> Numbers:
        """Return the documents with a value that begins so."""
        found = [postings.documents for postings in self._terms.starting(field, prefix.encode(*ENCODING))]
        return np.unique(np.concatenate(found)).astype(np.int64) if found else _EMPTY

    def phrase(self, field: str, elements: Sequence[Element]) -> tuple[Numbers, Numbers]:
        """Return the documents in which the phrase stands, and how often it does."""
        spots: list[Numbers] = []
        for element in elements:
            found = self._spots(field, element)
            if not found.size:
                return _EMPTY, _EMPTY
            spots.append(found)
        together = reduce(_common, sorted(spots, key=len))
        return np.unique(together >> _DOCUMENT_BITS, return_counts=True)

    def _spots(self, field: str, element: Element) -> Numbers:
        """Return where a phrase with this element would begin, ascending."""
        found = list(self._postings(field, element))
        if not found:
            return _EMPTY
        documents = np.concatenate([postings.documents for postings in found]).astype(np.int64)
        counts = np.concatenate([postings.counts for postings in found])
        places = np.concatenate([postings.places for postings in found])
        spots: Numbers = (np.repeat(documents, counts) << _DOCUMENT_BITS) + places - element.offset
        return np.sort(spots) if len(found) > 1 else spots

    def _postings(self, field: str, element: Element) -> Iterator[Postings]:
        term = element.term.encode(*ENCODING)
        if element.begins:
            yield from self._terms.starting(field, term)
        elif (found := self._terms.find(field, term)) is not None:
            yield found


_EMPTY: Numbers = np.zeros(0, np.int64)


def _members(storage: Any, segment: Any) -> CompoundStorage:  # noqa: ANN401 -- Whoosh has no types
    """Open the one file in which the segment's files lie; a damaged one does not stay open."""
    file = storage.open_file(segment.make_filename(segment.COMPOUND_EXT))
    with ExitStack() as on_failure:
        on_failure.callback(file.close)
        members = CompoundStorage(file)
        on_failure.pop_all()
    return members


def _common(few: Numbers, many: Numbers) -> Numbers:
    """Return what stands in both; both ascend without repetition."""
    nearest = np.minimum(np.searchsorted(many, few), len(many) - 1)
    return few[many[nearest] == few]
