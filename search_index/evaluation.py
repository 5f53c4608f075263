"""Goes over the tree of a question: which documents of each segment answer it, and how well."""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from archives.domain.question import (
    And,
    Between,
    Everything,
    Fuzzy,
    Node,
    Not,
    NumberBetween,
    OneOf,
    Or,
    Pattern,
    Phrase,
)
from search_index.analysis import elements, spare_elements
from search_index.batch import ZONE_BITS
from search_index.catalogue import NO_NUMBER, NUMBER_BOOST, ZONES, ordering
from search_index.folding import fold, number_form
from search_index.masks import Allowed
from search_index.section_file import Array
from search_index.segments import SegmentView
from search_index.weighing import STEP, Scores, Weighed, rarity, weights
from search_index.words import fixed_beginning, matching, near, number_pattern, word_pattern

Hits = tuple[Array, Scores]  # documents of one segment, ascending, and their scores
_OfColumn = Between | NumberBetween | OneOf
_RUNS = 16  # times as many hits are joined rather than looked up
_ZONE_MASK = (1 << ZONE_BITS) - 1


class Evaluation:
    """One question over all segments; each method returns the hits of every segment, in their order."""

    def __init__(self, segments: Sequence[SegmentView], allowed: Sequence[Allowed]) -> None:
        self._segments, self._allowed = segments, allowed
        self._seen = sum(each.count for each in allowed)

    def hits(self, node: Node) -> list[Hits]:
        """Return what answers the node."""
        match node:
            case And(parts):
                return self._every(parts)
            case Or(parts):
                return [reduce(_either, found) for found in zip(*map(self.hits, parts), strict=True)]
            case Not(part):
                return [_unscored(_left(each.documents, hits[0])) for each, hits in self._beside(part)]
            case Phrase() | Pattern() | Fuzzy():
                return self._weighed(node)
            case Everything() | Between() | NumberBetween() | OneOf():
                return self._every((node,))
            case _:
                return [_NO_HITS for _ in self._segments]

    # --- private ---

    def _every(self, parts: Sequence[Node]) -> list[Hits]:
        wanted = [self.hits(part) for part in parts if not isinstance(part, Not | Everything | _OfColumn)]
        all_allowed = [_unscored(each.documents) for each in self._allowed] if not wanted else []
        found = [reduce(_both, each) for each in zip(*wanted, strict=True)] or all_allowed
        for part in parts:
            if isinstance(part, _OfColumn):
                found = [_passed(view, part, hits) for view, hits in zip(self._segments, found, strict=True)]
            elif isinstance(part, Not):
                hindered = self.hits(part.part)
                found = [_except(hits, other[0]) for hits, other in zip(found, hindered, strict=True)]
        return found

    def _beside(self, part: Node) -> Sequence[tuple[Allowed, Hits]]:
        return list(zip(self._allowed, self.hits(part), strict=True))

    def _weighed(self, leaf: Phrase | Pattern | Fuzzy) -> list[Hits]:
        found = [self._admitted(_of_words(view, leaf), at) for at, view in enumerate(self._segments)]
        rare = rarity(self._seen, sum(len(documents) for documents, _ in found))
        return [(documents, weight * (rare * STEP)) for documents, weight in found]

    def _admitted(self, hits: Weighed, at: int) -> Weighed:
        documents, weight = hits
        mask = self._allowed[at].of(documents)
        return hits if mask is None else _kept(documents, weight, mask)


def _of_words(view: SegmentView, leaf: Phrase | Pattern | Fuzzy) -> Weighed:
    """Return the documents in whose texts the leaf stands, or whose number it begins, with their weights."""
    found = _phrased(view, leaf) if isinstance(leaf, Phrase) else _in_texts(view, _spots(view, leaf), leaf.field)
    numbered = _numbered(view, leaf)
    if not numbered.size:
        return found
    return _either(found, (numbered, np.full(len(numbered), NUMBER_BOOST / STEP, np.float32)))


def _phrased(view: SegmentView, leaf: Phrase) -> Weighed:
    folded = fold(leaf.text)
    demanded = elements(folded) if leaf.field != "number" else ()
    if not demanded:
        return _NO_HITS
    if len(demanded) > 1:
        return _in_texts(view, view.phrase(demanded, spare_elements(folded)), leaf.field)
    frequent = None if leaf.field else view.frequent(demanded[0])
    return frequent or _in_texts(view, view.phrase(demanded), leaf.field)


