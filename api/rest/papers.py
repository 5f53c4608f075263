"""Documents over HTTP that are drawn when asked for: check reports, notices of return, labels."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from api.context import services
from api.files import send_stream
from api.rest.operation import Operation
from api.schemas.papers import BoxQuerySchema, BoxSchema, CarrierQuerySchema, LanguageQuerySchema, ReturnedSchema
from archives.services.labels import CarrierWish

papers_bp = Blueprint("rest_papers", __name__, url_prefix="/api/v1")
PDF = "application/pdf"


@papers_bp.get("/check-runs/<uuid:run_id>/report.pdf")
@Operation("Download the check report to print", query=LanguageQuerySchema, produces=PDF)
def check_report(run_id: UUID, query: dict[str, str]) -> Response:
    """Of a run that is done; in the reader's language, or the one named."""
    return _pdf(services().check_reports.document(run_id, query["language"]))


@papers_bp.get("/transfers/<uuid:transfer_id>/return-notices")
@Operation("List the returns of a transfer", response=ReturnedSchema, listed=True)
def list_returns(transfer_id: UUID) -> Sequence[Any]:
    """The first one first; each has a notice."""
    return services().return_notices.list(transfer_id)


@papers_bp.get("/transfers/<uuid:transfer_id>/return-notices/<int:ordinal>.pdf")
@Operation("Download the notice of a return", query=LanguageQuerySchema, produces=PDF)
def return_notice(transfer_id: UUID, ordinal: int, query: dict[str, str]) -> Response:
    """As it was said then, whatever has been corrected since."""
    return _pdf(services().return_notices.document(transfer_id, ordinal, query["language"]))


@papers_bp.get("/fonds/<uuid:fonds_id>/boxes")
@Operation("List the boxes of a fonds", query=LanguageQuerySchema, response=BoxSchema, listed=True)
def list_boxes(fonds_id: UUID, query: dict[str, str]) -> Sequence[Any]:
    """With what their labels say."""
    return services().labels.boxes(fonds_id, query["language"])


@papers_bp.get("/fonds/<uuid:fonds_id>/box-labels.pdf")
@Operation("Download labels for boxes of a fonds", query=BoxQuerySchema, produces=PDF)
def box_labels(fonds_id: UUID, query: dict[str, Any]) -> Response:
    """Spine and front; of all boxes where none is named."""
    return _pdf(services().labels.print_boxes(fonds_id, query["box"], query["language"]))


@papers_bp.get("/transfers/<uuid:transfer_id>/boxes")
@Operation("List the boxes with records of a transfer", query=LanguageQuerySchema, response=BoxSchema, listed=True)
def list_boxes_of_transfer(transfer_id: UUID, query: dict[str, str]) -> Sequence[Any]:
    """With what their labels say."""
    return services().labels.boxes_of_transfer(transfer_id, query["language"])


@papers_bp.get("/transfers/<uuid:transfer_id>/box-labels.pdf")
@Operation("Download labels for boxes with records of a transfer", query=BoxQuerySchema, produces=PDF)
def box_labels_of_transfer(transfer_id: UUID, query: dict[str, Any]) -> Response:
    """Spine and front; of all such boxes where none is named."""
    return _pdf(services().labels.print_boxes_of_transfer(transfer_id, query["box"], query["language"]))


@papers_bp.get("/transfers/<uuid:transfer_id>/carrier-labels.pdf")
@Operation("Download labels for the boxes of carriers", query=CarrierQuerySchema, produces=PDF)
def carrier_labels(transfer_id: UUID, query: tuple[CarrierWish, str]) -> Response:
    """One for each set; refused before the package was signed."""
    return _pdf(services().labels.print_carriers(transfer_id, *query))


def _pdf(drawn: tuple[str, bytes]) -> Response:
    name, data = drawn
    return send_stream(data, name, PDF)
