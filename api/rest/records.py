"""Records over JSON, and the bytes of their files. There is no way to delete one (Law 21)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, make_response, request

from api.context import services
from api.errors import failure_of, problem_response
from api.files import send_stream
from api.rest.operation import Operation
from api.rest.uploads import upload_of
from api.schemas.records import (
    BoxedSchema,
    ChangesSchema,
    ContentFileSchema,
    FileQuerySchema,
    NewRecordSchema,
    RecordEventSchema,
    RecordQuerySchema,
    RecordSchema,
    RegisteredSchema,
)
from archives.domain.errors import SetAsideError
from archives.domain.vocabulary import FileKind
from archives.services.paging import Cut, Page
from archives.services.records import RecordFilter

BYTES = "application/octet-stream"
records_bp = Blueprint("rest_records", __name__, url_prefix="/api/v1/records")


@records_bp.get("")
@Operation("List records", query=RecordQuerySchema, response=RecordSchema, paged=True)
def list_records(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """In the order of their registration."""
    return services().records.list(RecordFilter(**query), cut)


@records_bp.post("")
@Operation("Register a record", request=NewRecordSchema, response=RegisteredSchema, status=201)
def register(body: dict[str, Any]) -> object:
    """The count of entries set aside is kept although the entry is refused: the refusal is an answer, no failure."""
    try:
        return services().records.register(body["fonds_id"], body["description"], body["parent_id"])
    except SetAsideError as refusal:
        return problem_response(failure_of(refusal))


@records_bp.get("/<uuid:record_id>")
@Operation("Show a record", response=RecordSchema)
def show(record_id: UUID) -> object:
    """With the version for If-Match in ETag."""
    return services().records.get(record_id)


@records_bp.patch("/<uuid:record_id>")
@Operation("Describe a record", request=ChangesSchema, response=RegisteredSchema, if_match=True)
def describe(record_id: UUID, body: dict[str, Any], seen: int) -> object:
    """Old and new values go on the trail."""
    return services().records.describe(record_id, seen, body["changes"])


@records_bp.get("/<uuid:record_id>/children")
@Operation("List what lies in a record", response=RecordSchema, paged=True)
def list_children(record_id: UUID, cut: Cut) -> Page[Any]:
    """The items of a volume, or what a series holds."""
    return services().records.list(RecordFilter(parent_id=services().records.get(record_id).id), cut)


@records_bp.get("/<uuid:record_id>/events")
@Operation("Show what was done to a record", response=RecordEventSchema, listed=True)
def list_events(record_id: UUID) -> Sequence[Any]:
    """Oldest first."""
    return services().records.trail(record_id)


@records_bp.get("/<uuid:record_id>/files")
@Operation("List a record's files", response=ContentFileSchema, listed=True)
def list_files(record_id: UUID) -> Sequence[Any]:
    """Without those that were replaced."""
    return services().content.list(record_id)


@records_bp.put("/<uuid:record_id>/files/<name>")
@Operation(
    "Attach a file, or replace it", query=FileQuerySchema, response=ContentFileSchema, consumes=BYTES, once=False
)
def put_file(record_id: UUID, name: str, query: dict[str, FileKind | None]) -> Response:
    """Needs Content-Length and Repr-Digest. With If-Match (the ETag of the file) it takes that file's place."""
    upload, seen = upload_of(name), request.headers.get("If-Match", "").strip('"')
    if seen:
        file = services().content.replace(services().content.get(record_id, name).id, seen, upload)
    else:
        file = services().content.attach(record_id, upload, query["kind"])
    answer = make_response(jsonify(ContentFileSchema().dump(file)), 200 if seen else 201)
    answer.set_etag(file.sha256)
    return answer


@records_bp.get("/<uuid:record_id>/files/<name>")
@Operation("Download a file", produces=BYTES)
def get_file(record_id: UUID, name: str) -> Response:
    """As it was received, under its exact name."""
    file = services().content.get(record_id, name)
    answer = send_stream(services().content.open(file), file.name, BYTES)
    answer.set_etag(file.sha256)
    answer.content_length = file.size
    return answer


@records_bp.put("/<uuid:record_id>/box")
@Operation("Put a record into a box", request=BoxedSchema, response=RecordSchema, if_match=True)
def put_in_box(record_id: UUID, body: dict[str, str], seen: int) -> object:
    """By whoever keeps the paper; an empty number takes it out."""
    return services().boxes.put(record_id, seen, body["number"], body["place"])
