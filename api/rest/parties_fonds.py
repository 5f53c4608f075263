"""Fonds over JSON."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.parties import (
    ClosingSchema,
    CreatorSchema,
    FondsNumberSchema,
    FondsQuerySchema,
    FondsSchema,
    FormatExceptionSchema,
    KeeperSchema,
    NewFondsSchema,
)
from archives.services.paging import Cut, Page
from archives.services.parties_fonds import Creator

fonds_bp = Blueprint("rest_fonds", __name__, url_prefix="/api/v1/fonds")


@fonds_bp.get("")
@Operation("List fonds", query=FondsQuerySchema, response=FondsSchema, paged=True)
def list_fonds(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """Those that one may see."""
    return services().fonds.list(cut, **query)


@fonds_bp.post("")
@Operation("Enter a fonds", request=NewFondsSchema, response=FondsSchema, status=201)
def create_fonds(body: dict[str, Any]) -> object:
    """By its keeper or its archive; it has no number yet."""
    return services().fonds.create(**body)


@fonds_bp.get("/<uuid:fonds_id>")
@Operation("Show a fonds", response=FondsSchema)
def show_fonds(fonds_id: UUID) -> object:
    """With its present keeper."""
    return services().fonds.get(fonds_id)


@fonds_bp.get("/<uuid:fonds_id>/creators")
@Operation("List the creators of a fonds", response=CreatorSchema, listed=True)
def list_creators(fonds_id: UUID) -> Sequence[Any]:
    """In the order of time."""
    return services().fonds.creators(fonds_id)


@fonds_bp.post("/<uuid:fonds_id>/creators")
@Operation("Add a creator", request=CreatorSchema, response=CreatorSchema, status=201, if_match=True)
def add_creator(fonds_id: UUID, body: Creator, seen: int) -> object:
    """A rename, or a predecessor."""
    return services().fonds.add_creator(fonds_id, body, seen)


@fonds_bp.post("/<uuid:fonds_id>/number")
@Operation("Number a fonds", request=FondsNumberSchema, response=FondsSchema, if_match=True)
def assign_number(fonds_id: UUID, body: dict[str, str], seen: int) -> object:
    """By its archive, once."""
    return services().fonds.assign_number(fonds_id, body["number"], seen)


@fonds_bp.post("/<uuid:fonds_id>/closing")
@Operation("Close a fonds", request=ClosingSchema, response=FondsSchema, if_match=True)
def close_fonds(fonds_id: UUID, body: dict[str, Any], seen: int) -> object:
    """By its archive."""
    return services().fonds.close(fonds_id, body["closed_on"], seen)


@fonds_bp.post("/<uuid:fonds_id>/keeper")
@Operation("Give a fonds another keeper", request=KeeperSchema, response=FondsSchema, if_match=True, once=False)
def change_keeper(fonds_id: UUID, body: dict[str, Any], seen: int) -> object:
    """By the authority; a repeated request finds another version, so no key is needed."""
    return services().fonds.change_keeper(fonds_id, seen=seen, **body)


@fonds_bp.get("/<uuid:fonds_id>/format-exceptions")
@Operation("List the formats agreed for a fonds", response=FormatExceptionSchema, listed=True)
def list_format_exceptions(fonds_id: UUID) -> Sequence[Any]:
    """By extension."""
    return services().format_exceptions.list(services().fonds.get(fonds_id).id)


@fonds_bp.post("/<uuid:fonds_id>/format-exceptions")
@Operation("Agree a format for a fonds", request=FormatExceptionSchema, response=FormatExceptionSchema, status=201)
def agree_format(fonds_id: UUID, body: dict[str, str]) -> object:
    """By the archive, with its reason (GB/T 18894-2016 §8.3)."""
    return services().format_exceptions.agree(fonds_id, body["extension"], body["reason"])
