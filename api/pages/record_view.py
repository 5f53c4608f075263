"""What the page of one record shows, read through the services when the page asks for it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask_babel import format_datetime

from api.pages.element_words import NAMES, SECTIONS, element_name, element_value
from api.pages.transfer_words import actor_word, event_word
from archives.domain.errors import FrozenError, NotFoundError, NotPermittedError
from archives.domain.vocabulary import Level
from archives.services import Services
from archives.services.paging import Cut, Page
from archives.services.record_description import description_of
from archives.services.record_editing import require_editable
from archives.services.records import RecordFilter

NUMBERS = {"unit_number": "reference_code", "archive_number": "reference_code"}
"""Columns that the trail tells by another name than the element has."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after an event; '' where there was or is none."""

    name: str
    old: str
    new: str


class RecordView:
    """One record for one reader."""

    def __init__(self, services: Services, record_id: UUID) -> None:
        self._services = services
        self.record = services.records.get(record_id)

    @cached_property
    def description(self) -> dict[str, str]:
        """The elements that have a value, in the form that is kept."""
        return description_of(self.record)

    @property
    def sections(self) -> Iterator[tuple[Any, list[tuple[str, str]]]]:
        """The sections that have a value, each with the names and values that a reader sees."""
        for section in SECTIONS:
            names = [name for name in section.names if name in self.description]
            pairs = [(element_name(name), element_value(name, self.description[name])) for name in names]
            if pairs:
                yield section.heading, pairs

    @cached_property
    def locked(self) -> str:
        """Why this clerk cannot change it now (the reason of FrozenError); '' when he can."""
        try:
            require_editable(self._services.work, self.record)
        except FrozenError as refusal:
            return str(refusal.facts["reason"])
        except NotPermittedError:
            return "not_permitted"
        return ""

    @property
    def is_editable(self) -> bool:
        """Tell whether this reader may change it now."""
        return not self.locked

    @property
    def may_have_children(self) -> bool:
        """Tell whether something can be registered inside it now."""
        return self.is_editable and self.record.level in (Level.SERIES, Level.VOLUME)

    @cached_property
    def files(self) -> Sequence[Any]:
        """Its present files."""
        return self._services.content.list(self.record.id)

    def children(self, after: str = "") -> Page[Any]:
        """Return a page of the records inside it."""
        return self._services.records.list(RecordFilter(parent_id=self.record.id), Cut(after))

    @cached_property
    def parent(self) -> Any:  # noqa: ANN401 -- a row
        """The volume or series that it lies in, if any."""
        return self._services.records.get(self.record.parent_id) if self.record.parent_id else None

    @cached_property
    def fonds(self) -> Any:  # noqa: ANN401 -- a row
        """The fonds that it belongs to."""
        return self._services.fonds.get(self.record.fonds_id)

    @cached_property
    def transfer(self) -> Any:  # noqa: ANN401 -- a row
        """The transfer that holds it, where this reader may see it."""
        try:
            return self._services.transfers.read(self.record.transfer_id) if self.record.transfer_id else None
        except NotFoundError:
            return None

    @property
    def noted(self) -> list[str]:
        """The codes of what was noted when it was registered."""
        steps = [step for step in self.record.process if isinstance(step, dict)]
        return [code for step in steps for code in step.get("findings", ())]

    @cached_property
    def events(self) -> list[dict[str, Any]]:
        """What was done to it, the newest first."""
        return [_told(event) for event in reversed(self._services.records.trail(self.record.id))]


def _told(event: Any) -> dict[str, Any]:  # noqa: ANN401 -- a row
    facts = json.loads(event.leaf)["facts"]
    before, after = facts.get("before") or {}, facts.get("after") or {}
    return {
        "at": event.happened_at.isoformat(),
        "at_text": format_datetime(event.happened_at, "yyyy-MM-dd HH:mm"),
        "what": event_word(event.kind),
        "who": actor_word(event.actor),
        "changes": list(_changes(before, after)) if event.kind != "RecordRegistered" else [],
        "file": _file(after) if event.kind.startswith("Content") else "",
    }


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    if not isinstance(before, dict) or not isinstance(after, dict):
        return
    old, new = _flat(before), _flat(after)
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name) and name in NAMES:
            yield Change(element_name(name), _said(name, old.get(name)), _said(name, new.get(name)))


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    elements = values.get("elements") or {}
    return {NUMBERS.get(name, name): value for name, value in values.items()} | dict(elements)


def _said(name: str, value: object) -> str:
    return element_value(name, str(value)) if value not in (None, "", [], {}) else ""


def _file(after: Mapping[str, Any]) -> str:
    return f"{after['name']} · SHA-256 {after['sha256']}" if "sha256" in after else ""
