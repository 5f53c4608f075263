"""Between a description (element names and kept texts) and the columns of a record, both ways and for the trail."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from archives.domain import reference_code
from archives.domain.dates import PartialDate
from archives.domain.description import kept_value
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
from archives.models import Record

TEXTS = ("title", "responsible_party", "document_number", "category", "series")
NUMBERS = ("year", "pages", "item_count")
DAYS = ("formed_on", "formed_from")
WORDS = {
    "level": Level,
    "carrier": Carrier,
    "retention": RetentionClass,
    "classification": Classification,
    "access_status": AccessStatus,
    "disclosure": Disclosure,
    "generation": Generation,
}
DEFAULTS = {"classification": str(Classification.NONE), "access_status": str(AccessStatus.UNREVIEWED)}
RECORDED = (
    *("fonds_id", "parent_id", "unit_number", "archive_number", *WORDS, *TEXTS, *NUMBERS, *DAYS),
    *("elements", "process", "due_on", "box_id", "import_id", "import_row"),
)
"""The columns whose values an event about a record tells."""

_FREE = frozenset({ValueRule.TEXT, ValueRule.LINE, ValueRule.REFERENCE_CODE})
_ELSEWHERE = frozenset({"reference_code", "process", *TEXTS, *NUMBERS, *DAYS, *WORDS})


def present(description: Mapping[str, object]) -> dict[str, str]:
    """Return the elements that have a value, as they were written."""
    texts = {name: str(value) for name, value in description.items() if value is not None}
    return {name: text for name, text in texts.items() if text.strip()}


def kept(description: Mapping[str, str]) -> dict[str, str]:
    """Return the elements in the form that is kept; what is unknown or has no such form is left out."""
    forms = {name: _form(name, text) for name, text in description.items() if name in ELEMENTS}
    return {name: form for name, form in forms.items() if form}


def plain_columns(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the columns for kept values, in JSON's own types: words and ISO dates as text."""
    columns: dict[str, Any] = {name: values.get(name, "") for name in TEXTS}
    columns.update({name: values.get(name) or DEFAULTS.get(name) for name in WORDS})
    columns.update({name: int(values[name]) if name in values else None for name in NUMBERS})
    elements = {name: text for name, text in values.items() if name not in _ELSEWHERE}
    for name in DAYS:
        columns[name] = _day(values.get(name), name, elements)
    columns["unit_number"] = number = values.get("reference_code")
    columns["unit_number_key"] = reference_code.key(number) if number else None
    columns["elements"] = elements
    columns["process"] = [{"action": values["process"]}] if "process" in values else []
    return columns


def typed(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return plain columns in the types of the table."""
    result = dict(columns)
    for name, vocabulary in WORDS.items():
        result[name] = vocabulary(columns[name]) if columns[name] else None
    for name in (*DAYS, "due_on"):
        result[name] = date.fromisoformat(columns[name]) if columns[name] else None
    return result


def description_of(record: Record) -> dict[str, str]:
    """Return the elements of a record that have a value, in the form that is kept."""
    found = {name: getattr(record, name) for name in (*WORDS, *TEXTS, *NUMBERS, *DAYS)}
    texts = {name: _text(value) for name, value in found.items() if value not in (None, "")}
    texts |= {"reference_code": record.unit_number} if record.unit_number else {}
    return {**texts, **record.elements, **_process(record)}


def told(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the trail tells of columns: those of RECORDED that have a value."""
    return {name: columns[name] for name in RECORDED if columns.get(name) not in (None, "", {}, [])}


def columns_of(record: Record) -> dict[str, Any]:
    """Return the RECORDED columns of a record."""
    return {name: getattr(record, name) for name in RECORDED}


def _form(name: str, text: str) -> str | None:
    return kept_value(name, text) if ELEMENTS[name].rule in _FREE else _remembered(name, text)


@lru_cache(maxsize=50_000)
def _remembered(name: str, text: str) -> str | None:
    """Values of closed lists, days and small numbers come again and again in a long list."""
    return kept_value(name, text)


def _day(text: str | None, name: str, elements: dict[str, str]) -> str | None:
    """Return the day that counts; a date known only to its year or month is kept as known beside it."""
    if text is None or len(text) == len("YYYY-MM-DD"):
        return text
    elements[name] = text
    known = PartialDate.parse(text)
    return (known.last_day if name == "formed_on" else known.first_day).isoformat()


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _process(record: Record) -> dict[str, str]:
    """The business process as it was described comes first; what the system did to the record follows."""
    first = record.process[0] if record.process else {}
    return {"process": first["action"]} if "at" not in first and "action" in first else {}
