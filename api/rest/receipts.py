"""Receipts over JSON that are not right: a new one in their place, or none. What was issued stays and is marked."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.receipts import ReceiptSchema, ReissueSchema
from api.schemas.transfers import ReasonSchema

receipts_bp = Blueprint("rest_receipts", __name__, url_prefix="/api/v1")


@receipts_bp.get("/transfers/<uuid:transfer_id>/receipts")
@Operation("List every receipt of a transfer", response=ReceiptSchema, listed=True)
def history(transfer_id: UUID) -> Sequence[Any]:
    """Newest first; one that is being drawn is among them."""
    return services().receipts.history(transfer_id)


@receipts_bp.get("/receipts/<number>")
@Operation("Show a receipt by its number", response=ReceiptSchema)
def show(number: str) -> object:
    """Also one that does not count any more."""
    return services().receipts.by_number(number)


@receipts_bp.post("/receipts/<number>/reissue")
@Operation("Issue a new receipt in its place", request=ReissueSchema, response=ReceiptSchema, if_match=True, status=202)
def reissue(number: str, body: dict[str, str], seen: int) -> object:
    """By the director. Answers with the new one, which is pending until the worker has drawn it."""
    return services().reissues.reissue(number, seen, body["reason"], body["language"])


@receipts_bp.post("/receipts/<number>/revoke")
@Operation("Revoke a receipt", request=ReasonSchema, response=ReceiptSchema, if_match=True)
def revoke(number: str, body: dict[str, str], seen: int) -> object:
    """By the director, with the reason; custody is untouched."""
    return services().reissues.revoke(number, seen, body["reason"])
