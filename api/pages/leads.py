"""Pages of leads for officers, the public pages of reports (Law 46), and the boards."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from api.context import house, seen_version, services
from api.pages import case_forms, forms
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import show
from api.pages.reader import holds, is_one_of, see_other
from api.pages.tree_map import lateness, tree_map
from api.sender import sender_digest
from archives.domain.errors import DuplicateError, InvalidInputError, NotFoundError, Problem
from archives.domain.hazard import FindingKind
from archives.domain.lead import LeadSource, LeadState
from archives.domain.vocabulary import Role
from archives.services.officers import bodies_named
from archives.services.paging import Cut
from archives.services.reports import NewReport

lead_pages = Blueprint("pages_leads", __name__, url_prefix="/leads")
report_pages = Blueprint("pages_reports", __name__, url_prefix="/report")
board_pages = Blueprint("pages_boards", __name__, url_prefix="/boards")
OFFICERS = (Role.INSPECTOR, Role.AUTHORITY)


# --- boards ---


@board_pages.get("")
def board() -> ResponseReturnValue:
    """The board of the reader's own role."""
    if is_one_of(Role.AUTHORITY):
        return authority()
    return inspector() if is_one_of(Role.INSPECTOR) else body()


@board_pages.get("/inspector")
def inspector() -> Response:
    """Today, due, overdue."""
    return show("board_inspector.html", board=services().boards.inspector())


@board_pages.get("/body")
def body() -> Response:
    """The three lists of what is open."""
    board = services().boards.body(forms.asked_id("body"))
    return show("board_body.html", board=board, persons=services().responsibility.current(board.body_ids))


@board_pages.get("/authority")
def authority() -> Response:
    """The register as a whole, or of one place; places open level by level."""
    board = services().boards.authority(forms.asked_id("place"))
    below = [each for each in board.districts if each.depth or board.place is None]
    boxes = [(box, below[box.index], lateness(below[box.index])) for box in tree_map([each.open for each in below])]
    return show("board_authority.html", board=board, boxes=boxes, period=services().work_reports.last_period().code)


# --- leads ---


@lead_pages.get("")
def list_leads() -> Response:
    """All leads of the places that the reader supervises."""
    asked = request.args.get("state", "")
    state = LeadState(asked) if asked in list(LeadState) else None
    page = services().leads.list(Cut(request.args.get("after", "")), state)
    return show("leads.html", page=page, state=asked)


@lead_pages.get("/<uuid:lead_id>")
def lead(lead_id: UUID) -> Response:
    """One lead, and what can be made of it."""
    return _lead(lead_id, FRESH)


@lead_pages.post("/<uuid:lead_id>/<any(confirm,dismiss,answer):action>")
def do(lead_id: UUID, action: str) -> ResponseReturnValue:
    """Press a button."""
    buttons: dict[str, Callable[[UUID], Response]] = {"confirm": _confirm, "dismiss": _dismiss, "answer": _answer}
    return answer_form(lambda: buttons[action](lead_id), lambda filled: _lead(lead_id, filled))


# --- reports by anybody ---


@report_pages.get("")
def form() -> Response:
    """A form for anybody."""
    return _form(FRESH)


@report_pages.post("")
def tell() -> ResponseReturnValue:
    """Keep a report and show its code, this once."""
    try:
        said = {name: forms.text(name) for name in ("about", "text", "name", "contact")}
        report = NewReport(forms.required_id("place"), **said, sender=sender_digest())
        return show("report_told.html", code=services().reports.tell(report))
    except (InvalidInputError, DuplicateError) as refused:
        return _again(refused)


@report_pages.get("/follow")
def ask() -> Response:
    """A form for the code."""
    return show("report_follow.html", followed=None, problems=())


@report_pages.post("/follow")
def follow() -> Response:
    """Where the report of a code stands."""
    try:
        return show("report_follow.html", followed=services().reports.follow(forms.text("code")), problems=())
    except NotFoundError:
        return show("report_follow.html", 404, followed=None, problems=("code",))


# --- private ---


def _lead(lead_id: UUID, filled: Filled) -> Response:
    row = services().leads.get(lead_id)
    is_authority = holds(row, Role.AUTHORITY)
    return show(
        "lead.html",
        row=row,
        filled=_prefilled(row) if filled is FRESH else filled,
        actions=services().leads.actions(row),
        reporter=services().leads.reporter(lead_id) if is_authority else None,
        acts=services().leads.acts(lead_id),
        bodies=[] if row.about_id else bodies_named(services().work),
        grades=house().outside.profile.supervision.grades,
    )


def _prefilled(row: Any) -> Filled:  # noqa: ANN401 -- a lead
    """Let a lead of the climate say what it saw, for the officer to change or keep."""
    if row.source is not LeadSource.CLIMATE:
        return FRESH
    return Filled({"kind": FindingKind.HAZARD, "facts": row.text, "place": row.facts["room"]})


def _confirm(lead_id: UUID) -> Response:
    about = case_forms.body_chosen() if forms.text("body") else None
    made = services().findings.confirm_lead(lead_id, seen_version(), case_forms.found(), about)
    return see_other("pages_cases.finding", found_id=made.id)


def _dismiss(lead_id: UUID) -> Response:
    services().leads.dismiss(lead_id, seen_version(), forms.text("reason"))
    return see_other(".lead", lead_id=lead_id)


def _answer(lead_id: UUID) -> Response:
    services().leads.answer(lead_id, forms.text("answer"))
    return see_other(".lead", lead_id=lead_id)


def _form(filled: Filled) -> Response:
    places = [(str(each.id), each.name) for each in services().parties.jurisdictions()]
    return show("report.html", filled=filled, places=places)


def _again(refused: InvalidInputError | DuplicateError) -> Response:
    """Show the form again with what is wrong; no key keeps the answer, for a good one has the code."""

    def refuse() -> Response:
        raise refused if isinstance(refused, InvalidInputError) else InvalidInputError([Problem("reported", "text")])

    return answer_form(refuse, _form)
