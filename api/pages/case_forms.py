"""What the forms of inspections and cases say, read into the values that the services take."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import request

from api.pages import forms
from archives.domain.errors import InvalidInputError, Problem
from archives.domain.hazard import FindingKind, Grade, InspectedKind, Offence
from archives.domain.inspection import InspectionKind
from archives.domain.rectification import EscalationKind
from archives.services.findings import Found
from archives.services.inspections import Proposal
from archives.services.rectification import Escalation, Issue, Looked
from archives.services.rectification_inspected import Measure


def body_chosen(name: str = "body") -> tuple[InspectedKind, UUID]:
    """Read 'organization:id' or 'repository:id'."""
    kind, _, identifier = forms.text(name).partition(":")
    if kind not in list(InspectedKind):
        raise InvalidInputError([Problem("required", name)])
    return InspectedKind(kind), forms.identifier(identifier)


def proposal() -> Proposal:
    """Read a planned inspection."""
    kind, identifier = body_chosen()
    firm = forms.text("firm")
    return Proposal(
        kind=forms.chosen("kind", InspectionKind),
        inspected_kind=InspectedKind.SERVICE_FIRM if firm and kind is InspectedKind.ORGANIZATION else kind,
        inspected_id=identifier,
        planned_on=forms.required_day("planned_on"),
        ground=forms.text("ground"),
        checklist=forms.text("checklist"),
        firm=firm,
        lead_id=forms.chosen_id("lead"),
    )


def found() -> Found:
    """Read what was found; an empty choice says nothing."""
    return Found(
        kind=forms.chosen("kind", FindingKind),
        facts=forms.text("facts"),
        grade=forms.chosen("grade", Grade) if forms.text("grade") else None,
        offence=forms.chosen("offence", Offence) if forms.text("offence") else None,
        **{name: forms.text(name) for name in _WORDS},
    )


def issue() -> Issue:
    """Read number, term or day; a day said wins."""
    return Issue(forms.text("document_number"), forms.day("due_on"), forms.text("term"))


def measures(ids: Sequence[UUID]) -> Mapping[UUID, Measure]:
    """Read a measure for each item."""
    return {
        each: Measure(forms.text(f"measures:{each}"), forms.text(f"responsible:{each}"), forms.day(f"by:{each}"))
        for each in ids
    }


def done(ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """Read what was done for each item."""
    return {each: forms.text(f"done:{each}") for each in ids}


def looked(ids: Sequence[UUID]) -> Mapping[UUID, Looked]:
    """Read what was seen of each item; one without a choice is left out."""
    said = {each: request.form.get(f"passed:{each}", "") for each in ids}
    return {each: Looked(said[each] == "yes", forms.text(f"text:{each}")) for each in ids if said[each]}


def escalation() -> Escalation:
    """Read how it is taken further."""
    return Escalation(forms.chosen("kind", EscalationKind), forms.text("addressee"), forms.text("reason"))


_WORDS: Sequence[Any] = (
    "category",
    "place",
    "concerned",
    "immediate_measures",
    "requirement",
    "checklist_code",
)
