"""Buttons of a receipt that is not right, and the documents of those that do not count any more."""

from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue

from api.context import seen_version, services
from api.files import send_stream
from api.pages.deliveries import transfer_pages
from api.pages.forms import FRESH, Filled, answer_form, text
from api.pages.frame import show
from api.pages.reader import see_other
from api.pages.receipt_words import CONSEQUENCES
from api.pages.transfer_view import TransferView
from archives.domain.errors import NotFoundError
from archives.domain.receipt import ReceiptAction
from archives.services.receipt_papers import download_name

__all__ = ["transfer_pages"]

PDF = "application/pdf"


@transfer_pages.get("/<uuid:transfer_id>/receipts/<number>/<any('form.pdf', 'list.pdf', 'manifest.json'):name>")
def receipt_document(transfer_id: UUID, number: str, name: str) -> Response:
    """A document of one of the transfer's receipts, as it was stored."""
    found = services().receipts.by_number(number)
    if found.transfer_id != transfer_id:
        raise NotFoundError("receipt", number[:64])
    kind = PDF if name.endswith(".pdf") else "application/json"
    return send_stream(services().receipts.open(found, name), download_name(found, name), kind)


@transfer_pages.get("/<uuid:transfer_id>/receipts/<number>/<any('reissue', 'revoke'):action>")
def ask_receipt(transfer_id: UUID, number: str, action: str) -> Response:
    """Before the act: what will happen, and a place for the reason."""
    return _asked(transfer_id, number, action, FRESH)


@transfer_pages.post("/<uuid:transfer_id>/receipts/<number>/<any('reissue', 'revoke'):action>")
def do_receipt(transfer_id: UUID, number: str, action: str) -> ResponseReturnValue:
    """Ask for a new receipt in its place, or revoke it."""

    def act() -> Response:
        reissues, reason = services().reissues, text("reason")
        if ReceiptAction(action) is ReceiptAction.REISSUE:
            reissues.reissue(number, seen_version(), reason, request.form.get("language", ""))
        else:
            reissues.revoke(number, seen_version(), reason)
        return see_other(".transfer", transfer_id=transfer_id)

    return answer_form(act, lambda filled: _asked(transfer_id, number, action, filled))


def _asked(transfer_id: UUID, number: str, action: str, filled: Filled) -> Response:
    found, act = services().receipts.by_number(number), ReceiptAction(action)
    view = TransferView(services(), transfer_id)
    return show(
        "transfer_receipt_act.html", view=view, receipt=found, action=act, warning=CONSEQUENCES[act], filled=filled
    )
