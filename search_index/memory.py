"""A search index in a dict that scans folded text: for tests, and for records that are not yet in the real index."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

from archives.domain.question import INITIALS
from archives.ports import HeldIndex, SearchAnswer, SearchDocument, SearchHit, SearchRequest
from search_index.catalogue import (
    LABELS,
    ZONES,
    accepted,
    date_rank,
    label,
    latest_first,
    number_key,
    numbers,
    sees,
    zone_text,
)
from search_index.folding import fold
from search_index.scanning import Scanned, weight


class MemoryIndex:
    """Finds what a plain scan finds."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}

    def put(self, documents: Iterable[SearchDocument]) -> None:
        """Add or replace."""
        self._entries.update((document.record_id, _entry(document)) for document in documents)

    def remove(self, record_ids: Iterable[str]) -> None:
        """Forget these records."""
        for record_id in record_ids:
            self._entries.pop(record_id, None)

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer by reading every document."""
        filters = accepted(request)
        found = [
            (entry, score)
            for entry in self._entries.values()
            if _admits(entry, request, filters) and (score := weight(entry.scanned, request.question)) is not None
        ]
        found.sort(key=lambda pair: (_rank(pair[0], request.sort, pair[1]), pair[0].document.record_id))
        start = max(request.offset, 0)
        page = found[start : start + max(request.limit, 0)]
        hits = tuple(SearchHit(entry.document.record_id, score) for entry, score in page)
        return SearchAnswer(hits, len(found), _facets([entry for entry, _ in found], request.facets))

    @contextmanager
    def held(self) -> Iterator[HeldIndex]:
        """Yield the index as it stands now."""
        yield _Held(self._entries, self)

    def holds(self, entries: Mapping[str, "_Entry"]) -> bool:
        """Tell whether these are still all the records, as they are."""
        return entries == self._entries

    def count(self) -> int:
        """Return the number of records."""
        return len(self._entries)

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Replace everything at once."""
        self._entries = {document.record_id: _entry(document) for document in documents}
        return len(self._entries)

    def drain_lock(self) -> AbstractContextManager[bool]:
        """Yield True: nobody else can reach this memory."""
        return nullcontext(enter_result=True)


@dataclass(frozen=True, slots=True)
class _Entry:
    document: SearchDocument
    scanned: Scanned
    labels: Mapping[str, str]


class _Held(MemoryIndex):
    """A copy that knows of what."""

    def __init__(self, entries: Mapping[str, _Entry], source: MemoryIndex) -> None:
        super().__init__()
        self._entries, self._source = dict(entries), source

    def is_current(self) -> bool:
        """Tell whether the index still stands so."""
        return self._source.holds(self._entries)


def _entry(document: SearchDocument) -> _Entry:
    labels = {name: label(document, name) for name in LABELS}
    scanned = Scanned(
        texts={zone: fold(zone_text(document, zone)) for zone in ZONES if zone != INITIALS},
        numbers=numbers(document),
        number_key=number_key(document),
        times={"formed_on": date_rank(document.formed_on), "year": document.year},
        labels=labels,
    )
    return _Entry(document, scanned, labels)


def _admits(entry: _Entry, request: SearchRequest, filters: Mapping[str, frozenset[str]]) -> bool:
    return (
        entry.document.record_id not in request.without
        and sees(request.visibility, entry.labels)
        and all(entry.labels[name] in values for name, values in filters.items())
    )


def _rank(entry: _Entry, sort: str, score: float) -> float | str:
    if sort == "number":
        return entry.scanned.number_key
    if sort == "relevance":
        return -score
    rank = entry.scanned.times["formed_on"]
    return rank if sort == "formed_on" else latest_first(rank)


def _facets(entries: Sequence[_Entry], names: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    return {name: dict(Counter(entry.labels[name] for entry in entries if entry.labels[name])) for name in names}
