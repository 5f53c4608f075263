"""Places, authorities, repositories and organizations over JSON."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.parties import (
    AbolitionSchema,
    AuthoritySchema,
    JurisdictionSchema,
    NewOrganizationSchema,
    OrganizationQuerySchema,
    OrganizationSchema,
    RepositorySchema,
)
from archives.services.paging import Cut, Page

parties_bp = Blueprint("rest_parties", __name__, url_prefix="/api/v1")


@parties_bp.get("/jurisdictions")
@Operation("List places", response=JurisdictionSchema, listed=True)
def list_jurisdictions() -> Sequence[Any]:
    """Parents before children."""
    return services().parties.jurisdictions()


@parties_bp.post("/jurisdictions")
@Operation("Enter a place", request=JurisdictionSchema, response=JurisdictionSchema, status=201)
def create_jurisdiction(body: dict[str, Any]) -> object:
    """By the system administrator."""
    return services().parties.create_jurisdiction(**body)


@parties_bp.get("/authorities")
@Operation("List authorities", response=AuthoritySchema, listed=True)
def list_authorities() -> Sequence[Any]:
    """By name."""
    return services().parties.authorities()


@parties_bp.post("/authorities")
@Operation("Enter an authority", request=AuthoritySchema, response=AuthoritySchema, status=201)
def create_authority(body: dict[str, Any]) -> object:
    """By the system administrator."""
    return services().parties.create_authority(**body)


@parties_bp.get("/repositories")
@Operation("List repositories", response=RepositorySchema, listed=True)
def list_repositories() -> Sequence[Any]:
    """By code."""
    return services().parties.repositories()


@parties_bp.post("/repositories")
@Operation("Enter a repository", request=RepositorySchema, response=RepositorySchema, status=201)
def create_repository(body: dict[str, Any]) -> object:
    """By the system administrator."""
    return services().parties.create_repository(**body)


@parties_bp.get("/repositories/<uuid:repository_id>")
@Operation("Show a repository", response=RepositorySchema)
def show_repository(repository_id: UUID) -> object:
    """For everybody who has logged in."""
    return services().parties.repository(repository_id)


@parties_bp.get("/organizations")
@Operation("List organizations", query=OrganizationQuerySchema, response=OrganizationSchema, paged=True)
def list_organizations(query: dict[str, Any], cut: Cut) -> Page[Any]:
    """By name, the abolished ones too."""
    return services().parties.organizations(cut, **query)


@parties_bp.post("/organizations")
@Operation("Enter an organization", request=NewOrganizationSchema, response=OrganizationSchema, status=201)
def create_organization(body: dict[str, Any]) -> object:
    """By the system administrator or the authority of the place."""
    return services().parties.create_organization(**body)


@parties_bp.get("/organizations/<uuid:organization_id>")
@Operation("Show an organization", response=OrganizationSchema)
def show_organization(organization_id: UUID) -> object:
    """For everybody who has logged in."""
    return services().parties.organization(organization_id)


@parties_bp.post("/organizations/<uuid:organization_id>/abolition")
@Operation("Record an abolition", request=AbolitionSchema, response=OrganizationSchema, if_match=True)
def abolish_organization(organization_id: UUID, body: dict[str, Any], seen: int) -> object:
    """Its fonds stay whole, with their keeper."""
    return services().parties.abolish_organization(organization_id, seen=seen, **body)
