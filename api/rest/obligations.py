"""What falls due, over JSON: batches, counts, calendar, forecast, and the archive's word that it is not ready."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.obligations import (
    BatchQuerySchema,
    BatchSchema,
    CalendarQuerySchema,
    CalendarSchema,
    DueCountSchema,
    DueQuerySchema,
    ForecastSchema,
    NotReadySchema,
    OrganizationForecastSchema,
    WithinSchema,
)
from archives.services.obligations import Within
from archives.services.paging import Cut, Page

obligations_bp = Blueprint("rest_obligations", __name__, url_prefix="/api/v1/obligations")


@obligations_bp.get("")
@Operation("List batches", query=BatchQuerySchema, response=BatchSchema, paged=True)
def list_batches(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """By the end of their term, the oldest first."""
    standing, on = query.pop("standing"), query.pop("on")
    return services().obligations.batches(Within(**query), standing, on=on, cut=cut)


@obligations_bp.get("/due")
@Operation("Count what is past its day", query=DueQuerySchema, response=DueCountSchema, listed=True)
def due(query: dict[str, Any]) -> Sequence[Any]:
    """By organization; what lies in a year that has not ended waits."""
    on = query.pop("on")
    return services().obligations.due(Within(**query), on)


@obligations_bp.get("/calendar")
@Operation("Show what a year or a month brings", query=CalendarQuerySchema, response=CalendarSchema)
def calendar(query: dict[str, Any]) -> object:
    """Records by strict day, batches by last day."""
    year, month = query.pop("year"), query.pop("month")
    return services().obligations.calendar(year, month, Within(**query))


@obligations_bp.get("/forecast")
@Operation("Forecast what will be handed over", query=WithinSchema, response=ForecastSchema)
def forecast(query: dict[str, Any]) -> object:
    """As many years as the profile says."""
    return services().obligations.forecast(Within(**query))


@obligations_bp.get("/forecasts")
@Operation("Forecast by organization", query=WithinSchema, response=OrganizationForecastSchema, listed=True)
def forecasts(query: dict[str, Any]) -> Sequence[Any]:
    """By name."""
    return services().obligations.forecasts(Within(**query))


@obligations_bp.get("/<uuid:obligation_id>")
@Operation("Show a batch", response=BatchSchema)
def show_batch(obligation_id: UUID) -> object:
    """As it stands today."""
    return services().obligations.batch(obligation_id)


@obligations_bp.post("/<uuid:obligation_id>/not-ready")
@Operation("Say that the archive is not ready", request=NotReadySchema, response=BatchSchema, if_match=True)
def declare_not_ready(obligation_id: UUID, body: dict[str, str], seen: int) -> object:
    """The delay is then the archive's."""
    services().obligations.declare_not_ready(obligation_id, body["reason"], seen)
    return services().obligations.batch(obligation_id)


@obligations_bp.post("/<uuid:obligation_id>/ready")
@Operation("Say that the archive is ready", response=BatchSchema, if_match=True)
def declare_ready(obligation_id: UUID, seen: int) -> object:
    """It can take the batch."""
    services().obligations.declare_ready(obligation_id, seen)
    return services().obligations.batch(obligation_id)
