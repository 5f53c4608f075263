"""Published summaries: pages, JSON and CSV for everybody; the page on which an authority publishes and withdraws."""

import io
from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api.context import house, seen_version, services
from api.pages import forms
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import show
from api.pages.reader import holds_at, is_one_of, see_other
from api.pages.words import word
from api.schemas.accountability import PublishedSummarySchema
from archives.domain.errors import InvalidInputError, NotPermittedError
from archives.domain.hazard import FindingKind, Grade
from archives.domain.permission import Place
from archives.domain.publication import Number, Summary
from archives.domain.vocabulary import Role

published_pages = Blueprint("pages_published", __name__, url_prefix="/published")
publication_pages = Blueprint("pages_publications", __name__, url_prefix="/publications")


# --- for everybody ---


@published_pages.get("")
def list_published() -> Response:
    """All summaries, the newest first."""
    return show("published.html", rows=services().publications.list())


@published_pages.get("/<uuid:summary_id>")
def summary(summary_id: UUID) -> Response:
    """One summary."""
    row = services().publications.get(summary_id)
    told = Summary.of(row.figures)
    return show("published_summary.html", row=row, summary=told, lines=list(_lines(told)))


@published_pages.get("/<uuid:summary_id>.json")
def as_json(summary_id: UUID) -> Response:
    """The same as JSON; null is a number that is withheld."""
    return jsonify(PublishedSummarySchema().dump(services().publications.get(summary_id)))


@published_pages.get("/<uuid:summary_id>.csv")
def as_csv(summary_id: UUID) -> Response:
    """The same as CSV in the reader's language; a withheld number is an empty cell."""
    row = services().publications.get(summary_id)
    told = Summary.of(row.figures)
    rows = [[gettext("Place"), row.place_name], [gettext("Period"), row.period]]
    rows += [[name, _cell(number)] for name, number, _ in _lines(told)]
    found, closed = gettext("Found in the period"), gettext("Closed in the period")
    rows.append([gettext("Place"), found, closed, gettext("Open at the end")])
    rows += [[each.name, _cell(each.found), _cell(each.closed), _cell(each.open)] for each in told.districts]
    sheet = io.BytesIO()
    house().outside.tables.write("summary.csv", rows, sheet)
    answer = Response(sheet.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="summary-{row.period}.csv"'
    return answer


# --- for the authority ---


@publication_pages.get("")
def manage() -> Response:
    """What would be published of a place and a period, and what has been."""
    return _manage(FRESH)


@publication_pages.post("")
def publish() -> ResponseReturnValue:
    """Publish it."""

    def act() -> Response:
        made = services().publications.publish(forms.required_id("place"), forms.text("period"))
        return see_other("pages_published.summary", summary_id=made.id)

    return answer_form(act, _manage)


@publication_pages.post("/<uuid:summary_id>/withdraw")
def withdraw(summary_id: UUID) -> ResponseReturnValue:
    """Take it back."""

    def act() -> Response:
        services().publications.withdraw(summary_id, seen_version(), forms.text("reason"))
        return see_other(".manage")

    return answer_form(act, _manage)


# --- private ---


def _manage(filled: Filled) -> Response:
    if not is_one_of(Role.AUTHORITY):
        raise NotPermittedError("Only the authority publishes.", roles=Role.AUTHORITY)
    counter = services().publications
    places = counter.places()
    place, period = forms.asked_id("place"), request.args.get("period", "")
    asked = place or (places[0].id if places else None)
    told, problems = None, filled.problems
    try:
        told = counter.preview(asked, period) if asked else None
    except InvalidInputError:
        problems = (*problems, ("period", gettext("There is no such period, or it has not ended.")))
    return show(
        "publications.html",
        places=[(str(each.id), each.name) for each in places],
        place=str(asked or ""),
        period=period or services().work_reports.last_period().code,
        lines=list(_lines(told)) if told else [],
        summary=told,
        rows=[each for each in counter.list() if holds_at(Place(jurisdiction=each.jurisdiction_path), Role.AUTHORITY)],
        least=house().outside.profile.publish_least,
        filled=Filled(filled.values, tuple(problems)),
    )


def _cell(number: Number) -> str:
    return "" if number is None else str(number)


def _lines(told: Summary) -> Iterator[tuple[str, Number, str]]:
    """Yield the figures of a summary: name, number, unit."""
    yield gettext("Inspections concluded"), told.inspections, ""
    for kind, number in told.found.items():
        yield gettext("Found: %(kind)s", kind=str(word(FindingKind(kind)))), number, ""
    for grade, number in told.hazards.items():
        yield gettext("Hazards: %(grade)s", grade=str(word(Grade(grade)))), number, ""
    yield gettext("Closed in the period"), told.closed, ""
    yield gettext("Open at the end"), told.open, ""
    yield gettext("Came up again"), told.recurrences, ""
    yield gettext("Orders issued"), told.orders, ""
    yield gettext("Reported in time"), told.on_time, "%"
    yield gettext("Days to close on the average"), told.days_to_close, ""
