"""Pages of transfer plans: the list, one plan, and its buttons: draft, agree, make transfers of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from api.context import seen_version, services
from api.idempotency import answer_once
from api.pages import forms
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import show
from api.pages.reader import holds, is_one_of, see_other
from archives.domain.vocabulary import Role
from archives.services.obligations import Standing
from archives.services.paging import Cut
from archives.services.plans import PlannedBatch, PlanState

plan_pages = Blueprint("pages_plans", __name__, url_prefix="/plans")
OFFERED = (Standing.OVERDUE, Standing.EXTENDED, Standing.DUE_THIS_YEAR)
YEARS = (1900, 2200)
DRAFTERS = (Role.CLERK, Role.ARCHIVIST)


@plan_pages.get("")
def list_plans() -> Response:
    """All that the reader may see, by year."""
    return _list(FRESH)


@plan_pages.post("")
def draft() -> ResponseReturnValue:
    """Draft the plan of a year, or draft it again."""

    def act() -> Response:
        made = services().plans.draft(forms.required_id("organization"), forms.number("year", *YEARS))
        return see_other(".plan", plan_id=made.id)

    return answer_form(act, _list)


@plan_pages.get("/<uuid:plan_id>")
def plan(plan_id: UUID) -> Response:
    """One plan: its batches as they were counted and as they stand, and who has agreed."""
    found = services().plans.get(plan_id)
    batches = services().plans.batches(plan_id)
    return show(
        "plan.html",
        plan=found,
        organization=services().parties.organization(found.organization_id),
        batches=batches,
        outdated=services().plans.is_outdated(plan_id),
        may_draft=found.state != PlanState.AGREED and holds(found, *DRAFTERS),
        may_agree=_may_agree(found),
        ready=_ready(batches) if found.state == PlanState.AGREED and holds(found, Role.CLERK, Role.APPROVER) else {},
    )


@plan_pages.post("/<uuid:plan_id>/agree")
def agree(plan_id: UUID) -> ResponseReturnValue:
    """Agree for one's side."""

    def act() -> Response:
        services().plans.agree(plan_id, seen_version())
        return see_other(".plan", plan_id=plan_id)

    return answer_once(act)


@plan_pages.post("/<uuid:plan_id>/transfers")
def make_transfer(plan_id: UUID) -> ResponseReturnValue:
    """Make the transfer of one fonds from the plan."""
    fonds_id = forms.required_id("fonds")

    def act() -> Response:
        batches = _ready(services().plans.batches(plan_id)).get(fonds_id, [])
        ids = [each.entry.obligation_id for each in batches]
        made = services().transfer_lists.create(ids, plan_id=plan_id)
        return see_other("pages_transfers.transfer", transfer_id=made.id)

    return answer_once(act)


def _list(filled: Filled) -> Response:
    year = forms.asked_number("year", *YEARS)
    page = services().plans.find(year, forms.asked_id("organization"), Cut(request.args.get("after", "")))
    names = {plan.organization_id: _name(plan.organization_id) for plan in page.rows}
    due = services().obligations.due()
    return show(
        "plans.html",
        page=page,
        names=names,
        year=year or "",
        filled=filled,
        bodies=[(str(each.organization_id), each.organization) for each in due],
        this_year=services().obligations.today().year,
        may_draft=is_one_of(*DRAFTERS),
    )


def _name(organization_id: UUID) -> str:
    return services().parties.organization(organization_id).name


def _may_agree(plan: Any) -> bool:  # noqa: ANN401 -- a row
    if plan.organization_agreed_at is None and holds(plan, Role.APPROVER):
        return True
    return plan.repository_agreed_at is None and holds(plan, Role.ARCHIVIST, Role.DIRECTOR)


def _ready(batches: Sequence[PlannedBatch]) -> dict[UUID, list[PlannedBatch]]:
    """Return the batches that can be handed over now, by fonds."""
    found: dict[UUID, list[PlannedBatch]] = {}
    for each in batches:
        if each.batch.standing in OFFERED:
            found.setdefault(each.entry.obligation.fonds_id, []).append(each)
    return found
