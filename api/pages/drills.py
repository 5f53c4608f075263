"""Pages of drills (应急演练): the list with a form for a new one, and one drill, which can be corrected."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar
from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from api.context import house, seen_version, services
from api.pages import case_forms, forms
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import show
from api.pages.reader import is_one_of, see_other
from api.pages.words import word
from archives.domain.drill import MOST_PEOPLE, DrillKind, EmergencyPlan, HeldDrill
from archives.domain.errors import InvalidInputError, Problem
from archives.domain.rectification import INSPECTED
from archives.services.paging import Cut

drill_pages = Blueprint("pages_drills", __name__, url_prefix="/drills")
T = TypeVar("T")
RESULTS = ("yes", "no")
WORDS = ("plan_name", "plan_approved_by", "led_by", "findings", "evidence")
"""Fields of words, all of them required."""


@drill_pages.get("")
def list_drills() -> Response:
    """All drills that the reader sees, the newest first; how the own bodies stand, and a form for a new one."""
    return _list(FRESH)


@drill_pages.post("")
def record() -> ResponseReturnValue:
    """Write a drill down."""

    def act() -> Response:
        kind, body_id = case_forms.body_chosen()
        made = services().drills.record(kind, body_id, _held())
        return see_other(".drill", drill_id=made.id)

    return answer_form(act, _list)


@drill_pages.get("/<uuid:drill_id>")
def drill(drill_id: UUID) -> Response:
    """One drill, with what happened to its record."""
    return _drill(drill_id, FRESH)


@drill_pages.post("/<uuid:drill_id>/correct")
def correct(drill_id: UUID) -> ResponseReturnValue:
    """Put right what was written down wrong."""

    def act() -> Response:
        services().drills.correct(drill_id, seen_version(), _held(), forms.text("reason"))
        return see_other(".drill", drill_id=drill_id)

    return answer_form(act, lambda filled: _drill(drill_id, filled))


# --- private ---


def _held() -> HeldDrill:
    """Read the form, or refuse it with every field that cannot be read."""
    problems = [Problem("required", name) for name in WORDS if not forms.text(name)]
    kind = _read(problems, lambda: forms.chosen("kind", DrillKind), DrillKind.FIRE)
    held_on = _read(problems, lambda: forms.required_day("held_on"), date.min)
    edition_on = _read(problems, lambda: forms.required_day("plan_edition_on"), date.min)
    review_on = _read(problems, lambda: forms.day("plan_review_on"), None)
    participants = _read(problems, lambda: forms.number("participants", 1, MOST_PEOPLE), 1)
    if forms.text("passed") not in RESULTS:
        problems.append(Problem("required", "passed"))
    if problems:
        raise InvalidInputError(problems)
    said = {name: forms.text(name) for name in WORDS}
    plan = EmergencyPlan(said.pop("plan_name"), edition_on, said.pop("plan_approved_by"), review_on)
    passed = forms.text("passed") == "yes"
    return HeldDrill(kind=kind, held_on=held_on, plan=plan, participants=participants, passed=passed, **said)


def _read(problems: list[Problem], reader: Callable[[], T], instead: T) -> T:
    """Return what a reader reads; where it refuses, note why and return the value instead."""
    try:
        return reader()
    except InvalidInputError as refused:
        problems.extend(refused.problems)
        return instead


def _list(filled: Filled) -> Response:
    counter = services().drills
    own = services().responsibility.own_bodies() if is_one_of(*INSPECTED) else []
    return show(
        "drills.html",
        page=counter.list(Cut(request.args.get("after", ""))),
        own=[(f"{kind}:{body_id}", name) for kind, body_id, name in own],
        standings=[(name, counter.standing(body_id)) for _, body_id, name in own],
        kinds=[(str(each), word(each)) for each in counter.kinds()],
        period=house().outside.profile.supervision.drill_days,
        most=MOST_PEOPLE,
        filled=filled,
    )


def _drill(drill_id: UUID, filled: Filled) -> Response:
    counter = services().drills
    row = counter.get(drill_id)
    return show(
        "drill.html",
        row=row,
        acts=counter.acts(drill_id),
        kinds=[(str(each), word(each)) for each in counter.kinds()],
        may_correct=counter.may_correct(row),
        most=MOST_PEOPLE,
        filled=filled,
    )
