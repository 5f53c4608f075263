"""Check runs, findings and decisions over JSON; the report as a spreadsheet; receipts and their documents."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request

from api.context import services
from api.files import send_stream
from api.rest.operation import Operation
from api.schemas.receipts import ReceiptSchema
from api.schemas.transfers import (
    CheckRunSchema,
    DecisionSchema,
    FindingQuerySchema,
    FindingSchema,
)
from api.schemas.verification import VerificationSchema
from archives.services.receipt_papers import download_name

checks_bp = Blueprint("rest_checks", __name__, url_prefix="/api/v1")
PDF = "application/pdf"
LARGEST_PDF = 64 * 1024 * 1024  # bytes; it is held in memory
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@checks_bp.get("/transfers/<uuid:transfer_id>/check-runs")
@Operation("List check runs", response=CheckRunSchema, listed=True)
def runs(transfer_id: UUID) -> Sequence[Any]:
    """Of both sides, newest first."""
    return services().checks.runs(transfer_id)


@checks_bp.get("/check-runs/<uuid:run_id>/findings")
@Operation("List findings", query=FindingQuerySchema, response=FindingSchema, listed=True)
def findings(run_id: UUID, query: dict[str, Any]) -> Sequence[Any]:
    """In the order of the rulebook."""
    return services().checks.findings(run_id, **query)


@checks_bp.get("/check-runs/<uuid:run_id>/report.xlsx")
@Operation("Download the check report", produces=XLSX)
def report(run_id: UUID) -> Response:
    """Every finding, as a spreadsheet."""
    name, data = services().check_reports.workbook(run_id)
    return send_stream(data, name, XLSX)


@checks_bp.post("/findings/<uuid:finding_id>/decide")
@Operation("Decide what no machine can", request=DecisionSchema, response=FindingSchema)
def decide(finding_id: UUID, body: dict[str, Any]) -> object:
    """Under one's own name, with the reason."""
    return services().checks.decide(finding_id, body["outcome"], body["note"])


@checks_bp.get("/transfers/<uuid:transfer_id>/receipt")
@Operation("Show the receipt of an accepted transfer", response=ReceiptSchema)
def receipt(transfer_id: UUID) -> object:
    """交接凭证."""
    return services().receipts.of_transfer(transfer_id)


@checks_bp.get("/receipts/<number>/<any('form.pdf', 'list.pdf', 'manifest.json'):name>")
@Operation("Download a document of a receipt", produces=PDF)
def document(number: str, name: str) -> Response:
    """The stored bytes, never made anew."""
    found = services().receipts.by_number(number)
    return send_stream(services().receipts.open(found, name), download_name(found, name), _type(name))


@checks_bp.get("/transfers/<uuid:transfer_id>/blank-form.pdf")
@Operation("Download the form for signing on paper", produces=PDF)
def blank_form(transfer_id: UUID) -> Response:
    """With empty signature lines."""
    return send_stream(services().receipts.blank_form(transfer_id), "form.pdf", PDF)


@checks_bp.post("/receipts/verify")
@Operation("Ask whether a PDF is one of ours and still holds", response=VerificationSchema, consumes=PDF, once=False)
def verify() -> object:
    """Seals, bytes, manifest, proof, standing: each a finding with its code; at most 64 MiB."""
    request.max_content_length = LARGEST_PDF
    return services().receipt_verification.verify(request.get_data())


def _type(name: str) -> str:
    return PDF if name.endswith(".pdf") else "application/json"
