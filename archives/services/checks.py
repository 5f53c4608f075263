"""The counter for checks: run the rulebook over a transfer, show all findings at once, decide what no machine can."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from archives.domain.check_rules import RULES
from archives.domain.checks import EDITION, Finding, may_be_decided, run_rules
from archives.domain.errors import FrozenError, InvalidInputError, NotPermittedError, Problem
from archives.domain.profile import OnFail
from archives.domain.transfer import ENDED, TransferAction, TransferState
from archives.domain.vocabulary import Outcome, Role, Side
from archives.models import CheckFinding, CheckRun, Transfer
from archives.services import packages
from archives.services.check_facts import Facts, Progress
from archives.services.gaps import check_run
from archives.services.outside import Outside
from archives.services.transfer_life import move, required
from archives.services.unit_of_work import UnitOfWork

DECIDED = (Outcome.PASSED, Outcome.FAILED)
DECIDERS = {
    Side.UNIT: frozenset({Role.CLERK, Role.APPROVER}),
    Side.ARCHIVE: frozenset({Role.ARCHIVIST, Role.DIRECTOR}),
}
DECIDABLE = {
    Side.UNIT: frozenset({TransferState.PREPARING, TransferState.RETURNED}),
    Side.ARCHIVE: frozenset({TransferState.UNDER_REVIEW}),
}
"""In which states the findings of a side's run are still open to decision."""
RUNNABLE = frozenset({"queued", "running"})
PAGE = 200
NUMBER, TITLE = "record_number", "record_title"
"""Under these names the facts of a finding say which record it is about."""


@dataclass(frozen=True, slots=True)
class RuleSummary:
    """One line of the report: a rule, how its findings count, and the decision on the whole if there is one."""

    rule: str
    counts: dict[Outcome, int]
    decided: Outcome | None
    decided_by: str
    note: str


@dataclass(frozen=True, slots=True)
class Done:
    """What a run has found, over which package, and what its records were called then.

    A report is read after corrections too.
    """

    found: Sequence[Finding]
    package_sha256: str
    records: Mapping[UUID, Mapping[str, str]]

    def facts(self, finding: Finding) -> dict[str, str]:
        """Return the facts of a finding, with the record that it is about."""
        named = self.records.get(finding.record_id, {}) if finding.record_id else {}
        return {**dict(finding.facts), **named}


