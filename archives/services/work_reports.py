"""The counter of periodic reports (条例 45, D39): filled in, signed off, submitted; acknowledged or returned."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import BlockedError, DuplicateError, InvalidInputError, Problem
from archives.domain.hazard import InspectedKind
from archives.domain.permission import Place
from archives.domain.rectification import INSPECTED
from archives.domain.vocabulary import Role
from archives.domain.work_report import (
    TRANSITIONS,
    ReportAction,
    ReportItem,
    ReportPeriod,
    ReportState,
    ReportText,
    Said,
    allowed_actions,
    next_state,
    report_gaps,
    require_other_signer,
)
from archives.models import CaseAct, WorkReport, new_id
from archives.services.case_notices import settle, tell
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.supervision import acts_of, body_of, note, required, today
from archives.services.unit_of_work import UnitOfWork
from archives.services.work_report_figures import ReportCounter
from archives.services.work_report_reminders import settle_reminders

_A = ReportAction
EVENTS = {
    _A.FILL_IN: "WorkReportFilledIn",
    _A.HAND_IN: "WorkReportHandedIn",
    _A.SEND_BACK: "WorkReportSentBack",
    _A.SUBMIT: "WorkReportSubmitted",
    _A.ACKNOWLEDGE: "WorkReportAcknowledged",
    _A.RETURN: "WorkReportReturned",
}
"""What trail and report say after each act, in the past tense."""
MOST = 10**15
"""Beyond what any archive has of anything; JSON keeps whole numbers up to here exactly."""
_CALLED = {
    ReportState.UNDER_REVIEW: (Role.APPROVER, Role.DIRECTOR),
    ReportState.SUBMITTED: (Role.AUTHORITY,),
    ReportState.RETURNED: (Role.CLERK, Role.APPROVER, Role.ARCHIVIST, Role.DIRECTOR),
}
"""Whose desk a report in this state lies on."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What somebody fills in: figures by code (a number, None for none; a remark), texts by code."""

    numbers: Mapping[str, int | None] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


