"""What the report of a check says, from the run as it is kept: the same run in the same language gives the same facts.

Decisions belong to a run; the report that is drawn after one is dated by it.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from archives.domain.errors import NotFoundError
from archives.domain.gigabytes import gigabytes
from archives.domain.vocabulary import Property
from archives.models import CheckFinding, CheckRun, Event, Repository, Transfer
from archives.ports import CheckReport, CheckReportRow, FormSignature, PropertySums
from archives.services.check_sums import ORDER, counts_of, worst_of
from archives.services.checks import NUMBER, TITLE
from archives.services.finding_words import decision_of, said_of
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

COMPLETED = ("ChecksCompleted", "TransferChecksCompleted")  # events of a finished run


def report_of(work: UnitOfWork, outside: Outside, run: CheckRun, language: str) -> CheckReport:
    """Return what is printed of a run that is done, or refuse: of one that is not there is no report yet."""
    if run.finished_at is None:
        raise NotFoundError("check report", run.id)
    transfer, zone = work.get(Transfer, run.transfer_id), outside.profile.zone
    asked = select(CheckFinding).where(CheckFinding.run_id == run.id).order_by(CheckFinding.id)
    findings, worst = work.session.scalars(asked).all(), worst_of(work, run.id)
    files, size = _extent(work, transfer, run)
    checked_on = run.finished_at.astimezone(zone).date().isoformat()
    return CheckReport(
        **_of_transfer(work, transfer),
        number=f"{transfer.number}-J{_ordinal(work, run)}",
        **_of_run(run),
        started_at=run.started_at.astimezone(zone),
        finished_at=run.finished_at.astimezone(zone),
        files=files,
        gigabytes=gigabytes(size),
        sums=[_sums(each, worst) for each in Property],
        findings=[_row(outside, finding, language) for finding in findings],
        **_conclusion(set(worst.values())),
        checker=FormSignature(run.started_by, checked_on, method=""),
        issued_at=_dated(run.finished_at, findings).astimezone(zone),
        language=language,
    )


def _of_transfer(work: UnitOfWork, transfer: Transfer) -> dict[str, Any]:
    return {
        "fonds": f"{transfer.fonds.number or ''} {transfer.fonds.name}".strip(),
        "transfer_name": transfer.name,
        "unit": transfer.organization.name,
        "archive": work.get(Repository, transfer.destination_id).name,
        "is_demo": transfer.is_demo,
    }


def _of_run(run: CheckRun) -> dict[str, Any]:
    return {
        "side": str(run.side),
        "round": run.round,
        "rulebook": run.rulebook,
        "records": run.records_total,
        "manifest_sha256": run.package_sha256,
    }


def _conclusion(said: set[str]) -> dict[str, Any]:
    return {"is_passed": said.isdisjoint({"open", "failed"}), "is_open": "open" in said and "failed" not in said}


def _ordinal(work: UnitOfWork, run: CheckRun) -> int:
    """Return which run of its transfer it is, from 1; the J of its number is for 检."""
    asked = select(func.count(CheckRun.id)).where(CheckRun.transfer_id == run.transfer_id, CheckRun.id <= run.id)
    return work.session.scalar(asked) or 1


def _extent(work: UnitOfWork, transfer: Transfer, run: CheckRun) -> tuple[int, int]:
    """Return files and bytes as the run found them; its event has kept them."""
    told = select(Event.leaf).where(Event.transfer_id == transfer.id, Event.kind.in_(COMPLETED))
    for leaf in work.session.scalars(told):
        facts: Mapping[str, Any] = json.loads(leaf)["facts"]
        if facts.get("run") == str(run.id):
            return int(facts["files"]), int(facts["bytes"])
    return transfer.file_count, transfer.byte_count


def _sums(each: Property, worst: Mapping[str, str]) -> PropertySums:
    counts = counts_of(worst, each)
    return PropertySums(name=str(each), rules=counts.total(), **{said: counts[said] for said in ORDER})


def _row(outside: Outside, finding: CheckFinding, language: str) -> CheckReportRow:
    item = outside.profile.checks.get(finding.rule.partition("-")[2])
    return CheckReportRow(
        rule=finding.rule,
        name=item.name if item else "",
        outcome=str(finding.outcome),
        reference_code=str(finding.facts.get(NUMBER, "")),
        title=str(finding.facts.get(TITLE, "")),
        message=said_of(finding, language),
        decision=decision_of(finding, language),
    )


def _dated(finished_at: datetime, findings: Sequence[CheckFinding]) -> datetime:
    """Return when the report became what it is: at the end of the run, or with the last decision."""
    return max([finished_at, *(finding.decided_at for finding in findings if finding.decided_at)])
