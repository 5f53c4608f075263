"""The archive's counter for transfers: check, return for correction, take, seal; and the authority's word on scope.

There is no button to refuse (Law 15¶1, D05).
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from archives.domain.transfer import TransferAction, return_action
from archives.domain.vocabulary import Side
from archives.models import Dispute, ReturnReason, Transfer
from archives.services import gaps
from archives.services.return_notices import noticed
from archives.services.signing import seal_side, sign_line, void_signatures
from archives.services.transfer_life import (
    Ground,
    TransferCounter,
    open_corrections,
    owners,
    queue_checks,
    require_grounds,
    required,
)

_A = TransferAction


class ReceptionService(TransferCounter):
    """What the archive and the authority do with a transfer, one method for each button."""

    def begin_checks(self, transfer_id: UUID, seen: int | None) -> Transfer:
        """Acknowledge that it has arrived, and start the archive's own checks (Law 39)."""
        with self._work.write():
            transfer = self._move(transfer_id, seen, _A.BEGIN_CHECKS)
            transfer.check_due_on = self._in_working_days(self._outside.profile.deadlines.checking_working_days)
            transfer.receipt_due_on, transfer.escalated_to = None, ""
            queue_checks(self._work, transfer, Side.ARCHIVE)
            return transfer

    def return_for_correction(self, transfer_id: UUID, seen: int | None, grounds: Sequence[Ground]) -> Transfer:
        """退回补正: name every reason at once. A ground not named at the first return is the director's to raise."""
        with self._work.write():
            transfer = self._guarded(transfer_id, seen)
            earlier = self._earlier_grounds(transfer)
            action = return_action(earlier, [ground.key for ground in grounds], transfer.returns)
            self._guarded(transfer_id, seen, action)
            require_grounds(self._work, transfer, grounds)
            self._move(transfer_id, seen, action, **noticed(self._work, transfer, grounds))
            open_corrections(self._work, transfer, grounds, earlier)
            transfer.returns += 1
            return transfer

    def propose_acceptance(self, transfer_id: UUID, seen: int | None) -> Transfer:
        """Sign the archive's column as filler; refused while a finding is undecided or paper is uncounted."""
        with self._work.write():
            transfer = self._guarded(transfer_id, seen, _A.PROPOSE_ACCEPTANCE)
            gaps.require_no_gaps(_A.PROPOSE_ACCEPTANCE, gaps.before_acceptance(self._work, transfer))
            self._move(transfer_id, seen, _A.PROPOSE_ACCEPTANCE)
            sign_line(self._work, transfer, Side.ARCHIVE, "filler")
            return transfer

    def reopen_review(self, transfer_id: UUID, seen: int | None, reason: str) -> Transfer:
        """Go back to the review before the seal; the archive's signature is void."""
        with self._work.write():
            transfer = self._move(transfer_id, seen, _A.REOPEN_REVIEW, reason=required("reason", reason))
            void_signatures(self._work, transfer, Side.ARCHIVE)
            return transfer

    def seal(self, transfer_id: UUID, seen: int | None) -> Transfer:
        """Give the last signature: custody passes now; storing and the receipt follow as a job."""
        with self._work.write():
            transfer = self._guarded(transfer_id, seen, _A.SEAL)
            gaps.require_no_gaps(_A.SEAL, gaps.before_acceptance(self._work, transfer))
            seal_side(self._work, transfer, Side.ARCHIVE)
            self._move(transfer_id, seen, _A.SEAL, package_sha256=transfer.package_sha256)
            transfer.custody_from = self._work.now()
            transfer.check_due_on, transfer.escalated_to = None, ""
            owner = transfer.organization_id
            self._work.enqueue("store", key=f"store:{transfer.id}", transfer_id=transfer.id, organization_id=owner)
            return transfer

    def dispute(self, transfer_id: UUID, seen: int | None, reason: str) -> Transfer:
        """范围异议: neither side decides its scope alone; the authority does (条例 48, D06)."""
        with self._work.write():
            transfer = self._move(transfer_id, seen, _A.DISPUTE, reason=required("reason", reason))
            transfer.receipt_due_on = transfer.check_due_on = None
            now, who = self._work.now(), self._work.actor.name
            self._work.session.add(
                Dispute(**owners(transfer), transfer_id=transfer.id, reason=reason, raised_at=now, raised_by=who)
            )
            return transfer

    def rule_within_scope(self, transfer_id: UUID, seen: int | None, note: str) -> Transfer:
        """Rule, as the authority, that it belongs to the archive's scope: the archive goes on and must take it."""
        with self._work.write():
            transfer = self._move(transfer_id, seen, _A.RULE_WITHIN_SCOPE, note=required("note", note))
            self._decide(transfer, "within_scope", note)
            transfer.receipt_due_on = self._in_working_days(self._outside.profile.deadlines.receipt_working_days)
            return transfer

    def rule_outside_scope(self, transfer_id: UUID, seen: int | None, grounds: Sequence[Ground]) -> Transfer:
        """Rule, as the authority, that the named records lie outside: the unit takes them out and sends the rest.

        A ruling is no return by the archive: it leaves the archive its first one.
        """
        with self._work.write():
            transfer = self._guarded(transfer_id, seen, _A.RULE_OUTSIDE_SCOPE)
            require_grounds(self._work, transfer, grounds)
            self._move(transfer_id, seen, _A.RULE_OUTSIDE_SCOPE, records=[ground.record_id for ground in grounds])
            self._decide(transfer, "outside_scope", "; ".join(ground.text for ground in grounds))
            open_corrections(self._work, transfer, grounds, self._earlier_grounds(transfer))
            return transfer

    def _earlier_grounds(self, transfer: Transfer) -> list[tuple[str, str]]:
        asked = select(ReturnReason).where(ReturnReason.transfer_id == transfer.id)
        return [
            Ground(reason.text, reason.rule, reason.record_id, reason.file_id).key
            for reason in self._work.session.scalars(asked)
        ]

    def _decide(self, transfer: Transfer, decision: str, note: str) -> None:
        asked = select(Dispute).where(Dispute.transfer_id == transfer.id, Dispute.decision == "")
        for dispute in self._work.session.scalars(asked):
            dispute.decision, dispute.decision_note = decision, note
            dispute.decided_at, dispute.decided_by = self._work.now(), self._work.actor.name
