"""Forms of a record: which elements a level and carrier have, what was typed, and what is wrong where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel.speaklater import LazyString
from werkzeug.datastructures import MultiDict

from api.pages.element_words import CLOSED, SECTIONS, element_name
from api.pages.problem_words import problem_remedy
from api.pages.words import options
from archives.domain.description import required_elements
from archives.domain.description_elements import ELEMENTS
from archives.domain.errors import Problem
from archives.domain.profile import Profile
from archives.domain.vocabulary import Carrier, Classification, Level
from archives.domain.written_values import ValueRule
from archives.services.records import NEVER

PREFIX, WAS = "e-", "was-"
"""Before the names of a form's fields: an element is called `version`, and so is what guards every form."""
KNOWN_ALREADY = frozenset({"level", "carrier", "reference_code", "access_status", "creator", "process", "year"})
"""Required, but chosen before, issued, or filled in by the archives themselves."""
NOT_ASKED = frozenset({"level", "carrier", "repository_code"})
_NUMBERS = frozenset({ValueRule.COUNT, ValueRule.WHOLE})
_REGISTRABLE = (Classification.NONE, Classification.RELEASED)

Form = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class ElementField:
    """One field: `kind` is line, text, date, number or choice; `kept` is what the record has, to tell what changed."""

    element: str
    kind: str
    value: str = ""
    kept: str = ""
    is_required: bool = False
    error: str = ""
    options: Sequence[tuple[str, LazyString]] = ()

    @property
    def name(self) -> str:
        """Name and id of the input."""
        return f"{PREFIX}{self.element}"


@dataclass(frozen=True, slots=True)
class FormSection:
    """Fields under one heading; open when there is something to see in them."""

    heading: LazyString
    fields: tuple[ElementField, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed into the form of a record, and what its author saw in it."""

    values: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)

    @property
    def changes(self) -> dict[str, str]:
        """The elements that were changed by hand."""
        return {name: text for name, text in self.values.items() if text != self.seen.get(name, "")}


def typed_in(form: Form) -> Typed:
    """Read the elements of a form; browsers send lines ended by CR LF."""
    return Typed(_named(form, PREFIX), _named(form, WAS))


def chosen(kind: type[StrEnum], text: str, otherwise: StrEnum) -> StrEnum:
    """Return the member that an address names, or another."""
    return kind(text) if text in list(kind) else otherwise


@dataclass(frozen=True, slots=True)
class RecordForm:
    """The fields for one level and carrier; `frozen` names elements that stay as they are."""

    level: Level
    carrier: Carrier
    profile: Profile
    frozen: frozenset[str] = frozenset()

    def sections(
        self, values: Mapping[str, str], kept: Mapping[str, str], errors: Mapping[str, str]
    ) -> Iterator[FormSection]:
        """Yield the sections that have a field, in their order."""
        required = (required_elements(self.level, self.carrier, self.profile) | {"retention"}) - KNOWN_ALREADY
        for section in SECTIONS:
            fields = tuple(
                ElementField(
                    element=name,
                    kind=_kind(ELEMENTS[name].rule),
                    value=values.get(name, ""),
                    kept=kept.get(name, ""),
                    is_required=name in required,
                    error=errors.get(name, ""),
                    options=_options(ELEMENTS[name].rule),
                )
                for name in section.names
                if self._asks(name)
            )
            needs = any(each.value or each.error or each.is_required for each in fields)
            if fields:
                yield FormSection(section.heading, fields, needs or not section.is_folded)

    def _asks(self, name: str) -> bool:
        return self.level in ELEMENTS[name].levels and name not in NOT_ASKED and name not in self.frozen


def frozen_of(description: Mapping[str, str], *, issued: bool) -> frozenset[str]:
    """Return the elements that a record's form does not offer: what has a value and is never edited."""
    background = {name for name, element in ELEMENTS.items() if not element.is_editable and name in description}
    return frozenset(background | NEVER | ({"reference_code"} if issued else set()))


def errors_at_fields(problems: Sequence[Problem]) -> dict[str, str]:
    """Return what is wrong by element; several wrongs of one element are told together."""
    found: dict[str, str] = {}
    for problem in problems:
        said = problem_remedy({"code": problem.code, "facts": dict(problem.facts)})
        found[problem.where] = f"{found[problem.where]} {said}" if problem.where in found else said
    return found


def summary(errors: Mapping[str, str], shown: frozenset[str]) -> list[tuple[str, str]]:
    """Return the lines above the form; those of a field on the page lead to it."""
    return [
        (f"{PREFIX}{name}" if name in shown else "", f"{element_name(name)}: {text}") for name, text in errors.items()
    ]


def _named(form: Form, prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): text.replace("\r\n", "\n").strip()
        for name, text in form.items()
        if name.startswith(prefix) and name.removeprefix(prefix) in ELEMENTS
    }


def _kind(rule: ValueRule) -> str:
    if rule in CLOSED:
        return "choice"
    kinds = {ValueRule.TEXT: "text", ValueRule.DATE: "date"}
    return kinds.get(rule, "number" if rule in _NUMBERS else "line")


def _options(rule: ValueRule) -> Sequence[tuple[str, LazyString]]:
    if rule not in CLOSED:
        return ()
    found = options(CLOSED[rule])
    return [each for each in found if each[0] in _REGISTRABLE] if rule is ValueRule.CLASSIFICATION else found
