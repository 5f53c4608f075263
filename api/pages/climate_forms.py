"""What the forms of the climate log say, read into the values that the services take."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from api.pages import forms
from api.pages.case_forms import body_chosen
from archives.domain.climate import BOUNDS, Bound, Quantity, read_tenths
from archives.domain.errors import InvalidInputError, Problem
from archives.domain.hazard import InspectedKind
from archives.domain.supervision import RoomType
from archives.services.climate_list_reading import read_instant
from archives.services.climate_readings import NewReading
from archives.services.climate_rooms import RoomFacts


def body() -> tuple[InspectedKind, UUID]:
    """Read whose room it is."""
    return body_chosen()


def facts() -> RoomFacts:
    """Read what is said of a room; a limit left empty is that of its type."""
    own: dict[Bound, int] = {}
    problems: list[Problem] = []
    for quantity, bounds in BOUNDS.items():
        for bound in bounds:
            if forms.text(bound):
                own |= _limit(quantity, bound, problems)
    if problems:
        raise InvalidInputError(problems)
    since = forms.day("kept_since")
    return RoomFacts(forms.text("name"), forms.chosen("room_type", RoomType), forms.text("place"), own, since)


def values() -> tuple[int, int]:
    """Read temperature and humidity; all that is wrong with either is said."""
    found, problems = _values("")
    if problems:
        raise InvalidInputError(problems)
    return found


def readings(rooms: Sequence[Any], zone: ZoneInfo) -> list[NewReading]:
    """Read a round: the instant once, and for each room its two values; rooms left empty are passed over."""
    problems: list[Problem] = []
    found: list[NewReading] = []
    at = _instant(zone, problems)
    for room in rooms:
        typed = [forms.text(f"{quantity}:{room.id}") for quantity in Quantity]
        if not any(typed):
            continue
        tenths, wrong = _values(f":{room.id}")
        problems += wrong
        if at is not None and not wrong:
            found.append(NewReading(room.id, at, *tenths))
    if not found and not problems:
        problems.append(Problem("nothing_read", ""))
    if problems:
        raise InvalidInputError(problems)
    return found


def _limit(quantity: Quantity, bound: Bound, problems: list[Problem]) -> dict[Bound, int]:
    try:
        return {bound: read_tenths(quantity, forms.text(bound))}
    except InvalidInputError as refused:
        problems += [Problem(each.code, bound, each.facts) for each in refused.problems]
        return {}


def _values(of: str) -> tuple[tuple[int, int], list[Problem]]:
    found: list[int] = []
    problems: list[Problem] = []
    for quantity in Quantity:
        try:
            found.append(read_tenths(quantity, forms.text(f"{quantity}{of}")))
        except InvalidInputError as refused:
            found.append(0)
            problems += [Problem(_both(each.code), f"{quantity}{of}", each.facts) for each in refused.problems]
    return (found[0], found[1]), problems


def _both(code: str) -> str:
    return "half_a_reading" if code == "required" else code


def _instant(zone: ZoneInfo, problems: list[Problem]) -> Any:  # noqa: ANN401 -- datetime | None
    try:
        return read_instant(forms.text("measured_at"), zone)
    except InvalidInputError as refused:
        problems += [Problem(each.code, "measured_at", each.facts) for each in refused.problems]
        return None
