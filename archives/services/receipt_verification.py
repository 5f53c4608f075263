"""Whether a file is a receipt or a paper of ours, and still holds: every look, its verdict and its reason."""

import hashlib
from collections.abc import Iterator, Mapping
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
    is_paper,
    of_manifest,
    of_proof,
    of_seals,
    told,
)
from archives.models import Paper, Receipt
from archives.services.case_papers import DOCUMENT
from archives.services.outside import Outside
from archives.services.receipt_attachments import MANIFEST, TABLE, manifest_table
from archives.services.receipts import FORM, LIST
from archives.services.seals import SealService
from archives.services.stored_objects import object_id, receipt_object
from archives.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class _Issued:
    """A receipt or a paper that was issued here: where it is stored, what of it by which digest, how it stands."""

    number: str
    stored: str  # object in the store
    digests: Mapping[str, str]  # SHA-256 by name
    documents: tuple[str, ...]  # names of what is handed out
    standing: Finding

    def document(self, data: bytes) -> str:
        """Return which document these very bytes are; '' when they were not issued."""
        digest = hashlib.sha256(data).hexdigest()
        return next((name for name in self.documents if self.digests[name] == digest), "")


class ReceiptVerificationService:
    """Where anybody who may log in brings a file and asks."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def verify(self, data: bytes) -> VerificationReport:
        """Look at everything; never refuses on what the bytes are. What the actor may not see is unknown."""
        try:
            paper = self._outside.papers.read(data)
        except UnreadableInputError as refusal:
            return VerificationReport(tuple(self._of_no_receipt(data, Code(str(refusal.facts["reason"])))))
        known = self._find(paper.number)
        report = VerificationReport(tuple(self._of_document(data, paper, known)))
        document = known.document(data) if known else ""
        return replace(report, number=paper.number, document=document) if document else report

    # --- private ---

    def _of_no_receipt(self, data: bytes, code: Code) -> Iterator[Finding]:
        yield bad(Point.FILE, code)
        if code is Code.NO_RECEIPT and (report := self._seals().check(data)).seals:
            yield from of_seals(report, {})

    def _of_document(self, data: bytes, paper: ReceiptPaper, known: _Issued | None) -> Iterator[Finding]:
        manifest = paper.attachments.get(MANIFEST)
        verdict = of_manifest(paper, manifest)
        sound = manifest if manifest is not None and verdict.code is Code.MANIFEST_GOOD else None
        yield good(Point.FILE, Code.PAPER_READ if is_paper(manifest) else Code.FILE_READ, number=paper.number)
        yield from of_seals(self._seals().check(data), bodies_of(sound) if sound is not None else {})
        yield from self._of_issue(data, paper, known)
        yield verdict
        if not is_paper(manifest):
            yield from self._of_table(paper, sound)
        yield from self._of_proof(paper)
        yield known.standing if known else told(Point.STANDING, Code.STANDING_UNKNOWN)

    def _seals(self) -> SealService:
        return SealService(self._work, self._outside)

    def _find(self, number: str) -> _Issued | None:
        """Return what was issued here under a number, as far as the actor may see it."""
        receipts = select(Receipt).where(Receipt.number == number, Receipt.printed_at.is_not(None))
        receipt = self._work.session.scalar(receipts)
        if receipt is not None:
            return _of_receipt(receipt)
        paper = self._work.session.scalar(select(Paper).where(Paper.number == number, Paper.printed_at.is_not(None)))
        return _of_paper(paper) if paper is not None else None

    def _of_issue(self, data: bytes, paper: ReceiptPaper, known: _Issued | None) -> Iterator[Finding]:
        """Say whether these very bytes were issued, and whether the store still has them."""
        if known is None:
            yield bad(Point.ISSUE, Code.NUMBER_UNKNOWN, number=paper.number)
            return
        if document := known.document(data):
            yield good(Point.ISSUE, Code.ISSUED, number=paper.number, document=document)
        else:
            yield bad(Point.ISSUE, Code.NOT_ISSUED, number=paper.number)
        if not self._is_stored(known):
            yield bad(Point.ISSUE, Code.STORE_DIFFERS, number=paper.number)

    def _is_stored(self, known: _Issued) -> bool:
        """Tell whether the store holds all of it under the digests with which it was issued."""
        try:
            stored = self._outside.store.find(known.stored)
        except FixityError:
            return False
        digests = {file.path: file.sha256 for file in stored.files} if stored else {}
        return all(digests.get(name) == sha256 for name, sha256 in known.digests.items())

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
        yield from of_proof(paper, lambda note: self._outside.notes.is_signed(note, key))


def _of_receipt(receipt: Receipt) -> _Issued:
    digests = {FORM: receipt.form_sha256, LIST: receipt.list_sha256, MANIFEST: receipt.manifest_sha256}
    return _Issued(receipt.number, receipt_object(receipt), digests, (FORM, LIST), _standing_of_receipt(receipt))


def _of_paper(paper: Paper) -> _Issued:
    digests = {DOCUMENT: paper.pdf_sha256, MANIFEST: paper.facts_sha256}
    standing = good(Point.STANDING, Code.PAPER_IN_FORCE, number=paper.number)
    if paper.revoked_at is not None:
        standing = bad(Point.STANDING, Code.PAPER_REVOKED, number=paper.number, at=paper.revoked_at.isoformat())
    return _Issued(paper.number, object_id(paper.id), digests, (DOCUMENT,), standing)


def _standing_of_receipt(receipt: Receipt) -> Finding:
    facts = {"number": receipt.number}
    if receipt.state is ReceiptState.SUPERSEDED and receipt.superseded_by:
        new = receipt.superseded_by
        return bad(Point.STANDING, Code.SUPERSEDED, **facts, by=new.number, reason=new.reissue_reason)
    if receipt.state is ReceiptState.REVOKED:
        return bad(Point.STANDING, Code.REVOKED, **facts, reason=receipt.revocation_reason)
    return good(Point.STANDING, Code.IN_FORCE, **facts)
