"""Pages of bulk registration: send a list, watch its check, see every wrong cell, publish or end it."""

import json
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from api.context import actor, seen_version, services
from api.files import send_stream
from api.idempotency import answer_once
from api.pages.forms import chosen, identifier
from api.pages.frame import show, told_to_reload
from api.pages.problem_words import finding_said, problem_remedy
from api.pages.reader import holds, see_other
from api.pages.registration_words import modes
from api.pages.uploads import form_upload
from archives.domain.errors import InvalidInputError, UnreadableInputError
from archives.domain.registration import ImportMode, ImportState
from archives.domain.vocabulary import Role
from archives.services.paging import GREATEST_LIMIT, Cut
from archives.services.registration import ImportOptions
from archives.services.registration_staging import Finding

import_pages = Blueprint("pages_imports", __name__, url_prefix="/imports")
FINDINGS = 100  # on a page
MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
RUNNING = frozenset({ImportState.RECEIVED, ImportState.CHECKING, ImportState.PUBLISHING})
INVALID = 422


@import_pages.get("")
def list_imports() -> Response:
    """All lists that were sent, the newest first, and the form to send another."""
    return _list_page()


@import_pages.post("")
def receive() -> ResponseReturnValue:
    """Take a list in; the same list again leads to where it already is."""
    actor().require_role(Role.CLERK)
    try:
        fonds, mode = identifier(request.form.get("fonds", "")), chosen("mode", ImportMode)
        upload = form_upload(request.files)
        row = services().registrations.receive(fonds, upload, ImportOptions(mode))
    except (InvalidInputError, UnreadableInputError) as refusal:
        return _list_page(_errors(refusal), INVALID)
    return see_other(".show_import", import_id=row.id)


@import_pages.get("/template.<any('csv', 'xlsx'):kind>")
def template(kind: str) -> Response:
    """An empty list with an example row."""
    target = BytesIO()
    services().registrations.write_template(f"template.{kind}", target)
    return send_stream(target.getvalue(), f"template.{kind}", MIME[kind])


@import_pages.get("/<uuid:import_id>")
def show_import(import_id: UUID) -> Response:
    """One list: how far it is, what is wrong with it, and what can be done."""
    after = request.args.get("after", 0, type=int)
    findings = services().registrations.findings(import_id, after, FINDINGS)
    return show("import.html", findings=findings, after=after, page_size=FINDINGS, **_facts(import_id))


@import_pages.get("/<uuid:import_id>/progress")
def progress(import_id: UUID) -> Response:
    """The part that tells how far the machine is; it asks again by itself, and at the end has the page loaded anew."""
    facts = _facts(import_id)
    return told_to_reload(show("import_progress.html", **facts), when=not facts["is_running"])


@import_pages.get("/<uuid:import_id>/findings.<any('csv', 'xlsx', 'json'):kind>")
def error_sheet(import_id: UUID, kind: str) -> Response:
    """Everything that was found, in words, with the cells of each wrong row."""
    name = f"findings.{kind}"
    if kind == "json":
        return send_stream(_json(import_id), name, MIME[kind])
    target = BytesIO()
    services().registrations.write_error_sheet(import_id, name, target, finding_said)
    return send_stream(target.getvalue(), name, MIME[kind])


@import_pages.post("/<uuid:import_id>/publish")
def publish(import_id: UUID) -> ResponseReturnValue:
    """Have the good rows registered."""
    ask, seen = services().registrations.ask_to_publish, seen_version()
    return answer_once(lambda: see_other(".show_import", import_id=ask(import_id, seen).id))


@import_pages.post("/<uuid:import_id>/abort")
def abort(import_id: UUID) -> ResponseReturnValue:
    """End it; nothing of it is registered."""
    row = services().registrations.abort(import_id, seen_version())
    return see_other(".show_import", import_id=row.id)


def _list_page(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    page = services().registrations.list(None, Cut(request.args.get("after", "")))
    fonds = [each for each in services().fonds.list(Cut(limit=GREATEST_LIMIT)).rows if holds(each, Role.CLERK)]
    facts: dict[str, Any] = {"fonds": fonds, "modes": modes(), "errors": errors or {}, "sent": request.form}
    return show("imports.html", status, page=page, **facts)


def _errors(refusal: InvalidInputError | UnreadableInputError) -> dict[str, str]:
    if isinstance(refusal, UnreadableInputError):
        return {"file": problem_remedy({"code": str(refusal.facts["reason"]), "facts": refusal.facts})}
    told = {each.where.strip("/"): {"code": each.code, "facts": dict(each.facts)} for each in refusal.problems}
    return {where: problem_remedy(problem) for where, problem in told.items()}


def _facts(import_id: UUID) -> dict[str, Any]:
    row = services().registrations.get(import_id)
    can = holds(row, Role.CLERK)
    return {
        "row": row,
        "fonds": services().fonds.get(row.fonds_id),
        "is_running": row.state in RUNNING,
        "may_publish": can and row.state == ImportState.CHECKED and row.rows_good > 0,
        "may_abort": can and row.state not in (ImportState.PUBLISHED, ImportState.ABORTED),
        "has_findings": row.state not in (ImportState.RECEIVED, ImportState.ABORTED),
    }


def _json(import_id: UUID) -> bytes:
    lines, after = [], 0
    while found := services().registrations.findings(import_id, after, FINDINGS):
        after = found[-1].id
        lines += [_line(each) for each in found]
    return json.dumps(lines, ensure_ascii=False, indent=1).encode()


def _line(finding: Finding) -> dict[str, object]:
    named = ("row", "label", "code", "severity", "value")
    return {**{name: getattr(finding, name) for name in named}, "message": finding_said(finding)}
