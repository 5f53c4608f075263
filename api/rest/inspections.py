"""Officers, inspections, answers and evidence over JSON."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request

from api.context import services
from api.files import send_stream
from api.rest.operation import Operation
from api.rest.uploads import upload_of
from api.schemas.inspections import (
    AnswerSchema,
    AssignedOfficerSchema,
    CertificateSchema,
    ChecklistSchema,
    EvidenceSchema,
    InspectionQuerySchema,
    InspectionSchema,
    NewAnswerSchema,
    NewInspectionSchema,
    NewOfficerSchema,
    OfficerSchema,
    OfficersSchema,
    SignedRecordSchema,
)
from api.schemas.rectifications import FindingSchema, FoundSchema, SaidSchema
from api.schemas.transfers import ActionsSchema
from archives.domain.errors import NotFoundError
from archives.services.findings import Found
from archives.services.inspections import Proposal, SignedRecord
from archives.services.paging import Cut, Page

inspections_bp = Blueprint("rest_inspections", __name__, url_prefix="/api/v1")
BYTES = "application/octet-stream"


@inspections_bp.get("/officers")
@Operation("List officers", response=OfficerSchema, listed=True)
def list_officers() -> Sequence[Any]:
    """Of the places that I supervise."""
    return services().officers.list()


@inspections_bp.post("/officers")
@Operation("Enter an officer", request=NewOfficerSchema, response=OfficerSchema, status=201)
def enter_officer(body: dict[str, Any]) -> object:
    """By the authority."""
    return services().officers.enter(**body)


@inspections_bp.post("/officers/<uuid:officer_id>/renew")
@Operation("Enter a new certificate", request=CertificateSchema, response=OfficerSchema, if_match=True)
def renew_officer(officer_id: UUID, body: dict[str, Any], seen: int) -> object:
    """By the authority."""
    return services().officers.renew(officer_id, seen, **body)


@inspections_bp.get("/inspections")
@Operation("List inspections", query=InspectionQuerySchema, response=InspectionSchema, paged=True)
def list_inspections(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """The newest first."""
    return services().inspections.list(cut, query["state"])


@inspections_bp.post("/inspections")
@Operation("Plan an inspection", request=NewInspectionSchema, response=InspectionSchema, status=201)
def propose(body: Proposal) -> object:
    """The inspected see nothing yet."""
    return services().inspections.propose(body)


@inspections_bp.get("/inspections/<uuid:inspection_id>")
@Operation("Show an inspection", response=InspectionSchema)
def show_inspection(inspection_id: UUID) -> object:
    """With its version as ETag."""
    return services().inspections.get(inspection_id)


@inspections_bp.get("/inspections/<uuid:inspection_id>/actions")
@Operation("List what I may do with an inspection now", response=ActionsSchema)
def inspection_actions(inspection_id: UUID) -> object:
    """The same buttons as on its page."""
    return {"actions": sorted(services().inspections.actions(services().inspections.get(inspection_id)))}


@inspections_bp.get("/inspections/<uuid:inspection_id>/officers")
@Operation("List who carries an inspection out", response=AssignedOfficerSchema, listed=True)
def list_assigned(inspection_id: UUID) -> Sequence[Any]:
    """With the certificates as they were shown."""
    return services().inspections.officers(inspection_id)


@inspections_bp.put("/inspections/<uuid:inspection_id>/officers")
@Operation("Assign officers", request=OfficersSchema, response=InspectionSchema, if_match=True)
def assign(inspection_id: UUID, body: dict[str, Any], seen: int) -> object:
    """Before it begins."""
    return services().inspections.assign(inspection_id, seen, body["officer_ids"])


@inspections_bp.post("/inspections/<uuid:inspection_id>/notify")
@Operation("Announce an inspection", response=InspectionSchema, if_match=True)
def notify(inspection_id: UUID, seen: int) -> object:
    """The inspected see it from now on."""
    return services().inspections.notify(inspection_id, seen)


@inspections_bp.post("/inspections/<uuid:inspection_id>/open")
@Operation("Open an inspection on site", response=InspectionSchema, if_match=True)
def open_inspection(inspection_id: UUID, seen: int) -> object:
    """At least two officers, certificates valid, nobody of the inspected body."""
    return services().inspections.open(inspection_id, seen)


@inspections_bp.post("/inspections/<uuid:inspection_id>/conclude")
@Operation("Conclude an inspection", request=SignedRecordSchema, response=InspectionSchema, if_match=True)
def conclude(inspection_id: UUID, body: SignedRecord, seen: int) -> object:
    """With the record signed by both sides, or the reason why not."""
    return services().inspections.conclude(inspection_id, seen, body)


@inspections_bp.post("/inspections/<uuid:inspection_id>/cancel")
@Operation("Cancel an inspection", request=SaidSchema, response=InspectionSchema, if_match=True)
def cancel(inspection_id: UUID, body: dict[str, str], seen: int) -> object:
    """Before it was opened."""
    return services().inspections.cancel(inspection_id, seen, body["text"])


@inspections_bp.get("/inspections/<uuid:inspection_id>/checklist")
@Operation("Show the checklist of an inspection", response=ChecklistSchema)
def show_checklist(inspection_id: UUID) -> object:
    """In the edition that it uses."""
    found = services().answer_sheets.checklist(services().inspections.get(inspection_id))
    if found is None:
        raise NotFoundError("checklist", inspection_id)
    return found


@inspections_bp.get("/inspections/<uuid:inspection_id>/answers")
@Operation("List the answers of an inspection", response=AnswerSchema, listed=True)
def list_answers(inspection_id: UUID) -> Sequence[Any]:
    """By item."""
    return list(services().answer_sheets.answers(inspection_id).values())


@inspections_bp.put("/inspections/<uuid:inspection_id>/answers/<code>")
@Operation("Answer an item", request=NewAnswerSchema, response=AnswerSchema)
def answer(inspection_id: UUID, code: str, body: dict[str, Any]) -> object:
    """A change says which version it saw; stale is refused with what another officer said."""
    said = body["answer"], body["note"], body["seen"]
    return services().answer_sheets.answer(inspection_id, code, *said)


@inspections_bp.post("/inspections/<uuid:inspection_id>/findings")
@Operation("Record a finding on site", request=FoundSchema, response=FindingSchema, status=201)
def record_finding(inspection_id: UUID, body: Found) -> object:
    """While the inspection is open."""
    return services().findings.record(inspection_id, body)


@inspections_bp.get("/<any(inspection,finding,rectification_order):kind>/<uuid:subject_id>/evidence")
@Operation("List evidence", response=EvidenceSchema, listed=True)
def list_evidence(kind: str, subject_id: UUID) -> Sequence[Any]:
    """Photos and papers, the first first."""
    return services().evidence.list(kind, subject_id)


@inspections_bp.put("/<any(inspection,finding,rectification_order):kind>/<uuid:subject_id>/evidence/<path:name>")
@Operation("Add evidence", response=EvidenceSchema, status=201, consumes=BYTES, once=False)
def add_evidence(kind: str, subject_id: UUID, name: str) -> object:
    """Content-Length and Repr-Digest are demanded; the same bytes again change nothing."""
    return services().evidence.attach(kind, subject_id, upload_of(name), request.args.get("caption", ""))


@inspections_bp.get("/evidence/<uuid:evidence_id>/content")
@Operation("Get the bytes of evidence", produces=BYTES)
def get_evidence(evidence_id: UUID) -> Response:
    """As they came."""
    found = services().evidence.get(evidence_id)
    return send_stream(services().evidence.open(found), found.name, BYTES)
