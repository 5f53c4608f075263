"""Pages of the register and of cases: a finding, an order with its next act, and one address for each button."""

from collections.abc import Callable, Mapping
from typing import Any, cast
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from api.context import house, seen_version, services
from api.files import send_stream
from api.idempotency import answer_once
from api.pages import case_forms, forms
from api.pages.case_view import OrderView
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import show
from api.pages.reader import holds, is_one_of, see_other
from api.pages.uploads import form_upload
from archives.domain.errors import NotFoundError
from archives.domain.hazard import FindingState
from archives.domain.rectification import OrderAction, OrderState
from archives.domain.vocabulary import Role
from archives.services.findings import Register
from archives.services.officers import bodies_named
from archives.services.paging import Cut

case_pages = Blueprint("pages_cases", __name__)
OFFICERS = (Role.INSPECTOR, Role.AUTHORITY)
INSPECTED = (Role.CLERK, Role.APPROVER, Role.ARCHIVIST, Role.DIRECTOR)
ENDINGS = ("require", "remedied", "dismiss")
_A = OrderAction


# --- the register ---


@case_pages.get("/findings")
def findings() -> Response:
    """The register, the newest first; open lines can be put into an order."""
    asked = request.args.get("state", "")
    state = FindingState(asked) if asked in list(FindingState) else None
    page = services().findings.list(Register(state=state), Cut(request.args.get("after", "")))
    return show(
        "findings.html", page=page, state=asked, may_order=is_one_of(*OFFICERS), may_report=is_one_of(*INSPECTED)
    )


@case_pages.get("/findings/own")
def own() -> Response:
    """A form for what a body found in its own house (Law 44)."""
    return _own(FRESH)


@case_pages.post("/findings/own")
def report_own() -> ResponseReturnValue:
    """Enter it."""

    def act() -> Response:
        body, is_accident = case_forms.body_chosen(), forms.text("is_accident") == "yes"
        made = services().findings.report_own(*body, case_forms.found(), is_accident=is_accident)
        return see_other(".finding", found_id=made.id)

    return answer_form(act, _own)


@case_pages.get("/findings/<uuid:found_id>")
def finding(found_id: UUID) -> Response:
    """One line of the register with its evidence and history."""
    row = services().findings.get(found_id)
    is_open = row.state is FindingState.OPEN
    return show(
        "finding.html",
        row=row,
        earlier=services().findings.earlier(row),
        evidence=services().evidence.list("finding", found_id),
        acts=services().findings.acts(found_id),
        may_end=is_open and holds(row, *OFFICERS),
        may_add=row.closed_on is None and holds(row, *OFFICERS, *INSPECTED),
        endings=ENDINGS,
    )


@case_pages.get("/findings/<uuid:found_id>/do/<any(require,remedied,dismiss):action>")
def ask_finding(found_id: UUID, action: str) -> Response:
    """Before an act on a line: the words that it needs."""
    return _ask_finding(found_id, action, FRESH)


@case_pages.post("/findings/<uuid:found_id>/do/<any(require,remedied,dismiss):action>")
def do_finding(found_id: UUID, action: str) -> ResponseReturnValue:
    """Press a button of a line."""

    def act() -> Response:
        getattr(services().findings, action)(found_id, seen_version(), forms.text("reason"))
        return see_other(".finding", found_id=found_id)

    return answer_form(act, lambda filled: _ask_finding(found_id, action, filled))


@case_pages.post("/evidence/<any(inspection,finding,rectification_order):kind>/<uuid:subject_id>")
def add_evidence(kind: str, subject_id: UUID) -> ResponseReturnValue:
    """Add a photo or paper; the same bytes again change nothing."""
    upload = form_upload(request.files)
    services().evidence.attach(kind, subject_id, upload, forms.text("caption"))
    endpoint, name = _PLACES[kind]
    return see_other(endpoint, **{name: subject_id}, _anchor="evidence")


@case_pages.get("/evidence/<uuid:evidence_id>")
def evidence(evidence_id: UUID) -> Response:
    """The bytes, as they came."""
    found = services().evidence.get(evidence_id)
    return send_stream(services().evidence.open(found), found.name, "application/octet-stream")


# --- orders ---


@case_pages.get("/orders")
def orders() -> Response:
    """All orders that the reader may see, the newest first."""
    overdue = request.args.get("overdue") == "yes"
    states = [OrderState(each) for each in request.args.getlist("state") if each in list(OrderState)]
    page = services().rectification.list(Cut(request.args.get("after", "")), states, overdue=overdue)
    late = {each.id for each in page.rows if services().rectification.is_overdue(each)}
    return show("orders.html", page=page, late=late, states=states, overdue=overdue)


