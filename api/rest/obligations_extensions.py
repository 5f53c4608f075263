"""Extensions and retention review over JSON."""

from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.obligations import (
    DecisionSchema,
    ExtensionQuerySchema,
    ExtensionSchema,
    NewExtensionSchema,
    ReviewedRecordSchema,
    ReviewQuerySchema,
)
from archives.services.paging import Cut, Page

extensions_bp = Blueprint("rest_extensions", __name__, url_prefix="/api/v1")


@extensions_bp.get("/extensions")
@Operation("List extensions", query=ExtensionQuerySchema, response=ExtensionSchema, paged=True)
def list_extensions(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """The oldest request first."""
    return services().extensions.find(query["state"], cut)


@extensions_bp.post("/extensions")
@Operation("Ask for an extension", request=NewExtensionSchema, response=ExtensionSchema, status=201)
def request_extension(body: dict[str, Any]) -> object:
    """It moves nothing until the authority consents."""
    return services().extensions.request(**body)


@extensions_bp.get("/extensions/<uuid:extension_id>")
@Operation("Show an extension", response=ExtensionSchema)
def show_extension(extension_id: UUID) -> object:
    """With its version as ETag."""
    return services().extensions.get(extension_id)


@extensions_bp.post("/extensions/<uuid:extension_id>/consent")
@Operation("Consent to an extension", request=DecisionSchema, response=ExtensionSchema, if_match=True)
def consent(extension_id: UUID, body: dict[str, str], seen: int) -> object:
    """By the authority only."""
    return services().extensions.consent(extension_id, body["note"], seen)


@extensions_bp.post("/extensions/<uuid:extension_id>/decline")
@Operation("Decline an extension", request=DecisionSchema, response=ExtensionSchema, if_match=True)
def decline(extension_id: UUID, body: dict[str, str], seen: int) -> object:
    """With a reason."""
    return services().extensions.decline(extension_id, body["note"], seen)


@extensions_bp.post("/extensions/<uuid:extension_id>/withdraw")
@Operation("Withdraw a request for an extension", response=ExtensionSchema, if_match=True)
def withdraw(extension_id: UUID, seen: int) -> object:
    """By the organization that asked."""
    return services().extensions.withdraw(extension_id, seen)


@extensions_bp.get("/retention-review/expired")
@Operation("List records to appraise", query=ReviewQuerySchema, response=ReviewedRecordSchema, paged=True)
def expired(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """Of classes that the archive does not collect, whose years are over."""
    return services().retention_review.expired(query["on"], cut)


@extensions_bp.get("/retention-review/out-of-scope")
@Operation("List records outside every scope", query=ReviewQuerySchema, response=ReviewedRecordSchema, paged=True)
def out_of_scope(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """Of bodies that no archive collects from, after the term of transfer."""
    return services().retention_review.out_of_scope(query["on"], cut)
