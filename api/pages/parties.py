"""Pages of the directory: places, authorities, archives, organizations, fonds, scopes and retention schedules."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request

from api.context import services
from api.pages import forms
from api.pages.forms import FRESH, Filled
from api.pages.frame import show
from api.pages.reader import holds, holds_at, is_one_of
from archives.domain.permission import Place
from archives.domain.vocabulary import Role
from archives.services.paging import GREATEST_LIMIT, Cut

party_pages = Blueprint("pages_parties", __name__, url_prefix="/directory")
UNIT = (Role.CLERK, Role.APPROVER)
ARCHIVE = (Role.ARCHIVIST, Role.DIRECTOR)
Choices = list[tuple[str, str]]


@party_pages.get("")
def directory() -> Response:
    """The organizations, by name."""
    words = request.args.get("words", "").strip()
    archive_id = forms.asked_id("archive")
    page = services().parties.organizations(_cut(), words=words, archive_id=archive_id)
    return show(
        "directory.html",
        page=page,
        words=words,
        archive=str(archive_id or ""),
        archives=archives(),
        may_enter=is_one_of(Role.SYSTEM_ADMIN, Role.AUTHORITY),
    )


@party_pages.get("/places")
def places() -> Response:
    """Places with their authorities and archives."""
    parties = services().parties
    return show(
        "directory_places.html",
        places=parties.jurisdictions(),
        authorities=parties.authorities(),
        repositories=parties.repositories(),
        may_enter=is_one_of(Role.SYSTEM_ADMIN),
    )


@party_pages.get("/fonds")
def list_fonds() -> Response:
    """Every fonds that the reader may see, also those whose creator is long gone."""
    return show("directory_fonds.html", page=services().fonds.list(_cut()))


@party_pages.get("/scopes")
def scopes() -> Response:
    """From whom which archive collects, by whose approval."""
    names = {row.id: row.name for row in services().parties.authorities()}
    rows = [(scope, services().parties.organization(scope.organization_id)) for scope in services().approvals.scopes()]
    return show("directory_scopes.html", rows=rows, authorities=names)


@party_pages.get("/schedules")
def schedules() -> Response:
    """Every edition of every retention schedule that the reader may see."""
    found = services().approvals.schedules()
    rows = [(each, services().parties.organization(each.organization_id)) for each in found]
    return show("directory_schedules.html", rows=rows)


@party_pages.get("/organizations/<uuid:organization_id>")
def organization(organization_id: UUID) -> Response:
    """One organization, what it keeps, and what was approved for it."""
    return organization_page(organization_id, FRESH)


@party_pages.get("/fonds/<uuid:fonds_id>")
def fonds(fonds_id: UUID) -> Response:
    """One fonds: who created it, under which number, who keeps it."""
    return fonds_page(fonds_id, FRESH)


@party_pages.get("/schedules/<uuid:schedule_id>")
def schedule(schedule_id: UUID) -> Response:
    """One edition of a retention schedule, line by line."""
    found = services().approvals.schedule(schedule_id)
    body = services().parties.organization(found.organization_id)
    may = found.approved_on is None and holds_at(Place(None, None, body.jurisdiction_path), Role.AUTHORITY)
    lines = services().approvals.lines(schedule_id)
    return show("schedule.html", schedule=found, organization=body, lines=lines, may_approve=may)


def organization_page(organization_id: UUID, filled: Filled) -> Response:
    """Return the page of an organization, with a form as it was filled."""
    body = services().parties.organization(organization_id)
    place = Place(body.id, body.archive_id, body.jurisdiction_path)
    approvals = services().approvals
    return show(
        "organization.html",
        organization=body,
        filled=filled,
        parent=_named(body.parent_id),
        successor=_named(body.successor_id),
        fonds=services().fonds.list(Cut(limit=GREATEST_LIMIT), organization_id=body.id).rows,
        scope=next((each for each in approvals.scopes() if each.organization_id == body.id), None),
        schedules=approvals.schedules(body.id),
        organizations=organizations(),
        may_abolish=body.abolished_on is None and (holds_at(place, Role.AUTHORITY) or is_one_of(Role.SYSTEM_ADMIN)),
        may_approve=holds_at(Place(None, None, body.jurisdiction_path), Role.AUTHORITY),
        may_submit=holds_at(Place(body.id, None, body.jurisdiction_path), *UNIT),
        may_enter=holds_at(place, *UNIT, *ARCHIVE),
        may_contact=is_one_of(Role.SYSTEM_ADMIN) or holds_at(Place(body.id), *UNIT),
    )


def fonds_page(fonds_id: UUID, filled: Filled) -> Response:
    """Return the page of a fonds, with a form as it was filled."""
    found = services().fonds.get(fonds_id)
    archive = holds(found, *ARCHIVE)
    return show(
        "fonds.html",
        fonds=found,
        filled=filled,
        creators=services().fonds.creators(fonds_id),
        formats=services().format_exceptions.list(fonds_id),
        organizations=organizations(),
        may_agree=archive,
        may_number=archive and found.number is None,
        may_close=archive and found.closed_on is None,
        may_add=archive or holds(found, *UNIT),
        may_move=holds(found, Role.AUTHORITY),
    )


def archives() -> Choices:
    """Return the archives as the choices of a form."""
    return _choices(services().parties.repositories())


def organizations() -> Choices:
    """Return the organizations as the choices of a form."""
    found: Choices = []
    cut: Cut | None = Cut(limit=GREATEST_LIMIT)
    while cut:
        page = services().parties.organizations(cut)
        found += _choices(page.rows)
        cut = Cut(page.next_key, GREATEST_LIMIT) if page.next_key else None
    return found


def _choices(rows: Sequence[Any]) -> Choices:
    return [(str(row.id), row.name) for row in rows]


def _named(organization_id: UUID | None) -> Any:  # noqa: ANN401 -- a row or None
    return services().parties.organization(organization_id) if organization_id else None


def _cut() -> Cut:
    return Cut(request.args.get("after", ""))
