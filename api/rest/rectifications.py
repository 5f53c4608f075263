"""The register and orders over JSON: both counters, that of the authority and that of the inspected."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.rectifications import (
    CaseActSchema,
    DoneSchema,
    EscalationSchema,
    FindingSchema,
    IssueSchema,
    NewOrderSchema,
    OrderQuerySchema,
    OrderSchema,
    OwnFindingSchema,
    PlanSchema,
    RecheckSchema,
    RegisterQuerySchema,
    ReminderSchema,
    RequirementSchema,
    SaidSchema,
    UntilSchema,
)
from api.schemas.transfers import ActionsSchema
from archives.services.paging import Cut, Page
from archives.services.rectification import Escalation, Issue

rectifications_bp = Blueprint("rest_rectifications", __name__, url_prefix="/api/v1")


@rectifications_bp.get("/findings")
@Operation("List the register", query=RegisterQuerySchema, response=FindingSchema, paged=True)
def list_findings(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """The newest first."""
    return services().findings.list(query["asked"], cut)


@rectifications_bp.post("/findings/own")
@Operation("Report a hazard of one's own", request=OwnFindingSchema, response=FindingSchema, status=201)
def report_own(body: dict[str, Any]) -> object:
    """With what was done at once (Law 44)."""
    body_of = body["inspected_kind"], body["inspected_id"]
    return services().findings.report_own(*body_of, body["found"], is_accident=body["is_accident"])


@rectifications_bp.get("/findings/<uuid:found_id>")
@Operation("Show a finding", response=FindingSchema)
def show_finding(found_id: UUID) -> object:
    """With its version as ETag."""
    return services().findings.get(found_id)


@rectifications_bp.post("/findings/<uuid:found_id>/requirement")
@Operation("State what is required", request=RequirementSchema, response=FindingSchema, if_match=True)
def require(found_id: UUID, body: dict[str, str], seen: int) -> object:
    """Before the order is issued."""
    return services().findings.require(found_id, seen, body["requirement"])


@rectifications_bp.post("/findings/<uuid:found_id>/remedied")
@Operation("Note that it was mended at once", request=SaidSchema, response=FindingSchema, if_match=True)
def remedied(found_id: UUID, body: dict[str, str], seen: int) -> object:
    """And that an officer has looked."""
    return services().findings.remedied(found_id, seen, body["text"])


@rectifications_bp.post("/findings/<uuid:found_id>/dismiss")
@Operation("Take it off the register", request=SaidSchema, response=FindingSchema, if_match=True)
def dismiss(found_id: UUID, body: dict[str, str], seen: int) -> object:
    """With the reason."""
    return services().findings.dismiss(found_id, seen, body["text"])


@rectifications_bp.get("/orders")
@Operation("List orders", query=OrderQuerySchema, response=OrderSchema, paged=True)
def list_orders(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """The newest first."""
    return services().rectification.list(cut, query["state"], overdue=query["overdue"])


@rectifications_bp.post("/orders")
@Operation("Draw up an order", request=NewOrderSchema, response=OrderSchema, status=201)
def draft(body: dict[str, Any]) -> object:
    """Of open lines of the register."""
    return services().rectification.draft(body["finding_ids"])


@rectifications_bp.get("/orders/<uuid:order_id>")
@Operation("Show an order", response=OrderSchema)
def show_order(order_id: UUID) -> object:
    """With its version as ETag."""
    return services().rectification.get(order_id)


@rectifications_bp.get("/orders/<uuid:order_id>/actions")
@Operation("List what I may do with an order now", response=ActionsSchema)
def order_actions(order_id: UUID) -> object:
    """The same buttons as on its page."""
    return {"actions": sorted(services().rectification.actions(services().rectification.get(order_id)))}


@rectifications_bp.get("/orders/<uuid:order_id>/findings")
@Operation("List what an order is about", response=FindingSchema, listed=True)
def list_items(order_id: UUID) -> Sequence[Any]:
    """With requirement, measure, report and recheck of each."""
    return services().rectification.findings(order_id)


@rectifications_bp.get("/orders/<uuid:order_id>/acts")
@Operation("List what happened in a case", response=CaseActSchema, listed=True)
def list_acts(order_id: UUID) -> Sequence[Any]:
    """In order."""
    return services().rectification.acts(order_id)


@rectifications_bp.get("/orders/<uuid:order_id>/reminders")
@Operation("List the reminders of an order", response=ReminderSchema, listed=True)
def list_reminders(order_id: UUID) -> Sequence[Any]:
    """And what became of their letters."""
    return services().reminders.of_order(order_id)


# --- the authority ---


@rectifications_bp.post("/orders/<uuid:order_id>/issue")
@Operation("Issue an order", request=IssueSchema, response=OrderSchema, if_match=True)
def issue(order_id: UUID, body: Issue, seen: int) -> object:
    """Refused with every gap named."""
    return services().rectification.issue(order_id, seen, body)


@rectifications_bp.post("/orders/<uuid:order_id>/note-service")
@Operation("Note how an order was served", request=SaidSchema, response=OrderSchema, if_match=True)
def note_service(order_id: UUID, body: dict[str, str], seen: int) -> object:
    """送达回证."""
    return services().rectification.note_service(order_id, seen, body["text"])


@rectifications_bp.post("/orders/<uuid:order_id>/recheck")
@Operation("Recheck", request=RecheckSchema, response=OrderSchema, if_match=True)
def recheck(order_id: UUID, body: dict[str, Any], seen: int) -> object:
    """Every item that has not passed; not by whoever took part in the rectification."""
    return services().rectification.recheck(order_id, seen, body["items"], body["until"])


@rectifications_bp.post("/orders/<uuid:order_id>/close-out")
@Operation("Close an order out", response=OrderSchema, if_match=True)
def close_out(order_id: UUID, seen: int) -> object:
    """销号, after a recheck."""
    return services().rectification.close_out(order_id, seen)


@rectifications_bp.post("/orders/<uuid:order_id>/extend")
@Operation("Extend an order", request=UntilSchema, response=OrderSchema, if_match=True)
def extend(order_id: UUID, body: dict[str, Any], seen: int) -> object:
    """Once, with the reason."""
    return services().rectification.extend(order_id, seen, body["until"], body["text"])


@rectifications_bp.post("/orders/<uuid:order_id>/reply")
@Operation("Reply to the inspected", request=SaidSchema, response=OrderSchema, if_match=True)
def reply(order_id: UUID, body: dict[str, str], seen: int) -> object:
    """To an objection or a request."""
    return services().rectification.reply(order_id, seen, body["text"])


@rectifications_bp.post("/orders/<uuid:order_id>/escalate")
@Operation("Escalate an order", request=EscalationSchema, response=OrderSchema, if_match=True)
def escalate(order_id: UUID, body: Escalation, seen: int) -> object:
    """One that is overdue or failed its recheck."""
    return services().rectification.escalate(order_id, seen, body)


@rectifications_bp.post("/orders/<uuid:order_id>/employer-answer")
@Operation("Note what the employer answered", request=SaidSchema, response=OrderSchema, if_match=True)
def note_employer_answer(order_id: UUID, body: dict[str, str], seen: int) -> object:
    """In writing (条例 46)."""
    return services().rectification.note_employer_answer(order_id, seen, body["text"])


@rectifications_bp.post("/orders/<uuid:order_id>/revoke")
@Operation("Revoke an order", request=SaidSchema, response=OrderSchema, if_match=True)
def revoke(order_id: UUID, body: dict[str, str], seen: int) -> object:
    """With the reason; its findings stand open again."""
    return services().rectification.revoke(order_id, seen, body["text"])


# --- the inspected ---


@rectifications_bp.post("/orders/<uuid:order_id>/acknowledge")
@Operation("Acknowledge an order", response=OrderSchema, if_match=True)
def acknowledge(order_id: UUID, seen: int) -> object:
    """That it has come."""
    return services().answering.acknowledge(order_id, seen)


@rectifications_bp.post("/orders/<uuid:order_id>/begin")
@Operation("Begin the rectification", request=PlanSchema, response=OrderSchema, if_match=True)
def begin(order_id: UUID, body: dict[str, Any], seen: int) -> object:
    """With a measure and a responsible person for each item."""
    return services().answering.begin(order_id, seen, body["items"])


@rectifications_bp.post("/orders/<uuid:order_id>/report")
@Operation("Report the rectification", request=DoneSchema, response=OrderSchema, if_match=True)
def report(order_id: UUID, body: dict[str, Any], seen: int) -> object:
    """By the head or reviewer of the inspected."""
    return services().answering.report(order_id, seen, body["text"], body["items"])


@rectifications_bp.post("/orders/<uuid:order_id>/ask-extension")
@Operation("Ask for more time", request=UntilSchema, response=OrderSchema, if_match=True)
def ask_extension(order_id: UUID, body: dict[str, Any], seen: int) -> object:
    """It moves nothing until the authority extends."""
    return services().answering.ask_extension(order_id, seen, body["until"], body["text"])


@rectifications_bp.post("/orders/<uuid:order_id>/<any(answer,object,appeal):action>")
@Operation("Answer, object or appeal", request=SaidSchema, response=OrderSchema, if_match=True)
def say(order_id: UUID, action: str, body: dict[str, str], seen: int) -> object:
    """Within the case; it suspends nothing."""
    return getattr(services().answering, action)(order_id, seen, body["text"])
