"""Pages of periodic reports on archives work (条例 45): the list, one report, who has not reported."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api.context import seen_version, services
from api.idempotency import answer_once
from api.pages import case_forms, forms
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import show
from api.pages.problem_words import problem_remedy
from api.pages.reader import is_one_of, see_other
from archives.domain.errors import Problem
from archives.domain.rectification import INSPECTED, OFFICERS
from archives.domain.work_report import ReportAction, ReportState
from archives.services.paging import Cut
from archives.services.work_reports import MOST, Filling, said_of

work_report_pages = Blueprint("pages_work_reports", __name__, url_prefix="/work-reports")
_A = ReportAction


@work_report_pages.get("")
def list_reports() -> Response:
    """All reports that the reader may see; for officers also who has not reported."""
    return _list(FRESH)


@work_report_pages.get("/tile")
def tile() -> str:
    """How many have not reported: a part that the authority's board loads after itself."""
    told = services().work_report_watch.standing(most=0)
    text = gettext("have not reported on %(period)s", period=told.period.code)
    return render_template("_tile.html", count=told.silent_count, text=text)


@work_report_pages.post("")
def begin() -> ResponseReturnValue:
    """Begin a report."""

    def act() -> Response:
        made = services().work_reports.begin(*case_forms.body_chosen(), forms.text("period"))
        return see_other(".report", report_id=made.id)

    return answer_form(act, _list)


@work_report_pages.get("/<uuid:report_id>")
def report(report_id: UUID) -> Response:
    """One report: to be filled in, signed off, looked at."""
    return _report(report_id, FRESH)


@work_report_pages.post("/<uuid:report_id>/<any(fill_in,hand_in,send_back,submit,acknowledge,return):step>")
def do(report_id: UUID, step: str) -> ResponseReturnValue:
    """Press a button."""

    def act() -> Response:
        _BUTTONS[step](report_id)
        return see_other(".report", report_id=report_id)

    if step in _FORMS:
        return answer_form(act, lambda filled: _report(report_id, filled))
    return answer_once(act)


# --- private ---


def _list(filled: Filled) -> Response:
    period, asked = request.args.get("period", ""), request.args.get("state", "")
    state = ReportState(asked) if asked in list(ReportState) else None
    reports = services().work_reports
    own = [(f"{kind}:{body_id}", name) for kind, body_id, name in services().responsibility.own_bodies()]
    return show(
        "work_reports.html",
        page=reports.list(Cut(request.args.get("after", "")), period, state),
        standing=services().work_report_watch.standing() if is_one_of(*OFFICERS) else None,
        last=reports.last_period(),
        own=own if is_one_of(*INSPECTED) else [],
        states=ReportState,
        state=asked,
        filled=filled,
    )


def _report(report_id: UUID, filled: Filled) -> Response:
    reports = services().work_reports
    row = reports.get(report_id)
    actions = reports.actions(row)
    return show(
        "work_report.html",
        row=row,
        items=reports.items(row),
        said=said_of(row),
        texts=reports.texts(),
        gaps=_told(reports.gaps(row)) if _A.HAND_IN in actions else [],
        actions=[each for each in _A if each in actions],
        may_fill=_A.FILL_IN in actions,
        acts=reports.acts(report_id),
        most=MOST,
        filled=filled,
    )


def _told(gaps: Sequence[Problem]) -> list[tuple[str, str]]:
    return [(gap.where, problem_remedy({"code": gap.code, "facts": dict(gap.facts)})) for gap in gaps]


def _fill_in(report_id: UUID) -> object:
    row = services().work_reports.get(report_id)
    codes = [each.code for each in services().work_reports.items(row)]
    numbers = {code: forms.number(f"figure-{code}", 0, MOST) for code in codes if forms.text(f"figure-{code}")}
    said = {code: numbers.get(code) for code in codes}
    remarks = {code: forms.text(f"remark-{code}") for code in codes}
    texts = {each.code: forms.text(f"text-{each.code}") for each in services().work_reports.texts()}
    return services().work_reports.fill_in(report_id, seen_version(), Filling(said, remarks, texts))


_FORMS = frozenset({_A.FILL_IN, _A.SEND_BACK, _A.RETURN})
_BUTTONS: Mapping[str, Callable[[UUID], object]] = MappingProxyType(
    {
        _A.FILL_IN: _fill_in,
        _A.HAND_IN: lambda each: services().work_reports.hand_in(each, seen_version()),
        _A.SEND_BACK: lambda each: services().work_reports.send_back(each, seen_version(), forms.text("reason")),
        _A.SUBMIT: lambda each: services().work_reports.submit(each, seen_version()),
        _A.ACKNOWLEDGE: lambda each: services().work_reports.acknowledge(each, seen_version()),
        _A.RETURN: lambda each: services().work_reports.give_back(each, seen_version(), forms.text("reason")),
    }
)
