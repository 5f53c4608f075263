"""Pages of a transfer: the list, its desk, its units, its checks; and one address for each button."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from api.context import seen_version, services
from api.files import send_stream
from api.idempotency import answer_once
from api.pages.frame import show, told_to_reload
from api.pages.transfer_forms import (
    NEEDS_GROUNDS,
    NEEDS_REASON,
    button,
    grounds_from,
    identifier,
    opinions_from,
    outcome_from,
    paper_from,
    side_from,
    ticks_from,
)
from api.pages.transfer_view import TransferView
from archives.domain.transfer import TransferAction, TransferState
from archives.domain.vocabulary import Outcome
from archives.services.paging import Cut
from archives.services.receipt_papers import download_name

transfer_pages = Blueprint("pages_transfers", __name__, url_prefix="/transfers")
PDF = "application/pdf"


@transfer_pages.get("")
def list_transfers() -> Response:
    """All that the person may see, newest first, by state if asked."""
    states = [TransferState(each) for each in request.args.getlist("state") if each in list(TransferState)]
    page = services().transfers.list(Cut(request.args.get("after", "")), states)
    return show("transfers.html", page=page, states=states)


@transfer_pages.post("")
def plan() -> ResponseReturnValue:
    """Plan a transfer of the batches that were ticked."""
    ids = [identifier(each) for each in request.form.getlist("obligation")]
    return answer_once(lambda: _to(services().transfer_lists.create(ids).id))


@transfer_pages.get("/<uuid:transfer_id>")
def transfer(transfer_id: UUID) -> Response:
    """The desk of one transfer: where it stands, what is missing, what may be done now."""
    return show("transfer.html", view=TransferView(services(), transfer_id))


@transfer_pages.get("/<uuid:transfer_id>/units")
def units(transfer_id: UUID) -> Response:
    """The list of units, a page at a time."""
    after = request.args.get("after", 0, type=int)
    return show("transfer_units.html", view=TransferView(services(), transfer_id), after=after)


@transfer_pages.get("/<uuid:transfer_id>/progress")
def progress(transfer_id: UUID) -> Response:
    """The part of the page that tells how far the machine is; asks again by itself.

    At the end it has the page loaded anew, unless somebody may be typing there.
    """
    view = TransferView(services(), transfer_id)
    is_read_only = not view.is_editable
    return told_to_reload(show("transfer_progress.html", view=view), when=is_read_only and not view.is_working)


@transfer_pages.get("/<uuid:transfer_id>/checks/<uuid:run_id>")
def checks(transfer_id: UUID, run_id: UUID) -> Response:
    """The check report: every rule, every finding, every decision."""
    shown = request.args.get("outcome", "")
    outcome = Outcome(shown) if shown in list(Outcome) else None
    found = services().checks.findings(run_id, outcome, limit=500)
    view = TransferView(services(), transfer_id)
    return show("transfer_checks.html", view=view, run=view.run(run_id), findings=found, outcome=shown)


@transfer_pages.get("/<uuid:transfer_id>/checks/<uuid:run_id>/report.xlsx")
def report(transfer_id: UUID, run_id: UUID) -> Response:
    """The same as a spreadsheet."""
    services().transfers.read(transfer_id)
    name, data = services().check_reports.workbook(run_id)
    return send_stream(data, name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@transfer_pages.post("/<uuid:transfer_id>/checks/<uuid:run_id>/decide")
def decide(transfer_id: UUID, run_id: UUID) -> ResponseReturnValue:
    """Decide the ticked findings under one's own name."""
    outcome = outcome_from(request.form)
    for each in request.form.getlist("finding"):
        services().checks.decide(identifier(each), outcome, request.form.get("note", ""))
    return redirect(url_for(".checks", transfer_id=transfer_id, run_id=run_id), 303)


@transfer_pages.get("/<uuid:transfer_id>/do/<action>")
def ask(transfer_id: UUID, action: str) -> Response:
    """Before an act that needs words: what will happen, and a place for them."""
    button(action)
    act = TransferAction(action)
    template = "transfer_grounds.html" if act in NEEDS_GROUNDS else "transfer_reason.html"
    return show(template, view=TransferView(services(), transfer_id), action=act)


@transfer_pages.post("/<uuid:transfer_id>/do/<action>")
def do(transfer_id: UUID, action: str) -> ResponseReturnValue:
    """Press a button."""
    more: list[Any] = []
    if action in NEEDS_REASON:
        more = [request.form.get("reason", "")]
    if action in NEEDS_GROUNDS:
        more = [grounds_from(request.form)]
    return answer_once(lambda: _to(button(action)(services())(transfer_id, seen_version(), *more).id))