def _spots(view: SegmentView, leaf: Pattern | Fuzzy) -> Array:
    if leaf.field == "number":
        return _NONE
    folded = fold(leaf.text)
    if isinstance(leaf, Fuzzy):
        return view.words_matching(near(view.words, folded, leaf.edits))
    regular = word_pattern(leaf)
    if regular is None:
        return _NONE
    return view.words_matching(matching(view.words, fixed_beginning(folded), regular, whole=True))


def _in_texts(view: SegmentView, spots: Array, field: str) -> Weighed:
    if not spots.size:
        return _NO_HITS
    zones = view.zones_of(spots)
    if field:
        zones = zones.compress((zones & _ZONE_MASK) == ZONES.index(field))
        if not zones.size:
            return _NO_HITS
    return weights(zones, view.norms)


def _numbered(view: SegmentView, leaf: Phrase | Pattern | Fuzzy) -> Array:
    if leaf.field not in ("", "number") or isinstance(leaf, Fuzzy):
        return _NONE
    form = number_form(leaf.text.lstrip("-"))
    if isinstance(leaf, Phrase):
        return view.numbered(*view.numbers.starting(form)) if form else _NONE
    regular = number_pattern(leaf)
    if regular is None:
        return _NONE
    chosen = matching(view.numbers, fixed_beginning(form), regular, whole=False)
    return np.unique(view.sections["number.documents"][chosen])


def _passed(view: SegmentView, leaf: _OfColumn, hits: Hits) -> Hits:
    """Return the hits whose value is accepted."""
    documents, scores = hits
    match leaf:
        case Between(field, low, high):
            values = view.sections[field].take(documents)
            mask = (values >= low) & (values <= high)
        case NumberBetween(low, high):
            keys = view.strings("number_key")
            last = keys.starting(ordering(high))[1] if high else keys.at_or_after(NO_NUMBER)
            values = view.sections["number_key.codes"].take(documents)
            mask = (values >= keys.at_or_after(ordering(low))) & (values < last)
        case OneOf(field, accepted):
            column = view.column(field)
            holds = np.fromiter((label in accepted for label in column.labels), np.bool_, len(column.labels))
            mask = holds.take(column.codes.take(documents))
    return _kept(documents, scores, mask)


_NONE = np.zeros(0, np.int64)
_NO_HITS: Hits = (_NONE, np.zeros(0, np.float32))


def _unscored(documents: Array) -> Hits:
    return documents, np.zeros(len(documents), np.float32)


def _kept(documents: Array, scores: Array, mask: Array) -> tuple[Array, Array]:
    """Return what the mask has: by places, which takes a third of the time of the mask itself."""
    places = mask.nonzero()[0]
    return documents.take(places), scores.take(places)


def _within(few: Array, many: Array) -> Array:
    """Return where each of the few would stand among the many, which are not empty."""
    return np.minimum(np.searchsorted(many, few), len(many) - 1)


def _both(one: Hits, other: Hits) -> Hits:
    few, many = sorted((one, other), key=lambda hits: len(hits[0]))
    if not len(few[0]):
        return _NO_HITS
    if len(few[0]) * _RUNS > len(many[0]):
        return _joined(few, many)
    places = _within(few[0], many[0])
    same = (many[0].take(places) == few[0]).nonzero()[0]
    return few[0].take(same), few[1].take(same) + many[1].take(places.take(same))


def _joined(one: Hits, other: Hits) -> Hits:
    """Return what is in both of two large ones."""
    scores = np.zeros(max(one[0][-1], other[0][-1]) + 1, np.float32)
    scores[other[0]] = other[1]
    there = np.zeros(len(scores), np.bool_)
    there[other[0]] = True
    same = there.take(one[0]).nonzero()[0]
    documents = one[0].take(same)
    return documents, one[1].take(same) + scores.take(documents)


def _either(one: Hits, other: Hits) -> Hits:
    if not len(one[0]) or not len(other[0]):
        return one if len(one[0]) else other
    both = np.concatenate((one[0], other[0]))
    order = both.argsort(kind="stable")  # two ascending runs, which it knows how to join
    both = both.take(order)
    first = np.append(True, both[1:] != both[:-1]).nonzero()[0]
    scores = np.concatenate((one[1], other[1])).take(order).astype(np.float32, copy=False)
    return both.take(first), np.add.reduceat(scores, first)


def _except(hits: Hits, hindered: Array) -> Hits:
    if not hindered.size or not hits[0].size:
        return hits
    return _kept(*hits, hindered.take(_within(hits[0], hindered)) != hits[0])


def _left(documents: Array, hindered: Array) -> Array:
    return _except(_unscored(documents), hindered)[0]
