"""Whether a file is a receipt of ours, and whether it still holds: every look, its verdict and its reason."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select

from archives.domain.errors import FixityError, UnreadableInputError
from archives.domain.receipt import ReceiptState
from archives.domain.receipt_verification import (
    Code,
    Finding,
    Point,
    ReceiptPaper,
    VerificationReport,
    bad,
    bodies_of,
    good,
    of_manifest,
    of_proof,
    of_seals,
    told,
)
from archives.models import Receipt
from archives.services.outside import Outside
from archives.services.receipt_attachments import MANIFEST, PROOF, TABLE, manifest_table
from archives.services.receipts import FORM, LIST
from archives.services.seals import SealService
from archives.services.stored_objects import receipt_object
from archives.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class _Known:
    """What the archives know of a file: its receipt by the number it bears, and which of its documents it is."""

    receipt: Receipt | None
    document: str = ""  # '' when these bytes were not issued


class ReceiptVerificationService:
    """Where anybody who may log in brings a file and asks."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def verify(self, data: bytes) -> VerificationReport:
        """Look at everything; never refuses on what the bytes are. A receipt that the actor may not see is unknown."""
        try:
            paper = self._outside.papers.read(data)
        except UnreadableInputError as refusal:
            return VerificationReport(tuple(self._of_no_receipt(data, Code(str(refusal.facts["reason"])))))
        known = self._known(paper, data)
        report = VerificationReport(tuple(self._of_receipt(data, paper, known)))
        is_ours = known.receipt is not None and known.document
        return replace(report, number=paper.number, document=known.document) if is_ours else report

    # --- private ---

    def _of_no_receipt(self, data: bytes, code: Code) -> Iterator[Finding]:
        yield bad(Point.FILE, code)
        if code is Code.NO_RECEIPT and (report := self._seals().check(data)).seals:
            yield from of_seals(report, {})

    def _of_receipt(self, data: bytes, paper: ReceiptPaper, known: _Known) -> Iterator[Finding]:
        manifest = paper.attachments.get(MANIFEST)
        verdict = of_manifest(paper, manifest)
        sound = manifest if manifest is not None and verdict.code is Code.MANIFEST_GOOD else None
        yield good(Point.FILE, Code.FILE_READ, number=paper.number)
        yield from of_seals(self._seals().check(data), bodies_of(sound) if sound is not None else {})
        yield from self._of_issue(paper, known)
        yield verdict
        yield from self._of_table(paper, sound)
        yield from self._of_proof(paper)
        yield _of_standing(known.receipt)

    def _seals(self) -> SealService:
        return SealService(self._work, self._outside)

    def _known(self, paper: ReceiptPaper, data: bytes) -> _Known:
        asked = select(Receipt).where(Receipt.number == paper.number, Receipt.printed_at.is_not(None))
        receipt, digest = self._work.session.scalar(asked), hashlib.sha256(data).hexdigest()
        if receipt is None:
            return _Known(None)
        issued = {receipt.form_sha256: FORM, receipt.list_sha256: LIST}
        return _Known(receipt, issued.get(digest, ""))

    def _of_issue(self, paper: ReceiptPaper, known: _Known) -> Iterator[Finding]:
        """Say whether these very bytes were issued, and whether the store still has them."""
        receipt = known.receipt
        if receipt is None:
            yield bad(Point.ISSUE, Code.NUMBER_UNKNOWN, number=paper.number)
            return
        if not known.document:
            yield bad(Point.ISSUE, Code.NOT_ISSUED, number=paper.number)
        else:
            yield good(Point.ISSUE, Code.ISSUED, number=paper.number, document=known.document)
        if not self._is_stored(receipt):
            yield bad(Point.ISSUE, Code.STORE_DIFFERS, number=paper.number)

    def _is_stored(self, receipt: Receipt) -> bool:
        """Tell whether the store holds form, list and manifest under the digests with which they were issued."""
        try:
            stored = self._outside.store.find(receipt_object(receipt))
        except FixityError:
            return False
        digests = {file.path: file.sha256 for file in stored.files} if stored else {}
        issued = {FORM: receipt.form_sha256, LIST: receipt.list_sha256, MANIFEST: receipt.manifest_sha256}
        return all(digests.get(name) == sha256 for name, sha256 in issued.items())

    def _of_table(self, paper: ReceiptPaper, manifest: bytes | None) -> Iterator[Finding]:
        table = paper.attachments.get(TABLE)
        if table is None:
            yield bad(Point.TABLE, Code.TABLE_MISSING)
        elif manifest is not None:
            is_same = table == self._table(manifest)
            yield good(Point.TABLE, Code.TABLE_GOOD) if is_same else bad(Point.TABLE, Code.TABLE_DIFFERS)

    def _table(self, manifest: bytes) -> bytes | None:
        try:
            return manifest_table(manifest, self._outside.tables)
        except (ValueError, LookupError, TypeError, AttributeError):
            return None  # somebody else's manifest, of another shape

    def _of_proof(self, paper: ReceiptPaper) -> Iterator[Finding]:
        key = self._outside.notes.find_key()
        if key is None:
            yield bad(Point.CHECKPOINT, Code.LOG_KEY_MISSING)
            return
        yield from of_proof(paper, paper.attachments.get(PROOF), lambda note: self._outside.notes.is_signed(note, key))


def _of_standing(receipt: Receipt | None) -> Finding:
    if receipt is None:
        return told(Point.STANDING, Code.STANDING_UNKNOWN)
    facts = {"number": receipt.number}
    if receipt.state is ReceiptState.SUPERSEDED and receipt.superseded_by:
        new = receipt.superseded_by
        return bad(Point.STANDING, Code.SUPERSEDED, **facts, by=new.number, reason=new.reissue_reason)
    if receipt.state is ReceiptState.REVOKED:
        return bad(Point.STANDING, Code.REVOKED, **facts, reason=receipt.revocation_reason)
    return good(Point.STANDING, Code.IN_FORCE, **facts)
