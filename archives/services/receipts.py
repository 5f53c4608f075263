"""交接凭证: drawn up, printed, sealed and proved once, kept in the store with its list, the manifest and its facts."""

import json
from collections.abc import Sequence
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import Select, select

from archives.domain.errors import NotFoundError
from archives.domain.readable_number import NumberKind
from archives.domain.receipt import ReceiptAction, ReceiptState, next_state
from archives.models import Event, Receipt, Transfer, new_id
from archives.ports import Attachment, ObjectSource, StoredObject
from archives.services import packages
from archives.services.deliveries import hand_out
from archives.services.numbers import next_number
from archives.services.outside import Outside
from archives.services.packages import Unit
from archives.services.receipt_attachments import proof_attachment, receipt_attachments
from archives.services.receipt_form import Package
from archives.services.receipt_papers import counted, papers_of
from archives.services.seals import SealService
from archives.services.signing import Scan, paper_scans
from archives.services.stored_objects import receipt_object
from archives.services.transfer_life import owners
from archives.services.transparency import TransparencyService
from archives.services.unit_of_work import UnitOfWork

FORM, LIST, MANIFEST, REPORT = "form.pdf", "list.pdf", "manifest.json", "facts.json"
PROVED = "ReceiptDrawnUp"  # the event whose proof a receipt carries: all content was stored and read back before it


