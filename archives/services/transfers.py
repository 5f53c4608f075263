"""The organization's transfer counter: prepare, ask for approval, submit; withdraw or abort in time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archives.domain.errors import NotFoundError, Problem
from archives.domain.readable_number import ReadableNumber
from archives.domain.transfer import TransferAction, TransferState, allowed_actions
from archives.domain.vocabulary import Side
from archives.models import CheckRun, Transfer
from archives.services import gaps, packages
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.signing import seal_side, sign_line, unbind
from archives.services.transfer_holding import gather
from archives.services.transfer_life import TransferCounter, queue_checks, required, show_to_repository

_A = TransferAction
WITH_UNIT = frozenset({TransferState.PLANNED, TransferState.PREPARING, TransferState.RETURNED})
WITH_ARCHIVE = frozenset({TransferState.UNDER_REVIEW, TransferState.SIGNING})
MOST_KNOWN = 256  # digests that this process remembers
_KNOWN: dict[tuple[UUID, tuple[Any, ...]], str] = {}


class TransferService(TransferCounter):
    """What the organization does with a transfer, one method for each button."""

    def list(
        self, cut: Cut = FIRST, state: Sequence[TransferState] = (), fonds_id: UUID | None = None
    ) -> Page[Transfer]:
        """Return the transfers that the actor sees, newest first."""
        asked = select(Transfer).options(joinedload(Transfer.organization), joinedload(Transfer.fonds))
        if state:
            asked = asked.where(Transfer.state.in_(state))
        if fonds_id:
            asked = asked.where(Transfer.fonds_id == fonds_id)
        return page(self._work.session, asked, (Transfer.created_at, Transfer.id), cut, descending=True)

    def read(self, transfer_id: UUID) -> Transfer:
        """Return the transfer, or refuse."""
        return self._read(transfer_id)

    def by_number(self, number: str) -> Transfer:
        """Return the transfer of that number, however it was typed, or refuse."""
        found = self._work.session.scalar(select(Transfer).where(Transfer.number == str(ReadableNumber.parse(number))))
        if found is None:
            raise NotFoundError("transfer", number)
        return found

    def actions(self, transfer: Transfer) -> frozenset[TransferAction]:
        """Return the buttons that the acting person is shown now."""
        return allowed_actions(transfer.state, self._work.actor.roles_at(self._work.place_of(transfer)))

    def gaps(self, transfer_id: UUID) -> Sequence[Problem]:
        """Return what stands between this transfer and its next step, as of now."""
        transfer = self._read(transfer_id)
        if transfer.state in WITH_UNIT:
            return gaps.before_approval(self._work, transfer, self._known_digest(transfer))
        if transfer.state in WITH_ARCHIVE:
            return gaps.before_acceptance(self._work, transfer)
        return []

    def prepare(self, transfer_id: UUID, seen: int | None) -> Transfer:
        """Begin to prepare a planned transfer."""
        with self._work.write():
            return self._move(transfer_id, seen, _A.PREPARE)

    def begin_unit_checks(self, transfer_id: UUID, seen: int | None) -> CheckRun:
        """Count what is there now and start the unit's own checks over it; its column of the form follows this run."""
        with self._work.write():
            transfer = self._guarded(transfer_id, seen, _A.REQUEST_APPROVAL)
            gather(self._work, transfer)
            run = queue_checks(self._work, transfer, Side.UNIT)
            self._work.record("UnitChecksBegun", transfer, role="clerk", run=run.id)
            return run

    def request_approval(self, transfer_id: UUID, seen: int | None) -> Transfer:
        """Sign the unit's column as filler and hand it to the approver; refused with every gap named (条例 30, D20)."""
        transfer = self._read(transfer_id)
        before, digest = packages.fingerprint(self._work, transfer_id), self._digest(transfer)
        with self._work.write():
            transfer = self._guarded(transfer_id, seen, _A.REQUEST_APPROVAL)
            if packages.fingerprint(self._work, transfer_id) != before:
                digest = self._digest(transfer)
            gaps.require_no_gaps(_A.REQUEST_APPROVAL, gaps.before_approval(self._work, transfer, digest))
            self._move(transfer_id, seen, _A.REQUEST_APPROVAL, package_sha256=digest)
            transfer.package_sha256 = digest
            sign_line(self._work, transfer, Side.UNIT, "filler")
            return transfer

    def send_back(self, transfer_id: UUID, seen: int | None, reason: str) -> Transfer:
        """Give it back to the clerk, inside the organization; the signature is void."""
        with self._work.write():
            transfer = self._move(transfer_id, seen, _A.SEND_BACK, reason=required("reason", reason))
            unbind(self._work, transfer)
            return transfer

    def submit(self, transfer_id: UUID, seen: int | None) -> Transfer:
        """Sign as reviewer and seal for the unit: from now on the archive sees it, and its clock runs."""
        with self._work.write():
            transfer = self._guarded(transfer_id, seen, _A.SUBMIT)
            seal_side(self._work, transfer, Side.UNIT)
            self._move(transfer_id, seen, _A.SUBMIT, package_sha256=transfer.package_sha256)
            transfer.submitted_at = self._work.now()
            transfer.receipt_due_on = self._in_working_days(self._outside.profile.deadlines.receipt_working_days)
            transfer.repository_id = transfer.destination_id
            show_to_repository(self._work, transfer, transfer.destination_id)
            return transfer

    def withdraw(self, transfer_id: UUID, seen: int | None, reason: str) -> Transfer:
        """Take it back before the last signature; the obligation stands open again."""
        return self._end(transfer_id, seen, _A.WITHDRAW, reason)

    def abort(self, transfer_id: UUID, seen: int | None, reason: str) -> Transfer:
        """End it, by the organization's approver or by the authority; the obligation stands open again."""
        return self._end(transfer_id, seen, _A.ABORT, reason)

    def _known_digest(self, transfer: Transfer) -> str:
        """Return the digest for looking at, not for signing: remembered as long as nothing moves."""
        state = (transfer.id, packages.fingerprint(self._work, transfer.id))
        if state not in _KNOWN:
            if len(_KNOWN) >= MOST_KNOWN:
                _KNOWN.clear()
            _KNOWN[state] = self._digest(transfer)
        return _KNOWN[state]

    def _digest(self, transfer: Transfer) -> str:
        return packages.digest_of(packages.manifest_of(transfer, packages.units_of(self._work, transfer.id)))