@transfer_pages.post("/<uuid:transfer_id>/check")
def begin_unit_checks(transfer_id: UUID) -> ResponseReturnValue:
    """Start the unit's own checks."""
    return answer_once(lambda: _to(services().transfers.begin_unit_checks(transfer_id, seen_version()).transfer_id))


@transfer_pages.post("/<uuid:transfer_id>/describe")
def describe(transfer_id: UUID) -> ResponseReturnValue:
    """Name and describe it."""
    said = request.form.get("name", ""), request.form.get("description", "")
    return answer_once(lambda: _to(services().transfer_lists.describe(transfer_id, seen_version(), *said).id))


@transfer_pages.post("/<uuid:transfer_id>/opinions")
def opinions(transfer_id: UUID) -> ResponseReturnValue:
    """State the three opinions, for the batch or (with a record) as an exception."""
    said, record = opinions_from(request.form), request.form.get("record", "")
    lists, seen = services().transfer_lists, seen_version()
    if record:
        return answer_once(lambda: _to(lists.except_opinions(transfer_id, seen, identifier(record), said).id, "units"))
    return answer_once(lambda: _to(lists.state_opinions(transfer_id, seen, said).id))


@transfer_pages.post("/<uuid:transfer_id>/units/<uuid:record_id>/take-out")
def take_out(transfer_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Leave one unit out."""
    reason = request.form.get("reason", "")
    lists = services().transfer_lists
    return answer_once(lambda: _to(lists.take_out(transfer_id, seen_version(), record_id, reason).id, "units"))


@transfer_pages.post("/<uuid:transfer_id>/reasons/<uuid:reason_id>/corrected")
def corrected(transfer_id: UUID, reason_id: UUID) -> ResponseReturnValue:
    """Say that a reason has been corrected."""
    lists = services().transfer_lists
    return answer_once(lambda: _to(lists.mark_corrected(transfer_id, seen_version(), reason_id).id))


@transfer_pages.post("/<uuid:transfer_id>/count")
def count(transfer_id: UUID) -> ResponseReturnValue:
    """Write down the ticks of the counting list."""
    services().transfers.read(transfer_id)
    for record_id, tick in ticks_from(request.form):
        services().counting.tick(transfer_id, record_id, tick)
    return _to(transfer_id, "units")


@transfer_pages.post("/<uuid:transfer_id>/paper")
def paper(transfer_id: UUID) -> ResponseReturnValue:
    """Upload the scan of the signed form, with the names on it."""
    side, lines = paper_from(request.form, request.files, services(), transfer_id)
    return _to(services().signing.add_paper(transfer_id, seen_version(), side, lines).id)


@transfer_pages.post("/<uuid:transfer_id>/paper/confirm")
def confirm_paper(transfer_id: UUID) -> ResponseReturnValue:
    """Confirm that scan and form agree."""
    side = side_from(request.form)
    return answer_once(lambda: _to(services().signing.confirm_paper(transfer_id, seen_version(), side).id))


@transfer_pages.get("/<uuid:transfer_id>/scan/<sha256>")
def scan(transfer_id: UUID, sha256: str) -> Response:
    """The scan of a signed form."""
    name, stream = services().signing.scan(transfer_id, sha256)
    return send_stream(stream, name, "application/octet-stream")


@transfer_pages.get("/<uuid:transfer_id>/blank-form.pdf")
def blank_form(transfer_id: UUID) -> Response:
    """The form with empty lines, to sign on paper."""
    return send_stream(services().receipts.blank_form(transfer_id), "form.pdf", PDF)


@transfer_pages.get("/<uuid:transfer_id>/receipt/<any('form.pdf', 'list.pdf', 'manifest.json'):name>")
def receipt(transfer_id: UUID, name: str) -> Response:
    """A document of the receipt, as it was stored."""
    found = services().receipts.of_transfer(transfer_id)
    kind = PDF if name.endswith(".pdf") else "application/json"
    return send_stream(services().receipts.open(found, name), download_name(found, name), kind)


def _to(transfer_id: UUID, page: str = "transfer") -> Response:
    answer = redirect(url_for(f".{page}", transfer_id=transfer_id), 303)
    return Response(answer.get_data(), 303, answer.headers)
