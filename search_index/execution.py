"""Answers a request over the segments: permission and filters first, then words, counts and order."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from math import log

import numpy as np
from numpy.typing import NDArray

from archives.ports import SearchAnswer, SearchHit, SearchRequest, Visibility
from search_index.catalogue import (
    FACETS,
    LAST,
    NUMBER_BOOST,
    TITLE_BOOST,
    accepted,
    date_rank,
    lies_under,
)
from search_index.query import Phrase, parse
from search_index.segments import Mask, Numbers, SegmentView

Scores = NDArray[np.float64]
Ranked = tuple[float | str, str, float]  # rank, record id, score

_SATURATION = 1.2  # BM25's k1: how soon repetition stops counting
# boost, BM25's b (how much a long text counts less), usual length in tokens: constants, so that no score depends on
# documents which the asking person may not see
_FIELDS = {"title": (TITLE_BOOST, 0.3, 25.0), "about": (1.0, 0.75, 60.0), "text": (1.0, 0.75, 2000.0)}


@dataclass(frozen=True, slots=True)
class LiveSegment:
    """A segment as it stands in one generation: without what was deleted since it was written."""

    view: SegmentView
    live: Mask


def answer(segments: Sequence[LiveSegment], request: SearchRequest) -> SearchAnswer:
    """Answer the request."""
    filters, question = accepted(request), parse(request.words)
    if question.is_empty:
        return _answer([], request)
    allowed = [_allowed(segment, request, filters) for segment in segments]
    scores = [np.zeros(segment.view.size) for segment in segments]
    for phrase in question.required:
        weights = [_weights(segment.view, phrase) for segment in segments]
        rarity = _rarity(allowed, weights)
        for mask, score, weight in zip(allowed, scores, weights, strict=True):
            mask &= weight > 0  # noqa: PLW2901 -- in place
            score += rarity * weight  # noqa: PLW2901 -- in place
    for phrase in question.excluded:
        for mask, segment in zip(allowed, segments, strict=True):
            mask &= _weights(segment.view, phrase) == 0  # noqa: PLW2901 -- in place
    found = [
        _Found(segment.view, np.flatnonzero(mask), score)
        for segment, mask, score in zip(segments, allowed, scores, strict=True)
    ]
    return _answer(found, request)


@dataclass(frozen=True, slots=True)
class _Found:
    view: SegmentView
    documents: Numbers
    scores: Scores  # of all documents of the segment


def _allowed(segment: LiveSegment, request: SearchRequest, filters: Mapping[str, frozenset[str]]) -> Mask:
    """Return a new mask of what may be seen, is not left out, and passes the filters."""
    mask: Mask = segment.live & _visible(segment.view, request.visibility)
    for record_id in request.without:
        mask[segment.view.documents_with("record_id", record_id)] = False
    for name, values in filters.items():
        column = segment.view.column(name)
        mask &= column.holds(label in values for label in column.labels)
    return mask


def _visible(view: SegmentView, visibility: Visibility) -> Mask:
    if visibility.everything:
        return np.ones(view.size, np.bool_)
    organization, repository = view.column("organization_id"), view.column("repository_id")
    mask = organization.holds(label in visibility.organizations - {""} for label in organization.labels)
    mask |= repository.holds(label in visibility.repositories - {""} for label in repository.labels)
    if visibility.jurisdictions:
        place = view.column("jurisdiction")
        under = (any(lies_under(label, prefix) for prefix in visibility.jurisdictions) for label in place.labels)
        mask |= place.holds(under)
    return mask


def _weights(view: SegmentView, phrase: Phrase) -> Scores:
    """Return how much each document is about the phrase; 0 where it has no hit."""
    weights = np.zeros(view.size)
    for field, (boost, damping, usual) in _FIELDS.items():
        documents, counts = view.phrase(field, phrase.elements)
        length = view.lengths(field)[documents] / usual if len(documents) else 1.0
        norm = _SATURATION * (1 - damping + damping * length)
        weights[documents] += boost * counts * (_SATURATION + 1) / (counts + norm)
    weights[view.documents_starting("number", phrase.number)] += NUMBER_BOOST
    return weights


def _rarity(allowed: Sequence[Mask], weights: Sequence[Scores]) -> float:
    """Return BM25's inverse document frequency, over what the asking person may see."""
    seen = sum(int(mask.sum()) for mask in allowed)
    hits = sum(int((mask & (weight > 0)).sum()) for mask, weight in zip(allowed, weights, strict=True))
    return log(1 + (seen - hits + 0.5) / (hits + 0.5))


def _answer(found: Sequence[_Found], request: SearchRequest) -> SearchAnswer:
    start, limit = max(request.offset, 0), max(request.limit, 0)
    best = merge(*(_best(part, request.sort, start + limit) for part in found))
    hits = tuple(SearchHit(record_id, score) for _, record_id, score in islice(best, start, start + limit))
    total = sum(len(part.documents) for part in found)
    return SearchAnswer(hits, total, {name: _counts(found, name) for name in FACETS})


def _best(part: _Found, sort: str, count: int) -> list[Ranked]:
    """Return the first of a segment's hits in order; equals are ordered by their id."""
    ids, documents = part.view.column("id"), part.documents
    ranks = _ranks(part, sort)
    order = np.lexsort((ids.codes[documents], ranks))[:count]
    chosen = documents[order]
    shown = part.view.column("number_key").of(chosen) if sort == "number" else ranks[order].tolist()
    return list(zip(shown, ids.of(chosen), part.scores[chosen].tolist(), strict=True))


def _ranks(part: _Found, sort: str) -> Scores | Numbers:
    if sort == "relevance":
        return -part.scores[part.documents]
    column = part.view.column("number_key" if sort == "number" else "formed_on")
    codes = column.codes[part.documents]
    if sort == "number":
        return codes
    ranks = np.fromiter(map(date_rank, column.labels), np.int64, len(column.labels))[codes]
    return ranks if sort == "formed_on" else np.where(ranks == LAST, LAST, -ranks)


def _counts(found: Sequence[_Found], name: str) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for part in found:
        counts.update(dict(_labelled(part, name)))
    return dict(counts)


def _labelled(part: _Found, name: str) -> Iterator[tuple[str, int]]:
    column = part.view.column(name)
    frequencies = np.bincount(column.codes[part.documents], minlength=len(column.labels)).tolist()
    return ((label, count) for label, count in zip(column.labels, frequencies, strict=True) if label and count)
