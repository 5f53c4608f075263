"""What pages, notices and the trail say of responsible persons, periodic reports and published summaries."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archives.domain import responsibility as r
from archives.domain import work_report as w

Texts = Mapping[str, LazyString]
_S, _A = w.ReportState, w.ReportAction

ACCOUNT_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, LazyString]] = MappingProxyType(
    {
        r.Office: {
            r.Office.HEAD: _("Head of the body, first responsible"),
            r.Office.IN_CHARGE: _("Leader in charge of archives"),
            r.Office.KEEPER: _("Archives staff"),
        },
        _S: {
            _S.DRAFTED: _("Being filled in"),
            _S.UNDER_REVIEW: _("Waits to be signed off"),
            _S.SUBMITTED: _("Submitted to the authority"),
            _S.RETURNED: _("Returned by the authority"),
            _S.ACKNOWLEDGED: _("Acknowledged by the authority"),
        },
        _A: {
            _A.FILL_IN: _("Save"),
            _A.HAND_IN: _("Lay before the approver"),
            _A.SEND_BACK: _("Give back"),
            _A.SUBMIT: _("Sign off and submit"),
            _A.ACKNOWLEDGE: _("Acknowledge the report"),
            _A.RETURN: _("Return the report"),
        },
    }
)
ACCOUNT_TONES: Mapping[type[StrEnum], Mapping[StrEnum, str]] = MappingProxyType(
    {
        _S: {
            _S.DRAFTED: "active",
            _S.UNDER_REVIEW: "waiting",
            _S.SUBMITTED: "waiting",
            _S.RETURNED: "bad",
            _S.ACKNOWLEDGED: "good",
        }
    }
)
ACCOUNT_EVENTS: Texts = MappingProxyType(
    {
        "ResponsibleNamed": _("Responsible person named"),
        "ResponsibleEnded": _("Term of a responsible person ended"),
        "WorkReportBegun": _("Report on archives work begun"),
        "WorkReportFilledIn": _("Report filled in"),
        "WorkReportHandedIn": _("Report laid before the approver"),
        "WorkReportSentBack": _("Report given back"),
        "WorkReportSubmitted": _("Report signed off and submitted"),
        "WorkReportAcknowledged": _("Report acknowledged"),
        "WorkReportReturned": _("Report returned"),
        "SummaryPublished": _("Summary published"),
        "SummaryWithdrawn": _("Summary withdrawn"),
    }
)
ACCOUNT_SUBJECTS: Texts = MappingProxyType(
    {
        "responsible_person": _("Responsible person"),
        "work_report": _("Report on archives work"),
        "published_summary": _("Published summary"),
    }
)
ACCOUNT_NOTICES: Texts = MappingProxyType(
    {
        "work_report_under_review": _("The report on archives work of %(period)s waits to be signed off."),
        "work_report_submitted": _("%(body)s has submitted its report on archives work of %(period)s."),
        "work_report_returned": _("The report on archives work of %(period)s was returned. Mend it and submit again."),
        "work_report_due_before": _(
            "The report on archives work of %(period)s is due on %(due_on)s: %(days)s day(s) are left."
        ),
        "work_report_due_today": _("The report on archives work of %(period)s is due today."),
        "work_report_due_after": _(
            "The report on archives work of %(period)s is %(days)s day(s) overdue, since %(due_on)s."
        ),
    }
)
ACCOUNT_PROBLEMS: Texts = MappingProxyType(
    {
        "since_in_future": _("The term begins in the future: %(value)s."),
        "since_before_last": _("The present holder has held it since %(value)s; the new term begins after that."),
        "until_out_of_term": _("The last day lies between %(least)s and %(most)s."),
        "nobody_missing": _("%(name)s lacks nobody."),
        "bad_period": _("%(value)s is no period of this place."),
        "period_not_ended": _("The period %(value)s has not ended."),
        "figure_missing": _("“%(name)s” is missing."),
        "remark_missing": _("“%(name)s” is not what was counted (%(counted)s): say why."),
        "text_missing": _("“%(name)s” is missing."),
    }
)
