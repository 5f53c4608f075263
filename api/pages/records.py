"""Pages of records: the list, one record, its forms, its files."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api.context import actor, house, seen_version, services
from api.files import send_stream, show_pdf
from api.idempotency import answer_once
from api.pages.forms import asked_id, chosen_id, identifier
from api.pages.frame import show
from api.pages.problem_words import problem_text
from api.pages.reader import holds, is_one_of, see_other
from api.pages.record_forms import (
    RecordForm,
    Typed,
    chosen,
    errors_at_fields,
    frozen_of,
    summary,
    typed_in,
)
from api.pages.record_view import RecordView
from api.pages.uploads import form_upload
from archives.domain.errors import DuplicateError, InvalidInputError, NotFoundError, StaleVersionError
from archives.domain.vocabulary import Carrier, Custody, Level, RetentionClass, Role
from archives.services.paging import GREATEST_LIMIT, Cut
from archives.services.records import RecordFilter, Registered

record_pages = Blueprint("pages_records", __name__, url_prefix="/records")
INVALID, STALE = 422, 409
BYTES, PDF_HEAD = "application/octet-stream", b"%PDF-"
REGISTRABLE = (Level.ITEM, Level.VOLUME, Level.SERIES)


@record_pages.get("")
def list_records() -> Response:
    """All that the person may see, in the order of registration, by fonds, year, retention, custody and number."""
    asked = request.args
    wanted = RecordFilter(
        fonds_id=asked_id("fonds"),
        parent_id=asked_id("parent"),
        year=asked.get("year", type=int),
        retention=_member(RetentionClass, "retention"),
        custody=_member(Custody, "custody"),
        number=asked.get("number", "").strip(),
    )
    page = services().records.list(wanted, Cut(asked.get("after", "")))
    facts = {"page": page, "wanted": wanted, "fonds": _fonds(), "may_register": bool(_own_fonds())}
    return show("records.html", **facts, retentions=RetentionClass, custodies=Custody)


@record_pages.get("/new")
def new() -> Response:
    """The form to register a record, for a level and a carrier."""
    return _entry_page(request.args, Typed(), {})


@record_pages.post("/new")
def register() -> ResponseReturnValue:
    """Register what was typed; wrong input comes back with every problem at its field."""
    typed, fonds, parent = typed_in(request.form), identifier(request.form.get("fonds", "")), chosen_id("parent")
    given = {name: text for name, text in typed.values.items() if text}
    given |= {"level": request.form.get("level", ""), "carrier": request.form.get("carrier", "")}
    try:
        return answer_once(lambda: _told(services().records.register(fonds, given, parent), gettext("Registered.")))
    except InvalidInputError as refusal:
        return _entry_page(request.form, typed, errors_at_fields(refusal.problems), INVALID)
    except DuplicateError as refusal:
        return _entry_page(request.form, typed, {"reference_code": _taken(refusal)}, STALE)


@record_pages.get("/<uuid:record_id>")
def record(record_id: UUID) -> Response:
    """One record: its description, files, contents, transfer and history."""
    return show("record.html", view=RecordView(services(), record_id), after=request.args.get("after", ""))


@record_pages.get("/<uuid:record_id>/edit")
def edit(record_id: UUID) -> Response:
    """The form to change what may be changed of a description."""
    view = RecordView(services(), record_id)
    return _edit_page(view, Typed(view.description, view.description), {})


@record_pages.post("/<uuid:record_id>/edit")
def describe(record_id: UUID) -> ResponseReturnValue:
    """Change the elements that were typed anew; a stale form shows what was changed meanwhile."""
    typed, records = typed_in(request.form), services().records
    try:
        seen = seen_version()
        return answer_once(lambda: _told(records.describe(record_id, seen, typed.changes), gettext("Saved.")))
    except InvalidInputError as refusal:
        return _edit_page(RecordView(services(), record_id), typed, errors_at_fields(refusal.problems), INVALID)
    except StaleVersionError:
        return _edit_page(RecordView(services(), record_id), typed, {}, STALE)


@record_pages.post("/<uuid:record_id>/files")
def attach(record_id: UUID) -> ResponseReturnValue:
    """Add the file of a plain form."""
    file = services().content.attach(record_id, form_upload(request.files, request.form.get("size", "")))
    flash(gettext("%(name)s was attached.", name=file.name), "good")
    return see_other(".record", record_id=record_id, _anchor="files-title")


@record_pages.get("/<uuid:record_id>/files/<uuid:file_id>/view")
def view(record_id: UUID, file_id: UUID) -> Response:
    """A PDF, for the browser's own viewer, which opens it at `#page=…`; any other file as a download."""
    file = _file(record_id, file_id)
    stream = services().content.open(file)
    head = stream.read(len(PDF_HEAD))
    stream.seek(0)
    return show_pdf(stream, file.name) if head == PDF_HEAD else send_stream(stream, file.name, BYTES)


