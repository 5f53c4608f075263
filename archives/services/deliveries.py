"""A receipt goes to both parties by mail: what waits, what was sent, what cannot be delivered and why.

A letter is written down in the accepting transaction and sent by the worker after it. One that was sent is never sent
again; only when the worker ends between the server's yes and our own note of it does it go twice, under the same
Message-ID.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import InvalidInputError, NotFoundError, Problem
from archives.domain.kept_copies import released_on
from archives.domain.receipt import ReceiptState
from archives.domain.verification import verification_url
from archives.domain.vocabulary import DeliveryState, Role, Side
from archives.models import Delivery, Organization, Receipt, Repository, Transfer, new_id
from archives.ports import Enclosure, Letter, MailAnswer, MailFate
from archives.services.delivery_words import ReceiptFacts, subject_of, text_of
from archives.services.outside import Outside
from archives.services.receipt_papers import MAIN, carrier_of
from archives.services.stored_objects import receipt_object
from archives.services.transfer_life import owners
from archives.services.unit_of_work import UnitOfWork

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
PAUSES = (_MINUTE, 5 * _MINUTE, 15 * _MINUTE, _HOUR, 2 * _HOUR, 4 * _HOUR, 8 * _HOUR, 12 * _HOUR, 24 * _HOUR)
"""Before each further try; two days in all, as RFC 5321 4.5.4.1 has it at the least for a server that is away."""
PARTIES = (Role.CLERK, Role.APPROVER, Role.ARCHIVIST, Role.DIRECTOR)


class DeliveryService:
    """Sends receipts, and says what became of them."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    @property
    def is_on(self) -> bool:
        """Tell whether this installation sends mail."""
        return self._outside.mailer.is_on

    def of_transfer(self, transfer_id: UUID) -> Sequence[Delivery]:
        """Return what goes to whom, the unit's first; letters of earlier receipts too."""
        self._work.get(Transfer, transfer_id)
        asked = select(Delivery).where(Delivery.transfer_id == transfer_id).order_by(Delivery.id)
        return self._work.session.scalars(asked).all()

    def send_again(self, transfer_id: UUID, seen: int | None, side: Side) -> Delivery:
        """Send a receipt that could not be delivered, or to an address that is new, or when mail was off before."""
        with self._work.write():
            transfer = self._work.get(Transfer, transfer_id)
            self._work.require_version(transfer, seen)
            self._work.actor.require(self._work.place_of(transfer), *PARTIES)
            receipt = self._receipt(transfer_id)
            row = self._found(receipt, side) or _new(self._work, transfer, receipt, side)
            address = _address(self._work, transfer, side)
            self._require_sendable(row, address)
            _wait(self._work, row, address)
            self._work.record("ReceiptMailRequested", row, side=side, to=address)
            return row

    def send(self, delivery_id: UUID, due: datetime) -> Delivery:
        """Send a letter, unless it was sent. The worker's step: slow, and outside any transaction.

        `due` says which try this is: when another has taken its place, nothing is done.
        """
        row = self._work.get(Delivery, delivery_id)
        is_replaced = row.state is DeliveryState.WAITING and row.next_at != due
        if row.state in (DeliveryState.SENT, DeliveryState.DROPPED) or is_replaced:
            return row
        letter = self._letter(row)
        answer = self._outside.mailer.send(letter)
        with self._work.write():
            row = self._work.get(Delivery, delivery_id)
            self._note(row, letter, answer)
            return row

    # --- private ---

    def _receipt(self, transfer_id: UUID) -> Receipt:
        asked = select(Receipt).where(Receipt.transfer_id == transfer_id, Receipt.state == ReceiptState.VALID)
        found = self._work.session.scalar(asked)
        if found is None:
            raise NotFoundError("receipt", transfer_id)
        return found

    def _found(self, receipt: Receipt, side: Side) -> Delivery | None:
        asked = select(Delivery).where(Delivery.receipt_id == receipt.id, Delivery.side == side)
        return self._work.session.scalar(asked)

    def _require_sendable(self, row: Delivery, address: str) -> None:
        if not self.is_on:
            raise InvalidInputError([Problem("mail_off", "/side")])
        if not address:
            raise InvalidInputError([Problem("no_address", "/side")])
        if row.state is DeliveryState.SENT and row.address == address:
            raise InvalidInputError([Problem("sent_already", "/side", (("address", address),))])

    def _letter(self, row: Delivery) -> Letter:
        receipt, transfer = self._work.get(Receipt, row.receipt_id), self._work.get(Transfer, row.transfer_id)
        archive = self._work.get(Repository, transfer.destination_id).name
        facts = ReceiptFacts(
            receipt=receipt.number,
            transfer=transfer.number,
            work=transfer.name,
            body=transfer.organization.name if row.side is Side.UNIT else archive,
            archive=archive,
            sha256=receipt.form_sha256,
            url=verification_url(self._outside.base_url, receipt.number, receipt.manifest_sha256),
            released_on=transfer.copies_released_on,
            carrier=carrier_of(receipt),
            supersedes=receipt.supersedes.number if receipt.supersedes else "",
        )
        with self._outside.store.open(receipt_object(receipt), MAIN) as form:
            enclosure = Enclosure(f"{receipt.number}.pdf", form.read())
        subject, text = subject_of(facts, receipt.language), text_of(facts, row.side, receipt.language)
        written_at = self._work.now()
        return Letter(_key(receipt, row), row.address, subject, text, receipt.language, written_at, (enclosure,))

    def _note(self, row: Delivery, letter: Letter, answer: MailAnswer) -> None:
        """Write down what became of it; what is worth another try gets one, after a pause that grows."""
        row.attempts += 1
        row.reason, row.answer, row.next_at = answer.reason, answer.detail, None
        told = {"side": row.side, "to": letter.to}
        if answer.fate is MailFate.SENT:
            row.state, row.sent_at, row.message_key = DeliveryState.SENT, self._work.now(), letter.key
            self._work.record(
                "ReceiptMailed", row, **told, sha256=hashlib.sha256(letter.enclosures[0].data).hexdigest()
            )
        elif answer.fate is MailFate.DEFERRED and row.attempts <= len(PAUSES):
            row.state = DeliveryState.WAITING
            _enqueue(self._work, row, PAUSES[row.attempts - 1])
        else:
            row.state = DeliveryState.FAILED
            self._work.record("ReceiptMailFailed", row, **told, reason=answer.reason)


