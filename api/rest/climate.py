"""Rooms, readings, lists of readings and restore tests over JSON. Sensors push with a token of the scope 'climate'."""

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, make_response

from api.context import services
from api.files import send_stream
from api.rest.operation import Operation
from api.rest.uploads import upload_of
from api.schemas.climate import (
    ClimateStatisticsSchema,
    CorrectionSchema,
    DaySchema,
    GapSchema,
    NewReadingsListSchema,
    NewRestoreTestSchema,
    NewRoomSchema,
    PushedSchema,
    PushSchema,
    ReadingSchema,
    ReadingsListSchema,
    ReasonSchema,
    RestoreTestSchema,
    RoomFactsSchema,
    RoomQuerySchema,
    RoomSchema,
    SpanSchema,
    own_limits,
)
from api.schemas.imports import FindingQuerySchema, FindingSchema
from archives.services.climate_imports import ReadingsList
from archives.services.climate_log import RECENT
from archives.services.climate_readings import NewReading
from archives.services.climate_rooms import RoomFacts
from archives.services.paging import Cut, Page
from archives.services.restore_tests import TriedRestore

climate_bp = Blueprint("rest_climate", __name__, url_prefix="/api/v1/climate")
restore_tests_bp = Blueprint("rest_restore_tests", __name__, url_prefix="/api/v1/restore-tests")
MIME = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


# --- rooms ---


@climate_bp.get("/rooms")
@Operation("List rooms", query=RoomQuerySchema, response=RoomSchema, listed=True)
def list_rooms(query: dict[str, Any]) -> Sequence[Any]:
    """Of one's own house, or of the places that one supervises; those in use unless `retired`."""
    return services().climate_rooms.list(retired=query["retired"])


@climate_bp.post("/rooms")
@Operation("Enter a room", request=NewRoomSchema, response=RoomSchema, status=201)
def enter_room(body: dict[str, Any]) -> object:
    """By an archivist or clerk of the house."""
    kind, body_id = body.pop("body_kind"), body.pop("body_id")
    return services().climate_rooms.enter(kind, body_id, _facts(body))


@climate_bp.get("/rooms/<uuid:room_id>")
@Operation("Show a room", response=RoomSchema)
def show_room(room_id: UUID) -> object:
    """With its version as ETag."""
    return services().climate_rooms.get(room_id)


@climate_bp.put("/rooms/<uuid:room_id>")
@Operation("Change a room", request=RoomFactsSchema, response=RoomSchema, if_match=True)
def change_room(room_id: UUID, body: dict[str, Any], seen: int) -> object:
    """Name, place, type, limits of its own."""
    return services().climate_rooms.change(room_id, seen, _facts(body))


@climate_bp.post("/rooms/<uuid:room_id>/retire")
@Operation("Take a room out of use", request=ReasonSchema, response=RoomSchema, if_match=True)
def retire_room(room_id: UUID, body: dict[str, str], seen: int) -> object:
    """With the reason; its log stays."""
    return services().climate_rooms.retire(room_id, seen, body["reason"])


# --- the log ---


@climate_bp.get("/rooms/<uuid:room_id>/readings")
@Operation("List the readings of some days", query=SpanSchema, response=ReadingSchema, listed=True)
def list_readings(room_id: UUID, query: dict[str, Any]) -> Sequence[Any]:
    """In their order, at most 2,000; withdrawn ones too."""
    return services().climate_log.readings(room_id, *_span(query))


@climate_bp.get("/rooms/<uuid:room_id>/readings.<any(csv, xlsx):kind>")
@Operation("Download the readings of some days", query=SpanSchema, produces=MIME["csv"])
def export(room_id: UUID, kind: str, query: dict[str, Any]) -> Response:
    """By the clocks of the place; no cell runs as a formula."""
    target, name = BytesIO(), f"climate.{kind}"
    services().climate_log.export(name, room_id, _span(query), target)
    return send_stream(target.getvalue(), name, MIME[kind])


@climate_bp.get("/rooms/<uuid:room_id>/days")
@Operation("List days with their extremes", query=SpanSchema, response=DaySchema, listed=True)
def list_days(room_id: UUID, query: dict[str, Any]) -> Sequence[Any]:
    """Every day on which something was read or owed."""
    return services().climate_log.days(room_id, *_span(query))


@climate_bp.get("/rooms/<uuid:room_id>/gaps")
@Operation("List days on which readings are missing", query=SpanSchema, response=GapSchema, listed=True)
def list_gaps(room_id: UUID, query: dict[str, Any]) -> Sequence[Any]:
    """Working days, until yesterday."""
    return services().climate_log.gaps(room_id, *_span(query))


