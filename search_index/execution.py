"""Answers a request over the segments: permission and filters first, then the question, counts and order."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from typing import Any

import numpy as np

from archives.ports import SearchAnswer, SearchHit, SearchRequest
from search_index.catalogue import LAST, accepted
from search_index.evaluation import Evaluation, Hits
from search_index.masks import LiveSegment
from search_index.section_file import Array
from search_index.segments import SegmentView

_FEW = 200  # ranks that are sorted at once
_GROUP, _GROUPS = 64, 8  # ranks of a group at most; and so many groups for each rank that is wanted

Ranked = tuple[float | str, str, float]  # rank, record id, score
Found = tuple[SegmentView, Hits]


def answer(segments: Sequence[LiveSegment], request: SearchRequest) -> SearchAnswer:
    """Answer the request; refuse filters and orders that are none."""
    restriction = (request.visibility, frozenset(accepted(request).items()))
    allowed = [segment.allowed(restriction, request.without) for segment in segments]
    views = [segment.view for segment in segments]
    found = list(zip(views, Evaluation(views, allowed).hits(request.question), strict=True))
    start, limit = max(request.offset, 0), max(request.limit, 0)
    ranked = [best for view, hits in found if (best := _best(view, hits, request.sort, start + limit))]
    page = ranked[0] if len(ranked) == 1 else list(merge(*ranked))
    hits = tuple([SearchHit(record_id, score) for _, record_id, score in page[start : start + limit]])
    total = sum(len(documents) for _, (documents, _) in found)
    return SearchAnswer(hits, total, {name: _counts(found, name) for name in request.facets})


def _best(view: SegmentView, hits: Hits, sort: str, count: int) -> list[Ranked]:
    """Return the first of a segment's hits in order; equals are ordered by their id."""
    documents, scores = hits
    if not count or not len(documents):
        return []
    ranks, ids = _ranks(view, hits, sort), view.column("id")
    order = _first(ranks, documents, ids.codes, count)
    chosen = documents[order]
    shown = view.column("number_key").of(chosen) if sort == "number" else ranks[order].tolist()
    return list(zip(shown, ids.of(chosen), scores[order].tolist(), strict=True))


def _first(ranks: Array, documents: Array, codes: Array, count: int) -> Array:
    """Return the places of the lowest ranks in order, equal ones by id, without sorting all."""
    chosen = (ranks <= _bound(ranks, count)).nonzero()[0] if len(ranks) > count else np.arange(len(ranks))
    ranks, ids = ranks.take(chosen), codes.take(documents.take(chosen))
    if len(ranks) > count + _FEW:
        last = np.partition(ranks, count - 1)[count - 1]
        below, equal = (ranks < last).nonzero()[0], (ranks == last).nonzero()[0]
        wanted = count - len(below)
        if len(equal) > wanted:
            equal = equal[np.argpartition(ids[equal], wanted - 1)[:wanted]]
        left = np.concatenate((below, equal))
        chosen, ranks, ids = chosen[left], ranks[left], ids[left]
    return chosen[np.lexsort((ids, ranks))[:count]]


def _bound(ranks: Array, count: int) -> Any:  # noqa: ANN401 -- a number of the kind of the ranks
    """Return a rank which at least so many are not above, and few more: the lowest of each of some groups tell it."""
    groups = max(len(ranks) // _GROUP, min(_GROUPS * count, len(ranks)))
    rows = len(ranks) // groups
    lowest = ranks[: rows * groups].reshape(rows, groups).min(axis=0) if rows > 1 else ranks
    return np.partition(lowest, count - 1)[count - 1]


def _ranks(view: SegmentView, hits: Hits, sort: str) -> Array:
    documents, scores = hits
    if sort == "relevance":
        return -scores
    if sort == "number":
        return view.sections["number_key.codes"][documents]
    ranks = view.sections["formed_on"][documents]
    return ranks if sort == "formed_on" else np.where(ranks == LAST, LAST, -ranks)


def _counts(found: Sequence[Found], name: str) -> Mapping[str, int]:
    counts = [dict(_labelled(view, documents, name)) for view, (documents, _) in found if documents.size]
    if len(counts) == 1:
        return counts[0]
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(total)


def _labelled(view: SegmentView, documents: Array, name: str) -> Iterator[tuple[str, int]]:
    column = view.column(name)
    frequencies = np.bincount(column.codes.take(documents), minlength=len(column.labels))
    return (
        (column.labels[code], int(frequencies[code]))
        for code in frequencies.nonzero()[0].tolist()
        if column.labels[code]
    )
