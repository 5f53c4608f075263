"""A receipt that is not right: a new one in its place, or none (archives.domain.receipt). Nothing stored is touched.

The director asks; the worker draws, proves, seals and stores the new receipt exactly as the first. The old one holds
until the new one is in force: there is never a moment without a valid receipt, and never one with two.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from archives.domain.errors import InvalidInputError, NotFoundError, Problem
from archives.domain.receipt import ReceiptAction, ReceiptState, allowed_actions, next_state
from archives.domain.vocabulary import Role
from archives.models import Notice, Organization, Receipt, StoreIntent, Transfer
from archives.services.deliveries import drop_waiting, send_to_both
from archives.services.outside import Outside
from archives.services.receipts import MANIFEST, ReceiptDesk, draw_up
from archives.services.stored_objects import receipt_object
from archives.services.transfer_life import required
from archives.services.unit_of_work import UnitOfWork

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
TOLD = (Role.CLERK, Role.APPROVER, Role.ARCHIVIST, Role.DIRECTOR)
"""Who finds a notice: both parties, each at its own place."""


class ReissueService:
    """Where the director mends or withdraws a receipt."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside
        self._desk = ReceiptDesk(work, outside)

    def actions(self, receipt: Receipt) -> tuple[ReceiptAction, ...]:
        """Return the buttons of this reader; none while a new one is being drawn."""
        offered = allowed_actions(receipt.state, self._work.actor.roles_at(self._work.place_of(receipt)))
        return () if self.find_pending(receipt) else offered

    def find_pending(self, receipt: Receipt) -> Receipt | None:
        """Return the receipt that is being drawn in place of this one, if there is one."""
        asked = select(Receipt).where(Receipt.supersedes_id == receipt.id, Receipt.state == ReceiptState.PENDING)
        return self._work.session.scalar(asked)

    def reissue(self, number: str, seen: int | None, reason: str, language: str = "") -> Receipt:
        """Ask for a new receipt in place of this one; the worker draws it, in `language` or that of the old one."""
        with self._work.write():
            old = self._guarded(number, seen, ReceiptAction.REISSUE)
            said = required("reason", reason)
            if language and language not in LANGUAGES:
                allowed = (("value", language[:64]), ("allowed", ", ".join(LANGUAGES)))
                raise InvalidInputError([Problem("bad_value", "/language", allowed)])
            flag_modified(old, "state")  # a racing twin saw the version before
            transfer = self._work.get(Transfer, old.transfer_id)
            new = draw_up(self._work, self._outside, transfer, language or old.language, old)
            new.reissue_reason, new.reissued_by = said, self._work.actor.name
            told = {"number": old.number, "by_number": new.number, "reason": said}
            self._work.record("ReceiptReissueRequested", old, role=Role.DIRECTOR, **told)
            key, owner = f"reissue:{new.id}", transfer.organization_id
            self._work.enqueue("reissue", key=key, receipt_id=new.id, organization_id=owner)
        return new

    def revoke(self, number: str, seen: int | None, reason: str) -> Receipt:
        """Say that a receipt does not count any more, without one in its place. Custody is another matter."""
        with self._work.write():
            receipt = self._guarded(number, seen, ReceiptAction.REVOKE)
            said = required("reason", reason)
            before = receipt.state
            receipt.state = ReceiptState.REVOKED
            receipt.revoked_at, receipt.revoked_by = self._work.now(), self._work.actor.name
            receipt.revocation_reason = said
            states: dict[str, Any] = {"before": {"state": before}, "after": {"state": receipt.state}}
            told = {"number": receipt.number, "reason": said, **states}
            self._work.record("ReceiptRevoked", receipt, role=Role.DIRECTOR, **told)
            drop_waiting(self._work, receipt)
            self._notify("receipt_revoked", receipt, number=receipt.number, reason=said)
        return receipt

    # --- the worker's steps ---

    def unfinished(self) -> list[UUID]:
        """Return the receipts that were asked for in place of another, and are not in force yet."""
        asked = select(Receipt.id).where(Receipt.state == ReceiptState.PENDING, Receipt.supersedes_id.is_not(None))
        return list(self._work.session.scalars(asked))

    def carry_out(self, receipt_id: UUID) -> Receipt:
        """Draw the new receipt and put it in force; repeated after a crash it goes on where it stopped."""
        new = self._work.get(Receipt, receipt_id)
        if new.state is not ReceiptState.PENDING:
            return new
        with self._desk.open(self._replaced(new), MANIFEST) as stored:
            manifest = stored.read()
        self._desk.draw(new, manifest)
        with self._work.write():
            new = self._work.get(Receipt, receipt_id)
            if new.state is ReceiptState.PENDING:
                self._swap(self._replaced(new), new)
        return new

    # --- private ---

    def _guarded(self, number: str, seen: int | None, action: ReceiptAction) -> Receipt:
        """Return the receipt, locked, after the guards in order: there, version, state and role, nothing under way."""
        found = select(Receipt).where(Receipt.number == number).with_for_update()
        receipt = self._work.session.scalar(found.execution_options(populate_existing=True))
        if receipt is None:
            raise NotFoundError("receipt", number[:64])
        self._work.require_version(receipt, seen)
        next_state(receipt.state, action, self._work.actor.roles_at(self._work.place_of(receipt)))
        if pending := self.find_pending(receipt):
            raise InvalidInputError([Problem("reissue_under_way", "/number", (("number", pending.number),))])
        return receipt

    def _replaced(self, new: Receipt) -> Receipt:
        if new.supersedes_id is None:
            raise NotFoundError("receipt", new.number)
        return self._work.get(Receipt, new.supersedes_id)

    def _swap(self, old: Receipt, new: Receipt) -> None:
        """The new one is durable: both turn in one transaction."""
        before = old.state
        old.state = next_state(before, ReceiptAction.SUPERSEDE, self._work.actor.roles_at(self._work.place_of(old)))
        old.superseded_by_id, old.superseded_at = new.id, self._work.now()
        self._desk.put_in_force(new, supersedes=old.number, reason=new.reissue_reason)
        states: dict[str, Any] = {"before": {"state": before}, "after": {"state": old.state}}
        self._work.record("ReceiptSuperseded", old, number=old.number, by_number=new.number, **states)
        self._note_stored(new)
        drop_waiting(self._work, old)
        send_to_both(self._work, self._outside, self._work.get(Transfer, new.transfer_id), new)
        self._notify("receipt_reissued", new, number=new.number, old=old.number, reason=new.reissue_reason)

    def _note_stored(self, receipt: Receipt) -> None:
        """Let fixity know the object by the digest of its inventory, as it knows the units."""
        stored = self._outside.store.find(receipt_object(receipt))
        if stored is None:
            raise NotFoundError("receipt", receipt.number)
        now = self._work.now()
        intent = StoreIntent(object_id=stored.object_id, transfer_id=receipt.transfer_id, state="stored", began_at=now)
        intent.inventory_digest, intent.stored_at = stored.inventory_digest, now
        self._work.session.add(intent)

    def _notify(self, kind: str, receipt: Receipt, **facts: Any) -> None:  # noqa: ANN401 -- texts
        path = select(Organization.jurisdiction_path).where(Organization.id == receipt.organization_id)
        place = self._work.session.scalar(path) or ""
        self._work.session.add_all(
            Notice(
                key=f"{kind}:{receipt.id}:{role}",
                role=role,
                organization_id=receipt.organization_id,
                repository_id=receipt.repository_id,
                jurisdiction_path=place,
                kind=kind,
                facts=facts,
                subject_kind="transfer",
                subject_id=receipt.transfer_id,
                raised_at=self._work.now(),
            )
            for role in TOLD
        )