@case_pages.post("/orders")
def draft() -> ResponseReturnValue:
    """Draw up an order of the ticked lines."""
    ids = [forms.identifier(each) for each in request.form.getlist("finding")]

    def act() -> Response:
        return see_other(".order", order_id=services().rectification.draft(ids).id)

    return answer_once(act)


@case_pages.get("/orders/<uuid:order_id>")
def order(order_id: UUID) -> Response:
    """The case: what it is about, the next act, by whom, by when, and all that happened."""
    return show("order.html", view=OrderView(services(), order_id))


@case_pages.get("/orders/<uuid:order_id>/do/<deed>")
def ask(order_id: UUID, deed: str) -> Response:
    """Before an act: the fields that it needs."""
    _button(deed)
    return _ask(order_id, deed, FRESH)


@case_pages.post("/orders/<uuid:order_id>/do/<deed>")
def do(order_id: UUID, deed: str) -> ResponseReturnValue:
    """Press a button."""
    button = _button(deed)

    def act() -> Response:
        button(order_id)
        return see_other(".order", order_id=order_id)

    return answer_form(act, lambda filled: _ask(order_id, deed, filled))


# --- private ---

_PLACES = {
    "inspection": ("pages_inspections.inspection", "inspection_id"),
    "finding": (".finding", "found_id"),
    "rectification_order": (".order", "order_id"),
}


def _own(filled: Filled) -> Response:
    scopes = [each.scope for each in services().work.actor.permissions]
    mine = frozenset().union(*(scope.organizations | scope.repositories for scope in scopes))
    bodies = [(key, name) for key, name in bodies_named(services().work) if UUID(key.partition(":")[2]) in mine]
    return show("finding_own.html", filled=filled, bodies=bodies, grades=house().outside.profile.supervision.grades)


def _ask_finding(found_id: UUID, action: str, filled: Filled) -> Response:
    return show("finding_do.html", row=services().findings.get(found_id), action=action, filled=filled)


def _ask(order_id: UUID, action: str, filled: Filled) -> Response:
    view = OrderView(services(), order_id)
    terms = house().outside.profile.supervision.terms
    back = url_for(".order", order_id=order_id)
    return show("order_do.html", view=view, action=_A(action), filled=filled, terms=terms, back=back)


def _button(action: str) -> Callable[[UUID], object]:
    if action not in _BUTTONS:
        raise NotFoundError("action", action[:64])
    return _BUTTONS[action]


def _ids(order_id: UUID) -> list[UUID]:
    return [each.id for each in services().rectification.findings(order_id) if each.recheck != "passed"]


def _said(name: str, *, inspected: bool) -> Callable[[UUID], object]:
    """Return a button that needs words only."""

    def press(order_id: UUID) -> object:
        counter: Any = services().answering if inspected else services().rectification
        return cast("object", getattr(counter, name)(order_id, seen_version(), forms.text("reason")))

    return press


def _until(name: str, *, inspected: bool) -> Callable[[UUID], object]:
    """Return a button that needs a day and words."""

    def press(order_id: UUID) -> object:
        counter: Any = services().answering if inspected else services().rectification
        until = forms.required_day("until")
        return cast("object", getattr(counter, name)(order_id, seen_version(), until, forms.text("reason")))

    return press


def _report(order_id: UUID) -> object:
    done = case_forms.done(_ids(order_id))
    return services().answering.report(order_id, seen_version(), forms.text("reason"), done)


def _recheck(order_id: UUID) -> object:
    looked = case_forms.looked(_ids(order_id))
    return services().rectification.recheck(order_id, seen_version(), looked, forms.day("until"))


_BUTTONS: Mapping[str, Callable[[UUID], object]] = {
    _A.ISSUE: lambda row_id: services().rectification.issue(row_id, seen_version(), case_forms.issue()),
    _A.ACKNOWLEDGE: lambda row_id: services().answering.acknowledge(row_id, seen_version()),
    _A.BEGIN: lambda row_id: services().answering.begin(row_id, seen_version(), case_forms.measures(_ids(row_id))),
    _A.REPORT: _report,
    _A.PASS: _recheck,
    _A.ESCALATE: lambda row_id: services().rectification.escalate(row_id, seen_version(), case_forms.escalation()),
    _A.ASK_EXTENSION: _until("ask_extension", inspected=True),
    _A.EXTEND: _until("extend", inspected=False),
    **{each: _said(each, inspected=True) for each in (_A.ANSWER, _A.OBJECT, _A.APPEAL)},
    **{
        each: _said(each, inspected=False)
        for each in (_A.NOTE_SERVICE, _A.CLOSE_OUT, _A.REPLY, _A.NOTE_EMPLOYER_ANSWER, _A.REVOKE)
    },
}
