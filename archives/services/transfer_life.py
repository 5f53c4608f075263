"""What every act on a transfer shares: its guards, its one arrow, its line on the trail, and who follows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import flag_modified

from archives.domain.errors import InvalidInputError, Problem
from archives.domain.transfer import TRANSITIONS, TransferAction, next_state
from archives.domain.vocabulary import RetentionClass, Role, Side
from archives.models import (
    Box,
    CheckFinding,
    CheckRun,
    ContentFile,
    Dispute,
    Record,
    ReturnReason,
    Signature,
    Transfer,
    TransferItem,
)
from archives.services.obligations import recount
from archives.services.outside import Outside
from archives.services.packages import files_of
from archives.services.signing import unbind
from archives.services.unit_of_work import UnitOfWork

_A = TransferAction
FOLLOWING = (ContentFile, Record, TransferItem, CheckFinding, CheckRun, ReturnReason, Signature, Dispute)
"""Tables whose rows the repository sees from submission on, with the transfer."""
INDEXED = 500  # records in one outbox message

EVENTS = {
    _A.PREPARE: "TransferPreparationBegun",
    _A.REQUEST_APPROVAL: "TransferApprovalRequested",
    _A.SEND_BACK: "TransferSentBack",
    _A.SUBMIT: "TransferSubmitted",
    _A.BEGIN_CHECKS: "TransferChecksBegun",
    _A.COMPLETE_CHECKS: "TransferChecksCompleted",
    _A.RETURN: "TransferReturned",
    _A.RETURN_ON_NEW_GROUND: "TransferReturnedOnNewGround",
    _A.PROPOSE_ACCEPTANCE: "TransferAcceptanceProposed",
    _A.REOPEN_REVIEW: "TransferReviewReopened",
    _A.SEAL: "TransferSealed",
    _A.COMPLETE_STORING: "TransferAccepted",
    _A.DISPUTE: "TransferDisputed",
    _A.RULE_WITHIN_SCOPE: "TransferRuledWithinScope",
    _A.RULE_OUTSIDE_SCOPE: "TransferRuledOutsideScope",
    _A.WITHDRAW: "TransferWithdrawn",
    _A.ABORT: "TransferAborted",
}
"""What the trail says after each act, in the past tense."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason of a return: bound to a record or a file where it can be, with who acts on it."""

    text: str
    rule: str = ""
    record_id: UUID | None = None
    file_id: UUID | None = None
    who_acts: str = Role.CLERK

    @property
    def key(self) -> tuple[str, str]:
        """What makes two grounds the same: the rule (or the words), and the thing it is about."""
        return (self.rule or self.text, str(self.file_id or self.record_id or ""))


class TransferCounter:
    """The common part of the counters at which a transfer is dealt with."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def _read(self, transfer_id: UUID) -> Transfer:
        return self._work.get(Transfer, transfer_id)

    def _guarded(self, transfer_id: UUID, seen: int | None, action: TransferAction | None = None) -> Transfer:
        """Return the transfer after the guards in their order: there, version, state and role."""
        transfer = self._read(transfer_id)
        self._work.require_version(transfer, seen)
        if action is not None:
            next_state(transfer.state, action, self._work.actor.roles_at(self._work.place_of(transfer)))
        return transfer

    def _move(self, transfer_id: UUID, seen: int | None, action: TransferAction, **facts: object) -> Transfer:
        transfer = self._guarded(transfer_id, seen)
        move(self._work, transfer, action, **facts)
        return transfer

    def _end(self, transfer_id: UUID, seen: int | None, action: TransferAction, reason: str) -> Transfer:
        with self._work.write():
            transfer = self._move(transfer_id, seen, action, reason=required("reason", reason))
            unbind(self._work, transfer)
            transfer.receipt_due_on = transfer.check_due_on = None
            show_to_repository(self._work, transfer, None)
            recount(self._work, self._outside, release_records(self._work, transfer))
        return transfer

    def _today(self) -> date:
        return self._outside.profile.day_of(self._work.now())

    def _in_working_days(self, days: int) -> date:
        return self._outside.profile.calendar.add(self._today(), days)


def move(work: UnitOfWork, transfer: Transfer, action: TransferAction, **facts: object) -> None:
    """Take one arrow of the life. The only place that assigns a transfer's state, and never without its event."""
    roles = work.actor.roles_at(work.place_of(transfer))
    before, after = transfer.state, next_state(transfer.state, action, roles)
    transfer.state = after
    role = min(roles & TRANSITIONS[before, action].by)
    work.record(EVENTS[action], transfer, role=role, before={"state": before}, after={"state": after}, **facts)


def renew(transfer: Transfer) -> None:
    """Give the transfer a new version although none of its own columns changed: what belongs to it did."""
    flag_modified(transfer, "state")


def owners(transfer: Transfer) -> dict[str, Any]:
    """Return the owner columns that a row of this transfer bears."""
    return {"organization_id": transfer.organization_id, "repository_id": transfer.repository_id}


def show_to_repository(work: UnitOfWork, transfer: Transfer, repository_id: UUID | None) -> None:
    """Let the repository see all that belongs to the transfer from now on; or, with None, no more."""
    work.session.flush()
    of_records = select(Record.id).where(Record.transfer_id == transfer.id)
    for model in FOLLOWING:
        mine = model.record_id.in_(of_records) if model is ContentFile else _of_transfer(model, transfer.id)
        work.session.execute(
            update(model).where(mine).values(repository_id=repository_id),
            execution_options={"synchronize_session": False},
        )
    _show_boxes(work, transfer, repository_id)
    ids = work.session.scalars(of_records).all()
    for first in range(0, len(ids), INDEXED):
        work.send("index", record_ids=ids[first : first + INDEXED])
    work.session.expire_all()
    work.session.refresh(transfer)


