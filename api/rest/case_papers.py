"""The papers of an inspection and of a case over HTTP, their forms for the pen, and days for one's own calendar."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from api.context import services
from api.files import send_stream
from api.rest.operation import Operation
from api.schemas.case_papers import CasePaperSchema
from api.schemas.papers import LanguageQuerySchema
from archives.domain.case_paper import PaperKind

case_papers_bp = Blueprint("rest_case_papers", __name__, url_prefix="/api/v1")
PDF, CALENDAR = "application/pdf", "text/calendar"
OF_VISIT, OF_ORDER = "any(site_record)", "any(rectification_report,delivery_receipt,recheck_record)"


@case_papers_bp.get("/inspections/<uuid:inspection_id>/papers")
@Operation("List the papers of an inspection", response=CasePaperSchema, listed=True)
def of_inspection(inspection_id: UUID) -> Sequence[Any]:
    """The first first; those that I may see."""
    return services().case_papers.of_inspection(inspection_id)


@case_papers_bp.get("/orders/<uuid:order_id>/papers")
@Operation("List the papers of an order", response=CasePaperSchema, listed=True)
def of_order(order_id: UUID) -> Sequence[Any]:
    """The first first; those that I may see."""
    return services().case_papers.of_order(order_id)


@case_papers_bp.get("/case-papers/<uuid:paper_id>")
@Operation("Show a paper", response=CasePaperSchema)
def show_paper(paper_id: UUID) -> object:
    """With its digests."""
    return services().case_papers.get(paper_id)


@case_papers_bp.get("/case-papers/<uuid:paper_id>/paper.pdf")
@Operation("Download a paper", produces=PDF)
def get_paper(paper_id: UUID) -> Response:
    """As it was sealed and stored, byte for byte."""
    counter = services().case_papers
    paper = counter.get(paper_id)
    return send_stream(counter.open(paper), counter.file_name(paper), PDF)


@case_papers_bp.get(f"/inspections/<uuid:inspection_id>/forms/<{OF_VISIT}:form>.pdf")
@Operation("Download a form of an inspection for the pen", query=LanguageQuerySchema, produces=PDF)
def form_of_inspection(inspection_id: UUID, form: str, query: dict[str, str]) -> Response:
    """A draft, neither numbered nor sealed; while the inspection is open on site."""
    return _pdf(services().case_papers.draft_of_inspection(inspection_id, PaperKind(form), query["language"]))


@case_papers_bp.get(f"/orders/<uuid:order_id>/forms/<{OF_ORDER}:form>.pdf")
@Operation("Download a form of an order for the pen", query=LanguageQuerySchema, produces=PDF)
def form_of_order(order_id: UUID, form: str, query: dict[str, str]) -> Response:
    """A draft, neither numbered nor sealed; before the act that it is for."""
    return _pdf(services().case_papers.draft_of_order(order_id, PaperKind(form), query["language"]))


@case_papers_bp.post("/orders/<uuid:order_id>/case-file")
@Operation("Gather the case file of an order", response=CasePaperSchema, status=202)
def compile_file(order_id: UUID) -> object:
    """By officers; the newest one comes back where nothing has happened since."""
    return services().case_papers.compile_file(order_id)


@case_papers_bp.get("/inspections/<uuid:inspection_id>/calendar.ics")
@Operation("Take the day of an inspection along", produces=CALENDAR)
def calendar_of_inspection(inspection_id: UUID) -> Response:
    """ICalendar (RFC 5545)."""
    return _calendar(services().case_calendars.of_inspection(inspection_id))


@case_papers_bp.get("/orders/<uuid:order_id>/calendar.ics")
@Operation("Take the last day of an order along", produces=CALENDAR)
def calendar_of_order(order_id: UUID) -> Response:
    """ICalendar (RFC 5545), with alarms before it."""
    return _calendar(services().case_calendars.of_order(order_id))


def _pdf(drawn: tuple[str, bytes]) -> Response:
    name, data = drawn
    return send_stream(data, name, PDF)


def _calendar(written: tuple[str, bytes]) -> Response:
    name, data = written
    return send_stream(data, name, CALENDAR)