class CheckService:
    """What can be done with checks."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    # --- reading ---

    def runs(self, transfer_id: UUID) -> list[CheckRun]:
        """Return the runs of both sides, the newest first."""
        self._work.get(Transfer, transfer_id)
        asked = select(CheckRun).where(CheckRun.transfer_id == transfer_id).order_by(CheckRun.id.desc())
        return list(self._work.session.scalars(asked))

    def run_of(self, transfer_id: UUID, side: Side) -> CheckRun | None:
        """Return the newest run of one side in the present round."""
        return check_run(self._work, self._work.get(Transfer, transfer_id), side)

    def findings(
        self, run_id: UUID, outcome: Outcome | None = None, after: UUID | None = None, limit: int = PAGE
    ) -> list[CheckFinding]:
        """Return a page of findings in the order of the rulebook; `limit` 0 means all."""
        self._work.get(CheckRun, run_id)
        asked = select(CheckFinding).where(CheckFinding.run_id == run_id).order_by(CheckFinding.id)
        if outcome is not None:
            asked = asked.where(func.coalesce(CheckFinding.decided, CheckFinding.outcome) == outcome)
        if after is not None:
            asked = asked.where(CheckFinding.id > after)
        return list(self._work.session.scalars(asked.limit(limit) if limit else asked))

    def summary(self, run_id: UUID) -> list[RuleSummary]:
        """Return one line for each rule, in the order of the rulebook."""
        lines: dict[str, RuleSummary] = {}
        for finding in self.findings(run_id, limit=0):
            line = lines.get(finding.rule) or RuleSummary(finding.rule, {}, None, "", "")
            counts = {**line.counts, finding.outcome: line.counts.get(finding.outcome, 0) + 1}
            decided = finding.decided or line.decided
            by, note = finding.decided_by or line.decided_by, finding.decision_note or line.note
            lines[finding.rule] = RuleSummary(finding.rule, counts, decided, by, note)
        return list(lines.values())

    # --- acting ---

    def run(self, run_id: UUID, progress: Progress | None = None) -> CheckRun:
        """Carry out a queued run (the worker's button). A done one is not repeated, one of a past round is void."""
        run = self._work.get(CheckRun, run_id)
        transfer = self._work.get(Transfer, run.transfer_id)
        if run.state not in RUNNABLE or _is_past(run, transfer):
            return self._strike(run)
        units = packages.units_of(self._work, transfer.id)
        facts = Facts(self._work, self._outside, transfer, run.side)
        records = facts.records(units, progress)
        package = facts.package(units, records)
        found = run_rules(RULES, records, package, self._outside.profile)
        told = {r.id: {NUMBER: r.unit_number or "", TITLE: r.title} for unit in units for r in unit.records}
        return self._finish(run_id, Done(found, package.found_sha256, told))

    def decide(self, finding_id: UUID, outcome: Outcome, note: str) -> CheckFinding:
        """Decide by name and with a reason what no machine can, or a failure that the profile leaves to people."""
        with self._work.write():
            finding = self._work.get(CheckFinding, finding_id)
            run = self._work.get(CheckRun, finding.run_id)
            self._require_decidable(finding, run, outcome)
            finding.decided, finding.decision_note = outcome, required("note", note)
            finding.decided_by, finding.decided_at = self._work.actor.name, self._work.now()
            transfer = self._work.get(Transfer, run.transfer_id)
            after = {"decided": outcome, "note": finding.decision_note}
            before = {"outcome": finding.outcome}
            self._work.record("FindingDecided", transfer, rule=finding.rule, side=run.side, before=before, after=after)
            return finding

    def open_questions(self, run_id: UUID) -> Sequence[CheckFinding]:
        """Return what a named person must still decide."""
        asked = select(CheckFinding).where(
            CheckFinding.run_id == run_id,
            CheckFinding.decided.is_(None),
            CheckFinding.outcome.in_([Outcome.MANUAL_REVIEW, Outcome.NOT_SCANNED, Outcome.FAILED]),
        )
        return [f for f in self._work.session.scalars(asked.order_by(CheckFinding.id)) if self.is_open(f)]

    def decidable(self, run_id: UUID) -> Sequence[CheckFinding]:
        """Return the open questions that the acting person may decide now."""
        run = self._work.get(CheckRun, run_id)
        transfer = self._work.get(Transfer, run.transfer_id)
        roles = self._work.actor.roles_at(self._work.place_of(transfer))
        newest = check_run(self._work, transfer, run.side)
        if not roles & DECIDERS[run.side] or transfer.state not in DECIDABLE[run.side] or newest is not run:
            return ()
        return self.open_questions(run_id)

    def rule_name(self, rule: str) -> str:
        """Return the standard's name of a rule."""
        item = self._outside.profile.checks.get(rule.partition("-")[2])
        return item.name if item else ""

    def is_open(self, finding: CheckFinding) -> bool:
        """Tell whether a person may decide this finding."""
        item = self._outside.profile.checks.get(finding.rule.partition("-")[2])
        return may_be_decided(finding.outcome, item.on_fail if item else OnFail.BLOCK)

    # --- private ---

    def _strike(self, run: CheckRun) -> CheckRun:
        if run.state in RUNNABLE:
            with self._work.write():
                run.state = "void"
        return run

    def _finish(self, run_id: UUID, done: Done) -> CheckRun:
        with self._work.write():
            run = self._work.get(CheckRun, run_id)
            if run.state not in RUNNABLE:
                return run
            owner = {"organization_id": run.organization_id, "repository_id": run.repository_id}
            self._work.session.add_all(
                CheckFinding(
                    **owner,
                    run_id=run.id,
                    rule=each.rule,
                    outcome=each.outcome,
                    message=each.message,
                    facts=done.facts(each),
                    record_id=each.record_id,
                    file_id=each.file_id,
                )
                for each in done.found
            )
            run.state, run.finished_at, run.rulebook = "done", self._work.now(), EDITION
            run.package_sha256 = done.package_sha256
            run.records_total = run.records_done = len(done.records)
            self._note(run, done.found)
            return run

    def _note(self, run: CheckRun, found: Sequence[Finding]) -> None:
        transfer = self._work.get(Transfer, run.transfer_id)
        failed = sorted({finding.rule for finding in found if finding.outcome is Outcome.FAILED})
        totals = packages.totals_of(self._work, transfer.id)
        facts: dict[str, Any] = {
            "run": run.id,
            "files": totals.files,
            "bytes": totals.bytes,
            "side": run.side,
            "failed": failed,
            "package_sha256": run.package_sha256,
            "rulebook": run.rulebook,
        }
        if run.side is Side.ARCHIVE and transfer.state is TransferState.CHECKING:
            move(self._work, transfer, TransferAction.COMPLETE_CHECKS, **facts)
        else:
            self._work.record("ChecksCompleted", transfer, **facts)

    def _require_decidable(self, finding: CheckFinding, run: CheckRun, outcome: Outcome) -> None:
        transfer = self._work.get(Transfer, run.transfer_id)
        self._work.actor.require(self._work.place_of(transfer), *sorted(DECIDERS[run.side]))
        if transfer.state not in DECIDABLE[run.side] or run.round != transfer.round:
            raise FrozenError("This run can no longer be decided on.", state=str(transfer.state))
        if not self.is_open(finding):
            raise NotPermittedError("This finding is the machine's: correct the records instead.", rule=finding.rule)
        if outcome not in DECIDED:
            raise InvalidInputError([Problem("unknown_value", "/outcome", (("allowed", "passed, failed"),))])


def _is_past(run: CheckRun, transfer: Transfer) -> bool:
    return transfer.state in ENDED or run.round != transfer.round
