"""The list of a transfer: which records, with which opinions, and what of a returned one has been corrected."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from archives.domain.errors import FrozenError, InvalidInputError, NotFoundError, Problem
from archives.domain.readable_number import NumberKind
from archives.domain.transfer import EDITABLE, TransferState
from archives.domain.vocabulary import (
    AccessStatus,
    ClassificationChange,
    Disclosure,
    RetentionClass,
    Role,
)
from archives.models import Fonds, Obligation, Record, ReturnReason, Transfer, TransferItem, new_id
from archives.services.numbers import next_number
from archives.services.obligations import recount
from archives.services.transfer_holding import count, is_locked, release, take_in
from archives.services.transfer_life import TransferCounter, renew, required


@dataclass(frozen=True, slots=True)
class Opinions:
    """The three opinions of 条例 30¶2; None leaves one unsaid."""

    opening: AccessStatus | None = None
    disclosure: Disclosure | None = None
    classification: ClassificationChange | None = None
    note: str = ""


class TransferListService(TransferCounter):
    """Draw up the list of a transfer."""

    def create(self, obligation_ids: Sequence[UUID], *, plan_id: UUID | None = None, is_demo: bool = False) -> Transfer:
        """Plan a transfer of whole batches of one fonds; every pending record of theirs goes along."""
        with self._work.write():
            batches = [self._work.get(Obligation, each) for each in dict.fromkeys(obligation_ids)]
            self._require_transferable(batches)
            fonds = self._work.get(Fonds, batches[0].fonds_id)
            transfer = self._new(fonds, batches, plan_id)
            transfer.is_demo = is_demo
            self._work.session.add(transfer)
            self._work.session.flush()
            take_in(self._work, transfer, batches)
            recount(self._work, self._outside, _keys(batches))
            told = [{"year": batch.year, "retention": batch.retention} for batch in batches]
            after = {"state": transfer.state, "number": transfer.number, "items": transfer.item_count}
            self._work.record("TransferPlanned", transfer, role="clerk", after=after, batches=told)
            return transfer

    def create_complete(self, fonds: str, *, is_demo: bool = False) -> Transfer:
        """Plan a transfer of every batch of a fonds (by number or name) whose year is complete (domain 2.1)."""
        named = select(Fonds).where(or_(Fonds.number == fonds, Fonds.name == fonds))
        found = self._work.session.scalar(named)
        if found is None:
            raise NotFoundError("fonds", fonds)
        complete = select(Obligation.id).where(
            Obligation.fonds_id == found.id, Obligation.offer_on < self._today(), Obligation.records_pending > 0
        )
        return self.create(self._work.session.scalars(complete.order_by(Obligation.year)).all(), is_demo=is_demo)

    def items(self, transfer_id: UUID, after: int = 0, limit: int = 50) -> list[TransferItem]:
        """Return a page of the list, by sequence."""
        self._read(transfer_id)
        mine = (TransferItem.transfer_id == transfer_id, TransferItem.sequence > after)
        asked = select(TransferItem).where(*mine).options(joinedload(TransferItem.record))
        return list(self._work.session.scalars(asked.order_by(TransferItem.sequence).limit(limit)))

    def reasons(self, transfer_id: UUID) -> list[ReturnReason]:
        """Return the reasons of every return, the newest round last."""
        self._read(transfer_id)
        asked = select(ReturnReason).where(ReturnReason.transfer_id == transfer_id)
        return list(self._work.session.scalars(asked.order_by(ReturnReason.round, ReturnReason.id)))

    def describe(self, transfer_id: UUID, seen: int | None, name: str, description: str) -> Transfer:
        """Say what this handover is: 交接工作名称 and 内容描述 (domain 3.2, rows 1 and 2)."""
        with self._work.write():
            transfer = self._editable(transfer_id, seen)
            before = {"name": transfer.name, "description": transfer.description}
            transfer.name, transfer.description = required("name", name), description.strip()
            after = {"name": transfer.name, "description": transfer.description}
            self._work.record("TransferDescribed", transfer, role="clerk", before=before, after=after)
            return transfer

    def state_opinions(self, transfer_id: UUID, seen: int | None, opinions: Opinions) -> Transfer:
        """State the three opinions for the whole batch (条例 30¶2, D20); exceptions are stated record by record."""
        with self._work.write():
            transfer = self._editable(transfer_id, seen)
            before = _told(transfer)
            transfer.opening_opinion, transfer.disclosure_opinion = opinions.opening, opinions.disclosure
            transfer.classification_opinion, transfer.opinion_note = opinions.classification, opinions.note.strip()
            self._work.record("OpinionsStated", transfer, role="clerk", before=before, after=_told(transfer))
            return transfer

    def except_opinions(self, transfer_id: UUID, seen: int | None, record_id: UUID, opinions: Opinions) -> Transfer:
        """State other opinions for one record; a None follows the batch again."""
        with self._work.write():
            transfer = self._editable(transfer_id, seen)
            item = self._item(transfer, record_id)
            before = _told(item)
            item.opening_opinion, item.disclosure_opinion = opinions.opening, opinions.disclosure
            item.classification_opinion = opinions.classification
            renew(transfer)
            self._work.record("OpinionExcepted", transfer, record=record_id, before=before, after=_told(item))
            return transfer

    def take_out(self, transfer_id: UUID, seen: int | None, record_id: UUID, reason: str) -> Transfer:
        """Leave one unit out (still classified, outside the scope, not found); its obligation stands open again."""
        with self._work.write():
            transfer = self._editable(transfer_id, seen)
            item = self._item(transfer, record_id)
            _require_unlocked(transfer, item)
            record = self._work.get(Record, record_id)
            self._work.record(
                "RecordTakenOut",
                transfer,
                record=record_id,
                number=record.unit_number,
                reason=required("reason", reason),
            )
            self._work.session.delete(item)
            release(self._work, record)
            self._mark_corrected(transfer, record_id)
            count(self._work, transfer)
            recount(self._work, self._outside, [(record.fonds_id, record.year, record.retention)])
            return transfer

    def mark_corrected(self, transfer_id: UUID, seen: int | None, reason_id: UUID) -> Transfer:
        """Say that what a reason asked for has been done."""
        with self._work.write():
            transfer = self._guarded(transfer_id, seen)
            self._require_unit(transfer)
            reason = self._work.get(ReturnReason, reason_id)
            if transfer.state is not TransferState.RETURNED or reason.transfer_id != transfer.id:
                raise NotFoundError("open reason", reason_id)
            reason.corrected_at = self._work.now()
            self._work.record("ReturnReasonCorrected", transfer, role="clerk", reason=reason_id, text=reason.text)
            return transfer

    # --- private ---

    def _editable(self, transfer_id: UUID, seen: int | None) -> Transfer:
        transfer = self._guarded(transfer_id, seen)
        self._require_unit(transfer)
        if transfer.state not in EDITABLE:
            raise FrozenError(f"A transfer that is {transfer.state} can no longer be changed.", state=transfer.state)
        return transfer

    def _require_unit(self, transfer: Transfer) -> None:
        self._work.actor.require(self._work.place_of(transfer), Role.CLERK, Role.APPROVER)

    def _require_transferable(self, batches: Sequence[Obligation]) -> None:
        problems = [] if batches else [Problem("required", "/obligations")]
        for index, batch in enumerate(batches):
            self._work.actor.require(self._work.place_of(batch), Role.CLERK, Role.APPROVER)
            problems += self._faults(f"/obligations/{index}", batch, batches[0])
        if problems:
            raise InvalidInputError(problems)

    def _faults(self, where: str, batch: Obligation, first: Obligation) -> Iterable[Problem]:
        facts = (("year", str(batch.year)), ("retention", str(batch.retention)))
        if batch.fonds_id != first.fonds_id:
            yield Problem("other_fonds", where, facts)
        if not batch.records_pending:
            yield Problem("batch_empty", where, facts)
        if batch.offer_on.year > self._today().year:
            yield Problem("batch_not_due", where, (*facts, ("offer_on", batch.offer_on.isoformat())))

    def _new(self, fonds: Fonds, batches: Sequence[Obligation], plan_id: UUID | None) -> Transfer:
        years = sorted({batch.year for batch in batches})
        span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        number = next_number(self._work, NumberKind.TRANSFER, self._today())
        before = select(func.count(Transfer.id)).where(Transfer.fonds_id == fonds.id)
        batch_no = (self._work.session.scalar(before) or 0) + 1
        return Transfer(
            id=new_id(),
            number=number,
            organization_id=fonds.organization_id,
            destination_id=fonds.archive_id,
            fonds_id=fonds.id,
            plan_id=plan_id,
            name=f"{fonds.name} {span} 年度 第 {batch_no} 批",
            state=TransferState.PLANNED,
            created_at=self._work.now(),
        )

    def _item(self, transfer: Transfer, record_id: UUID) -> TransferItem:
        asked = select(TransferItem).where(TransferItem.transfer_id == transfer.id, TransferItem.record_id == record_id)
        item = self._work.session.scalar(asked)
        if item is None:
            raise NotFoundError("record in this transfer", record_id)
        return item

    def _mark_corrected(self, transfer: Transfer, record_id: UUID) -> None:
        asked = select(ReturnReason).where(
            ReturnReason.transfer_id == transfer.id,
            ReturnReason.record_id == record_id,
            ReturnReason.corrected_at.is_(None),
        )
        for reason in self._work.session.scalars(asked):
            reason.corrected_at = self._work.now()


def _require_unlocked(transfer: Transfer, item: TransferItem) -> None:
    if is_locked(transfer, item):
        raise FrozenError("Only what the return lists may be changed.", record=str(item.record_id))


def _keys(batches: Sequence[Obligation]) -> set[tuple[UUID, int, RetentionClass]]:
    return {(batch.fonds_id, batch.year, batch.retention) for batch in batches}


def _told(stated: Transfer | TransferItem) -> Mapping[str, object]:
    return {
        "opening": stated.opening_opinion,
        "disclosure": stated.disclosure_opinion,
        "classification": stated.classification_opinion,
    }
