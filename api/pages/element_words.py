"""The names of description elements in the reader's language, the sections in which they stand, and their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from api.pages.words import WORDS
from archives.domain.description_elements import ELEMENTS
from archives.domain.vocabulary import (
    AccessStatus,
    Carrier,
    Classification,
    Disclosure,
    Generation,
    Level,
    RetentionClass,
)
from archives.domain.written_values import ValueRule

CLOSED: Mapping[ValueRule, type[StrEnum]] = MappingProxyType(
    {
        ValueRule.LEVEL: Level,
        ValueRule.CARRIER: Carrier,
        ValueRule.RETENTION: RetentionClass,
        ValueRule.CLASSIFICATION: Classification,
        ValueRule.ACCESS_STATUS: AccessStatus,
        ValueRule.DISCLOSURE: Disclosure,
        ValueRule.GENERATION: Generation,
    }
)
"""The elements whose values are chosen from a list."""

NAMES: Mapping[str, LazyString] = MappingProxyType(
    {
        "repository_code": _("Repository code"),
        "level": _("Level of description"),
        "reference_code": _("Reference code"),
        "title": _("Title"),
        "parallel_title": _("Parallel title"),
        "subtitle": _("Subtitle"),
        "document_number": _("Document number"),
        "formed_on": _("Date of creation"),
        "formed_from": _("Earliest date"),
        "date_as_stated": _("Date as stated"),
        "year": _("Year"),
        "category": _("Category of records"),
        "series": _("Department or subject"),
        "retention": _("Retention period"),
        "responsible_party": _("Responsible body"),
        "document_type": _("Type of document"),
        "urgency": _("Urgency"),
        "addressee": _("Addressee"),
        "copied_to": _("Copied to"),
        "language": _("Language of the record"),
        "version": _("Draft or final"),
        "carrier": _("Carrier"),
        "extent": _("Extent"),
        "item_count": _("Number of items"),
        "pages": _("Number of pages"),
        "generation": _("Way of generation"),
        "scope_and_content": _("Abstract"),
        "subject_terms": _("Subject terms"),
        "keywords": _("Keywords"),
        "persons": _("Names of persons"),
        "class_number": _("Class number"),
        "appraisal": _("Appraisal and disposal"),
        "accruals": _("Accruals"),
        "arrangement": _("Arrangement"),
        "destruction": _("Destruction"),
        "classification": _("Classification"),
        "access_status": _("Access status"),
        "disclosure": _("Disclosure status"),
        "access_conditions": _("Conditions of access"),
        "reproduction_conditions": _("Conditions of reproduction"),
        "physical_characteristics": _("Physical characteristics and technical requirements"),
        "finding_aids": _("Finding aids"),
        "originals_location": _("Location of originals"),
        "copies_location": _("Location of copies"),
        "related_units": _("Related records"),
        "publication_note": _("Publication note"),
        "note": _("Note"),
        "archivist_note": _("Described by"),
        "description_rules": _("Rules of description"),
        "described_on": _("Date of description"),
        "creator": _("Records creator"),
        "administrative_history": _("Administrative history"),
        "custodial_history": _("Custodial history"),
        "acquisition": _("Source of the records"),
        "activity": _("Business activity"),
        "activity_on": _("Time of the activity"),
        "authorisation": _("Authority for the activity"),
        "information_system": _("Information system"),
        "creating_application": _("Creating application"),
        "composition": _("Composition of files"),
        "file_format": _("File format"),
        "computer_file_name": _("Computer file name"),
        "computer_file_size": _("Computer file size"),
        "digitisation": _("Digitisation"),
        "process": _("Management process"),
    }
)


@dataclass(frozen=True, slots=True)
class Section:
    """Elements that are read and filled in together; `is_folded` while nothing in it has a value."""

    heading: LazyString
    names: tuple[str, ...]
    is_folded: bool = True


SECTIONS = (
    Section(
        _("Identity"),
        (
            *("repository_code", "level", "reference_code", "title", "parallel_title", "subtitle", "document_number"),
            *("formed_on", "formed_from", "date_as_stated", "year", "category", "series", "retention"),
        ),
        is_folded=False,
    ),
    Section(
        _("Responsibility and form"),
        (
            *("responsible_party", "carrier", "pages", "item_count", "extent", "generation", "document_type"),
            *("version", "urgency", "addressee", "copied_to", "language"),
        ),
        is_folded=False,
    ),
    Section(
        _("Business background"),
        (
            *("creator", "activity", "activity_on", "authorisation", "information_system", "creating_application"),
            *("administrative_history", "custodial_history", "acquisition"),
        ),
    ),
    Section(
        _("Access and use"),
        (
            *("classification", "access_status", "disclosure", "access_conditions", "reproduction_conditions"),
            *("physical_characteristics", "finding_aids"),
        ),
    ),
    Section(
        _("Content"),
        (
            *("scope_and_content", "subject_terms", "keywords", "persons", "class_number", "appraisal", "accruals"),
            *("arrangement", "destruction"),
        ),
    ),
    Section(
        _("Related materials and notes"),
        (
            *("originals_location", "copies_location", "related_units", "publication_note", "note"),
            *("archivist_note", "description_rules", "described_on"),
        ),
    ),
    Section(
        _("Structure and process"),
        (
            *("composition", "file_format", "computer_file_name", "computer_file_size", "digitisation"),
            "process",
        ),
    ),
)
"""Every element once, in the order of the form."""

_HINTS: Mapping[str, LazyString] = MappingProxyType(
    {
        "reference_code": _("Leave it empty: the next number is issued."),
        "category": _("As in the retention schedule, for example WS. Needed where the number is issued for you."),
        "series": _("As in the retention schedule; it becomes part of the number."),
        "responsible_party": _("Who issued the document, by the full name of that time."),
        "creator": _("Leave it empty: the creator of that time is filled in."),
    }
)


def element_name(name: str) -> str:
    """Return what the reader calls an element; the name itself when it is none of ours."""
    return str(NAMES.get(name, name))


def element_value(name: str, value: str) -> str:
    """Return an element's kept value as the reader's language says it."""
    kind = CLOSED.get(ELEMENTS[name].rule) if name in ELEMENTS else None
    if kind is None or value not in list(kind):
        return value
    return str(WORDS[kind][kind(value)])


def element_hint(name: str) -> str:
    """Return what helps to fill an element in; '' for most."""
    return str(_HINTS.get(name, ""))
