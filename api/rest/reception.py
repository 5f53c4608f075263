"""The archive's part of a transfer over JSON, and the authority's word on scope. There is no operation to refuse."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from api.context import services
from api.files import send_stream
from api.rest.operation import Operation
from api.rest.uploads import upload_of
from api.schemas.transfers import (
    GroundsSchema,
    PaperLinesSchema,
    PutBackSchema,
    ReasonSchema,
    ScanSchema,
    SideSchema,
    SignatureSchema,
    TickSchema,
    TransferItemSchema,
    TransferSchema,
)
from archives.domain.vocabulary import Side
from archives.services.counting import Tick
from archives.services.signing import PaperLines

BYTES = "application/octet-stream"
reception_bp = Blueprint("rest_reception", __name__, url_prefix="/api/v1/transfers/<uuid:transfer_id>")


@reception_bp.post("/begin-checks")
@Operation("Acknowledge arrival and start the archive's checks", response=TransferSchema, if_match=True)
def begin_checks(transfer_id: UUID, seen: int) -> object:
    """The deadline for checking runs from now."""
    return services().reception.begin_checks(transfer_id, seen)


@reception_bp.post("/return")
@Operation("Return for correction", request=GroundsSchema, response=TransferSchema, if_match=True)
def return_for_correction(transfer_id: UUID, body: dict[str, Any], seen: int) -> object:
    """With every reason at once; a later new ground is the director's."""
    return services().reception.return_for_correction(transfer_id, seen, body["grounds"])


@reception_bp.post("/propose-acceptance")
@Operation("Sign as filler for the archive", response=TransferSchema, if_match=True)
def propose_acceptance(transfer_id: UUID, seen: int) -> object:
    """Refused with every gap named."""
    return services().reception.propose_acceptance(transfer_id, seen)


@reception_bp.post("/reopen-review")
@Operation("Go back to the review", request=ReasonSchema, response=TransferSchema, if_match=True)
def reopen_review(transfer_id: UUID, body: dict[str, str], seen: int) -> object:
    """Before the seal."""
    return services().reception.reopen_review(transfer_id, seen, body["reason"])


@reception_bp.post("/seal")
@Operation("Give the last signature", response=TransferSchema, if_match=True)
def seal(transfer_id: UUID, seen: int) -> object:
    """Custody passes; storing and the receipt follow."""
    return services().reception.seal(transfer_id, seen)


@reception_bp.post("/dispute")
@Operation("Bring the scope before the authority", request=ReasonSchema, response=TransferSchema, if_match=True)
def dispute(transfer_id: UUID, body: dict[str, str], seen: int) -> object:
    """By either side."""
    return services().reception.dispute(transfer_id, seen, body["reason"])


@reception_bp.post("/rule-within-scope")
@Operation("Rule that it is within scope", request=ReasonSchema, response=TransferSchema, if_match=True)
def rule_within_scope(transfer_id: UUID, body: dict[str, str], seen: int) -> object:
    """By the authority."""
    return services().reception.rule_within_scope(transfer_id, seen, body["reason"])


@reception_bp.post("/rule-outside-scope")
@Operation("Rule which records are outside", request=GroundsSchema, response=TransferSchema, if_match=True)
def rule_outside_scope(transfer_id: UUID, body: dict[str, Any], seen: int) -> object:
    """By the authority; the unit takes them out and sends the rest."""
    return services().reception.rule_outside_scope(transfer_id, seen, body["grounds"])


@reception_bp.put("/items/<uuid:record_id>/count")
@Operation("Tick what counting found", request=TickSchema, response=TransferItemSchema)
def tick(transfer_id: UUID, record_id: UUID, body: Tick) -> object:
    """Of one unit with paper; a later tick replaces it."""
    return services().counting.tick(transfer_id, record_id, body)


@reception_bp.get("/signatures")
@Operation("List the signatures", response=SignatureSchema, listed=True)
def signatures(transfer_id: UUID) -> Sequence[Any]:
    """Void ones too."""
    return services().signing.signatures(transfer_id)


@reception_bp.put("/scans/<name>")
@Operation("Upload the scan of a signed form", response=ScanSchema, consumes=BYTES, once=False, status=201)
def put_scan(transfer_id: UUID, name: str) -> object:
    """Needs Content-Length and Repr-Digest."""
    return {"name": name, "sha256": services().signing.keep_scan(transfer_id, upload_of(name))}


@reception_bp.get("/signatures/<sha256>/scan")
@Operation("Download the scan of a signed form", produces=BYTES)
def get_scan(transfer_id: UUID, sha256: str) -> Response:
    """That stands for signatures of this transfer."""
    name, stream = services().signing.scan(transfer_id, sha256)
    return send_stream(stream, name, BYTES)


@reception_bp.get("/damaged-files")
@Operation("List files whose kept bytes have changed", response=PutBackSchema, listed=True)
def damaged(transfer_id: UUID) -> Sequence[Any]:
    """Reads every file again."""
    return services().mending.damaged(transfer_id)


@reception_bp.put("/bytes")
@Operation("Put lost bytes back", response=PutBackSchema, consumes=BYTES, once=False, listed=True)
def put_back(transfer_id: UUID) -> Sequence[Any]:
    """The very bytes that were received, known by Repr-Digest; storing that had stopped goes on."""
    return services().mending.put_back(transfer_id, upload_of(""))


@reception_bp.post("/paper-signatures")
@Operation("Put signatures from paper", request=PaperLinesSchema, response=TransferSchema, if_match=True)
def add_paper(transfer_id: UUID, body: tuple[Side, PaperLines], seen: int) -> object:
    """After the scan was uploaded."""
    return services().signing.add_paper(transfer_id, seen, *body)


@reception_bp.post("/confirm-paper-signatures")
@Operation("Confirm signatures on paper", request=SideSchema, response=TransferSchema, if_match=True)
def confirm_paper(transfer_id: UUID, body: dict[str, Side], seen: int) -> object:
    """By the archivist, who compared scan and form."""
    return services().signing.confirm_paper(transfer_id, seen, body["side"])