@climate_bp.get("/rooms/<uuid:room_id>/statistics")
@Operation("Show the statistics of some days", query=SpanSchema, response=ClimateStatisticsSchema)
def show_statistics(room_id: UUID, query: dict[str, Any]) -> object:
    """The share of readings within limits, by the limits in force today."""
    return services().climate_log.statistics(room_id, *_span(query))


@climate_bp.post("/readings")
@Operation("Push readings", request=PushSchema, response=PushedSchema)
def push(body: dict[str, Any]) -> object:
    """Good ones are entered, refused ones named. The same room, instant and sensor again changes nothing."""
    return services().climate_readings.push([NewReading(**each) for each in body["readings"]])


@climate_bp.get("/readings/<uuid:reading_id>")
@Operation("Show a reading", response=ReadingSchema)
def show_reading(reading_id: UUID) -> object:
    """With its version as ETag."""
    return services().climate_readings.get(reading_id)


@climate_bp.post("/readings/<uuid:reading_id>/correct")
@Operation("Correct a reading", request=CorrectionSchema, response=ReadingSchema, if_match=True)
def correct(reading_id: UUID, body: dict[str, Any], seen: int) -> object:
    """Old and new stay on the trail, with the reason."""
    values = body["temperature"], body["humidity"]
    return services().climate_readings.correct(reading_id, seen, values, body["reason"])


@climate_bp.post("/readings/<uuid:reading_id>/withdraw")
@Operation("Withdraw a reading", request=ReasonSchema, response=ReadingSchema, if_match=True)
def withdraw(reading_id: UUID, body: dict[str, str], seen: int) -> object:
    """It was entered by mistake; it stays, and counts nowhere."""
    return services().climate_readings.withdraw(reading_id, seen, body["reason"])


# --- lists of readings ---


@climate_bp.get("/imports")
@Operation("List lists of readings", response=ReadingsListSchema, paged=True)
def list_imports(cut: Cut) -> Page[Any]:
    """The newest first."""
    return services().climate_imports.list(cut)


@climate_bp.post("/imports")
@Operation(
    "Send a list of readings",
    query=NewReadingsListSchema,
    response=ReadingsListSchema,
    consumes="text/csv",
    status=202,
    once=False,
)
def receive(query: dict[str, Any]) -> Response:
    """The body is the CSV or XLSX itself, with Content-Length and Repr-Digest. Sending it again changes nothing."""
    asked = ReadingsList(query["body_kind"], query["body_id"], query["mode"])
    row = services().climate_imports.receive(asked, upload_of(query["name"]))
    answer = make_response(jsonify(ReadingsListSchema().dump(row)), 202)
    answer.headers["Location"] = f"/api/v1/climate/imports/{row.id}"
    return answer


@climate_bp.get("/imports/<uuid:list_id>")
@Operation("Show a list of readings", response=ReadingsListSchema)
def show_import(list_id: UUID) -> object:
    """With its progress."""
    return services().climate_imports.get(list_id)


@climate_bp.get("/imports/<uuid:list_id>/findings")
@Operation("List what is wrong with a list of readings", query=FindingQuerySchema, response=FindingSchema, listed=True)
def list_findings(list_id: UUID, query: dict[str, int]) -> Sequence[Any]:
    """Cell by cell; ask again with the id of the last one."""
    return services().climate_imports.findings(list_id, query["after"], query["limit"])


@climate_bp.post("/imports/<uuid:list_id>/publish")
@Operation("Take the good rows over", response=ReadingsListSchema, if_match=True, status=202)
def publish(list_id: UUID, seen: int) -> object:
    """The worker does it, in one transaction."""
    return services().climate_imports.ask_to_publish(list_id, seen)


@climate_bp.post("/imports/<uuid:list_id>/abort")
@Operation("End a list of readings", response=ReadingsListSchema, if_match=True)
def abort(list_id: UUID, seen: int) -> object:
    """Nothing of it is taken over."""
    return services().climate_imports.abort(list_id, seen)


# --- restore tests ---


@restore_tests_bp.get("")
@Operation("List tests of restoring", response=RestoreTestSchema, paged=True)
def list_restore_tests(cut: Cut) -> Page[Any]:
    """The newest first."""
    return services().restore_tests.list(cut)


@restore_tests_bp.post("")
@Operation("Write down a test of restoring", request=NewRestoreTestSchema, response=RestoreTestSchema, status=201)
def record_restore_test(body: dict[str, Any]) -> object:
    """Passed or failed; it is never changed."""
    return services().restore_tests.record(TriedRestore(**body))


# --- private ---


def _facts(body: dict[str, Any]) -> RoomFacts:
    return RoomFacts(**{**body, "own_limits": own_limits(body["own_limits"])})


def _span(query: dict[str, Any]) -> tuple[date, date]:
    last: date = query["last"] or services().climate_log.today()
    return query["first"] or last - timedelta(days=RECENT.days), last
