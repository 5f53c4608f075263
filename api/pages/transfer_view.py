"""What the pages of one transfer show, read through the services when the page asks for it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from api.pages.transfer_forms import NEEDS_CONFIRMATION, NEEDS_GROUNDS, NEEDS_REASON
from archives.domain.errors import NotFoundError, Problem
from archives.domain.receipt import ReceiptState
from archives.domain.transfer import EDITABLE, TransferAction, TransferState
from archives.domain.vocabulary import Carrier, Outcome, Role, Side
from archives.services import Services
from archives.services.deliveries import PARTIES
from archives.services.trail import EventFilter

ORDER = (
    TransferState.PLANNED,
    TransferState.PREPARING,
    TransferState.AWAITING_APPROVAL,
    TransferState.SUBMITTED,
    TransferState.CHECKING,
    TransferState.UNDER_REVIEW,
    TransferState.SIGNING,
    TransferState.STORING,
    TransferState.ACCEPTED,
)
"""The way a transfer goes when nothing holds it up."""
DESTRUCTIVE = frozenset({TransferAction.WITHDRAW, TransferAction.ABORT})
UNITS = 50
NAMED = 1000


class TransferView:
    """One transfer for one reader."""

    def __init__(self, services: Services, transfer_id: UUID) -> None:
        self._services = services
        self.transfer = services.transfers.read(transfer_id)

    @cached_property
    def actions(self) -> list[TransferAction]:
        """The buttons of this reader; those of a return are one."""
        offered = self._services.transfers.actions(self.transfer)
        return [action for action in TransferAction if action in offered]

    def asks_first(self, action: TransferAction) -> bool:
        """Tell whether a page stands between button and act, for words or for a second thought."""
        return action in NEEDS_REASON | NEEDS_GROUNDS | NEEDS_CONFIRMATION

    def asks_reason(self, action: TransferAction) -> bool:
        """Tell whether that page wants words."""
        return action in NEEDS_REASON

    def kind(self, action: TransferAction) -> str:
        """Return how a button looks: the way forward is plain, the way out is quiet."""
        if action in DESTRUCTIVE:
            return "outline-danger"
        return "outline-secondary" if action in NEEDS_REASON | NEEDS_GROUNDS else "primary"

    @cached_property
    def gaps(self) -> list[dict[str, Any]]:
        """What is missing for the next step, as the words want it."""
        return [self._told(gap) for gap in self._services.transfers.gaps(self.transfer.id)]

    @property
    def steps(self) -> list[tuple[TransferState, str]]:
        """The way, with what is behind, here and ahead."""
        here = self.transfer.state
        if here not in ORDER:
            return []
        at = ORDER.index(here)
        return [(state, "done" if i < at else ("here" if i == at else "ahead")) for i, state in enumerate(ORDER)]

    @property
    def is_editable(self) -> bool:
        """Tell whether this reader may change list and opinions now."""
        return self.transfer.state in EDITABLE and self._has(Role.CLERK, Role.APPROVER)

    @property
    def is_countable(self) -> bool:
        """Tell whether this reader counts the paper now."""
        at = self.transfer.state in {TransferState.CHECKING, TransferState.UNDER_REVIEW}
        return at and self._has(Role.ARCHIVIST, Role.DIRECTOR)

    @property
    def may_check(self) -> bool:
        """Tell whether this reader may start the unit's checks."""
        return TransferAction.REQUEST_APPROVAL in self.actions

    @property
    def is_working(self) -> bool:
        """Tell whether the machine has something under way."""
        running = any(run.state in {"queued", "running"} for run in self.runs)
        return running or self.transfer.state in {TransferState.CHECKING, TransferState.STORING}

    @property
    def paper_side(self) -> Side | None:
        """Return the column that this reader may sign on paper now."""
        if self.transfer.state is TransferState.AWAITING_APPROVAL and self._has(Role.CLERK, Role.APPROVER):
            return Side.UNIT
        if self.transfer.state is TransferState.SIGNING and self._has(Role.ARCHIVIST, Role.DIRECTOR):
            return Side.ARCHIVE
        return None

    @property
    def may_confirm(self) -> bool:
        """Tell whether this reader confirms signatures on paper."""
        return self._has(Role.ARCHIVIST, Role.DIRECTOR)

    @cached_property
    def runs(self) -> Sequence[Any]:
        """Every check run, newest first."""
        return self._services.checks.runs(self.transfer.id)

    def run(self, run_id: UUID) -> Any:  # noqa: ANN401 -- a row
        """Return one of its runs, or refuse."""
        found = next((run for run in self.runs if run.id == run_id), None)
        if found is None:
            raise NotFoundError("check run", run_id)
        return found

    def is_superseded(self, run: Any) -> bool:  # noqa: ANN401 -- a row
        """Tell whether the same side has checked again since."""
        return any(each.side == run.side and each.id > run.id for each in self.runs)

    def summary(self, run: Any) -> Sequence[Any]:  # noqa: ANN401 -- a row
        """Return the report of a run, a line for each rule."""
        return self._services.checks.summary(run.id)

    def rule_name(self, rule: str) -> str:
        """Return the standard's name of a rule."""
        return self._services.checks.rule_name(rule)

    def open_questions(self, run: Any) -> Sequence[Any]:  # noqa: ANN401 -- a row
        """Return what this reader may decide now."""
        return self._services.checks.decidable(run.id)

    @cached_property
    def reasons(self) -> Sequence[Any]:
        """Why it came back."""
        return self._services.transfer_lists.reasons(self.transfer.id)

    @cached_property
    def returns(self) -> Sequence[Any]:
        """Every return, the first one first; each has its notice."""
        return self._services.return_notices.list(self.transfer.id)

    @property
    def has_package(self) -> bool:
        """Tell whether there is a signed package with files, to be written on carriers."""
        return bool(self.transfer.package_sha256 and self.transfer.file_count)

    @cached_property
    def signatures(self) -> Sequence[Any]:
        """Every signature, void ones too."""
        return self._services.signing.signatures(self.transfer.id)

    def units(self, after: int) -> Sequence[Any]:
        """Return a page of the list."""
        return self._services.transfer_lists.items(self.transfer.id, after, UNITS)

    @cached_property
    def all_units(self) -> Sequence[Any]:
        """Return the list, for naming reasons; a long one up to a limit that a page can bear."""
        return self._services.transfer_lists.items(self.transfer.id, 0, NAMED)

    def reference(self, record_id: UUID) -> str:
        """Return the reference code of a unit; empty for what lies in one, or has none."""
        return self._references.get(record_id, "")

    @cached_property
    def _references(self) -> dict[UUID, str]:
        return {item.record_id: item.record.unit_number or "" for item in self.all_units}

    @cached_property
    def _failed(self) -> dict[UUID | None, str]:
        run = self._services.checks.run_of(self.transfer.id, Side.ARCHIVE)
        found = self._services.checks.findings(run.id, Outcome.FAILED, limit=0) if run else []
        return {finding.record_id: finding.rule for finding in found}

    def failed_rule(self, record_id: UUID) -> str:
        """Return the rule that a record failed, to name it as a reason."""
        return self._failed.get(record_id, "")

    def has_paper(self, item: Any) -> bool:  # noqa: ANN401 -- a row
        """Tell whether a unit is counted."""
        return item.record.carrier in {Carrier.PAPER, Carrier.MIXED}

    @cached_property
    def receipt(self) -> Any:  # noqa: ANN401 -- a row
        """The receipt, once there is one."""
        if self.transfer.state is not TransferState.ACCEPTED:
            return None
        return self._services.receipts.of_transfer(self.transfer.id)

    @cached_property
    def receipts(self) -> Sequence[Any]:
        """Every receipt of this transfer, newest first."""
        return self._services.receipts.history(self.transfer.id) if self.receipt else []

    @cached_property
    def receipt_actions(self) -> Sequence[Any]:
        """What this reader may do to the receipt."""
        return self._services.reissues.actions(self.receipt) if self.receipt else ()

    @cached_property
    def deliveries(self) -> Sequence[Any]:
        """To whom the receipt went by mail, and what became of it."""
        rows = self._services.deliveries.of_transfer(self.transfer.id)
        return [row for row in rows if self.receipt and row.receipt_id == self.receipt.id]

    @property
    def unsent_sides(self) -> list[Side]:
        """The parties to whom this reader may have the receipt sent for the first time: mail was off before."""
        known = {each.side for each in self.deliveries}
        return [side for side in Side if side not in known and self.may_send]

    @property
    def may_send(self) -> bool:
        """Tell whether this reader may have the receipt sent again."""
        is_valid = self.receipt is not None and self.receipt.state is ReceiptState.VALID
        return is_valid and self._services.deliveries.is_on and self._has(*PARTIES)

    @cached_property
    def counted(self) -> dict[str, int]:
        """How far the counting is."""
        return self._services.counting.progress(self.transfer.id)

    @cached_property
    def events(self) -> Sequence[Any]:
        """The trail of this transfer, newest first."""
        return self._services.trail.events(EventFilter(transfer_id=self.transfer.id)).rows

    def _has(self, *roles: Role) -> bool:
        work = self._services.work
        return bool(work.actor.roles_at(work.place_of(self.transfer)) & frozenset(roles))

    def _told(self, gap: Problem) -> dict[str, Any]:
        facts = dict(gap.facts)
        if rule := facts.get("rule"):
            facts["rule"] = f"{rule} {self.rule_name(rule)}".strip()
        return {"code": gap.code, "where": gap.where, "facts": facts, "who": gap.who}
