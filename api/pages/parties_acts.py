"""The forms of the directory: entering bodies and fonds, numbering, approving, handing in schedules."""

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue

from api.context import seen_version, services
from api.idempotency import answer_once
from api.pages import forms
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import show
from api.pages.parties import archives, fonds_page, organization_page, organizations, party_pages
from api.pages.reader import see_other
from archives.domain.vocabulary import RepositoryLevel, RetentionClass
from archives.services.parties import OrganizationFacts
from archives.services.parties_approvals import ScheduleLine
from archives.services.parties_fonds import Creator

__all__ = ["party_pages"]

SPARE_LINES = 5
MOST_LINES = 2000
PARTS = ("category", "series", "description", "retention")


@party_pages.get("/new/<any('organization', 'jurisdiction', 'authority', 'repository'):kind>")
def ask(kind: str) -> Response:
    """The form for a new body."""
    return _ask(kind, FRESH)


@party_pages.post("/new/<any('organization', 'jurisdiction', 'authority', 'repository'):kind>")
def enter(kind: str) -> ResponseReturnValue:
    """Enter a body."""
    return answer_form(_ENTER[kind], lambda filled: _ask(kind, filled))


@party_pages.post("/organizations/<uuid:organization_id>/abolish")
def abolish(organization_id: UUID) -> ResponseReturnValue:
    """Record that a body was abolished."""

    def act() -> Response:
        said = forms.required_day("abolished_on"), forms.chosen_id("successor_id"), seen_version()
        services().parties.abolish_organization(organization_id, *said)
        return see_other(".organization", organization_id=organization_id)

    return answer_form(act, lambda filled: organization_page(organization_id, filled))


@party_pages.post("/organizations/<uuid:organization_id>/scope")
def approve_scope(organization_id: UUID) -> ResponseReturnValue:
    """The authority approves that the archive collects from it."""

    def act() -> Response:
        said = forms.text("document_number"), forms.required_day("approved_on")
        services().approvals.approve_scope(organization_id, *said)
        return see_other(".organization", organization_id=organization_id)

    return answer_form(act, lambda filled: organization_page(organization_id, filled))


@party_pages.post("/organizations/<uuid:organization_id>/fonds")
def create_fonds(organization_id: UUID) -> ResponseReturnValue:
    """Enter a fonds in the keeping of an organization."""

    def act() -> Response:
        made = services().fonds.create(forms.text("name"), organization_id)
        return see_other(".fonds", fonds_id=made.id)

    return answer_form(act, lambda filled: organization_page(organization_id, filled))


@party_pages.post("/fonds/<uuid:fonds_id>/number")
def assign_number(fonds_id: UUID) -> ResponseReturnValue:
    """The archive gives the fonds its number, once."""
    return _fonds(fonds_id, lambda: services().fonds.assign_number(fonds_id, forms.text("number"), seen_version()))


@party_pages.post("/fonds/<uuid:fonds_id>/creators")
def add_creator(fonds_id: UUID) -> ResponseReturnValue:
    """Add a span to the creator history."""

    def act() -> object:
        creator = Creator(forms.text("name"), forms.chosen_id("creator_id"), forms.day("since"), forms.day("until"))
        return services().fonds.add_creator(fonds_id, creator, seen_version())

    return _fonds(fonds_id, act)


@party_pages.post("/fonds/<uuid:fonds_id>/formats")
def agree_format(fonds_id: UUID) -> ResponseReturnValue:
    """The archive agrees to a format outside the list."""

    def act() -> object:
        return services().format_exceptions.agree(fonds_id, forms.text("extension"), forms.text("format_reason"))

    return _fonds(fonds_id, act)


@party_pages.post("/fonds/<uuid:fonds_id>/close")
def close_fonds(fonds_id: UUID) -> ResponseReturnValue:
    """Say that nothing more is added."""
    return _fonds(fonds_id, lambda: services().fonds.close(fonds_id, forms.required_day("closed_on"), seen_version()))


@party_pages.post("/fonds/<uuid:fonds_id>/keeper")
def change_keeper(fonds_id: UUID) -> ResponseReturnValue:
    """The authority gives the fonds, whole, to another keeper."""

    def act() -> object:
        keeper, reason = forms.required_id("organization_id"), forms.text("reason")
        return services().fonds.change_keeper(fonds_id, keeper, reason, seen_version())

    return _fonds(fonds_id, act)


