"""Pages of inspections: the list, planning one, the page that goes along on site, officers."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from api.context import house, seen_version, services
from api.idempotency import answer_once
from api.pages import case_forms, forms
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import show
from api.pages.reader import is_one_of, see_other
from archives.domain.checklist import Answer
from archives.domain.errors import NotFoundError
from archives.domain.inspection import InspectionAction, InspectionState
from archives.domain.vocabulary import Role
from archives.services.findings import Register
from archives.services.inspections import SignedRecord
from archives.services.officers import bodies_named
from archives.services.paging import GREATEST_LIMIT, Cut

inspection_pages = Blueprint("pages_inspections", __name__, url_prefix="/inspections")
OFFICERS = (Role.INSPECTOR, Role.AUTHORITY)
_A = InspectionAction


@inspection_pages.get("")
def list_inspections() -> Response:
    """All that the reader may see, the newest first."""
    page = services().inspections.list(Cut(request.args.get("after", "")))
    return show("inspections.html", page=page, may_plan=is_one_of(*OFFICERS))


@inspection_pages.get("/new")
def new() -> Response:
    """A form for a planned inspection."""
    return _new(FRESH)


@inspection_pages.post("")
def propose() -> ResponseReturnValue:
    """Plan it."""

    def act() -> Response:
        made = services().inspections.propose(case_forms.proposal())
        return see_other(".inspection", inspection_id=made.id)

    return answer_form(act, _new)


@inspection_pages.get("/<uuid:inspection_id>")
def inspection(inspection_id: UUID) -> Response:
    """The page that goes along on site: officers, checklist, findings, photos."""
    return _inspection(inspection_id, FRESH)


@inspection_pages.post("/<uuid:inspection_id>/officers")
def assign(inspection_id: UUID) -> ResponseReturnValue:
    """Say who goes."""
    chosen = [forms.identifier(each) for each in request.form.getlist("officer")]

    def act() -> Response:
        services().inspections.assign(inspection_id, seen_version(), chosen)
        return see_other(".inspection", inspection_id=inspection_id)

    return answer_once(act)


@inspection_pages.get("/<uuid:inspection_id>/do/<step>")
def ask(inspection_id: UUID, step: str) -> Response:
    """Before an act: what it needs to be told."""
    _button(step)
    return _ask(inspection_id, step, FRESH)


@inspection_pages.post("/<uuid:inspection_id>/do/<step>")
def do(inspection_id: UUID, step: str) -> ResponseReturnValue:
    """Press a button."""
    button = _button(step)

    def act() -> Response:
        button(inspection_id)
        return see_other(".inspection", inspection_id=inspection_id)

    return answer_form(act, lambda filled: _ask(inspection_id, step, filled))


@inspection_pages.post("/<uuid:inspection_id>/answers")
def answer(inspection_id: UUID) -> ResponseReturnValue:
    """Answer one item, on the version of the answer that the page showed."""
    code, seen = forms.text("code"), forms.text("seen")

    def act() -> Response:
        said = forms.chosen("answer", Answer), forms.text("note"), int(seen) if seen.isdigit() else None
        services().answer_sheets.answer(inspection_id, code, *said)
        return see_other(".inspection", inspection_id=inspection_id, _anchor=f"item-{code}")

    return answer_once(act)


@inspection_pages.post("/<uuid:inspection_id>/findings")
def record(inspection_id: UUID) -> ResponseReturnValue:
    """Record a finding, and go on to its page, where photos are added."""

    def act() -> Response:
        made = services().findings.record(inspection_id, case_forms.found())
        return see_other("pages_cases.finding", found_id=made.id)

    return answer_form(act, lambda filled: _inspection(inspection_id, filled))


@inspection_pages.get("/officers")
def officers() -> Response:
    """The officers and their certificates."""
    return _officers(FRESH)


@inspection_pages.post("/officers")
def enter_officer() -> ResponseReturnValue:
    """Enter one."""

    def act() -> Response:
        until = forms.required_day("valid_until")
        services().officers.enter(forms.text("username"), forms.text("certificate_number"), until)
        return see_other(".officers")

    return answer_form(act, _officers)


@inspection_pages.post("/officers/<uuid:officer_id>/renew")
def renew_officer(officer_id: UUID) -> ResponseReturnValue:
    """Enter a new certificate."""

    def act() -> Response:
        until = forms.required_day("valid_until")
        services().officers.renew(officer_id, seen_version(), forms.text("certificate_number"), until)
        return see_other(".officers")

    return answer_form(act, _officers)


# --- private ---


def _new(filled: Filled) -> Response:
    supervision = house().outside.profile.supervision
    return show(
        "inspection_new.html",
        filled=filled,
        bodies=bodies_named(services().work),
        lists=[(each.name, each.title) for each in supervision.checklists],
        lead=request.args.get("lead", ""),
    )


def _inspection(inspection_id: UUID, filled: Filled) -> Response:
    row = services().inspections.get(inspection_id)
    sheets = services().answer_sheets
    may_write = row.state is InspectionState.OPEN and is_one_of(Role.INSPECTOR)
    return show(
        "inspection.html",
        row=row,
        filled=filled,
        officers=services().inspections.officers(inspection_id),
        all_officers=services().officers.list(),
        actions=_offered(row),
        checklist=sheets.checklist(row),
        answers=sheets.answers(inspection_id),
        score=sheets.score(row),
        findings=services().findings.list(Register(inspection_id=inspection_id), Cut(limit=GREATEST_LIMIT)).rows,
        evidence=services().evidence.list("inspection", inspection_id),
        acts=services().inspections.acts(inspection_id),
        papers=services().case_papers.of_inspection(inspection_id),
        drafts=services().case_papers.drafts(row),
        may_write=may_write,
        may_assign=row.state in (InspectionState.PLANNED, InspectionState.NOTIFIED) and is_one_of(*OFFICERS),
        grades=house().outside.profile.supervision.grades,
    )


def _offered(row: Any) -> list[InspectionAction]:  # noqa: ANN401 -- a row
    offered = services().inspections.actions(row)
    return [each for each in _A if each in offered]


def _ask(inspection_id: UUID, action: str, filled: Filled) -> Response:
    row = services().inspections.get(inspection_id)
    back = url_for(".inspection", inspection_id=inspection_id)
    return show("inspection_do.html", row=row, action=_A(action), filled=filled, back=back)


def _officers(filled: Filled) -> Response:
    listed = services().officers.list()
    return show("officers.html", officers=listed, filled=filled, may_enter=is_one_of(Role.AUTHORITY))


def _button(action: str) -> Callable[[UUID], object]:
    if action not in _BUTTONS:
        raise NotFoundError("action", action[:64])
    return _BUTTONS[action]


def _conclude(inspection_id: UUID) -> object:
    record = SignedRecord(forms.text("record"), forms.text("signed_by"), forms.text("unsigned_because"))
    return services().inspections.conclude(inspection_id, seen_version(), record)


_BUTTONS: Mapping[str, Callable[[UUID], object]] = {
    _A.NOTIFY: lambda row_id: services().inspections.notify(row_id, seen_version()),
    _A.OPEN: lambda row_id: services().inspections.open(row_id, seen_version()),
    _A.CONCLUDE: _conclude,
    _A.CANCEL: lambda row_id: services().inspections.cancel(row_id, seen_version(), forms.text("reason")),
}
