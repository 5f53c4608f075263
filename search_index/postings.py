"""How the index keeps the postings of a term: as columns, so that Whoosh never handles one posting at a time.

A term's postings are one string of unsigned 32-bit integers: the number of documents, the documents, how many places
each has, and all places. Short ones lie in the term index itself, the others in the postings file.
"""

import struct
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermsReader
from whoosh.matching import ListMatcher

_EXTENT = struct.Struct("<QI")
_INLINE, _APART = b"i", b"a"
_INLINE_BYTES = 40
_ITEM = 4  # bytes

Posting = tuple[str, bytes, int, float, bytes]  # field, term, document, weight, places


@dataclass(frozen=True, slots=True)
class Postings:
    """Documents ascending, how many places each has, and the places, ascending within a document."""

    documents: NDArray[np.uint32]
    counts: NDArray[np.uint32]
    places: NDArray[np.uint32]


class ColumnarCodec(W3Codec):  # type: ignore[misc] # Whoosh has no types
    """Whoosh's own codec but for the postings."""

    def field_writer(self, storage: Any, segment: Any) -> "_FieldWriter":  # noqa: ANN401 -- Whoosh has no types
        """Return the writer of terms and postings."""
        return _FieldWriter(self, storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> "TermsReader":  # noqa: ANN401 -- Whoosh has no types
        """Return the reader of terms and postings."""
        name = segment.make_filename(self.TERMS_EXT)
        terms, length = storage.open_file(name), storage.file_length(name)
        return TermsReader(self, terms, length, segment.open_file(storage, self.POSTS_EXT))


class TermsReader(W3TermsReader):  # type: ignore[misc] # Whoosh has no types
    """Terms of one segment."""

    def find(self, field: str, term: bytes) -> Postings | None:
        """Return the postings of a term, or None if the segment has no such term."""
        try:
            value = self._tindex[self._keycoder(field, term)]
        except KeyError:
            return None
        return _postings(self._payload(value))

    def starting(self, field: str, prefix: bytes) -> Iterator[Postings]:
        """Yield the postings of every term that begins with the prefix."""
        if field not in self._fieldmap:
            return
        start = self._keycoder(field, prefix)
        for key, value in self._tindex.items_from(start):
            if not key.startswith(start):
                return
            yield _postings(self._payload(value))

    def matcher(self, fieldname: str, tbytes: bytes, format_: object, scorer: object = None) -> ListMatcher:
        """Return the postings one by one, for Whoosh's merging."""
        found = self.find(fieldname, tbytes)
        if found is None:
            raise KeyError(fieldname, tbytes)
        ends = accumulate(found.counts.tolist(), initial=0)
        values = [found.places[first:last].tobytes() for first, last in pairwise(ends)]
        return ListMatcher(found.documents.tolist(), [1.0] * len(values), values, format_, scorer=scorer)

    def _payload(self, value: bytes) -> bytes:
        if value[:1] == _INLINE:
            return value[1:]
        return bytes(self._postfile.get(*_EXTENT.unpack_from(value, 1)))


class _FieldWriter(W3FieldWriter):  # type: ignore[misc] # Whoosh has no types
    def add_postings(self, schema: Any, lengths: object, items: Iterable[Posting]) -> None:  # noqa: ANN401, ARG002 -- Whoosh calls it
        """Write sorted postings, a whole term at a time."""
        for field, of_field in groupby(items, itemgetter(0)):
            self.start_field(field, schema[field])
            for term, of_term in groupby(of_field, itemgetter(1)):
                self._add_term(term, of_term)
            self.finish_field()

    def _add_term(self, term: bytes, postings: Iterable[Posting]) -> None:
        _, _, documents, _, places = zip(*postings, strict=True)
        head = array("I", (len(documents), *documents, *(len(place) // _ITEM for place in places)))
        self._tindex.add(self._fieldid.to_bytes(2, "big") + term, self._placed(head.tobytes() + b"".join(places)))

    def _placed(self, payload: bytes) -> bytes:
        """Return what the term index holds: the payload, or where in the postings file it lies."""
        if len(payload) <= _INLINE_BYTES:
            return _INLINE + payload
        start = self._postfile.tell()
        self._postfile.write(payload)
        return _APART + _EXTENT.pack(start, len(payload))


def _postings(payload: bytes) -> Postings:
    numbers = np.frombuffer(payload, np.uint32)
    size = int(numbers[0])
    return Postings(numbers[1 : size + 1], numbers[size + 1 : 2 * size + 1], numbers[2 * size + 1 :])
