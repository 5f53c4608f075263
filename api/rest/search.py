"""Finding records over JSON."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Blueprint, Response

from api.context import services
from api.files import send_written
from api.rest.operation import Operation
from api.schemas.search import BegunSchema, FindingsSchema, QuestionSchema, SuggestionSchema
from archives.services.search_asking import Question

MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
}
search_bp = Blueprint("rest_search", __name__, url_prefix="/api/v1")


@search_bp.get("/search")
@Operation("Find records", query=QuestionSchema, response=FindingsSchema)
def search(query: dict[str, Any]) -> object:
    """Answer with what the caller may see, the newly saved included."""
    return services().search.find(_question(query))


@search_bp.get("/search/hits.<any(csv, xlsx, xml):kind>")
@Operation("Download all hits", query=QuestionSchema, produces=MIME["csv"])
def download(query: dict[str, Any], kind: str) -> Response:
    """The whole filtered set of one state: one row for each record, in its order; or as EAD 3 (xml), by fonds."""
    return send_written(f"hits.{kind}", MIME[kind], partial(services().search.write_hits, _question(query)))


@search_bp.get("/search/suggestions")
@Operation("Suggest what to ask for", query=BegunSchema, response=SuggestionSchema, listed=True)
def suggest(query: dict[str, Any]) -> Sequence[Any]:
    """Numbers, titles and organizations (by name or pinyin initials) among what the caller may find."""
    return services().search.suggest(query["q"])


def _question(query: dict[str, Any]) -> Question:
    words, sort = query.pop("q"), query.pop("sort")
    offset, limit = query.pop("offset"), query.pop("limit")
    filters = {name: [str(value) for value in values] for name, values in query.items()}
    return Question(words, filters, sort, offset, limit)