class WorkReportService:
    """What a body and its authority do with a report, one method for each button."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    # --- reading ---

    def list(self, cut: Cut = FIRST, period: str = "", state: ReportState | None = None) -> Page[WorkReport]:
        """Return the reports that the actor sees, the newest first."""
        asked = select(WorkReport)
        if period:
            asked = asked.where(WorkReport.period == period)
        if state is not None:
            asked = asked.where(WorkReport.state == state)
        return page(self._work.session, asked, (WorkReport.period, WorkReport.id), cut, descending=True)

    def get(self, report_id: UUID) -> WorkReport:
        """Return a report, or refuse."""
        return self._work.get(WorkReport, report_id)

    def acts(self, report_id: UUID) -> Sequence[CaseAct]:
        """Return all that happened to a report, in order."""
        return acts_of(self._work, self.get(report_id))

    def actions(self, report: WorkReport) -> frozenset[ReportAction]:
        """Return the buttons that the acting person is shown now."""
        return allowed_actions(report.state, self._work.actor.roles_at(self._work.place_of(report)))

    def items(self, report: WorkReport) -> tuple[ReportItem, ...]:
        """Return the figures asked of it, in order."""
        return self._outside.profile.work_report.items_for(report.inspected_kind)

    def texts(self) -> tuple[ReportText, ...]:
        """Return the parts in words asked of every report, in order."""
        return self._outside.profile.work_report.texts

    def gaps(self, report: WorkReport) -> Sequence[Problem]:
        """Return all that it still lacks."""
        return report_gaps(self.items(report), said_of(report), self._texts(report))

    def last_period(self) -> ReportPeriod:
        """Return the newest period that has ended: the one to be reported on."""
        return ReportPeriod.ended_before(self._outside.profile.work_report.period, today(self._work, self._outside))

    # --- the body ---

    def begin(self, kind: InspectedKind, body_id: UUID, period: str = "") -> WorkReport:
        """Begin the report of a body on a period that has ended, with all figures that the system can count."""
        with self._work.write():
            body, asked = body_of(self._work, kind, body_id), self._ended(period)
            owner = body.viewers
            role = self._work.actor.require(Place(owner["organization_id"], owner["repository_id"]), *sorted(INSPECTED))
            same = select(WorkReport).where(WorkReport.inspected_id == body.id, WorkReport.period == asked.code)
            if self._work.session.scalar(same) is not None:
                raise DuplicateError("This report has been begun.", kind="period", value=asked.code)
            columns = {**body.columns, "jurisdiction_path": "", **owner}
            row = WorkReport(**columns, id=new_id(), place_path=body.path, period=asked.code)
            row.state, row.figures, row.texts = ReportState.DRAFTED, {}, {}
            row.due_on = self._outside.profile.work_report.due_on(asked, self._outside.profile.calendar)
            self._count(row)
            self._filled(row)
            self._work.session.add(row)
            note(self._work, row, "WorkReportBegun", role, period=row.period, due_on=row.due_on)
            return row

    def fill_in(self, report_id: UUID, seen: int | None, filling: Filling) -> WorkReport:
        """Say the figures and texts; those that the system counts are counted again beside what is said."""
        with self._work.write():
            row = self._guarded(report_id, seen, _A.FILL_IN)
            _require_numbers(filling)
            self._count(row)
            row.figures = {code: asdict(each) for code, each in _filled(said_of(row), filling).items()}
            texts = {each.code for each in self._outside.profile.work_report.texts}
            row.texts = {code: text.strip() for code, text in filling.texts.items() if code in texts}
            self._filled(row)
            self._move(row, _A.FILL_IN, figures=row.figures)
            return row

    def hand_in(self, report_id: UUID, seen: int | None) -> WorkReport:
        """Lay it before whoever signs it off; refused with every gap named."""
        with self._work.write():
            row = self._guarded(report_id, seen, _A.HAND_IN)
            if gaps := self.gaps(row):
                raise BlockedError("hand the report in", list(gaps))
            self._move(row, _A.HAND_IN)
            return row

    def send_back(self, report_id: UUID, seen: int | None, reason: str) -> WorkReport:
        """Give it back to whoever fills it in, with the reason."""
        with self._work.write():
            row = self._guarded(report_id, seen, _A.SEND_BACK)
            row.reason = required("reason", reason)
            self._move(row, _A.SEND_BACK, row.reason)
            return row

    def submit(self, report_id: UUID, seen: int | None) -> WorkReport:
        """Sign it off and submit it: from now on the authority sees it. Never by whoever filled it in."""
        with self._work.write():
            row = self._guarded(report_id, seen, _A.SUBMIT)
            require_other_signer(row.filled_by_id, self._work.actor.account_id)
            row.signed_by, row.signed_by_id = self._work.actor.name, self._work.actor.account_id
            row.submitted_at, row.reason = self._work.now(), ""
            self._show(row)
            self._move(row, _A.SUBMIT, period=row.period, figures=row.figures)
            settle_reminders(self._work, [row.inspected_id])
            return row

    # --- the authority ---

    def acknowledge(self, report_id: UUID, seen: int | None, text: str = "") -> WorkReport:
        """Acknowledge it."""
        with self._work.write():
            row = self._decided(report_id, seen, _A.ACKNOWLEDGE)
            self._move(row, _A.ACKNOWLEDGE, text.strip())
            return row

    def give_back(self, report_id: UUID, seen: int | None, reason: str) -> WorkReport:
        """Return it with the reasons; the body has then not reported."""
        with self._work.write():
            row = self._decided(report_id, seen, _A.RETURN)
            row.reason = required("reason", reason)
            self._move(row, _A.RETURN, row.reason)
            return row

    # --- private ---

    def _guarded(self, report_id: UUID, seen: int | None, action: ReportAction) -> WorkReport:
        row = self.get(report_id)
        self._work.require_version(row, seen)
        next_state(row.state, action, self._work.actor.roles_at(self._work.place_of(row)))
        return row

    def _decided(self, report_id: UUID, seen: int | None, action: ReportAction) -> WorkReport:
        row = self._guarded(report_id, seen, action)
        row.decided_at, row.decided_by = self._work.now(), self._work.actor.name
        return row

    def _move(self, row: WorkReport, action: ReportAction, text: str = "", **facts: object) -> None:
        """Take one arrow of the life; the only place that assigns the state of a report."""
        roles = self._work.actor.roles_at(self._work.place_of(row))
        before, row.state = row.state, next_state(row.state, action, roles)
        role = min(roles & TRANSITIONS[before, action].by)
        note(self._work, row, EVENTS[action], role, text, before={"state": before}, after={"state": row.state}, **facts)
        settle(self._work, row)
        if row.state in _CALLED and row.state is not before:
            told = {"body": row.inspected_name, "period": row.period, "due_on": row.due_on}
            cause = self._work.now().isoformat()
            tell(self._work, row, f"work_report_{row.state}", _CALLED[row.state], cause, **told)

    def _ended(self, code: str) -> ReportPeriod:
        newest = self.last_period()
        asked = ReportPeriod.parse(newest.kind, code) if code else newest
        if asked.last > newest.last:
            raise InvalidInputError([Problem("period_not_ended", "period", (("value", asked.code),))])
        return asked

    def _count(self, row: WorkReport) -> None:
        """Count what the system counts; what somebody said beside it stays."""
        period = ReportPeriod.parse(self._outside.profile.work_report.period, row.period)
        fresh = ReportCounter(self._work, self._outside, (row.inspected_kind, row.inspected_id))
        said = said_of(row)
        counted = fresh.counted(self.items(row), period)
        row.figures = {
            code: asdict(Said(each.counted, said[code].said, said[code].remark) if code in said else each)
            for code, each in counted.items()
        }

    def _filled(self, row: WorkReport) -> None:
        row.filled_at = self._work.now()
        row.filled_by, row.filled_by_id = self._work.actor.name, self._work.actor.account_id

    def _texts(self, report: WorkReport) -> Mapping[ReportText, str]:
        return {each: str(report.texts.get(each.code, "")) for each in self.texts()}

    def _show(self, row: WorkReport) -> None:
        """Let the authority see the report, and all that happened to it."""
        row.jurisdiction_path = row.place_path
        self._work.session.flush()
        for each in acts_of(self._work, row):
            each.jurisdiction_path = row.place_path


def said_of(report: WorkReport) -> dict[str, Said]:
    """Return the figures of a report, by code."""
    kept: Mapping[str, Any] = report.figures
    return {code: Said(**each) for code, each in kept.items()}


def _filled(said: Mapping[str, Said], filling: Filling) -> dict[str, Said]:
    return {
        code: Said(each.counted, filling.numbers.get(code, each.said), filling.remarks.get(code, each.remark).strip())
        for code, each in said.items()
    }


def _require_numbers(filling: Filling) -> None:
    wrong = [code for code, number in filling.numbers.items() if number is not None and not 0 <= number <= MOST]
    if wrong:
        facts = (("least", "0"), ("most", str(MOST)))
        raise InvalidInputError([Problem("out_of_range", f"figure-{code}", facts) for code in wrong])