@party_pages.get("/organizations/<uuid:organization_id>/schedule")
def ask_schedule(organization_id: UUID) -> Response:
    """The form for a new edition: the lines in force, and spare ones."""
    in_force = services().approvals.schedule_in_force(organization_id)
    known = services().approvals.lines(in_force.id) if in_force else ()
    lines = [ScheduleLine(each.category, each.retention, each.series, each.description) for each in known]
    return _schedule(organization_id, _typed(lines), FRESH)


@party_pages.post("/organizations/<uuid:organization_id>/schedule")
def submit_schedule(organization_id: UUID) -> ResponseReturnValue:
    """Hand in a new edition."""
    rows = _rows()

    def act() -> Response:
        lines = [
            ScheduleLine(row[0], forms.chosen(f"lines-{place}-retention", RetentionClass), row[1], row[2])
            for place, row in rows
        ]
        made = services().approvals.submit_schedule(organization_id, lines, forms.text("note"))
        return see_other(".schedule", schedule_id=made.id)

    return answer_form(act, lambda filled: _schedule(organization_id, [row for _, row in rows], filled))


@party_pages.post("/schedules/<uuid:schedule_id>/approve")
def approve_schedule(schedule_id: UUID) -> ResponseReturnValue:
    """The authority puts an edition in force."""

    def act() -> Response:
        services().approvals.approve_schedule(schedule_id, seen_version())
        return see_other(".schedule", schedule_id=schedule_id)

    return answer_once(act)


def _ask(kind: str, filled: Filled) -> Response:
    places = [(str(each.id), f"{each.code} {each.name}") for each in services().parties.jurisdictions()]
    return show(
        "directory_new.html",
        kind=kind,
        filled=filled,
        places=places,
        archives=archives(),
        organizations=organizations() if kind == "organization" else [],
        levels=RepositoryLevel,
    )


def _organization() -> Response:
    facts = OrganizationFacts(
        forms.required_id("jurisdiction_id"),
        forms.required_id("archive_id"),
        forms.chosen_id("parent_id"),
        forms.day("established_on"),
    )
    made = services().parties.create_organization(forms.text("name"), facts)
    return see_other(".organization", organization_id=made.id)


def _jurisdiction() -> Response:
    services().parties.create_jurisdiction(forms.text("code"), forms.text("name"), forms.chosen_id("parent_id"))
    return see_other(".places")


def _authority() -> Response:
    services().parties.create_authority(forms.text("name"), forms.required_id("jurisdiction_id"))
    return see_other(".places")


def _repository() -> Response:
    level = forms.chosen("level", RepositoryLevel)
    said = forms.text("name"), forms.text("code"), level, forms.required_id("jurisdiction_id")
    services().parties.create_repository(*said)
    return see_other(".places")


_ENTER: dict[str, Callable[[], Response]] = {
    "organization": _organization,
    "jurisdiction": _jurisdiction,
    "authority": _authority,
    "repository": _repository,
}


def _fonds(fonds_id: UUID, change: Callable[[], object]) -> Response:
    def act() -> Response:
        change()
        return see_other(".fonds", fonds_id=fonds_id)

    return answer_form(act, lambda filled: fonds_page(fonds_id, filled))


def _schedule(organization_id: UUID, rows: Sequence[Sequence[str]], filled: Filled) -> Response:
    body = services().parties.organization(organization_id)
    spare = [("", "", "", "")] * SPARE_LINES
    return show("schedule_new.html", organization=body, rows=[*rows, *spare], filled=filled, classes=RetentionClass)


def _rows() -> list[tuple[int, tuple[str, ...]]]:
    """Return the lines that are not empty, with their places on the form."""
    places = [place for place in range(MOST_LINES) if f"lines-{place}-category" in request.form]
    lines = ((place, tuple(forms.text(f"lines-{place}-{part}") for part in PARTS)) for place in places)
    return [(place, line) for place, line in lines if any(line)]


def _typed(lines: Sequence[ScheduleLine]) -> list[tuple[str, ...]]:
    return [(line.category, line.series, line.description, line.retention.value) for line in lines]
