"""Papers on the pages of inspections and cases: fetched as stored, forms for the pen, the case file, calendar days."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from api.context import services
from api.files import send_stream
from api.idempotency import answer_once
from api.pages.reader import see_other
from api.pages.words import word
from archives.domain.case_paper import PaperKind
from archives.domain.hazard import Instrument

case_paper_pages = Blueprint("pages_case_papers", __name__)
PDF, CALENDAR = "application/pdf", "text/calendar"
OF_VISIT, OF_ORDER = "any(site_record)", "any(rectification_report,delivery_receipt,recheck_record)"


@case_paper_pages.get("/case-papers/<uuid:paper_id>.pdf")
def paper(paper_id: UUID) -> Response:
    """A paper as it was sealed and stored."""
    counter = services().case_papers
    found = counter.get(paper_id)
    return send_stream(counter.open(found), counter.file_name(found), PDF)


@case_paper_pages.get(f"/inspections/<uuid:inspection_id>/forms/<{OF_VISIT}:form>.pdf")
def form_of_inspection(inspection_id: UUID, form: str) -> Response:
    """A form of an inspection, for the pen."""
    return _sent(services().case_papers.draft_of_inspection(inspection_id, PaperKind(form)), PDF)


@case_paper_pages.get(f"/orders/<uuid:order_id>/forms/<{OF_ORDER}:form>.pdf")
def form_of_order(order_id: UUID, form: str) -> Response:
    """A form of an order, for the pen."""
    return _sent(services().case_papers.draft_of_order(order_id, PaperKind(form)), PDF)


@case_paper_pages.post("/orders/<uuid:order_id>/case-file")
def compile_file(order_id: UUID) -> ResponseReturnValue:
    """Have the case file gathered."""

    def act() -> Response:
        services().case_papers.compile_file(order_id)
        return see_other("pages_cases.order", order_id=order_id, _anchor="papers")

    return answer_once(act)


@case_paper_pages.get("/inspections/<uuid:inspection_id>/calendar.ics")
def calendar_of_inspection(inspection_id: UUID) -> Response:
    """The day of an inspection for one's own calendar."""
    return _sent(services().case_calendars.of_inspection(inspection_id), CALENDAR)


@case_paper_pages.get("/orders/<uuid:order_id>/calendar.ics")
def calendar_of_order(order_id: UUID) -> Response:
    """The last day of an order for one's own calendar."""
    return _sent(services().case_calendars.of_order(order_id), CALENDAR)


def paper_word(found: Any) -> str:  # noqa: ANN401 -- a row
    """Return what a paper is called on pages: an order goes by its instrument. `found` is a row or a PublicPaper."""
    kind = getattr(found, "paper", None) or found.kind
    return str(word(Instrument(found.instrument) if kind is PaperKind.ORDER else kind))


def _sent(drawn: tuple[str, bytes], kind: str) -> Response:
    name, data = drawn
    return send_stream(data, name, kind)
