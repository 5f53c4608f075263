"""Which records a transfer holds, and what they sum up to; a record lies in one transfer at a time."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import aliased

from archives.domain.vocabulary import Custody, Level
from archives.models import ContentFile, Obligation, Record, Transfer, TransferItem
from archives.services.packages import totals_of
from archives.services.unit_of_work import UnitOfWork

UNTOUCHED = {"synchronize_session": False}


def is_unit() -> ColumnElement[bool]:
    """Tell in SQL what is handed over whole: a volume, or an item that lies in no volume."""
    parent = aliased(Record)
    in_volume = select(parent.id).where(parent.id == Record.parent_id, parent.level == Level.VOLUME).exists()
    return or_(Record.level == Level.VOLUME, and_(Record.level == Level.ITEM, ~in_volume))


def take_in(work: UnitOfWork, transfer: Transfer, batches: Sequence[Obligation]) -> None:
    """Hold every pending record of the batches, with the items of volumes, and put the units on the list."""
    wanted = or_(*(and_(Record.year == b.year, Record.retention == b.retention) for b in batches))
    mine = and_(
        Record.fonds_id == transfer.fonds_id,
        Record.custody == Custody.ORGANIZATION,
        Record.transfer_id.is_(None),
        Record.due_on.is_not(None),
        is_unit(),
        wanted,
    )
    order = (Record.year, Record.unit_number_key.is_(None), Record.unit_number_key, Record.formed_on, Record.id)
    units = work.session.scalars(select(Record.id).where(mine).order_by(*order)).all()
    owner = {"organization_id": transfer.organization_id, "transfer_id": transfer.id}
    work.session.add_all(
        TransferItem(**owner, record_id=unit, sequence=place) for place, unit in enumerate(units, start=1)
    )
    _hold(work, transfer, Record.id.in_(_listed(transfer)))
    gather(work, transfer)


def gather(work: UnitOfWork, transfer: Transfer) -> None:
    """Hold the items that came into its volumes since, and count again: this is what the unit declares."""
    inside = and_(Record.parent_id.in_(_listed(transfer)), Record.level == Level.ITEM)
    _hold(work, transfer, and_(inside, Record.custody == Custody.ORGANIZATION, Record.transfer_id.is_(None)))
    count(work, transfer)


def count(work: UnitOfWork, transfer: Transfer) -> None:
    """Write down how much the transfer holds now."""
    work.session.flush()
    totals = totals_of(work, transfer.id)
    transfer.item_count, transfer.volume_count = totals.items, totals.volumes
    transfer.file_count, transfer.byte_count = totals.files, totals.bytes


def release(work: UnitOfWork, record: Record) -> None:
    """Let one unit out, with its items and files; a repository that saw them sees them no more."""
    work.session.flush()
    unit = or_(Record.id == record.id, Record.parent_id == record.id)
    files = ContentFile.record_id.in_(select(Record.id).where(unit))
    work.session.execute(update(ContentFile).where(files).values(repository_id=None), execution_options=UNTOUCHED)
    freed = {"transfer_id": None, "repository_id": None, "version": Record.version + 1}
    work.session.execute(update(Record).where(unit).values(**freed), execution_options=UNTOUCHED)
    work.session.expire(record)


def is_locked(transfer: Transfer, item: TransferItem) -> bool:
    """Tell whether a unit stays as it was submitted: after a return only what the archive listed may change.

    Also after the approver gave a corrected transfer back to the clerk.
    """
    return transfer.round > 1 and not item.to_correct


def _listed(transfer: Transfer) -> ColumnElement[UUID]:
    return select(TransferItem.record_id).where(TransferItem.transfer_id == transfer.id)  # type: ignore[return-value]


def _hold(work: UnitOfWork, transfer: Transfer, which: ColumnElement[bool]) -> None:
    work.session.flush()
    held = {"transfer_id": transfer.id, "version": Record.version + 1}
    work.session.execute(update(Record).where(which).values(**held), execution_options=UNTOUCHED)
