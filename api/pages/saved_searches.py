"""The pages of saved searches: what is new in each, and changing them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from api.context import actor, seen_version, services
from api.pages import forms
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import show
from api.pages.reader import see_other
from api.pages.search import FACETS, SORTS
from archives.domain.saved_search import LONGEST_NAME, Telling
from archives.services.search_asking import Question

saved_search_pages = Blueprint("pages_saved_searches", __name__, url_prefix="/searches")

TELLINGS: Mapping[Telling, LazyString] = MappingProxyType(
    {
        Telling.DESK: _("On the desk only"),
        Telling.DAILY: _("By e-mail, once a day at most"),
        Telling.AT_ONCE: _("By e-mail at once"),
    }
)
"""How one is told of new hits."""


@saved_search_pages.get("")
def list_searches() -> Response:
    """One's own, by name."""
    rows = [(each, search_url(each.search)) for each in services().saved_searches.list()]
    return show("saved_searches.html", rows=rows, tellings=TELLINGS)


@saved_search_pages.get("/new")
def new_search() -> Response:
    """Give a name to the question of the address."""
    return _new(FRESH)


@saved_search_pages.post("/new")
def save() -> ResponseReturnValue:
    """Save the question of the address."""

    def act() -> Response:
        telling = forms.chosen("telling", Telling)
        saved = services().saved_searches.save(forms.text("name"), _question(), telling)
        return see_other(".saved_search", search_id=saved.id)

    return answer_form(act, _new)


@saved_search_pages.get("/<uuid:search_id>")
def saved_search(search_id: UUID) -> Response:
    """What is new in it, and how it can be changed."""
    return _shown(search_id, FRESH)


@saved_search_pages.post("/<uuid:search_id>/seen")
def put_away(search_id: UUID) -> ResponseReturnValue:
    """The new hits are new no more."""
    services().saved_searches.put_away(search_id, seen_version())
    return see_other(".saved_search", search_id=search_id)


@saved_search_pages.post("/<uuid:search_id>/rename")
def rename(search_id: UUID) -> ResponseReturnValue:
    """Call it otherwise."""

    def act() -> Response:
        services().saved_searches.rename(search_id, seen_version(), forms.text("name"))
        return see_other(".saved_search", search_id=search_id)

    return answer_form(act, lambda filled: _shown(search_id, filled))


@saved_search_pages.post("/<uuid:search_id>/telling")
def tell(search_id: UUID) -> ResponseReturnValue:
    """Be told otherwise."""

    def act() -> Response:
        services().saved_searches.tell(search_id, seen_version(), forms.chosen("telling", Telling))
        return see_other(".saved_search", search_id=search_id)

    return answer_form(act, lambda filled: _shown(search_id, filled))


@saved_search_pages.post("/<uuid:search_id>/pause")
def pause(search_id: UUID) -> ResponseReturnValue:
    """Look for nothing until it is resumed."""
    services().saved_searches.pause(search_id, seen_version())
    return see_other(".saved_search", search_id=search_id)


@saved_search_pages.post("/<uuid:search_id>/resume")
def resume(search_id: UUID) -> ResponseReturnValue:
    """Look again."""
    services().saved_searches.resume(search_id, seen_version())
    return see_other(".saved_search", search_id=search_id)


@saved_search_pages.post("/<uuid:search_id>/delete")
def delete(search_id: UUID) -> ResponseReturnValue:
    """Forget it."""
    services().saved_searches.delete(search_id, seen_version())
    return see_other(".list_searches")


def search_url(search: Any) -> str:  # noqa: ANN401 -- a row
    """Return where all that answers it is shown."""
    return url_for("pages_search.search", q=search.question, sort=search.sort, **search.filters)


def _question() -> Question:
    asked = request.args
    filters = {name: asked.getlist(name) for name in FACETS if any(asked.getlist(name))}
    sort = asked.get("sort", "")
    return Question(asked.get("q", ""), filters, sort if sort in SORTS else "relevance")


def _new(filled: Filled) -> Response:
    return show("saved_search_new.html", question=_question(), filled=filled, **_choices())


def _shown(search_id: UUID, filled: Filled) -> Response:
    kept = services().saved_searches
    search = kept.get(search_id)
    facts = {"url": search_url(search), "hits": kept.new_hits(search_id), "filled": filled, **_choices()}
    return show("saved_search.html", search=search, **facts)


def _choices() -> dict[str, Any]:
    """Return how one may choose to be told: by letters only when one has an address and the house sends any."""
    own = actor().account_id
    address = services().accounts.get(own).email if own else ""
    told = TELLINGS if address and services().deliveries.is_on else {Telling.DESK: TELLINGS[Telling.DESK]}
    return {"tellings": list(told.items()), "address": address, "longest": LONGEST_NAME}
