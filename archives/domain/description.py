"""Descriptions: everything wrong with one, and what of it may still be changed.

A description is a mapping from element names to values. Values may come as people write them ('永久', '2016年') or as
they are kept ('permanent', '2016'): `kept_value` gives the latter.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum

from archives.domain.dates import PartialDate
from archives.domain.description_elements import ELEMENTS, RECORDS, Element
from archives.domain.errors import Problem
from archives.domain.profile import Profile
from archives.domain.reference_code import recognise
from archives.domain.vocabulary import Carrier, Classification, Level
from archives.domain.written_values import ValueRule, allowed_values, read_value

ELECTRONIC_ELEMENTS = frozenset({"creator", "activity", "activity_on", "process"})  # Law 37, 条例 39 (1) to (3)

_SHOWN = 100  # characters of a wrong value that its problem repeats


class Obligation(StrEnum):
    """How much an element is demanded."""

    REQUIRED = "required"  # 必著
    IF_PRESENT = "if_present"  # 有则必著: only a reader of the record can tell
    OPTIONAL = "optional"


def required_elements(level: Level, carrier: Carrier, profile: Profile) -> frozenset[str]:
    """Return the names that must have a value: the profile's for the level, and 条例 39's for electronic items."""
    required = profile.description.required[level]
    is_electronic = level is Level.ITEM and carrier is not Carrier.PAPER
    return required | ELECTRONIC_ELEMENTS if is_electronic else required


def obligation_of(element: Element, level: Level, carrier: Carrier, profile: Profile) -> Obligation:
    """Return how much the element is demanded of a record of this level and carrier."""
    if element.name in required_elements(level, carrier, profile):
        return Obligation.REQUIRED
    return Obligation.IF_PRESENT if element.if_present else Obligation.OPTIONAL


def kept_value(name: str, text: str) -> str | None:
    """Return the form in which an element's value is kept, or None when it has none. KeyError for an unknown name."""
    return read_value(ELEMENTS[name].rule, text)


def is_set_aside(description: Mapping[str, object]) -> bool:
    """Tell whether the entry bears an unreleased classification, on its own element or on its title."""
    marking = read_value(ValueRule.CLASSIFICATION, str(description.get("classification", "")))
    secret = marking not in (None, Classification.NONE, Classification.RELEASED)
    return secret or _is_marked(str(description.get("title", "")))


def problems_of(
    description: Mapping[str, object], level: Level, carrier: Carrier, profile: Profile, today: date | None = None
) -> list[Problem]:
    """Return everything that is wrong, in the order of the elements' table; empty when nothing is.

    `where` is the element's name. Codes: required, unknown_element, wrong_level, bad_value, bad_reference_code,
    too_long, forbidden_character, in_the_future (only with `today`), wrong_order. An entry to be set aside has the one
    problem set_aside, without any fact: nothing of it may be kept, not even in a list of errors.
    """
    if is_set_aside(description):
        return [Problem("set_aside", "classification")]
    given = {name: value for name, value in description.items() if _is_present(value)}
    return [
        *_missing({"level": level, "carrier": carrier, **given}, level, carrier, profile),
        *_unknown(given),
        *(problem for element, text in _texts(given) for problem in _element_problems(element, text, level, profile)),
        *_date_problems(given, today),
    ]


def frozen_changes(old: Mapping[str, object], new: Mapping[str, object], *, issued: bool) -> list[Problem]:
    """Return the elements of `new` that change what may not be changed (code frozen).

    Background, structure and process never (GB/T 18894 §9.5.5), the 档号 once issued. Filling in what was empty is
    completing, not editing.
    """
    frozen = [name for name, element in ELEMENTS.items() if not element.is_editable]
    names = [*frozen, "reference_code"] if issued else frozen
    return [Problem("frozen", name) for name in names if name in new and _is_changed(old.get(name), new[name])]


def _is_changed(old: object, new: object) -> bool:
    return _is_present(old) and old != new


def _is_present(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [], (), {})


def _is_marked(title: str) -> bool:
    marking = title.strip()[:3]
    return marking[:2] in {"绝密", "机密", "秘密", "絕密", "機密"} and marking[2:] in {"★", "☆"}


def _missing(given: Mapping[str, object], level: Level, carrier: Carrier, profile: Profile) -> Iterator[Problem]:
    required = required_elements(level, carrier, profile)
    for name in (*ELEMENTS, *sorted(required - set(ELEMENTS))):
        if name in required and name not in given:
            yield Problem("required", name, _label(name))


def _unknown(given: Mapping[str, object]) -> Iterator[Problem]:
    for name in given:
        if name not in ELEMENTS:
            yield Problem("unknown_element", name)


def _texts(given: Mapping[str, object]) -> Iterator[tuple[Element, str]]:
    for name, element in ELEMENTS.items():
        value = given.get(name)
        if isinstance(value, str | int):
            yield element, str(value)


def _element_problems(element: Element, text: str, level: Level, profile: Profile) -> Iterator[Problem]:
    label = _label(element.name)
    if level not in element.levels:
        yield Problem("wrong_level", element.name, (*label, ("level", level)))
    longest = profile.description.longest.get(element.name, profile.description.longest["other"])
    if len(text) > longest:
        yield Problem("too_long", element.name, (*label, ("length", str(len(text))), ("longest", str(longest))))
    if wrong := _forbidden(text, profile):
        yield Problem("forbidden_character", element.name, (*label, ("characters", wrong)))
    elif read_value(element.rule, text) is None:
        allowed = ", ".join(allowed_values(element.rule)) or element.rule
        yield Problem("bad_value", element.name, (*label, ("value", text[:_SHOWN]), ("allowed", allowed)))
    elif element.rule is ValueRule.REFERENCE_CODE and level in RECORDS and not recognise(text, profile.numbering):
        schemes = ", ".join(scheme.name for scheme in profile.numbering)
        yield Problem("bad_reference_code", element.name, (*label, ("value", text[:_SHOWN]), ("schemes", schemes)))


def _forbidden(text: str, profile: Profile) -> str:
    """Name the characters as U+XXXX; half a surrogate pair is always forbidden, no file could hold it."""
    wrong = {
        character
        for character in text
        if character in profile.description.forbidden_characters or unicodedata.category(character) == "Cs"
    }
    return " ".join(f"U+{ord(character):04X}" for character in sorted(wrong))


def _date_problems(given: Mapping[str, object], today: date | None) -> Iterator[Problem]:
    formed_on, formed_from = _day(given, "formed_on"), _day(given, "formed_from")
    if today and formed_on and formed_on.first_day > today:
        yield Problem("in_the_future", "formed_on", (*_label("formed_on"), ("value", formed_on.iso)))
    if formed_on and formed_from and formed_from.first_day > formed_on.last_day:
        yield Problem("wrong_order", "formed_from", (*_label("formed_from"), ("value", formed_from.iso)))


def _day(given: Mapping[str, object], name: str) -> PartialDate | None:
    kept = read_value(ValueRule.DATE, str(given.get(name, "")))
    return PartialDate.parse(kept) if kept else None


def _label(name: str) -> tuple[tuple[str, str], ...]:
    return (("element", ELEMENTS[name].label),) if name in ELEMENTS else ()
