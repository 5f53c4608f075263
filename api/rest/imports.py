"""Bulk registration over HTTP: send a list, look at the findings, publish."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, make_response

from api.context import services
from api.files import send_stream
from api.rest.operation import Operation
from api.rest.uploads import upload_of
from api.schemas.imports import (
    FindingQuerySchema,
    FindingSchema,
    ImportQuerySchema,
    ImportSchema,
    NewImportSchema,
)
from archives.services.paging import Cut, Page
from archives.services.registration import ImportOptions
from archives.services.registration_staging import Finding

MIME = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
imports_bp = Blueprint("rest_imports", __name__, url_prefix="/api/v1/imports")


@imports_bp.get("")
@Operation("List bulk registrations", query=ImportQuerySchema, response=ImportSchema, paged=True)
def list_imports(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """The newest first."""
    return services().registrations.list(query["fonds_id"], cut)


@imports_bp.post("")
@Operation(
    "Send a list to register", query=NewImportSchema, response=ImportSchema, consumes="text/csv", status=202, once=False
)
def receive(query: dict[str, Any]) -> Response:
    """The body is the CSV or XLSX itself, with Content-Length and Repr-Digest. Sending it again changes nothing."""
    defaults = dict(each.split("=", 1) for each in query["default"])
    options = ImportOptions(query["mode"], defaults)
    row = services().registrations.receive(query["fonds_id"], upload_of(query["name"]), options)
    answer = make_response(jsonify(ImportSchema().dump(row)), 202)
    answer.headers["Location"] = f"/api/v1/imports/{row.id}"
    return answer


@imports_bp.get("/template.<any(csv, xlsx):kind>")
@Operation("Download an empty list", produces=MIME["csv"])
def template(kind: str) -> Response:
    """With an example row."""
    target = BytesIO()
    services().registrations.write_template(f"template.{kind}", target)
    return send_stream(target.getvalue(), f"template.{kind}", MIME[kind])


@imports_bp.get("/<uuid:import_id>")
@Operation("Show a bulk registration", response=ImportSchema)
def show(import_id: UUID) -> object:
    """With its progress."""
    return services().registrations.get(import_id)


@imports_bp.post("/<uuid:import_id>/publish")
@Operation("Register the good rows", response=ImportSchema, if_match=True, status=202)
def publish(import_id: UUID, seen: int) -> object:
    """The worker does it, in one transaction."""
    return services().registrations.ask_to_publish(import_id, seen)


@imports_bp.post("/<uuid:import_id>/abort")
@Operation("End a bulk registration", response=ImportSchema, if_match=True)
def abort(import_id: UUID, seen: int) -> object:
    """Nothing of it is registered."""
    return services().registrations.abort(import_id, seen)


@imports_bp.get("/<uuid:import_id>/findings")
@Operation("List what is wrong with a list", query=FindingQuerySchema, response=FindingSchema, listed=True)
def list_findings(import_id: UUID, query: dict[str, int]) -> Sequence[Any]:
    """Row by row; ask again with the id of the last one."""
    return services().registrations.findings(import_id, query["after"], query["limit"])


@imports_bp.get("/<uuid:import_id>/findings.<any(csv, xlsx):kind>")
@Operation("Download what is wrong with a list", produces=MIME["csv"])
def error_sheet(import_id: UUID, kind: str) -> Response:
    """Each finding with the cells of its row; no cell runs as a formula."""
    target, name = BytesIO(), f"findings.{kind}"
    services().registrations.write_error_sheet(import_id, name, target, _said)
    return send_stream(target.getvalue(), name, MIME[kind])


def _said(finding: Finding) -> str:
    return ", ".join(f"{name}: {value}" for name, value in (finding.facts or {}).items())
