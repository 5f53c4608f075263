"""Pages of what falls due: counts, batches, calendar, forecast, extensions, and the form that plans a transfer."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from api.context import seen_version, services
from api.idempotency import answer_once
from api.pages import forms
from api.pages.calendars import month_of, year_of
from api.pages.charts import bar_chart
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import show
from api.pages.reader import holds, is_one_of, see_other
from archives.domain.vocabulary import Role
from archives.services.extensions import ExtensionState
from archives.services.obligations import Standing, StandingBatch, Within
from archives.services.paging import GREATEST_LIMIT, Cut

due_pages = Blueprint("pages_obligations", __name__, url_prefix="/due")
UNIT = (Role.CLERK, Role.APPROVER)
COMPLETE = (Standing.OVERDUE, Standing.EXTENDED)
"""Where batches stand whose term has ended for every record."""
OFFERED = (*COMPLETE, Standing.DUE_THIS_YEAR)
"""Where batches stand that may be handed over now: in time is until the end of the year."""


@due_pages.get("")
def due() -> Response:
    """How much of each organization is past its day, and how much of that can be handed over."""
    counts, today = services().obligations.due(), services().obligations.today()
    return show("obligations.html", counts=counts, today=today, may_plan=is_one_of(*UNIT))


@due_pages.get("/batches")
def batches() -> Response:
    """The batches, by standing and organization."""
    standing = request.args.get("standing", "")
    asked = Standing(standing) if standing in list(Standing) else None
    page = services().obligations.batches(_within(), asked, cut=_cut())
    return show("obligations_batches.html", page=page, standing=standing, bodies=_bodies(), asked=_asked())


@due_pages.get("/batches/<uuid:obligation_id>")
def batch(obligation_id: UUID) -> Response:
    """One batch: its days, its extensions, and what may be done."""
    return _batch(obligation_id, FRESH)


@due_pages.post("/batches/<uuid:obligation_id>/extension")
def request_extension(obligation_id: UUID) -> ResponseReturnValue:
    """Ask for more time."""

    def ask() -> Response:
        said = forms.text("ground"), forms.text("reason"), forms.required_day("until")
        services().extensions.request(obligation_id, *said)
        return see_other(".batch", obligation_id=obligation_id)

    return answer_form(ask, lambda filled: _batch(obligation_id, filled))


@due_pages.post("/batches/<uuid:obligation_id>/not-ready")
def declare_not_ready(obligation_id: UUID) -> ResponseReturnValue:
    """The director says that the archive cannot take it."""

    def declare() -> Response:
        services().obligations.declare_not_ready(obligation_id, forms.text("reason"), seen_version())
        return see_other(".batch", obligation_id=obligation_id)

    return answer_form(declare, lambda filled: _batch(obligation_id, filled))


@due_pages.post("/batches/<uuid:obligation_id>/ready")
def declare_ready(obligation_id: UUID) -> ResponseReturnValue:
    """The director lifts that."""

    def declare() -> Response:
        services().obligations.declare_ready(obligation_id, seen_version())
        return see_other(".batch", obligation_id=obligation_id)

    return answer_once(declare)


@due_pages.get("/extensions")
def extensions() -> Response:
    """Requests for more time, and what became of them."""
    state = request.args.get("state", "")
    asked = ExtensionState(state) if state in list(ExtensionState) else None
    page = services().extensions.find(asked, _cut())
    rows = [(row, services().obligations.batch(row.obligation_id)) for row in page.rows]
    return show("obligations_extensions.html", page=page, rows=rows, state=state)


@due_pages.get("/extensions/<uuid:extension_id>")
def extension(extension_id: UUID) -> Response:
    """One request, with the buttons of whoever decides or asked."""
    return _extension(extension_id, FRESH)


@due_pages.post("/extensions/<uuid:extension_id>/<any('consent', 'decline', 'withdraw'):answer>")
def answer_extension(extension_id: UUID, answer: str) -> ResponseReturnValue:
    """Consent, decline, or take it back."""
    note = () if answer == "withdraw" else (forms.text("note"),)

    def act() -> Response:
        getattr(services().extensions, answer)(extension_id, *note, seen_version())
        return see_other(".extension", extension_id=extension_id)

    return answer_form(act, lambda filled: _extension(extension_id, filled))


@due_pages.get("/calendar")
def calendar() -> Response:
    """What a year brings by month, or a month by day."""
    today = services().obligations.today()
    year = forms.asked_number("year", 1900, 2200) or today.year
    month = forms.asked_number("month", 1, 12)
    found = services().obligations.calendar(year, month, _within())
    shape = month_of(found) if month else year_of(found)
    return show("obligations_calendar.html", calendar=found, shape=shape, bodies=_bodies(), asked=_asked(), today=today)


@due_pages.get("/forecast")
def forecast() -> Response:
    """What the coming years bring, as bars and as a table."""
    found = services().obligations.forecast(_within())
    chart = bar_chart([(str(year), records) for year, records in found.by_year.items()])
    each = services().obligations.forecasts(_within())
    return show("obligations_forecast.html", forecast=found, chart=chart, each=each, bodies=_bodies(), asked=_asked())


@due_pages.get("/retention-review")
def retention_review() -> Response:
    """What no archive collects and whose time has come: for appraisal, never destroyed by time."""
    outside = request.args.get("list") == "out_of_scope"
    review = services().retention_review
    page = (review.out_of_scope if outside else review.expired)(cut=_cut())
    return show("obligations_review.html", page=page, outside=outside)


@due_pages.get("/plan")
def plan() -> Response:
    """Tick batches of one fonds, and plan their transfer; those whose term has ended are ticked already."""
    fonds_id = forms.asked_id("fonds")
    offered = [each for each in _offered(fonds_id) if holds(each.obligation, *UNIT)]
    complete = [str(each.obligation.id) for each in offered if each.standing in COMPLETE]
    ticked = request.args.getlist("batch") or complete
    fonds = {each.obligation.fonds.id: each.obligation.fonds for each in offered}
    if fonds_id is None and len(fonds) == 1:
        fonds_id = next(iter(fonds))
    return show("obligations_plan.html", fonds=fonds, fonds_id=fonds_id, offered=offered, ticked=ticked)


def _batch(obligation_id: UUID, filled: Filled) -> Response:
    found = services().obligations.batch(obligation_id)
    asked = [row for row in _every_extension() if row.obligation_id == obligation_id]
    is_open = any(row.state == ExtensionState.REQUESTED for row in asked)
    waits = found.obligation.records_pending > 0
    return show(
        "obligations_batch.html",
        row=found,
        asked=asked,
        filled=filled,
        may_ask=waits and not is_open and holds(found.obligation, *UNIT),
        may_plan=found.standing in OFFERED and holds(found.obligation, *UNIT),
        may_declare=holds(found.obligation, Role.DIRECTOR),
    )


def _extension(extension_id: UUID, filled: Filled) -> Response:
    row = services().extensions.get(extension_id)
    is_open = row.state == ExtensionState.REQUESTED
    return show(
        "obligations_extension.html",
        extension=row,
        row=services().obligations.batch(row.obligation_id),
        filled=filled,
        may_decide=is_open and holds(row, Role.AUTHORITY),
        may_withdraw=is_open and holds(row, *UNIT),
    )


def _offered(fonds_id: UUID | None) -> Iterator[StandingBatch]:
    """Yield every batch that can be handed over now."""
    for standing in OFFERED:
        cut: Cut | None = Cut(limit=GREATEST_LIMIT)
        while cut:
            found = services().obligations.batches(Within(fonds_id=fonds_id), standing, cut=cut)
            yield from found.rows
            cut = Cut(found.next_key, GREATEST_LIMIT) if found.next_key else None


def _every_extension() -> Iterator[Any]:
    cut: Cut | None = Cut(limit=GREATEST_LIMIT)
    while cut:
        found = services().extensions.find(None, cut)
        yield from found.rows
        cut = Cut(found.next_key, GREATEST_LIMIT) if found.next_key else None


def _within() -> Within:
    return Within(organization_id=forms.asked_id("organization"), fonds_id=forms.asked_id("fonds"))


def _bodies() -> list[tuple[str, str]]:
    """Return the organizations of which the reader sees something that falls due."""
    return sorted(((str(each.organization_id), each.organization) for each in services().obligations.due()), key=_name)


def _name(choice: tuple[str, str]) -> str:
    return choice[1]


def _asked() -> dict[str, str]:
    """Return what the address asks for, to be kept by links."""
    return {name: request.args[name] for name in ("organization", "fonds") if request.args.get(name)}


def _cut() -> Cut:
    return Cut(request.args.get("after", ""))
