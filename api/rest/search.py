"""Finding records over JSON."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.search import BegunSchema, FindingsSchema, QuestionSchema, SuggestionSchema
from archives.services.search import Question

search_bp = Blueprint("rest_search", __name__, url_prefix="/api/v1")


@search_bp.get("/search")
@Operation("Find records", query=QuestionSchema, response=FindingsSchema)
def search(query: dict[str, Any]) -> object:
    """Answer with what the caller may see, the newly saved included."""
    words, sort = query.pop("q"), query.pop("sort")
    offset, limit = query.pop("offset"), query.pop("limit")
    filters = {name: [str(value) for value in values] for name, values in query.items()}
    return services().search.find(Question(words, filters, sort, offset, limit))


@search_bp.get("/search/suggestions")
@Operation("Suggest what to ask for", query=BegunSchema, response=SuggestionSchema, listed=True)
def suggest(query: dict[str, Any]) -> Sequence[Any]:
    """Numbers, titles and organizations (by name or pinyin initials) among what the caller may find."""
    return services().search.suggest(query["q"])