class ReceiptDesk:
    """Draws up, prints and hands out receipts."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    # --- reading ---

    def of_transfer(self, transfer_id: UUID) -> Receipt:
        """Return the newest receipt of an accepted transfer, or refuse."""
        newest = select(Receipt).where(Receipt.transfer_id == transfer_id).order_by(Receipt.edition.desc()).limit(1)
        return self._issued(newest, transfer_id)

    def history(self, transfer_id: UUID) -> Sequence[Receipt]:
        """Return every receipt ever asked for, newest first; one that is still being drawn is among them."""
        self._work.get(Transfer, transfer_id)
        asked = select(Receipt).where(Receipt.transfer_id == transfer_id).order_by(Receipt.edition.desc())
        return self._work.session.scalars(asked).all()

    def by_number(self, number: str) -> Receipt:
        """Return the receipt of that number, or refuse."""
        return self._issued(select(Receipt).where(Receipt.number == number), number)

    def open(self, receipt: Receipt, name: str) -> BinaryIO:
        """Open a printed document: form.pdf (the main one, whatever it is), list.pdf, or the signed manifest.json."""
        return self._outside.store.open(receipt_object(receipt), name)

    def blank_form(self, transfer_id: UUID) -> bytes:
        """Print the form (of paper the deed, of a mixed transfer both) with empty lines, for signing on paper."""
        transfer = self._work.get(Transfer, transfer_id)
        units = packages.units_of(self._work, transfer_id)
        manifest = packages.manifest_of(transfer, units)
        return papers_of(self._work, self._outside, Package(transfer, units, manifest)).main(self._outside.printer)

    # --- the worker's steps ---

    def prepare(self, transfer_id: UUID, manifest: bytes, units: Sequence[Unit] = ()) -> Receipt:
        """Draw up the first receipt of a transfer; of its units, if they are known already."""
        return self.draw(self._numbered(transfer_id), manifest, units)

    def draw(self, receipt: Receipt, manifest: bytes, units: Sequence[Unit] = ()) -> Receipt:
        """Print, prove, seal and store main document and list; repeated after a crash, what was stored stays."""
        stored = self._outside.store.find(receipt_object(receipt)) or self._print(receipt, manifest, units)
        with self._outside.store.open(stored.object_id, REPORT) as stream:
            facts = json.load(stream)
        digests = {file.path: file.sha256 for file in stored.files}
        with self._work.write():
            receipt = self._work.get(Receipt, receipt.id)
            receipt.facts = counted(facts)
            receipt.form_sha256, receipt.list_sha256 = digests[FORM], digests[LIST]
            receipt.manifest_sha256 = digests[MANIFEST]
        return receipt

    def issue(self, transfer: Transfer) -> Receipt:
        """Say that the printed receipt holds. Inside the accepting transaction only."""
        receipt = self._work.session.scalars(select(Receipt).where(Receipt.transfer_id == transfer.id)).one()
        self.put_in_force(receipt)
        hand_out(self._work, self._outside, transfer, receipt)
        return receipt

    def put_in_force(self, receipt: Receipt, **told: object) -> None:
        """Say that a drawn receipt holds from now on. Inside a writing transaction only."""
        roles = self._work.actor.roles_at(self._work.place_of(receipt))
        receipt.state = next_state(receipt.state, ReceiptAction.ISSUE, roles)
        receipt.printed_at = self._work.now()
        digests = {"form_sha256": receipt.form_sha256, "manifest_sha256": receipt.manifest_sha256}
        facts: dict[str, Any] = {**digests, **told}
        self._work.record("ReceiptIssued", receipt, number=receipt.number, **facts)

    # --- private ---

    def _issued(self, asked: Select[Receipt], identifier: object) -> Receipt:
        receipt = self._work.session.scalar(asked.where(Receipt.printed_at.is_not(None)))
        if receipt is None:
            raise NotFoundError("receipt", identifier)
        return receipt

    def _numbered(self, transfer_id: UUID) -> Receipt:
        """Return the receipt's row, made the first time: number and instant stay the same however often we print."""
        with self._work.write():
            transfer = self._work.get(Transfer, transfer_id)
            found = self._work.session.scalar(select(Receipt).where(Receipt.transfer_id == transfer_id))
            return found or draw_up(self._work, self._outside, transfer, self._outside.language)

    def _print(self, receipt: Receipt, manifest: bytes, units: Sequence[Unit]) -> StoredObject:
        transfer, printer = self._work.get(Transfer, receipt.transfer_id), self._outside.printer
        package = Package(transfer, units or packages.units_of(self._work, transfer.id), manifest)
        drawn = papers_of(self._work, self._outside, package, receipt)
        facts, papers = drawn.facts(), drawn.with_attachments(self._attachments(receipt, manifest))
        sources = [
            ObjectSource(FORM, data=self._sealed(papers.main(printer), receipt)),
            ObjectSource(LIST, data=self._sealed(printer.transfer_list(papers.form), receipt)),
            ObjectSource(MANIFEST, data=manifest),
            ObjectSource(REPORT, data=facts),
            *(self._kept(scan) for scan in paper_scans(self._work, transfer)),
        ]
        message, created = f"Receipt {receipt.number}", papers.form.issued_at
        return self._outside.store.store(receipt_object(receipt), sources, message=message, created=created)

    def _attachments(self, receipt: Receipt, manifest: bytes) -> list[Attachment]:
        event = select(Event.id).where(Event.subject_id == receipt.id, Event.kind == PROVED)
        proof = TransparencyService(self._work, self._outside).proof_of_event(self._work.session.scalars(event).one())
        attached = receipt_attachments(manifest, self._outside.tables, receipt.language)
        return [*attached, proof_attachment(proof, receipt.language)]

    def _sealed(self, pdf: bytes, receipt: Receipt) -> bytes:
        seals = SealService(self._work, self._outside)
        return seals.sign(pdf, seals.parties(receipt.transfer_id), receipt.issued_at, receipt.language)

    def _kept(self, scan: Scan) -> ObjectSource:
        return ObjectSource(scan.path, self._outside.holding.path(scan.sha256), sha256=scan.sha256)


def draw_up(
    work: UnitOfWork, outside: Outside, transfer: Transfer, language: str, replaced: Receipt | None = None
) -> Receipt:
    """Give a receipt its row: number and instant stay the same however often we print. Inside a transaction only.

    `replaced` is the one in whose place it stands. The event put on the trail here is the one the receipt proves.
    """
    receipt = Receipt(
        **owners(transfer),
        id=new_id(),
        transfer_id=transfer.id,
        edition=replaced.edition + 1 if replaced else 1,
        supersedes_id=replaced.id if replaced else None,
        state=ReceiptState.PENDING,
        number=next_number(work, NumberKind.RECEIPT, outside.profile.day_of(work.now())),
        issued_at=work.now(),
        facts={},
        language=language,
    )
    work.session.add(receipt)
    told = {"supersedes": replaced.number} if replaced else {}
    facts = {"transfer": transfer.number, "manifest_sha256": transfer.package_sha256, **told}
    work.record(PROVED, receipt, number=receipt.number, **facts)
    return receipt
