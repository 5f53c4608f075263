"""Who may still change a record: its organization's clerk, while it is in no transfer that has been submitted."""

from sqlalchemy import select

from archives.domain.errors import FrozenError
from archives.domain.transfer import EDITABLE, TransferState
from archives.domain.vocabulary import Custody, Role
from archives.models import Record, Transfer, TransferItem
from archives.services.unit_of_work import UnitOfWork


def require_editable(work: UnitOfWork, record: Record) -> None:
    """Refuse (NotPermittedError, FrozenError) unless the actor may change this record now.

    In a transfer that was returned, only what the archive listed may change (GB/T 18894-2016 §8.1.3; D05).
    """
    work.actor.require(work.place_of(record), Role.CLERK)
    if record.custody is not Custody.ORGANIZATION:
        raise FrozenError("The archive keeps this record now; it is no longer changed here.", reason="custody_passed")
    if record.transfer_id is not None:
        _require_open(work, record, work.get(Transfer, record.transfer_id))


def _require_open(work: UnitOfWork, record: Record, transfer: Transfer) -> None:
    if transfer.state not in EDITABLE:
        text = f"Transfer {transfer.number} is {transfer.state}: its records are locked. Withdraw it, or wait for it."
        raise FrozenError(text, reason="transfer_locked", transfer=transfer.number, state=str(transfer.state))
    has_come_back = transfer.state is TransferState.RETURNED or transfer.round > 1
    if has_come_back and not _is_listed(work, record, transfer):
        text = f"Transfer {transfer.number} came back for other records; this one stays as it was submitted."
        raise FrozenError(text, reason="not_to_correct", transfer=transfer.number)


def _is_listed(work: UnitOfWork, record: Record, transfer: Transfer) -> bool:
    """A volume that is listed opens its items too."""
    ids = [record.id, *([record.parent_id] if record.parent_id else [])]
    statement = select(TransferItem.id).where(
        TransferItem.transfer_id == transfer.id, TransferItem.record_id.in_(ids), TransferItem.to_correct
    )
    return work.session.scalar(statement.limit(1)) is not None
