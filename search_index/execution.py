"""Answers a request over the segments: permission and filters first, then the question, counts and order."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice

import numpy as np

from archives.ports import SearchAnswer, SearchHit, SearchRequest
from search_index.catalogue import LAST, accepted
from search_index.evaluation import Evaluation, Hits
from search_index.masks import LiveSegment
from search_index.section_file import Array
from search_index.segments import SegmentView

Ranked = tuple[float | str, str, float]  # rank, record id, score
Found = tuple[SegmentView, Hits]


def answer(segments: Sequence[LiveSegment], request: SearchRequest) -> SearchAnswer:
    """Answer the request."""
    restriction = (request.visibility, frozenset(accepted(request).items()))
    allowed = [segment.allowed(restriction, request.without) for segment in segments]
    views = [segment.view for segment in segments]
    found = list(zip(views, Evaluation(views, allowed).hits(request.question), strict=True))
    start, limit = max(request.offset, 0), max(request.limit, 0)
    best = merge(*(_best(view, hits, request.sort, start + limit) for view, hits in found))
    hits = tuple(SearchHit(record_id, score) for _, record_id, score in islice(best, start, start + limit))
    total = sum(len(documents) for _, (documents, _) in found)
    return SearchAnswer(hits, total, {name: _counts(found, name) for name in request.facets})


def _best(view: SegmentView, hits: Hits, sort: str, count: int) -> list[Ranked]:
    """Return the first of a segment's hits in order; equals are ordered by their id."""
    documents, scores = hits
    if not count or not len(documents):
        return []
    ranks, ids = _ranks(view, hits, sort), view.column("id")
    order = _first(ranks, ids.codes[documents], count)
    chosen = documents[order]
    shown = view.column("number_key").of(chosen) if sort == "number" else ranks[order].tolist()
    return list(zip(shown, ids.of(chosen), scores[order].tolist(), strict=True))


def _first(ranks: Array, ids: Array, count: int) -> Array:
    """Return the places of the lowest ranks in order, equal ones by id, without sorting all."""
    if len(ranks) <= count:
        return np.lexsort((ids, ranks))
    last = np.partition(ranks, count - 1)[count - 1]
    below = np.flatnonzero(ranks < last)
    equal = np.flatnonzero(ranks == last)
    wanted = count - len(below)
    if len(equal) > wanted:
        equal = equal[np.argpartition(ids[equal], wanted - 1)[:wanted]]
    chosen = np.concatenate((below, equal))
    return chosen[np.lexsort((ids[chosen], ranks[chosen]))]


def _ranks(view: SegmentView, hits: Hits, sort: str) -> Array:
    documents, scores = hits
    if sort == "relevance":
        return -scores
    if sort == "number":
        return view.sections["number_key.codes"][documents]
    ranks = view.sections["formed_on"][documents]
    return ranks if sort == "formed_on" else np.where(ranks == LAST, LAST, -ranks)


def _counts(found: Sequence[Found], name: str) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for view, (documents, _) in found:
        counts.update(dict(_labelled(view, documents, name)))
    return dict(counts)


def _labelled(view: SegmentView, documents: Array, name: str) -> Iterator[tuple[str, int]]:
    column = view.column(name)
    frequencies = np.bincount(column.codes[documents], minlength=len(column.labels))
    return (
        (column.labels[code], int(frequencies[code]))
        for code in np.flatnonzero(frequencies).tolist()
        if column.labels[code]
    )
