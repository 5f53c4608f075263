"""Descriptions: everything wrong with one, and what of it may still be changed.

A description is a mapping from element names to values. Values may come as people write them ('永久', '2016年') or as
they are kept ('permanent', '2016'): `kept_value` gives the latter.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache

from archives.domain.description_elements import ELEMENTS, RECORDS, Element
from archives.domain.errors import Problem
from archives.domain.profile import Profile
from archives.domain.reference_code import is_recognised
from archives.domain.vocabulary import Carrier, Classification, Level
from archives.domain.written_values import ValueRule, allowed_values, read_value

ELECTRONIC_ELEMENTS = frozenset({"creator", "activity", "activity_on", "process"})  # Law 37, 条例 39 (1) to (3)

_GIVEN_APART = frozenset({"level", "carrier"})  # known without the description
_PLACES = {name: place for place, name in enumerate(ELEMENTS)}
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
    problems = [
        *_missing(given, level, carrier, profile),
        *_value_problems(given, level, profile),
        *_date_problems(given, today),
    ]
    return sorted(problems, key=lambda problem: _PLACES.get(problem.where, -1))


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
    for name in required_elements(level, carrier, profile).difference(given, _GIVEN_APART):
        yield Problem("required", name, _label(name))


def _value_problems(given: Mapping[str, object], level: Level, profile: Profile) -> Iterator[Problem]:
    for name, value in given.items():
        element = ELEMENTS.get(name)
        if element is None:
            yield Problem("unknown_element", name)
        elif isinstance(value, str | int) and not _is_sound(element, str(value), level, profile):
            yield from _element_problems(element, str(value), level, profile)


def _is_sound(element: Element, text: str, level: Level, profile: Profile) -> bool:
    """Tell quickly whether nothing is wrong: of a hundred thousand rows most are sound."""
    return (
        level in element.levels
        and len(text) <= _longest(element, profile)
        and _forbidden_pattern(profile.description.forbidden_characters).search(text) is None
        and read_value(element.rule, text) is not None
        and (element.rule is not ValueRule.REFERENCE_CODE or _is_recognised(text, level, profile))
    )


def _element_problems(element: Element, text: str, level: Level, profile: Profile) -> Iterator[Problem]:
    label = _label(element.name)
    if level not in element.levels:
        yield Problem("wrong_level", element.name, (*label, ("level", level)))
    longest = _longest(element, profile)
    if len(text) > longest:
        yield Problem("too_long", element.name, (*label, ("length", str(len(text))), ("longest", str(longest))))
    if wrong := _forbidden(text, profile):
        yield Problem("forbidden_character", element.name, (*label, ("characters", wrong)))
    elif read_value(element.rule, text) is None:
        allowed = ", ".join(allowed_values(element.rule)) or element.rule
        yield Problem("bad_value", element.name, (*label, ("value", text[:_SHOWN]), ("allowed", allowed)))
    elif element.rule is ValueRule.REFERENCE_CODE and not _is_recognised(text, level, profile):
        schemes = ", ".join(scheme.name for scheme in profile.numbering)
        yield Problem("bad_reference_code", element.name, (*label, ("value", text[:_SHOWN]), ("schemes", schemes)))


def _longest(element: Element, profile: Profile) -> int:
    longest = profile.description.longest
    return longest.get(element.name, longest["other"])


def _is_recognised(text: str, level: Level, profile: Profile) -> bool:
    return level not in RECORDS or is_recognised(text, profile.numbering)


def _forbidden(text: str, profile: Profile) -> str:
    """Name the forbidden characters as U+XXXX."""
    wrong = set(_forbidden_pattern(profile.description.forbidden_characters).findall(text))
    return " ".join(f"U+{ord(character):04X}" for character in sorted(wrong))


@lru_cache(maxsize=8)
def _forbidden_pattern(characters: frozenset[str]) -> re.Pattern[str]:
    """Match the profile's characters, and half a surrogate pair, which no file could hold."""
    return re.compile("[\ud800-\udfff" + "".join(map(re.escape, sorted(characters))) + "]")


def _date_problems(given: Mapping[str, object], today: date | None) -> Iterator[Problem]:
    """Compare ISO dates as text: '2011' sorts before '2011-05', so only the longer earliest date must be cut."""
    formed_on, formed_from = _iso(given, "formed_on"), _iso(given, "formed_from")
    if today and formed_on > today.isoformat():
        yield Problem("in_the_future", "formed_on", (*_label("formed_on"), ("value", formed_on)))
    if formed_on and formed_from[: len(formed_on)] > formed_on:
        yield Problem("wrong_order", "formed_from", (*_label("formed_from"), ("value", formed_from)))


def _iso(given: Mapping[str, object], name: str) -> str:
    return read_value(ValueRule.DATE, str(given.get(name, ""))) or ""


def _label(name: str) -> tuple[tuple[str, str], ...]:
    return (("element", ELEMENTS[name].label),) if name in ELEMENTS else ()
