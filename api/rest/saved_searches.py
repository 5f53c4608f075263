"""Saved searches over JSON: one's own alone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.saved_searches import (
    NewHitSchema,
    NewNameSchema,
    NewSavedSearchSchema,
    SavedSearchSchema,
    TellingSchema,
    WatchedSchema,
)
from archives.services.search_asking import Question

saved_searches_bp = Blueprint("rest_saved_searches", __name__, url_prefix="/api/v1/searches")


@saved_searches_bp.get("")
@Operation("List my saved searches", response=WatchedSchema, listed=True)
def list_searches() -> Sequence[Any]:
    """By name, each with the number of new hits."""
    return services().saved_searches.list()


@saved_searches_bp.post("")
@Operation("Save a search", request=NewSavedSearchSchema, response=SavedSearchSchema, status=201)
def save(body: dict[str, Any]) -> object:
    """What answers it now is known; what comes to answer it is told."""
    name, telling, words, sort = (body.pop(each) for each in ("name", "telling", "q", "sort"))
    filters = {facet: [str(value) for value in values] for facet, values in body.items()}
    return services().saved_searches.save(name, Question(words, filters, sort), telling)


@saved_searches_bp.get("/<uuid:search_id>")
@Operation("Show a saved search", response=SavedSearchSchema)
def show_search(search_id: UUID) -> object:
    """With its version as ETag, which every change of it needs."""
    return services().saved_searches.get(search_id)


@saved_searches_bp.get("/<uuid:search_id>/hits")
@Operation("List the new hits of a saved search", response=NewHitSchema, listed=True)
def list_new_hits(search_id: UUID) -> Sequence[Any]:
    """What came since one looked and what one may see, the newest first, at most 200."""
    return services().saved_searches.new_hits(search_id)


@saved_searches_bp.post("/<uuid:search_id>/seen")
@Operation("Say that I have looked at the new hits", response=SavedSearchSchema, if_match=True)
def put_away(search_id: UUID, seen: int) -> object:
    """They are new no more."""
    return services().saved_searches.put_away(search_id, seen)


@saved_searches_bp.post("/<uuid:search_id>/rename")
@Operation("Rename a saved search", request=NewNameSchema, response=SavedSearchSchema, if_match=True)
def rename(search_id: UUID, body: dict[str, str], seen: int) -> object:
    """Under a name that none of one's others has."""
    return services().saved_searches.rename(search_id, seen, body["name"])


@saved_searches_bp.post("/<uuid:search_id>/telling")
@Operation("Choose how I am told", request=TellingSchema, response=SavedSearchSchema, if_match=True)
def tell(search_id: UUID, body: dict[str, Any], seen: int) -> object:
    """Letters need an address (PATCH /session/preferences)."""
    return services().saved_searches.tell(search_id, seen, body["telling"])


@saved_searches_bp.post("/<uuid:search_id>/pause")
@Operation("Pause a saved search", response=SavedSearchSchema, if_match=True)
def pause(search_id: UUID, seen: int) -> object:
    """Until it is resumed."""
    return services().saved_searches.pause(search_id, seen)


@saved_searches_bp.post("/<uuid:search_id>/resume")
@Operation("Resume a saved search", response=SavedSearchSchema, if_match=True)
def resume(search_id: UUID, seen: int) -> object:
    """What came meanwhile is told."""
    return services().saved_searches.resume(search_id, seen)


@saved_searches_bp.delete("/<uuid:search_id>")
@Operation("Delete a saved search", status=204, if_match=True)
def delete(search_id: UUID, seen: int) -> None:
    """For good."""
    services().saved_searches.delete(search_id, seen)
