"""The check report: as a spreadsheet with every finding in one list, and as a document to print and keep."""

from collections.abc import Iterator
from io import BytesIO
from uuid import UUID

from sqlalchemy import select

from archives.models import CheckFinding, CheckRun, Record, Transfer
from archives.services.check_report_facts import report_of
from archives.services.checks import NUMBER, TITLE
from archives.services.document_language import language_for
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

HEAD = (
    *("检测项 rule", "名称 name", "结果 outcome", "档号 reference code", "题名 title", "说明 message"),
    *("详情 details", "认定 decided", "认定人 decided by", "认定理由 note"),
)


class CheckReportService:
    """Prints what a check found."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def workbook(self, run_id: UUID) -> tuple[str, bytes]:
        """Return a name and an XLSX file with every finding."""
        run = self._work.get(CheckRun, run_id)
        transfer = self._work.get(Transfer, run.transfer_id)
        name, target = f"{transfer.number}-{run.side}-{run.round}.xlsx", BytesIO()
        self._outside.tables.write(name, self._rows(run), target)
        return name, target.getvalue()

    def document(self, run_id: UUID, language: str = "") -> tuple[str, bytes]:
        """Return a name and the report as archival PDF, in `language` or the reader's own; for the same run the same.

        NotFoundError for a run that is not done.
        """
        run = self._work.get(CheckRun, run_id)
        report = report_of(self._work, self._outside, run, language_for(self._work, self._outside, language))
        return f"{report.number}-{run.side}.pdf", self._outside.printer.check_report(report)

    def _rows(self, run: CheckRun) -> Iterator[tuple[str, ...]]:
        yield HEAD
        asked = (
            select(CheckFinding, Record.unit_number, Record.title)
            .outerjoin(Record, Record.id == CheckFinding.record_id)
            .where(CheckFinding.run_id == run.id)
            .order_by(CheckFinding.id)
        )
        for finding, number, title in self._work.session.execute(asked):
            yield (*self._rule(finding), number or "", title or "", *_said(finding))

    def _rule(self, finding: CheckFinding) -> tuple[str, str, str]:
        item = self._outside.profile.checks.get(finding.rule.partition("-")[2])
        return finding.rule, item.name if item else "", str(finding.outcome)


def _said(finding: CheckFinding) -> tuple[str, ...]:
    details = "; ".join(f"{name}: {value}" for name, value in finding.facts.items() if name not in (NUMBER, TITLE))
    decided = str(finding.decided) if finding.decided else ""
    return finding.message, details, decided, finding.decided_by, finding.decision_note
