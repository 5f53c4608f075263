"""Pages of responsible persons (档案工作责任制): of one body, and the bodies where nobody is named."""

from uuid import UUID

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api.context import seen_version, services
from api.idempotency import answer_once
from api.pages import forms
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import show
from api.pages.reader import is_one_of, see_other
from archives.domain.hazard import InspectedKind
from archives.domain.responsibility import HELD_BY_ONE, Office
from archives.domain.vocabulary import Role
from archives.services.paging import Cut
from archives.services.responsibility import Person

responsibility_pages = Blueprint("pages_responsibility", __name__, url_prefix="/responsible")
OFFICERS = (Role.INSPECTOR, Role.AUTHORITY)


@responsibility_pages.get("")
def mine() -> ResponseReturnValue:
    """The reader's own body; for officers the bodies where somebody is missing."""
    own = services().responsibility.own_bodies()
    if not own or is_one_of(*OFFICERS):
        return see_other(".missing")
    return see_other(".body", kind=own[0][0], body_id=own[0][1])


@responsibility_pages.get("/tile")
def tile() -> str:
    """The number of bodies where somebody is missing: a part that the board loads after itself."""
    text = gettext("bodies without responsible persons")
    return render_template("_tile.html", count=services().responsibility.lacking_count(), text=text)


@responsibility_pages.get("/missing")
def missing() -> Response:
    """Bodies without a head or without staff of their archives."""
    counter = services().responsibility
    return show(
        "responsible_missing.html",
        page=counter.lacking(Cut(request.args.get("after", ""))),
        archives=counter.lacking_archives(),
        count=counter.lacking_count(),
        may_raise=is_one_of(*OFFICERS),
    )


@responsibility_pages.get("/<any(organization,repository):kind>/<uuid:body_id>")
def body(kind: str, body_id: UUID) -> Response:
    """Who answers and who answered for the archives of a body."""
    return _body(InspectedKind(kind), body_id, FRESH)


@responsibility_pages.post("/<any(organization,repository):kind>/<uuid:body_id>")
def enter(kind: str, body_id: UUID) -> ResponseReturnValue:
    """Name a person."""

    def act() -> Response:
        words = {name: forms.text(name) for name in ("name", "position", "phone")}
        person = Person(forms.chosen("office", Office), since=forms.required_day("since"), **words)
        services().responsibility.enter(InspectedKind(kind), body_id, person)
        return see_other(".body", kind=kind, body_id=body_id)

    return answer_form(act, lambda filled: _body(InspectedKind(kind), body_id, filled))


@responsibility_pages.post("/<any(organization,repository):kind>/<uuid:body_id>/<uuid:person_id>/end")
def end(kind: str, body_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """End a term."""

    def act() -> Response:
        services().responsibility.end(person_id, seen_version(), forms.required_day("until"), forms.text("reason"))
        return see_other(".body", kind=kind, body_id=body_id)

    return answer_form(act, lambda filled: _body(InspectedKind(kind), body_id, filled))


@responsibility_pages.post("/<any(organization,repository):kind>/<uuid:body_id>/lead")
def raise_lead(kind: str, body_id: UUID) -> ResponseReturnValue:
    """Open a lead on a body where somebody is missing."""

    def act() -> Response:
        lead = services().responsibility.raise_lead(InspectedKind(kind), body_id)
        return see_other("pages_leads.lead", lead_id=lead.id)

    return answer_once(act)


def _body(kind: InspectedKind, body_id: UUID, filled: Filled) -> Response:
    counter, parties = services().responsibility, services().parties
    found = parties.repository(body_id) if kind is InspectedKind.REPOSITORY else parties.organization(body_id)
    return show(
        "responsible.html",
        kind=kind,
        body=found,
        rows=counter.of_body(kind, body_id),
        missing=counter.missing_of(body_id),
        offices=Office,
        passing=HELD_BY_ONE,
        own=counter.own_bodies(),
        may_enter=counter.may_enter(kind, body_id),
        filled=filled,
    )
