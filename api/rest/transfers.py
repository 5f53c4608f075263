"""Transfers over JSON: what the organization does, and what all who see a transfer may read of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.transfers import (
    ActionsSchema,
    CheckRunSchema,
    GapSchema,
    ListQuerySchema,
    NewTransferSchema,
    OpinionsSchema,
    ReasonSchema,
    ReturnReasonSchema,
    TransferItemSchema,
    TransferQuerySchema,
    TransferSchema,
    TransferTextSchema,
)
from archives.services.paging import Cut, Page
from archives.services.transfer_lists import Opinions

transfers_bp = Blueprint("rest_transfers", __name__, url_prefix="/api/v1/transfers")


@transfers_bp.get("")
@Operation("List transfers", query=TransferQuerySchema, response=TransferSchema, paged=True)
def list_transfers(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """Newest first."""
    return services().transfers.list(cut, **query)


@transfers_bp.post("")
@Operation("Plan a transfer of whole batches", request=NewTransferSchema, response=TransferSchema, status=201)
def plan(body: dict[str, Any]) -> object:
    """All pending records of the batches go along."""
    return services().transfer_lists.create(body["obligation_ids"], plan_id=body["plan_id"])


@transfers_bp.get("/<uuid:transfer_id>")
@Operation("Show a transfer", response=TransferSchema)
def show(transfer_id: UUID) -> object:
    """With its version as ETag."""
    return services().transfers.read(transfer_id)


@transfers_bp.get("/<uuid:transfer_id>/actions")
@Operation("List what I may do with a transfer now", response=ActionsSchema)
def actions(transfer_id: UUID) -> object:
    """The same buttons as on its page."""
    return {"actions": sorted(services().transfers.actions(services().transfers.read(transfer_id)))}


@transfers_bp.get("/<uuid:transfer_id>/gaps")
@Operation("List what is still missing for the next step", response=GapSchema, listed=True)
def gaps(transfer_id: UUID) -> Sequence[Any]:
    """Every gap at once, with who mends it."""
    return services().transfers.gaps(transfer_id)


@transfers_bp.get("/<uuid:transfer_id>/items")
@Operation("List the units of a transfer", query=ListQuerySchema, response=TransferItemSchema, listed=True)
def items(transfer_id: UUID, query: dict[str, int]) -> Sequence[Any]:
    """By sequence, after `after_sequence`."""
    return services().transfer_lists.items(transfer_id, query["after_sequence"], query["limit"])


@transfers_bp.get("/<uuid:transfer_id>/reasons")
@Operation("List why a transfer came back", response=ReturnReasonSchema, listed=True)
def reasons(transfer_id: UUID) -> Sequence[Any]:
    """Of every return."""
    return services().transfer_lists.reasons(transfer_id)


@transfers_bp.put("/<uuid:transfer_id>/text")
@Operation("Name and describe a transfer", request=TransferTextSchema, response=TransferSchema, if_match=True)
def describe(transfer_id: UUID, body: dict[str, str], seen: int) -> object:
    """交接工作名称 and 内容描述."""
    return services().transfer_lists.describe(transfer_id, seen, body["name"], body["description"])


@transfers_bp.put("/<uuid:transfer_id>/opinions")
@Operation("State the three opinions", request=OpinionsSchema, response=TransferSchema, if_match=True)
def state_opinions(transfer_id: UUID, body: Opinions, seen: int) -> object:
    """For the whole batch (条例 30)."""
    return services().transfer_lists.state_opinions(transfer_id, seen, body)


@transfers_bp.put("/<uuid:transfer_id>/items/<uuid:record_id>/opinions")
@Operation("State other opinions for one record", request=OpinionsSchema, response=TransferSchema, if_match=True)
def except_opinions(transfer_id: UUID, record_id: UUID, body: Opinions, seen: int) -> object:
    """What is null follows the batch."""
    return services().transfer_lists.except_opinions(transfer_id, seen, record_id, body)


@transfers_bp.post("/<uuid:transfer_id>/items/<uuid:record_id>/take-out")
@Operation("Take one unit out", request=ReasonSchema, response=TransferSchema, if_match=True)
def take_out(transfer_id: UUID, record_id: UUID, body: dict[str, str], seen: int) -> object:
    """Its obligation stands open again."""
    return services().transfer_lists.take_out(transfer_id, seen, record_id, body["reason"])


@transfers_bp.post("/<uuid:transfer_id>/reasons/<uuid:reason_id>/corrected")
@Operation("Say that a reason has been corrected", response=TransferSchema, if_match=True)
def mark_corrected(transfer_id: UUID, reason_id: UUID, seen: int) -> object:
    """Of a returned transfer."""
    return services().transfer_lists.mark_corrected(transfer_id, seen, reason_id)


@transfers_bp.post("/<uuid:transfer_id>/prepare")
@Operation("Begin to prepare", response=TransferSchema, if_match=True)
def prepare(transfer_id: UUID, seen: int) -> object:
    """From the plan to the desk."""
    return services().transfers.prepare(transfer_id, seen)


@transfers_bp.post("/<uuid:transfer_id>/unit-checks")
@Operation("Start the unit's own checks", response=CheckRunSchema, if_match=True, status=202)
def begin_unit_checks(transfer_id: UUID, seen: int) -> object:
    """The worker carries them out."""
    return services().transfers.begin_unit_checks(transfer_id, seen)


@transfers_bp.post("/<uuid:transfer_id>/request-approval")
@Operation("Sign as filler and ask for approval", response=TransferSchema, if_match=True)
def request_approval(transfer_id: UUID, seen: int) -> object:
    """Refused with every gap named."""
    return services().transfers.request_approval(transfer_id, seen)


@transfers_bp.post("/<uuid:transfer_id>/send-back")
@Operation("Give it back to the clerk", request=ReasonSchema, response=TransferSchema, if_match=True)
def send_back(transfer_id: UUID, body: dict[str, str], seen: int) -> object:
    """Inside the organization."""
    return services().transfers.send_back(transfer_id, seen, body["reason"])


@transfers_bp.post("/<uuid:transfer_id>/submit")
@Operation("Sign as reviewer, seal and submit", response=TransferSchema, if_match=True)
def submit(transfer_id: UUID, seen: int) -> object:
    """The archive sees it from now on."""
    return services().transfers.submit(transfer_id, seen)


@transfers_bp.post("/<uuid:transfer_id>/withdraw")
@Operation("Take it back", request=ReasonSchema, response=TransferSchema, if_match=True)
def withdraw(transfer_id: UUID, body: dict[str, str], seen: int) -> object:
    """Before the last signature."""
    return services().transfers.withdraw(transfer_id, seen, body["reason"])


@transfers_bp.post("/<uuid:transfer_id>/abort")
@Operation("End it", request=ReasonSchema, response=TransferSchema, if_match=True)
def abort(transfer_id: UUID, body: dict[str, str], seen: int) -> object:
    """By the organization's approver or the authority."""
    return services().transfers.abort(transfer_id, seen, body["reason"])
