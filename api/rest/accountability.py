"""Responsible persons, periodic reports, and published summaries (open to strangers) over JSON."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.accountability import (
    EndedTermSchema,
    FillingSchema,
    LackingSchema,
    NewResponsiblePersonSchema,
    NewSummarySchema,
    NewWorkReportSchema,
    PeriodQuerySchema,
    PublishedSummarySchema,
    ResponsiblePersonSchema,
    StandingSchema,
    WorkReportQuerySchema,
    WorkReportSchema,
)
from api.schemas.leads import LeadSchema
from api.schemas.rectifications import SaidSchema
from archives.domain.hazard import InspectedKind
from archives.services.paging import Cut, Page
from archives.services.responsibility import Person
from archives.services.work_reports import Filling

accountability_bp = Blueprint("rest_accountability", __name__, url_prefix="/api/v1")
KIND = "<any(organization,repository):kind>"


# --- responsible persons ---


@accountability_bp.get(f"/responsible-persons/{KIND}/<uuid:body_id>")
@Operation("List who answers for the archives of a body", response=ResponsiblePersonSchema, listed=True)
def list_persons(kind: str, body_id: UUID) -> Sequence[Any]:
    """Present and past, by office."""
    return services().responsibility.of_body(InspectedKind(kind), body_id)


@accountability_bp.post(f"/responsible-persons/{KIND}/<uuid:body_id>")
@Operation(
    "Name a responsible person", request=NewResponsiblePersonSchema, response=ResponsiblePersonSchema, status=201
)
def enter_person(kind: str, body_id: UUID, body: dict[str, Any]) -> object:
    """The term of the last head or leader in charge ends the day before."""
    return services().responsibility.enter(InspectedKind(kind), body_id, Person(**body))


@accountability_bp.post("/responsible-persons/<uuid:person_id>/end")
@Operation(
    "End the term of a responsible person", request=EndedTermSchema, response=ResponsiblePersonSchema, if_match=True
)
def end_term(person_id: UUID, body: dict[str, Any], seen: int) -> object:
    """The person stays on file."""
    return services().responsibility.end(person_id, seen, body["until"], body["reason"])


@accountability_bp.get("/responsible-persons/missing")
@Operation("List organizations without a head or staff of their archives", response=LackingSchema, paged=True)
def list_lacking(cut: Cut) -> Page[Any]:
    """In the places of whoever asks, by name."""
    return services().responsibility.lacking(cut)


@accountability_bp.post(f"/responsible-persons/{KIND}/<uuid:body_id>/lead")
@Operation("Open a lead on a body where nobody answers", response=LeadSchema)
def raise_lead(kind: str, body_id: UUID) -> object:
    """One for each body and year."""
    return services().responsibility.raise_lead(InspectedKind(kind), body_id)


# --- periodic reports ---


@accountability_bp.get("/work-reports")
@Operation("List reports on archives work", query=WorkReportQuerySchema, response=WorkReportSchema, paged=True)
def list_reports(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """The newest period first."""
    return services().work_reports.list(cut, query["period"], query["state"])


@accountability_bp.post("/work-reports")
@Operation("Begin a report on archives work", request=NewWorkReportSchema, response=WorkReportSchema, status=201)
def begin_report(body: dict[str, Any]) -> object:
    """With all figures that the system counts."""
    return services().work_reports.begin(body["inspected_kind"], body["inspected_id"], body["period"])


@accountability_bp.get("/work-reports/standing")
@Operation("Show who has reported and who has not", query=PeriodQuerySchema, response=StandingSchema)
def show_standing(query: dict[str, str]) -> object:
    """The first 200 of the silent, by name."""
    return services().work_report_watch.standing(query["period"])


@accountability_bp.get("/work-reports/<uuid:report_id>")
@Operation("Show a report", response=WorkReportSchema)
def show_report(report_id: UUID) -> object:
    """With its version as ETag."""
    return services().work_reports.get(report_id)


@accountability_bp.post("/work-reports/<uuid:report_id>/fill-in")
@Operation("Fill a report in", request=FillingSchema, response=WorkReportSchema, if_match=True)
def fill_in(report_id: UUID, body: dict[str, Any], seen: int) -> object:
    """A figure that differs from the count needs a remark before it is handed in."""
    return services().work_reports.fill_in(report_id, seen, Filling(**body))


@accountability_bp.post("/work-reports/<uuid:report_id>/hand-in")
@Operation("Lay a report before the approver", response=WorkReportSchema, if_match=True)
def hand_in(report_id: UUID, seen: int) -> object:
    """Refused with every gap named."""
    return services().work_reports.hand_in(report_id, seen)


@accountability_bp.post("/work-reports/<uuid:report_id>/send-back")
@Operation("Give a report back inside the body", request=SaidSchema, response=WorkReportSchema, if_match=True)
def send_back(report_id: UUID, body: dict[str, str], seen: int) -> object:
    """With the reason."""
    return services().work_reports.send_back(report_id, seen, body["text"])


@accountability_bp.post("/work-reports/<uuid:report_id>/submit")
@Operation("Sign a report off and submit it", response=WorkReportSchema, if_match=True)
def submit(report_id: UUID, seen: int) -> object:
    """By another person than filled it in."""
    return services().work_reports.submit(report_id, seen)


@accountability_bp.post("/work-reports/<uuid:report_id>/acknowledge")
@Operation("Acknowledge a report", response=WorkReportSchema, if_match=True)
def acknowledge(report_id: UUID, seen: int) -> object:
    """By an officer."""
    return services().work_reports.acknowledge(report_id, seen)


@accountability_bp.post("/work-reports/<uuid:report_id>/return")
@Operation("Return a report", request=SaidSchema, response=WorkReportSchema, if_match=True)
def give_back(report_id: UUID, body: dict[str, str], seen: int) -> object:
    """By the authority, with the reasons."""
    return services().work_reports.give_back(report_id, seen, body["text"])


# --- published summaries ---


@accountability_bp.get("/published-summaries")
@Operation("List published summaries", response=PublishedSummarySchema, listed=True)
def list_published() -> Sequence[Any]:
    """Open to everybody."""
    return services().publications.list()


@accountability_bp.get("/published-summaries/<uuid:summary_id>")
@Operation("Show a published summary", response=PublishedSummarySchema)
def show_published(summary_id: UUID) -> object:
    """Open to everybody."""
    return services().publications.get(summary_id)


@accountability_bp.post("/published-summaries")
@Operation("Publish a summary", request=NewSummarySchema, response=PublishedSummarySchema, status=201)
def publish(body: dict[str, Any]) -> object:
    """By the authority of the place."""
    return services().publications.publish(**body)


@accountability_bp.post("/published-summaries/<uuid:summary_id>/withdraw")
@Operation("Withdraw a published summary", request=SaidSchema, response=PublishedSummarySchema, if_match=True)
def withdraw(summary_id: UUID, body: dict[str, str], seen: int) -> object:
    """With the reason, which stays on the trail."""
    return services().publications.withdraw(summary_id, seen, body["text"])
