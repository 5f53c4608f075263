"""One transfer, step by step, by the people whose steps they are; it goes on from whatever state it is in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.cli.demo.stage import Stage
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import AccessStatus, Carrier, ClassificationChange, Disclosure, Outcome, Side
from archives.services.counting import Tick
from archives.services.transfer_life import Ground
from archives.services.transfer_lists import Opinions

OPINIONS = Opinions(
    AccessStatus.OPEN, Disclosure.PROACTIVE, ClassificationChange.NEVER_CLASSIFIED, "演示：意见为虚构，不代表任何机关。"
)
DECIDED = "演示：抽查若干件，未见异常。"
CORRECTED = "演示：已按退回意见核对。"
EVERYTHING = 100_000  # items
_S = TransferState


@dataclass(frozen=True, slots=True)
class Parties:
    """The usernames of those who deal with a transfer."""

    clerk: str
    approver: str
    archivist: str
    director: str


class Handover:
    """Carries one transfer through its life."""

    def __init__(self, stage: Stage, parties: Parties, transfer_id: UUID) -> None:
        self._stage, self._parties, self.id = stage, parties, transfer_id

    def read(self) -> Any:  # noqa: ANN401 -- a row
        """Return the transfer as it stands."""
        with self._stage.machine() as services:
            return services.transfers.read(self.id)

    def advance(self, until: TransferState) -> None:
        """Take its steps until it stands where it should."""
        while (state := self.read().state) is not until:
            STEPS[state](self)

    def return_once(self, choose: Callable[[Sequence[Any]], Sequence[Ground]]) -> None:
        """Have the archive return it, with reasons bound to records, unless that was done before."""
        if self.read().returns:
            return
        self.advance(_S.UNDER_REVIEW)
        with self._stage.person(self._parties.archivist) as services:
            grounds = choose(services.transfer_lists.items(self.id, limit=EVERYTHING))
            services.reception.return_for_correction(self.id, services.transfers.read(self.id).version, grounds)

    def check_own(self) -> None:
        """Have the organization check what it is about to hand over, and decide what no machine can."""
        self.press(self._parties.clerk, "transfers", "begin_unit_checks")
        self._stage.work()

    def press(self, username: str, counter: str, button: str, *more: object) -> Any:  # noqa: ANN401 -- a row
        """Press one button as one person, having seen the present version."""
        with self._stage.person(username) as services:
            seen = services.transfers.read(self.id).version
            return getattr(getattr(services, counter), button)(self.id, seen, *more)

    # --- the steps ---

    def _prepare(self) -> None:
        self.press(self._parties.clerk, "transfers", "prepare")

    def ready(self) -> None:
        """Name it and state the opinions."""
        transfer = self.read()
        if not transfer.description:
            text = f"演示：{transfer.name}，共 {transfer.item_count} 件。签署人与意见均为虚构。"
            self.press(self._parties.clerk, "transfer_lists", "describe", transfer.name, text)
        if transfer.opening_opinion is None:
            self.press(self._parties.clerk, "transfer_lists", "state_opinions", OPINIONS)

    def _request_approval(self) -> None:
        self.ready()
        self.check_own()
        self._decide(self._parties.clerk, Side.UNIT)
        self.press(self._parties.clerk, "transfers", "request_approval")

    def _correct(self) -> None:
        """Do what the return asks, record by record, and send it again."""
        with self._stage.person(self._parties.clerk) as services:
            open_reasons = [each for each in services.transfer_lists.reasons(self.id) if each.corrected_at is None]
            for reason in open_reasons:
                if reason.record_id:
                    record = services.records.get(reason.record_id)
                    services.records.describe(record.id, record.version, {"note": CORRECTED})
                seen = services.transfers.read(self.id).version
                services.transfer_lists.mark_corrected(self.id, seen, reason.id)
        self._request_approval()

    def _submit(self) -> None:
        self.press(self._parties.approver, "transfers", "submit")

    def _begin_checks(self) -> None:
        self.press(self._parties.archivist, "reception", "begin_checks")

    def _work(self) -> None:
        self._stage.work()

    def _propose(self) -> None:
        self._count_paper()
        self._decide(self._parties.archivist, Side.ARCHIVE)
        self.press(self._parties.archivist, "reception", "propose_acceptance")

    def _seal(self) -> None:
        self.press(self._parties.director, "reception", "seal")

    def _decide(self, username: str, side: Side) -> None:
        with self._stage.person(username) as services:
            run = services.checks.run_of(self.id, side)
            for finding in services.checks.open_questions(run.id) if run else ():
                services.checks.decide(finding.id, Outcome.PASSED, DECIDED)

    def _count_paper(self) -> None:
        with self._stage.person(self._parties.archivist) as services:
            for item in services.transfer_lists.items(self.id, limit=EVERYTHING):
                if item.record.carrier is not Carrier.ELECTRONIC and not item.counted:
                    services.counting.tick(self.id, item.record_id, Tick("present"))


STEPS: Mapping[TransferState, Callable[[Handover], None]] = {
    _S.PLANNED: Handover._prepare,  # noqa: SLF001 -- its own steps
    _S.PREPARING: Handover._request_approval,  # noqa: SLF001
    _S.RETURNED: Handover._correct,  # noqa: SLF001
    _S.AWAITING_APPROVAL: Handover._submit,  # noqa: SLF001
    _S.SUBMITTED: Handover._begin_checks,  # noqa: SLF001
    _S.CHECKING: Handover._work,  # noqa: SLF001
    _S.UNDER_REVIEW: Handover._propose,  # noqa: SLF001
    _S.SIGNING: Handover._seal,  # noqa: SLF001
    _S.STORING: Handover._work,  # noqa: SLF001
}
"""What is done in each state to leave it."""
