"""Says a request in OpenSearch's own language."""

from collections.abc import Iterable, Mapping
from typing import Any

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
from archives.ports import SearchRequest, Visibility
from search_index.analysis import runs
from search_index.catalogue import NUMBER_BOOST, ZONES, demanded, ordering
from search_index.folding import fold, number_form
from search_index.opensearch_schema import BOOSTS, bigrams, carried, signs, signs_of, token
from search_index.words import number_pattern, word_pattern

Query = dict[str, Any]

MOST_VALUES = 10_000  # of a facet; the commonest are counted
NONE: Query = {"match_none": {}}
_ORDERS: Mapping[str, Query] = {
    "relevance": {"_score": "desc"},
    "formed_on": {"formed_on": "asc"},
    "-formed_on": {"dated_on": {"order": "desc", "missing": "_last"}},
    "number": {"number_key": "asc"},
}
_TIMES = {"formed_on": "formed_on", "year": "year_number"}


def body(request: SearchRequest, filters: Mapping[str, Iterable[str]]) -> Query:
    """Return the request as the server wants it."""
    return {
        "query": _asked(request, filters),
        "from": max(request.offset, 0),
        "size": max(request.limit, 0),
        "sort": [_ORDERS[request.sort], {"record_id": "asc"}],
        "track_scores": True,
        "track_total_hits": True,
        "aggs": {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in request.facets},
    }


def said(node: Node) -> Query:
    """Return the question. No score depends on other documents, which may be hidden."""
    match node:
        case And(parts):
            return {"bool": {"must": [said(part) for part in parts]}}
        case Or(parts):
            return _any([said(part) for part in parts])
        case Not(part):
            return {"bool": {"must_not": [said(part)]}}
        case Everything():
            return {"match_all": {"boost": 0}}
        case Phrase() | Pattern() | Fuzzy():
            return _of_words(node)
        case _:
            return {"constant_score": {"filter": _of_column(node), "boost": 0}}


def _asked(request: SearchRequest, filters: Mapping[str, Iterable[str]]) -> Query:
    held = (*filters.items(), *demanded(request.visibility).items())
    chosen = [{"terms": {name: sorted(map(carried, values))}} for name, values in held]
    hidden = [{"terms": {"record_id": sorted(map(carried, request.without))}}] if request.without else []
    shown = [*_reached(request.visibility), *chosen]
    return {"bool": {"must": [said(request.question)], "must_not": hidden, "filter": shown}}


def _reached(visibility: Visibility) -> list[Query]:
    """Return the filter of what may be reached; without any right it is one that nothing passes."""
    if visibility.everything:
        return []
    ways: list[Query] = [
        {"terms": {"organization_id": sorted(map(carried, visibility.organizations - {""}))}},
        {"terms": {"repository_id": sorted(map(carried, visibility.repositories - {""}))}},
    ]
    for prefix in sorted(visibility.jurisdictions):
        if stem := carried(prefix.rstrip("/")):
            ways += [{"term": {"jurisdiction": stem}}, {"prefix": {"jurisdiction": f"{stem}/"}}]
    return [_any(ways)]


def _of_words(leaf: Phrase | Pattern | Fuzzy) -> Query:
    """Return the leaf in any text that it asks for, or as the beginning of a number."""
    ways = [_in_zone(zone, leaf) for zone in ZONES if leaf.field in ("", zone)]
    if leaf.field in ("", "number"):
        ways.append({"constant_score": {"filter": _in_number(leaf), "boost": NUMBER_BOOST}})
    return _any(ways)


def _in_zone(zone: str, leaf: Phrase | Pattern | Fuzzy) -> Query:
    signs_field, boost = signs_of(zone), BOOSTS[zone]
    if isinstance(leaf, Phrase):
        return _phrase(zone, leaf, boost)
    if isinstance(leaf, Fuzzy):
        near = {"value": token(fold(leaf.text)), "fuzziness": leaf.edits, "transpositions": False}
        return {"fuzzy": {signs_field: {**near, "rewrite": "constant_score", "boost": boost}}}
    if word_pattern(leaf) is None:
        return NONE
    return {"wildcard": {signs_field: {"value": carried(fold(leaf.text)), "boost": boost}}}


def _phrase(zone: str, leaf: Phrase, boost: float) -> Query:
    """Return the tokens in a row. Intervals are scored by how often they occur in the document alone."""
    found = list(runs(fold(leaf.text)))
    if not found:
        return NONE
    is_single_last = found[-1].chinese and len(found[-1].text) == 1
    field, tokens = (signs_of(zone), signs(found)) if is_single_last else (zone, bigrams(found, is_open=True))
    row = {"query": " ".join(tokens), "mode": "ordered", "max_gaps": 0}
    return {"intervals": {field: {"match": row, "boost": boost}}}


def _in_number(leaf: Phrase | Pattern | Fuzzy) -> Query:
    if isinstance(leaf, Phrase) and (form := number_form(leaf.text.lstrip("-"))):
        return {"prefix": {"number": carried(form)}}
    if isinstance(leaf, Pattern) and number_pattern(leaf) is not None:
        return {"wildcard": {"number": carried(number_form(leaf.text)).replace("\\", "\\\\") + "*"}}
    return NONE


def _of_column(node: Node) -> Query:
    match node:
        case Between(field, low, high):
            return {"range": {_TIMES[field]: {"gte": low, "lte": high}}}
        case NumberBetween(low, high):
            first, last = carried(ordering(low)), carried(ordering(high))
            below: list[Query] = [{"range": {"number_key": {"lt": last}}}, {"prefix": {"number_key": last}}]
            above = {"range": {"number_key": {"gte": first}}}
            return {"bool": {"filter": [above, _any(below), {"exists": {"field": "number"}}]}}
        case OneOf(field, values):
            return {"terms": {field: sorted(map(carried, values))}}
        case _:
            return NONE


def _any(ways: list[Query]) -> Query:
    return {"bool": {"should": ways, "minimum_should_match": 1}} if ways else NONE
