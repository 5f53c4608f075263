"""The page of notices: what has become late or waits for one, and putting it away."""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from api.context import services
from api.pages.accountability_words import ACCOUNT_NOTICES
from api.pages.case_texts import CASE_NOTICES
from api.pages.frame import show
from api.pages.reader import see_other
from archives.services.paging import Cut

notice_pages = Blueprint("pages_notices", __name__, url_prefix="/notices")

TEXTS: Mapping[str, LazyString] = MappingProxyType(
    {
        **CASE_NOTICES,
        **ACCOUNT_NOTICES,
        "receipt_late": _("Transfer %(number)s: the archive should have begun its checks by %(deadline)s."),
        "checking_late": _("Transfer %(number)s: the archive should have decided by %(deadline)s."),
        "returned_often": _("Transfer %(number)s has been returned %(returns)s times."),
        "dispute_raised": _("The scope of a transfer is disputed (%(by)s). The authority decides."),
        "extension_requested": _("An extension until %(until)s is asked for. The authority decides."),
        "batches_due": _(
            "%(batches)s batches with %(records)s records fall due in %(year)s, the first on %(last_day)s."
        ),
        "batches_overdue": _(
            "%(batches)s batches with %(records)s records are overdue, the oldest since %(last_day)s."
        ),
        "receipt_reissued": _("Receipt %(number)s was issued in place of %(old)s: %(reason)s"),
        "receipt_revoked": _("Receipt %(number)s was revoked: %(reason)s"),
        "root_ends": _(
            "The certificate of the internal CA ends on %(day)s. Renew it at the machine (archives keys renew-root), "
            "then publish its fingerprint."
        ),
        "certificate_ends": _("The certificate of %(name)s ends on %(day)s. It is renewed with the next seal."),
        "plan_to_agree": _("The transfer plan of %(year)s waits for agreement: %(records)s records."),
    }
)
PLACES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "transfer": ("pages_transfers.transfer", "transfer_id"),
        "extension": ("pages_obligations.extension", "extension_id"),
        "transfer_plan": ("pages_plans.plan", "plan_id"),
        "organization": ("pages_obligations.batches", "organization"),
        "inspection": ("pages_inspections.inspection", "inspection_id"),
        "finding": ("pages_cases.finding", "found_id"),
        "rectification_order": ("pages_cases.order", "order_id"),
        "lead": ("pages_leads.lead", "lead_id"),
        "work_report": ("pages_work_reports.report", "report_id"),
        "work_report_due": ("pages_work_reports.list_reports", "body"),
    }
)
"""Where the subject of a notice is looked at: an endpoint, and what its id is called there."""


@notice_pages.get("")
def list_notices() -> Response:
    """The open notices, the newest first."""
    page = services().notices.open(Cut(request.args.get("after", "")))
    rows = [(notice, notice_text(notice), notice_url(notice)) for notice in page.rows]
    names = {notice.organization_id: _name(notice.organization_id) for notice in page.rows}
    return show("notices.html", page=page, rows=rows, names=names)


@notice_pages.post("/<uuid:notice_id>/close")
def close(notice_id: UUID) -> ResponseReturnValue:
    """Put a notice away, for everybody at the place."""
    services().notices.dismiss(notice_id)
    return see_other(".list_notices")


def notice_text(notice: Any) -> str:  # noqa: ANN401 -- a row
    """Return what a notice says; its code when it has no words yet."""
    stage = notice.facts.get("stage")
    kind = notice.kind if stage is None else f"{notice.kind}_{_side(stage)}"
    facts = notice.facts if stage is None else {**notice.facts, "days": abs(stage)}
    text = TEXTS.get(kind)
    return str(text) % defaultdict(lambda: "—", facts) if text else notice.kind.replace("_", " ")


def notice_url(notice: Any) -> str:  # noqa: ANN401 -- a row
    """Return where its subject is looked at, '' for nowhere."""
    if notice.subject_kind not in PLACES or notice.subject_id is None:
        return ""
    endpoint, name = PLACES[notice.subject_kind]
    standing = {"batches_overdue": "overdue", "batches_due": "due_this_year"}.get(notice.kind)
    return url_for(endpoint, **{name: notice.subject_id}, standing=standing)


def _side(stage: int) -> str:
    """Return on which side of the last day a reminder lies."""
    if stage == 0:
        return "today"
    return "before" if stage < 0 else "after"


def _name(organization_id: UUID | None) -> str:
    return services().parties.organization(organization_id).name if organization_id else ""
