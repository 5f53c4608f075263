"""The page for finding records: one box, facets at its side, what was just saved included."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from api.context import services
from api.files import send_written
from api.pages.frame import show
from api.pages.question_words import EXAMPLE_WORDS, NOTES
from api.pages.words import WORDS
from api.schemas.search import SuggestionSchema
from archives.domain.question_fields import EXAMPLES, FIELD_NAMES
from archives.domain.vocabulary import AccessStatus, Custody, Level, RetentionClass
from archives.services.search import FARTHEST, FacetValue, Findings
from archives.services.search_asking import Question

search_pages = Blueprint("pages_search", __name__, url_prefix="/search")
HITS = 20  # on a page
MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
}
KINDS = {"csv": "CSV", "xlsx": "XLSX", "xml": "EAD 3"}
VALUES = 12  # of a facet
FACETS: Mapping[str, LazyString] = MappingProxyType(
    {
        "organization_id": _("Organization"),
        "fonds_id": _("Fonds"),
        "repository_id": _("Archive"),
        "year": _("Year"),
        "level": _("Level"),
        "category": _("Category of records"),
        "retention": _("Retention period"),
        "access_status": _("Access status"),
        "custody": _("Custody"),
    }
)
SORTS: Mapping[str, LazyString] = MappingProxyType(
    {
        "relevance": _("Best first"),
        "-formed_on": _("Newest first"),
        "formed_on": _("Oldest first"),
        "number": _("By number"),
    }
)
_CLOSED: Mapping[str, type[StrEnum]] = {
    "level": Level,
    "retention": RetentionClass,
    "access_status": AccessStatus,
    "custody": Custody,
}


@dataclass(frozen=True, slots=True)
class FacetLink:
    """One value to narrow by, or to leave again: the address is the search with it or without it."""

    label: str
    count: int
    url: str
    is_chosen: bool


@search_pages.get("")
def search() -> Response:
    """Answer a question; without words and filters, say how to ask."""
    question = _question()
    asked = bool(question.words.strip() or question.filters)
    found = services().search.find(question) if asked else Findings(0, (), {})
    facts: dict[str, Any] = {
        "question": question,
        "asked": asked,
        "found": found,
        "facets": list(_facets(found, question)) if asked else [],
        "names": {each.value: each.label for each in found.facets.get("organization_id", ())},
        "sorts": SORTS,
        "notes": [(each, NOTES[each.code]) for each in found.notes],
        "fields": FIELD_NAMES,
        "examples": [(asked, EXAMPLE_WORDS[name]) for name, asked in EXAMPLES.items()],
        "exports": [(KINDS[kind], _url(question, question.filters, ".download", kind=kind)) for kind in MIME],
        "save_url": _url(question, question.filters, "pages_saved_searches.new_search"),
        "next_url": _page_url(question, HITS) if question.offset + HITS < min(found.total, FARTHEST) else "",
        "previous_url": _page_url(question, -HITS) if question.offset else "",
    }
    return show("search.html", **facts)


@search_pages.get("/hits.<any('csv', 'xlsx', 'xml'):kind>")
def download(kind: str) -> Response:
    """All hits of the question and its filters, as a list or as a finding aid."""
    return send_written(f"hits.{kind}", MIME[kind], partial(services().search.write_hits, _question()))


@search_pages.get("/suggestions")
def suggest() -> Response:
    """What somebody may mean who has begun to type, for the search box."""
    told = SuggestionSchema(many=True).dump(services().search.suggest(request.args.get("q", "")))
    return jsonify(told)


def _question() -> Question:
    asked = request.args
    filters = {name: asked.getlist(name) for name in FACETS if any(asked.getlist(name))}
    sort = asked.get("sort", "")
    offset = max(0, min(asked.get("offset", 0, type=int), FARTHEST - HITS))
    return Question(asked.get("q", ""), filters, sort if sort in SORTS else "relevance", offset, HITS)


def _facets(found: Findings, question: Question) -> Iterator[tuple[LazyString, list[FacetLink]]]:
    """Yield the facets that tell something: more than one value, or one that was chosen."""
    for name, heading in FACETS.items():
        values = found.facets.get(name, ())
        chosen = question.filters.get(name, ())
        if len(values) > 1 or chosen:
            yield heading, [_link(name, value, question) for value in values[:VALUES]]


def _link(name: str, value: FacetValue, question: Question) -> FacetLink:
    chosen = set(question.filters.get(name, ()))
    filters = {**question.filters, name: sorted(chosen ^ {value.value})}
    return FacetLink(_label(name, value), value.count, _url(question, filters), value.value in chosen)


def _label(name: str, value: FacetValue) -> str:
    kind = _CLOSED.get(name)
    return str(WORDS[kind][kind(value.value)]) if kind else value.label


def _page_url(question: Question, step: int) -> str:
    return _url(question, question.filters, offset=max(0, question.offset + step))


def _url(question: Question, filters: Mapping[str, Any], endpoint: str = ".search", **more: Any) -> str:  # noqa: ANN401 -- parts of an address
    parts: dict[str, Any] = {**filters, **more, "q": question.words}
    if question.sort != "relevance":
        parts["sort"] = question.sort
    return url_for(endpoint, **parts)
