"""Asking the index with a person's own sight, what was just saved included; once, or often about one state."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from archives.domain.clearance import readable
from archives.domain.permission import Actor
from archives.domain.question import Node
from archives.ports import (
    FACETS,
    HeldIndex,
    SearchAnswer,
    SearchDocument,
    SearchHit,
    SearchIndex,
    SearchRequest,
    Visibility,
)
from archives.services.indexing_documents import documents, pending
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

SCANNED = 1000  # records just saved that are scanned; an import that is being indexed may have more
SCANNED_WITH_TEXT = 100  # of them with the text of their files
PAGE = 5000  # hits that are asked for at once where all are wanted
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `filters` maps a facet to accepted values; orders are relevance, formed_on, -formed_on, number."""

    words: str
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = "relevance"
    offset: int = 0
    limit: int = 20


class Asking:
    """One state of the index, and the records that it does not yet know as they are."""

    def __init__(self, work: UnitOfWork, outside: Outside, index: SearchIndex | HeldIndex) -> None:
        self._work, self._outside, self._index = work, outside, index
        self._fresh = pending(work, SCANNED)
        self._sight = visibility_of(work.actor)

    def answer(self, question: Question, asked: Node) -> SearchAnswer:
        """Return the page that the question wants; what was just saved comes first."""
        request = SearchRequest(asked, self._sight, question.filters, question.sort)
        request = replace(request, offset=question.offset, limit=question.limit)
        if not self._fresh:
            return self._index.search(request)
        first = self._scratch.search(request)
        beyond = replace(
            request,
            offset=max(0, question.offset - first.total),
            limit=question.limit - len(first.hits),
            without=self._unknown,
        )
        return _joined(first, self._index.search(beyond))

    def indexed(self, asked: Node, limit: int, facets: tuple[str, ...] = FACETS) -> SearchAnswer:
        """Ask the index alone, but for what it does not yet know as it is."""
        return self._index.search(
            SearchRequest(asked, self._sight, limit=limit, without=self._unknown, facets=facets),
        )

    def every(self, question: Question, asked: Node) -> Iterator[Sequence[SearchHit]]:
        """Yield all hits in their order, PAGE at once."""
        start = 0
        while hits := self.answer(replace(question, offset=start, limit=PAGE), asked).hits:
            yield hits
            start += len(hits)

    # --- private ---

    @cached_property
    def _scratch(self) -> SearchIndex:
        scratch = self._outside.scratch_index()
        scratch.put(self._documents())
        return scratch

    @property
    def _unknown(self) -> frozenset[str]:
        return frozenset(map(str, self._fresh))

    def _documents(self) -> Iterable[SearchDocument]:
        yield from documents(self._work, self._fresh[:SCANNED_WITH_TEXT])
        yield from documents(self._work, self._fresh[SCANNED_WITH_TEXT:], texts=False)


@contextmanager
def one_state(work: UnitOfWork, outside: Outside) -> Iterator[Asking]:
    """Yield index and database as they stood together, for as long as it takes; neither waits for it.

    The database is read as of an instant in which nothing was written to the index: so every record is there once, as
    it was then. Where the index is written to without a pause, a record changed at that instant may be as it was after.
    """
    for attempt in range(_TRIES):
        with outside.index.held() as held:
            work.snapshot()
            asking = Asking(work, outside, held)
            if held.is_current() or attempt == _TRIES - 1:
                yield asking
                return


def visibility_of(actor: Actor) -> Visibility:
    """Return what the actor may see, for the index; the session's filter says the same in SQL."""
    scopes = [permission.scope for permission in actor.permissions]
    everything = any(scope.everything for scope in scopes)
    return Visibility(
        everything=everything,
        classifications=None if everything else frozenset(map(str, readable(actor.clearance))),
        organizations=frozenset(str(each) for scope in scopes for each in scope.organizations),
        repositories=frozenset(str(each) for scope in scopes for each in scope.repositories),
        jurisdictions=frozenset(each for scope in scopes for each in scope.jurisdictions),
    )


def ids_of(hits: Iterable[SearchHit]) -> list[UUID]:
    """Return the records of hits, in their order."""
    return [UUID(hit.record_id) for hit in hits]


def _joined(first: SearchAnswer, rest: SearchAnswer) -> SearchAnswer:
    facets = {name: dict(Counter(counts) + Counter(rest.facets[name])) for name, counts in first.facets.items()}
    return SearchAnswer((*first.hits, *rest.hits), first.total + rest.total, facets)
