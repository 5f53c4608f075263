"""The page of the trail: what anyone did, with old and new values, as it was written down."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request

from api.context import actor, services
from api.pages import forms
from api.pages.frame import show
from api.pages.trail_words import EVENT_KINDS, NOBODY, any_event_word, pretty, subject_word
from archives.domain.vocabulary import Role
from archives.services.paging import Cut
from archives.services.trail import EventFilter
from archives.services.transparency import LogStanding

trail_pages = Blueprint("pages_trail", __name__, url_prefix="/trail")
ASKED = ("kind", "subject", "transfer", "actor")


@trail_pages.get("")
def trail() -> Response:
    """Events, the newest first; all for the audit administrator, for others those of what they see."""
    asked = {name: request.args[name] for name in ASKED if request.args.get(name)}
    page = services().trail.events(_wanted(asked.get("kind", "")), Cut(request.args.get("after", "")))
    words = {"event_of": any_event_word, "subject_of": subject_word, "nobody": NOBODY, "pretty": pretty}
    words["accounts"] = _usernames(page.rows)
    return show("trail.html", page=page, asked=asked, kinds=_kinds(), log=_log(), **words)


def _log() -> LogStanding | None:
    """How the log over the trail stands, for whoever answers for it."""
    return services().transparency.standing() if Role.AUDIT_ADMIN in actor().roles else None


def _usernames(events: Sequence[Any]) -> dict[UUID, str]:
    """Whose logins and roles they are about, for whoever reads all of them: before a login nobody acts by name."""
    if Role.AUDIT_ADMIN not in actor().roles:
        return {}
    ids = {event.subject_id for event in events if event.subject_kind == "account"}
    return {each: services().accounts.get(each).username for each in ids}


def _wanted(kind: str) -> EventFilter:
    return EventFilter(forms.asked_id("subject"), forms.asked_id("transfer"), kind, forms.asked_id("actor"))


def _kinds() -> list[tuple[str, str]]:
    return sorted(((kind, any_event_word(kind)) for kind in EVENT_KINDS), key=lambda each: each[1])
