"""Pages of yearly inspection plans: the list, one plan with its inspections, approving it."""

from uuid import UUID

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from api.context import seen_version, services
from api.idempotency import answer_once
from api.pages import forms
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import show
from api.pages.reader import holds, holds_at, see_other
from archives.domain.permission import Place
from archives.domain.vocabulary import Role
from archives.services.paging import GREATEST_LIMIT, Cut

inspection_plan_pages = Blueprint("pages_inspection_plans", __name__, url_prefix="/inspection-plans")
OFFICERS = (Role.INSPECTOR, Role.AUTHORITY)
YEARS = (2000, 2200)


@inspection_plan_pages.get("")
def list_plans() -> Response:
    """All plans of the places that the reader supervises."""
    return _list(FRESH)


@inspection_plan_pages.post("")
def draw_up() -> ResponseReturnValue:
    """Begin a plan."""

    def act() -> Response:
        year = forms.number("year", *YEARS)
        made = services().inspection_plans.draw_up(forms.required_id("place"), year, forms.text("title"))
        return see_other(".plan", year_plan_id=made.id)

    return answer_form(act, _list)


@inspection_plan_pages.get("/<uuid:year_plan_id>")
def plan(year_plan_id: UUID) -> Response:
    """One plan and its inspections."""
    found = services().inspection_plans.get(year_plan_id)
    listed = services().inspections.list(Cut(limit=GREATEST_LIMIT)).rows
    fitting = [each for each in listed if each.plan_id is None and each.planned_on.year == found.year]
    is_open = found.approved_at is None and holds(found, *OFFICERS)
    return show(
        "inspection_plan.html",
        plan=found,
        lines=services().inspection_plans.lines(year_plan_id),
        free=[(str(each.id), f"{each.number} {each.inspected_name}") for each in fitting] if is_open else [],
        may_approve=found.approved_at is None and holds(found, Role.AUTHORITY),
        acts=services().inspection_plans.acts(year_plan_id),
    )


@inspection_plan_pages.post("/<uuid:year_plan_id>/inspections")
def put_on(year_plan_id: UUID) -> ResponseReturnValue:
    """Put an inspection on the plan."""

    def act() -> Response:
        services().inspection_plans.put_on(year_plan_id, forms.required_id("inspection"))
        return see_other(".plan", year_plan_id=year_plan_id)

    return answer_once(act)


@inspection_plan_pages.post("/<uuid:year_plan_id>/approve")
def approve(year_plan_id: UUID) -> ResponseReturnValue:
    """Approve it."""

    def act() -> Response:
        services().inspection_plans.approve(year_plan_id, seen_version())
        return see_other(".plan", year_plan_id=year_plan_id)

    return answer_once(act)


def _list(filled: Filled) -> Response:
    listed = services().parties.jurisdictions()
    mine = [(str(each.id), each.name) for each in listed if holds_at(Place(jurisdiction=each.path), *OFFICERS)]
    return show("inspection_plans.html", plans=services().inspection_plans.list(), places=mine, filled=filled)