def _show_boxes(work: UnitOfWork, transfer: Transfer, repository_id: UUID | None) -> None:
    """A box follows what lies in it: the repository sees it as long as it sees any record in it."""
    boxed = select(Record.box_id).where(Record.box_id.is_not(None))
    said = update(Box).where(Box.id.in_(boxed.where(Record.transfer_id == transfer.id)))
    if repository_id is None:
        said = said.where(Box.id.not_in(boxed.where(Record.repository_id.is_not(None))))
    work.session.execute(said.values(repository_id=repository_id), execution_options={"synchronize_session": False})


def release_records(work: UnitOfWork, transfer: Transfer) -> set[tuple[UUID, int, RetentionClass]]:
    """Let the records out of the transfer; return the batches whose obligation stands open again."""
    batch = select(Record.fonds_id, Record.year, Record.retention).where(Record.transfer_id == transfer.id).distinct()
    keys = {(fonds_id, year, RetentionClass(retention)) for fonds_id, year, retention in work.session.execute(batch)}
    work.session.execute(
        update(Record).where(Record.transfer_id == transfer.id).values(transfer_id=None, version=Record.version + 1),
        execution_options={"synchronize_session": False},
    )
    work.session.expire_all()
    work.session.refresh(transfer)
    return keys


def require_grounds(work: UnitOfWork, transfer: Transfer, grounds: Sequence[Ground]) -> None:
    """Refuse a return without reasons, without words, or about things that are not in the transfer."""
    known = set(work.session.scalars(select(Record.id).where(Record.transfer_id == transfer.id)))
    files = {file.id for found in files_of(work, transfer.id).values() for file in found}
    problems = [] if grounds else [Problem("reasons_required", "/grounds")]
    for index, ground in enumerate(grounds):
        problems += _faults(f"/grounds/{index}", ground, known, files)
    if problems:
        raise InvalidInputError(problems)


def open_corrections(
    work: UnitOfWork, transfer: Transfer, grounds: Sequence[Ground], earlier: Iterable[tuple[str, str]]
) -> None:
    """Write down every reason, unlock what is named, void all signatures, and open the next round."""
    said = frozenset(earlier)
    for ground in grounds:
        new = transfer.returns > 0 and ground.key not in said
        work.session.add(_reason(work, transfer, ground, new_ground=new))
    _unlock(work, transfer, grounds)
    transfer.round += 1
    transfer.check_due_on = transfer.receipt_due_on = None
    unbind(work, transfer)


def queue_checks(work: UnitOfWork, transfer: Transfer, side: Side) -> CheckRun:
    """Write down a run that the worker will carry out."""
    run = CheckRun(
        **owners(transfer),
        transfer_id=transfer.id,
        side=side,
        round=transfer.round,
        state="queued",
        started_at=work.now(),
        started_by=work.actor.name,
    )
    work.session.add(run)
    work.session.flush()
    work.enqueue("check", key=f"check:{run.id}", run_id=run.id, organization_id=run.organization_id)
    return run


def required(name: str, text: str) -> str:
    """Return the text, or refuse when it is empty."""
    if not text.strip():
        raise InvalidInputError([Problem("required", f"/{name}")])
    return text.strip()


def _of_transfer(model: Any, transfer_id: UUID) -> Any:  # noqa: ANN401 -- a mapped class, a criterion
    if model is CheckFinding:
        return CheckFinding.run_id.in_(select(CheckRun.id).where(CheckRun.transfer_id == transfer_id))
    return model.transfer_id == transfer_id


def _faults(where: str, ground: Ground, known: set[UUID], files: set[UUID]) -> Iterable[Problem]:
    if not ground.text.strip():
        yield Problem("required", f"{where}/text")
    if ground.record_id and ground.record_id not in known:
        yield Problem("record_not_in_transfer", f"{where}/record_id")
    if ground.file_id and ground.file_id not in files:
        yield Problem("file_not_in_transfer", f"{where}/file_id")


def _reason(work: UnitOfWork, transfer: Transfer, ground: Ground, *, new_ground: bool) -> ReturnReason:
    return ReturnReason(
        **owners(transfer),
        transfer_id=transfer.id,
        round=transfer.round,
        record_id=ground.record_id,
        file_id=ground.file_id,
        rule=ground.rule,
        text=ground.text.strip(),
        who_acts=ground.who_acts,
        new_ground=new_ground,
        raised_at=work.now(),
        raised_by=work.actor.name,
    )


def _unlock(work: UnitOfWork, transfer: Transfer, grounds: Sequence[Ground]) -> None:
    """Only the listed units may be corrected and are sent again; their paper is counted anew.

    A ground without a record unlocks the list alone.
    """
    named = {ground.record_id for ground in grounds if ground.record_id}
    parents = select(Record.parent_id).where(Record.id.in_(named), Record.parent_id.is_not(None))
    units = named | set(work.session.scalars(parents))
    for item in work.session.scalars(select(TransferItem).where(TransferItem.transfer_id == transfer.id)):
        item.to_correct = item.record_id in units
        if item.to_correct:
            item.counted, item.counted_pages, item.counted_note = "", None, ""
            item.counted_by, item.counted_at = "", None