def hand_out(work: UnitOfWork, outside: Outside, transfer: Transfer, receipt: Receipt) -> None:
    """Say until when the unit keeps electronic copies; let the receipt go to both. Inside the accepting transaction."""
    handed_over_on = outside.profile.day_of(transfer.custody_from or work.now())
    if transfer.file_count:
        transfer.copies_released_on = released_on(handed_over_on, outside.profile.terms.kept_copy_years)
    send_to_both(work, outside, transfer, receipt)


def send_to_both(work: UnitOfWork, outside: Outside, transfer: Transfer, receipt: Receipt) -> None:
    """Let a receipt go to both parties, where mail is on. Inside a writing transaction only."""
    if not outside.mailer.is_on:
        return
    for side in Side:
        row, address = _new(work, transfer, receipt, side), _address(work, transfer, side)
        if address:
            _wait(work, row, address)
        else:
            row.state, row.reason = DeliveryState.FAILED, "no_address"


def drop_waiting(work: UnitOfWork, receipt: Receipt) -> None:
    """Keep letters with a receipt that does not count any more from being sent. Inside a writing transaction only."""
    waiting = select(Delivery).where(Delivery.receipt_id == receipt.id, Delivery.state == DeliveryState.WAITING)
    for row in work.session.scalars(waiting):
        row.state, row.next_at = DeliveryState.DROPPED, None


def _new(work: UnitOfWork, transfer: Transfer, receipt: Receipt, side: Side) -> Delivery:
    owned = {**owners(transfer), "transfer_id": transfer.id, "receipt_id": receipt.id}
    row = Delivery(**owned, id=new_id(), side=side, state=DeliveryState.WAITING, created_at=work.now(), attempts=0)
    row.address = ""
    work.session.add(row)
    return row


def _address(work: UnitOfWork, transfer: Transfer, side: Side) -> str:
    if side is Side.UNIT:
        return work.get(Organization, transfer.organization_id).contact_email
    return work.get(Repository, transfer.destination_id).contact_email


def _wait(work: UnitOfWork, row: Delivery, address: str) -> None:
    row.state, row.address, row.attempts, row.reason, row.answer = DeliveryState.WAITING, address, 0, "", ""
    row.sent_at = None
    _enqueue(work, row, timedelta(0))


def _enqueue(work: UnitOfWork, row: Delivery, pause: timedelta) -> None:
    """Queue one try. Each has a key of its own: the job that is running still holds that of the last."""
    row.next_at = work.now() + pause
    key = f"mail:{row.id}:{row.next_at.isoformat()}"
    told: dict[str, Any] = {"delivery_id": row.id, "due": row.next_at, "organization_id": row.organization_id}
    work.enqueue("mail", key=key, delay_seconds=int(pause.total_seconds()), **told)


def _key(receipt: Receipt, row: Delivery) -> str:
    """Return what the Message-ID is made of: the same for a receipt and an address, however often it is sent."""
    return f"{receipt.number}.{row.side}.{hashlib.sha256(row.address.encode()).hexdigest()[:16]}"
