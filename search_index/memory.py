"""A search index in a dict that scans folded text: for tests, and for records that are not yet in the real index."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from archives.ports import SearchAnswer, SearchDocument, SearchHit, SearchRequest
from search_index.catalogue import (
    FACETS,
    FILTERS,
    NUMBER_BOOST,
    TITLE_BOOST,
    about,
    accepted,
    date_rank,
    label,
    latest_first,
    number_key,
    numbers,
    sees,
)
from search_index.folding import fold
from search_index.query import Phrase, Question, parse


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
        filters, question = accepted(request), parse(request.words)
        found = [
            (entry, score)
            for entry in self._entries.values()
            if _admits(entry, request, filters) and (score := _score(entry, question)) is not None
        ]
        found.sort(key=lambda pair: (_rank(pair[0], request.sort, pair[1]), pair[0].document.record_id))
        start = max(request.offset, 0)
        page = found[start : start + max(request.limit, 0)]
        hits = tuple(SearchHit(entry.document.record_id, score) for entry, score in page)
        return SearchAnswer(hits, len(found), _facets([entry for entry, _ in found]))

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
    texts: tuple[tuple[float, str], ...]  # boost, folded text
    numbers: tuple[str, ...]
    labels: Mapping[str, str]


def _entry(document: SearchDocument) -> _Entry:
    texts = ((TITLE_BOOST, document.title), (1.0, about(document)), (1.0, document.text))
    return _Entry(
        document,
        tuple((boost, fold(text)) for boost, text in texts),
        numbers(document),
        {name: label(document, name) for name in (*FILTERS, "jurisdiction")},
    )


def _admits(entry: _Entry, request: SearchRequest, filters: Mapping[str, frozenset[str]]) -> bool:
    return (
        entry.document.record_id not in request.without
        and sees(request.visibility, entry.labels)
        and all(entry.labels[name] in values for name, values in filters.items())
    )


def _score(entry: _Entry, question: Question) -> float | None:
    """Return how well the entry answers, or None if it does not."""
    if question.is_empty or any(_weight(entry, phrase) for phrase in question.excluded):
        return None
    weights = [_weight(entry, phrase) for phrase in question.required]
    return sum(weights) if all(weights) else None


def _weight(entry: _Entry, phrase: Phrase) -> float:
    pattern: re.Pattern[str] = phrase.pattern()
    weight = sum(boost for boost, text in entry.texts if pattern.search(text))
    return weight + NUMBER_BOOST * any(number.startswith(phrase.number) for number in entry.numbers)


def _rank(entry: _Entry, sort: str, score: float) -> float | str:
    if sort == "number":
        return number_key(entry.document)
    if sort == "relevance":
        return -score
    rank = date_rank(entry.document.formed_on)
    return rank if sort == "formed_on" else latest_first(rank)


def _facets(entries: Sequence[_Entry]) -> Mapping[str, Mapping[str, int]]:
    return {name: dict(Counter(entry.labels[name] for entry in entries if entry.labels[name])) for name in FACETS}
