"""Documents that are drawn when asked for: check reports and notices to download, labels to choose and print."""

from typing import Any
from uuid import UUID

from flask import Response, request

from api.context import services
from api.files import send_stream
from api.pages.deliveries import party_pages
from api.pages.frame import language, show
from api.pages.receipts import transfer_pages
from api.pages.transfer_forms import identifier
from api.pages.transfer_view import TransferView
from api.schemas.papers import CarrierQuerySchema

__all__ = ["party_pages", "transfer_pages"]

PDF = "application/pdf"


@transfer_pages.get("/<uuid:transfer_id>/checks/<uuid:run_id>/report.pdf")
def check_report(transfer_id: UUID, run_id: UUID) -> Response:
    """The report of a check, in the reader's language."""
    TransferView(services(), transfer_id).run(run_id)
    return _pdf(services().check_reports.document(run_id, language().document))


@transfer_pages.get("/<uuid:transfer_id>/return-notices/<int:ordinal>.pdf")
def return_notice(transfer_id: UUID, ordinal: int) -> Response:
    """The notice of one return."""
    return _pdf(services().return_notices.document(transfer_id, ordinal))


@transfer_pages.get("/<uuid:transfer_id>/labels")
def transfer_labels(transfer_id: UUID) -> Response:
    """Choose the boxes of a transfer, or say what is known of its carriers."""
    view = TransferView(services(), transfer_id)
    return show("transfer_labels.html", view=view, boxes=services().labels.boxes_of_transfer(transfer_id))


@transfer_pages.get("/<uuid:transfer_id>/labels/boxes.pdf")
def transfer_box_labels(transfer_id: UUID) -> Response:
    """Labels for the chosen boxes, or for all with records of the transfer."""
    return _pdf(services().labels.print_boxes_of_transfer(transfer_id, _chosen()))


@transfer_pages.get("/<uuid:transfer_id>/labels/carriers.pdf")
def carrier_labels(transfer_id: UUID) -> Response:
    """A label for each set of carriers; an empty field follows from the transfer."""
    said = {name: value for name, value in request.args.items() if value.strip()}
    wish, _ = CarrierQuerySchema(unknown="exclude").load(said)
    return _pdf(services().labels.print_carriers(transfer_id, wish))


@party_pages.get("/fonds/<uuid:fonds_id>/labels")
def fonds_labels(fonds_id: UUID) -> Response:
    """Choose boxes of a fonds."""
    found: dict[str, Any] = {"fonds": services().fonds.get(fonds_id), "boxes": services().labels.boxes(fonds_id)}
    return show("fonds_labels.html", **found)


@party_pages.get("/fonds/<uuid:fonds_id>/labels/boxes.pdf")
def fonds_box_labels(fonds_id: UUID) -> Response:
    """Labels for the chosen boxes, or for all of the fonds."""
    return _pdf(services().labels.print_boxes(fonds_id, _chosen()))


def _chosen() -> list[UUID]:
    return [identifier(each) for each in request.args.getlist("box")]


def _pdf(drawn: tuple[str, bytes]) -> Response:
    name, data = drawn
    return send_stream(data, name, PDF)
