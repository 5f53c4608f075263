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
_AS_IT_IS, _NUMBERS, _DAYS = frozenset({*TEXTS, *WORDS}), frozenset(NUMBERS), frozenset(DAYS)
_ELSEWHERE = frozenset({"reference_code", "process"})
_EMPTY = {**dict.fromkeys(TEXTS, ""), **dict.fromkeys((*WORDS, *NUMBERS, *DAYS)), **DEFAULTS}
_RULES = {name: element.rule for name, element in ELEMENTS.items()}


def present(description: Mapping[str, object]) -> dict[str, str]:
    """Return the elements that have a value, as they were written."""
    texts = {name: str(value) for name, value in description.items() if value is not None}
    return {name: text for name, text in texts.items() if text.strip()}


def kept(description: Mapping[str, str]) -> dict[str, str]:
    """Return the elements in the form that is kept; what is unknown or has no such form is left out."""
    return {name: form for name, text in description.items() if name in _RULES and (form := kept_form(name, text))}


def kept_form(name: str, text: str) -> str | None:
    """Return the kept form of one element's text, quickly."""
    return kept_value(name, text) if _RULES[name] in _FREE else _remembered(name, text)


def plain_columns(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the columns for kept values, in JSON's own types: words and ISO dates as text."""
    columns: dict[str, Any] = dict(_EMPTY)
    elements: dict[str, str] = {}
    for name, text in values.items():
        if name in _AS_IT_IS:
            columns[name] = text
        elif name in _NUMBERS:
            columns[name] = int(text)
        elif name in _DAYS:
            columns[name] = _day(text, name, elements)
        elif name not in _ELSEWHERE:
            elements[name] = text
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


@lru_cache(maxsize=50_000)
def _remembered(name: str, text: str) -> str | None:
    """Values of closed lists, days and small numbers come again and again in a long list."""
    return kept_value(name, text)


def _day(text: str, name: str, elements: dict[str, str]) -> str:
    """Return the day that counts; a date known only to its year or month is kept as known beside it."""
    if len(text) == len("YYYY-MM-DD"):
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
