"""Buttons of mail: send a receipt again; say where a body gets its mail."""

from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue

from api.context import seen_version, services
from api.idempotency import answer_once
from api.pages import forms
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import show
from api.pages.parties import ARCHIVE, organization_page
from api.pages.parties_acts import party_pages
from api.pages.reader import holds_at, is_one_of, see_other
from api.pages.transfer_forms import side_from
from api.pages.transfers import transfer_pages
from archives.domain.permission import Place
from archives.domain.vocabulary import Role

__all__ = ["party_pages", "transfer_pages"]


@transfer_pages.post("/<uuid:transfer_id>/deliveries")
def send_again(transfer_id: UUID) -> ResponseReturnValue:
    """Send the receipt to a party again."""
    side = side_from(request.form)

    def act() -> Response:
        services().deliveries.send_again(transfer_id, seen_version(), side)
        return see_other(".transfer", transfer_id=transfer_id)

    return answer_once(act)


@party_pages.post("/organizations/<uuid:organization_id>/contact")
def set_organization_contact(organization_id: UUID) -> ResponseReturnValue:
    """Say where an organization gets mail."""

    def act() -> Response:
        services().contacts.set_organization(organization_id, forms.text("contact_email"), seen_version())
        return see_other(".organization", organization_id=organization_id)

    return answer_form(act, lambda filled: organization_page(organization_id, filled))


@party_pages.get("/repositories/<uuid:repository_id>")
def repository(repository_id: UUID) -> Response:
    """One archive, and where it gets mail."""
    return _repository_page(repository_id, FRESH)


@party_pages.post("/repositories/<uuid:repository_id>/contact")
def set_repository_contact(repository_id: UUID) -> ResponseReturnValue:
    """Say where an archive gets mail."""

    def act() -> Response:
        services().contacts.set_repository(repository_id, forms.text("contact_email"), seen_version())
        return see_other(".repository", repository_id=repository_id)

    return answer_form(act, lambda filled: _repository_page(repository_id, filled))


def _repository_page(repository_id: UUID, filled: Filled) -> Response:
    body = services().parties.repository(repository_id)
    may = is_one_of(Role.SYSTEM_ADMIN) or holds_at(Place(repository=body.id), *ARCHIVE)
    return show("repository.html", repository=body, filled=filled, may_contact=may)
