"""Forms: what a field says, read into a value; and a form shown again with what is wrong at its fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flask import Response, request
from flask_babel import gettext

from api.errors import Failure, failure_of
from api.idempotency import answer_once
from api.pages.problem_words import problem_remedy
from api.pages.refusal_words import refusal_text
from archives.domain.errors import DuplicateError, InvalidInputError, NotFoundError, Problem, WrongLoginError

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a person typed, and what of it is wrong, as (field, text); both empty for a fresh form."""

    values: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[tuple[str, str], ...] = ()

    def value(self, name: str, default: object = "") -> object:
        """Return what stands in a field."""
        return self.values.get(name, default)

    def error(self, name: str) -> str:
        """Return what is wrong with a field, '' if nothing."""
        return next((text for where, text in self.problems if where == name), "")


FRESH = Filled()


def answer_form(act: Callable[[], Response], again: Callable[[Filled], Response]) -> Response:
    """Act once; or show the form again, with every wrong field named and nothing typed lost."""
    try:
        return answer_once(act)
    except (InvalidInputError, DuplicateError, WrongLoginError) as refused:
        failure = failure_of(refused)
        answer = again(Filled(request.form.to_dict(), tuple(_said(failure))))
        answer.status_code = 422
        return answer


def text(name: str) -> str:
    """Return what was typed, without space around it; refuse what no database keeps."""
    typed = request.form.get(name, "").strip()
    if "\0" in typed:
        raise InvalidInputError([Problem("forbidden_character", name, (("characters", "U+0000"),))])
    return typed


def day(name: str) -> date | None:
    """Return a day; None for an empty field."""
    typed = text(name)
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as fault:
        raise InvalidInputError([Problem("bad_date", name, (("value", typed[:64]),))]) from fault


def required_day(name: str) -> date:
    """Return a day, or refuse an empty field."""
    found = day(name)
    if found is None:
        raise InvalidInputError([Problem("required", name)])
    return found


def number(name: str, least: int, most: int) -> int:
    """Return a whole number between the two, or refuse."""
    typed = text(name)
    try:
        found = int(typed)
    except ValueError as fault:
        raise InvalidInputError([Problem("bad_number", name, (("value", typed[:64]),))]) from fault
    if not least <= found <= most:
        raise InvalidInputError([Problem("out_of_range", name, (("least", str(least)), ("most", str(most))))])
    return found


def chosen(name: str, vocabulary: type[S]) -> S:
    """Return the member that was chosen, or refuse."""
    typed = text(name)
    if typed not in list(vocabulary):
        code = "unknown_value" if typed else "required"
        raise InvalidInputError([Problem(code, name, (("allowed", ", ".join(vocabulary)),))])
    return vocabulary(typed)


def identifier(typed: str) -> UUID:
    """Read an id that an address or a form carries; one that is none belongs to nothing."""
    try:
        return UUID(typed)
    except ValueError as fault:
        raise NotFoundError("row", typed[:64]) from fault


def chosen_id(name: str) -> UUID | None:
    """Return the id that was chosen; None for the empty choice."""
    typed = text(name)
    return identifier(typed) if typed else None


def required_id(name: str) -> UUID:
    """Return the id that was chosen, or refuse the empty choice."""
    found = chosen_id(name)
    if found is None:
        raise InvalidInputError([Problem("required", name)])
    return found


def asked_id(name: str) -> UUID | None:
    """Return the id that an address asks for; None for none."""
    typed = request.args.get(name, "")
    return identifier(typed) if typed else None


def asked_number(name: str, least: int, most: int) -> int | None:
    """Return a number that an address asks for; None for none. One out of range belongs to nothing."""
    asked = request.args.get(name, type=int)
    if asked is not None and not least <= asked <= most:
        raise NotFoundError(name, asked)
    return asked


def _said(failure: Failure) -> list[tuple[str, str]]:
    if failure.code == DuplicateError.code:
        named = (str(failure.facts.get(fact, "")) for fact in ("where", "kind"))
        where = next((name for name in named if name in request.form), "")
        return [(where, gettext("This already exists. Use another, or open that one."))]
    listed = [(_field(each["where"]), problem_remedy(each)) for each in failure.problems]
    return listed or [("", refusal_text(failure.code, failure.facts))]


def _field(where: str) -> str:
    return where.strip("/").replace("/", "-")
