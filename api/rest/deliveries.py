"""Mail over JSON: what became of a receipt's letters, and where a body gets its mail."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.deliveries import ContactSchema, DeliverySchema
from api.schemas.parties import OrganizationSchema, RepositorySchema
from api.schemas.transfers import SideSchema
from archives.domain.vocabulary import Side

deliveries_bp = Blueprint("rest_deliveries", __name__, url_prefix="/api/v1")


@deliveries_bp.get("/transfers/<uuid:transfer_id>/deliveries")
@Operation("List to whom the receipt was sent", response=DeliverySchema, listed=True)
def list_deliveries(transfer_id: UUID) -> Sequence[Any]:
    """Empty where mail is off."""
    return services().deliveries.of_transfer(transfer_id)


@deliveries_bp.post("/transfers/<uuid:transfer_id>/deliveries")
@Operation("Send the receipt to a party again", request=SideSchema, response=DeliverySchema, if_match=True, status=202)
def send_again(transfer_id: UUID, body: dict[str, Side], seen: int) -> object:
    """To its present address; not where it was sent already."""
    return services().deliveries.send_again(transfer_id, seen, body["side"])


@deliveries_bp.put("/organizations/<uuid:organization_id>/contact")
@Operation("Say where an organization gets mail", request=ContactSchema, response=OrganizationSchema, if_match=True)
def set_organization(organization_id: UUID, body: dict[str, str], seen: int) -> object:
    """By its clerk or approver, or the system administrator."""
    return services().contacts.set_organization(organization_id, body["contact_email"], seen)


@deliveries_bp.put("/repositories/<uuid:repository_id>/contact")
@Operation("Say where a repository gets mail", request=ContactSchema, response=RepositorySchema, if_match=True)
def set_repository(repository_id: UUID, body: dict[str, str], seen: int) -> object:
    """By its archivist or director, or the system administrator."""
    return services().contacts.set_repository(repository_id, body["contact_email"], seen)
