"""Pages of lists of readings: send one, watch its check, see every wrong cell, take it over or end it."""

from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from api.context import seen_version, services
from api.files import send_stream
from api.idempotency import answer_once
from api.pages.case_forms import body_chosen
from api.pages.forms import FRESH, Filled, answer_form, chosen
from api.pages.frame import show, told_to_reload
from api.pages.problem_words import finding_said
from api.pages.reader import see_other
from api.pages.registration_words import modes
from api.pages.uploads import form_upload
from archives.domain.errors import InvalidInputError, Problem, UnreadableInputError
from archives.domain.registration import ImportMode, ImportState
from archives.services.climate_imports import ReadingsList
from archives.services.paging import Cut

climate_import_pages = Blueprint("pages_climate_imports", __name__, url_prefix="/climate/imports")
FINDINGS = 100  # on a page
MIME = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
RUNNING = frozenset({ImportState.RECEIVED, ImportState.CHECKING, ImportState.PUBLISHING})


@climate_import_pages.get("")
def list_imports() -> Response:
    """All lists that were sent, the newest first, and the form to send another."""
    return _list_page(FRESH)


@climate_import_pages.post("")
def receive() -> ResponseReturnValue:
    """Take a list in; the same list again leads to where it already is."""

    def act() -> Response:
        asked = ReadingsList(*body_chosen(), chosen("mode", ImportMode))
        try:
            row = services().climate_imports.receive(asked, form_upload(request.files))
        except UnreadableInputError as refusal:
            raise InvalidInputError([Problem(str(refusal.facts["reason"]), "file")]) from refusal
        return see_other(".show_import", list_id=row.id)

    return answer_form(act, _list_page)


@climate_import_pages.get("/template.<any(csv, xlsx):kind>")
def template(kind: str) -> Response:
    """A list with example rows."""
    target = BytesIO()
    services().climate_imports.write_template(f"template.{kind}", target)
    return send_stream(target.getvalue(), f"template.{kind}", MIME[kind])


@climate_import_pages.get("/<uuid:list_id>")
def show_import(list_id: UUID) -> Response:
    """One list: how far it is, what is wrong with it, and what can be done."""
    after = request.args.get("after", 0, type=int)
    findings = services().climate_imports.findings(list_id, max(after, 0), FINDINGS)
    return show("climate_import.html", findings=findings, after=after, page_size=FINDINGS, **_facts(list_id))


@climate_import_pages.get("/<uuid:list_id>/progress")
def progress(list_id: UUID) -> Response:
    """The part that tells how far the machine is; at the end it has the page loaded anew."""
    facts = _facts(list_id)
    return told_to_reload(show("climate_import_progress.html", **facts), when=not facts["is_running"])


@climate_import_pages.get("/<uuid:list_id>/findings.<any(csv, xlsx):kind>")
def error_sheet(list_id: UUID, kind: str) -> Response:
    """Everything that was found, in words, with the cells of each wrong row."""
    target, name = BytesIO(), f"findings.{kind}"
    services().climate_imports.write_error_sheet(list_id, name, target, finding_said)
    return send_stream(target.getvalue(), name, MIME[kind])


@climate_import_pages.post("/<uuid:list_id>/publish")
def publish(list_id: UUID) -> ResponseReturnValue:
    """Have the good rows taken over."""
    ask, seen = services().climate_imports.ask_to_publish, seen_version()
    return answer_once(lambda: see_other(".show_import", list_id=ask(list_id, seen).id))


@climate_import_pages.post("/<uuid:list_id>/abort")
def abort(list_id: UUID) -> ResponseReturnValue:
    """End it; nothing of it is taken over."""
    row = services().climate_imports.abort(list_id, seen_version())
    return see_other(".show_import", list_id=row.id)


def _list_page(filled: Filled) -> Response:
    page = services().climate_imports.list(Cut(request.args.get("after", "")))
    bodies = [(f"{kind}:{body_id}", name) for kind, body_id, name in services().climate_rooms.keeps()]
    return show("climate_imports.html", page=page, bodies=bodies, modes=modes(), filled=filled)


def _facts(list_id: UUID) -> dict[str, Any]:
    row = services().climate_imports.get(list_id)
    can = services().climate_imports.may_act(row)
    return {
        "row": row,
        "is_running": row.state in RUNNING,
        "may_publish": can and row.state == ImportState.CHECKED and row.rows_good > 0,
        "may_abort": can and row.state not in (ImportState.PUBLISHED, ImportState.ABORTED),
        "has_findings": row.state not in (ImportState.RECEIVED, ImportState.ABORTED),
    }