@record_pages.get("/<uuid:record_id>/files/<uuid:file_id>/content")
def content(record_id: UUID, file_id: UUID) -> Response:
    """The bytes of a file, as a download under its own name."""
    file = _file(record_id, file_id)
    return send_stream(services().content.open(file), file.name, BYTES)


def _file(record_id: UUID, file_id: UUID) -> Any:  # noqa: ANN401 -- a row
    found = next((each for each in services().content.list(record_id) if each.id == file_id), None)
    if found is None:
        raise NotFoundError("content_file", file_id)
    return found


def _entry_page(asked: Any, typed: Typed, errors: dict[str, str], status: int = 200) -> Response:  # noqa: ANN401
    actor().require_role(Role.CLERK)
    fonds = _own_fonds()
    level = chosen(Level, asked.get("level", ""), Level.ITEM)
    carrier = chosen(Carrier, asked.get("carrier", ""), Carrier.PAPER)
    parent = asked.get("parent", "")
    values = {"generation": "native" if carrier is Carrier.ELECTRONIC else "", **typed.values}
    form = RecordForm(Level(level), Carrier(carrier), house().outside.profile)
    sections = list(form.sections(values, {}, errors))
    facts: dict[str, Any] = {
        "fonds": fonds,
        "fonds_id": asked.get("fonds", "") or str(fonds[0].id if fonds else ""),
        "level": level,
        "carrier": carrier,
        "parent": services().records.get(identifier(parent)) if parent else None,
        "levels": REGISTRABLE,
        "carriers": list(Carrier),
    }
    return show("record_new.html", status, sections=sections, problems=_problems(errors, sections), **facts)


def _edit_page(view: RecordView, typed: Typed, errors: dict[str, str], status: int = 200) -> Response:
    """The form over the record as it is now: what the reader typed stays, what he left alone follows the record."""
    now = view.description
    form = RecordForm(
        view.record.level,
        view.record.carrier,
        house().outside.profile,
        frozen_of(now, issued=view.record.unit_number is not None),
    )
    sections = list(form.sections({**now, **typed.changes}, now, errors))
    meanwhile = [
        (name, typed.seen[name], now.get(name, ""), typed.changes.get(name))
        for name in typed.seen
        if status == STALE and typed.seen[name] != now.get(name, "")
    ]
    problems = _problems(errors, sections)
    return show("record_edit.html", status, view=view, sections=sections, problems=problems, meanwhile=meanwhile)


def _problems(errors: dict[str, str], sections: Any) -> list[tuple[str, str]]:  # noqa: ANN401 -- of FormSection
    return summary(errors, frozenset(each.element for section in sections for each in section.fields))


def _told(done: Registered, text: str) -> Response:
    flash(text, "good")
    for warning in done.warnings:
        told = {"code": warning.code, "where": "", "facts": dict(warning.facts), "who": warning.who}
        flash(problem_text(told), "warning")
    return see_other("pages_records.record", record_id=done.record.id)


def _taken(refusal: DuplicateError) -> str:
    return gettext("The number %(value)s is already used. Give another, or leave it empty.", **refusal.facts)


def _fonds() -> Any:  # noqa: ANN401 -- rows
    return services().fonds.list(Cut(limit=GREATEST_LIMIT)).rows


def _own_fonds() -> list[Any]:
    """Return the fonds in which this person registers, those of living bodies first."""
    mine = [each for each in _fonds() if holds(each, Role.CLERK)] if is_one_of(Role.CLERK) else []
    return sorted(mine, key=lambda each: each.closed_on is not None)


def _member(kind: Any, name: str) -> Any:  # noqa: ANN401 -- a member of the vocabulary
    value = request.args.get(name, "")
    return kind(value) if value in list(kind) else None
