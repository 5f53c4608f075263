"""Leads, reports by anybody (open to strangers), and the boards over JSON."""

from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.leads import (
    AuthorityBoardSchema,
    BoardQuerySchema,
    BodyBoardSchema,
    CodeSchema,
    FollowedSchema,
    InspectorBoardSchema,
    LeadQuerySchema,
    LeadSchema,
    NewReportSchema,
    ReporterSchema,
)
from api.schemas.rectifications import ConfirmedLeadSchema, FindingSchema, SaidSchema
from api.sender import sender_digest
from archives.services.paging import Cut, Page
from archives.services.reports import NewReport

leads_bp = Blueprint("rest_leads", __name__, url_prefix="/api/v1")


@leads_bp.get("/leads")
@Operation("List leads", query=LeadQuerySchema, response=LeadSchema, paged=True)
def list_leads(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """The newest first; never shown to whom they are about."""
    return services().leads.list(cut, query["state"])


@leads_bp.get("/leads/<uuid:lead_id>")
@Operation("Show a lead", response=LeadSchema)
def show_lead(lead_id: UUID) -> object:
    """With its version as ETag."""
    return services().leads.get(lead_id)


@leads_bp.get("/leads/<uuid:lead_id>/reporter")
@Operation("Show who reported", response=ReporterSchema)
def show_reporter(lead_id: UUID) -> object:
    """For the authority alone."""
    return services().leads.reporter(lead_id) or {}


@leads_bp.post("/leads/<uuid:lead_id>/confirm")
@Operation("Make a finding of a lead", request=ConfirmedLeadSchema, response=FindingSchema, if_match=True)
def confirm(lead_id: UUID, body: dict[str, Any], seen: int) -> object:
    """By an officer."""
    kind, identifier = body["inspected_kind"], body["inspected_id"]
    about = (kind, identifier) if kind and identifier else None
    return services().findings.confirm_lead(lead_id, seen, body["found"], about)


@leads_bp.post("/leads/<uuid:lead_id>/dismiss")
@Operation("Put a lead away", request=SaidSchema, response=LeadSchema, if_match=True)
def dismiss(lead_id: UUID, body: dict[str, str], seen: int) -> object:
    """With the reason."""
    return services().leads.dismiss(lead_id, seen, body["text"])


@leads_bp.post("/leads/<uuid:lead_id>/answer")
@Operation("Answer the reporter", request=SaidSchema, response=LeadSchema)
def answer(lead_id: UUID, body: dict[str, str]) -> object:
    """Who reads it by the code."""
    return services().leads.answer(lead_id, body["text"])


@leads_bp.post("/reports")
@Operation("Report something (Law 46)", request=NewReportSchema, response=CodeSchema, status=201, once=False)
def tell(body: dict[str, Any]) -> object:
    """Anybody, with or without a name; the code is shown this once."""
    return {"code": services().reports.tell(NewReport(**body, sender=sender_digest()))}


@leads_bp.post("/reports/follow")
@Operation("Follow a report by its code", request=CodeSchema, response=FollowedSchema, once=False)
def follow(body: dict[str, str]) -> object:
    """State and answer, nothing else."""
    return services().reports.follow(body["code"])


@leads_bp.get("/boards/inspector")
@Operation("Show the board of an inspector", response=InspectorBoardSchema)
def inspector_board() -> object:
    """Today, due, overdue."""
    return services().boards.inspector()


@leads_bp.get("/boards/body")
@Operation("Show the board of a body", response=BodyBoardSchema)
def body_board() -> object:
    """问题清单, 整改清单, 责任清单 as columns."""
    return services().boards.body()


@leads_bp.get("/boards/authority")
@Operation("Show the board of an authority", query=BoardQuerySchema, response=AuthorityBoardSchema)
def authority_board(query: dict[str, Any]) -> object:
    """From the figures of the register; the places directly below open in their turn."""
    return services().boards.authority(query["jurisdiction_id"])
