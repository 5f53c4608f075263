"""A receipt, given away with all that verifies it: documents, what to trust, the program, and how to use it."""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from archives.domain.errors import FixityError
from archives.domain.receipt import ReceiptState
from archives.domain.verification import verification_url
from archives.models import Paper, Receipt
from archives.services.case_paper_manifest import manifest_of
from archives.services.case_papers import DOCUMENT, CasePaperService
from archives.services.given_away import receipt_verifier
from archives.services.outside import Outside
from archives.services.receipt_export_words import README, Told, readme
from archives.services.receipts import FORM, LIST, MANIFEST, ReceiptDesk
from archives.services.seals import SealService
from archives.services.transparency import TransparencyService
from archives.services.unit_of_work import UnitOfWork

CA, REVOKED, LOG_KEY = "ca.pem", "ca.crl", "log.vkey"


class ReceiptExportService:
    """Where a party takes its receipt away, for the years in which nobody may be there to ask."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def files(self, number: str) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of everything; the documents are byte for byte what was issued, or it is refused.

        `number` is that of a receipt, or of a paper of an inspection or of a case.
        """
        paper = CasePaperService(self._work, self._outside).find(number)
        if paper is not None:
            return self._of_paper(paper)
        return self._of_receipt(ReceiptDesk(self._work, self._outside).by_number(number))

    # --- private ---

    def _of_receipt(self, receipt: Receipt) -> Iterator[tuple[str, bytes]]:
        desk = ReceiptDesk(self._work, self._outside)
        for name, sha256 in ((FORM, receipt.form_sha256), (LIST, receipt.list_sha256)):
            yield name, _sound(desk.open(receipt, name), name, receipt.number, sha256)
        yield MANIFEST, _sound(desk.open(receipt, MANIFEST), MANIFEST, receipt.number, receipt.manifest_sha256)
        yield from self._beside(receipt.number, receipt.manifest_sha256, receipt.state)

    def _of_paper(self, paper: Paper) -> Iterator[tuple[str, bytes]]:
        stream = CasePaperService(self._work, self._outside).open(paper)
        yield DOCUMENT, _sound(stream, DOCUMENT, paper.number, paper.pdf_sha256)
        yield MANIFEST, manifest_of(paper.facts)
        state = ReceiptState.VALID if paper.revoked_at is None else ReceiptState.REVOKED
        yield from self._beside(paper.number, paper.facts_sha256, state, is_paper=True)

    def _beside(
        self, number: str, manifest_sha256: str, state: ReceiptState, *, is_paper: bool = False
    ) -> Iterator[tuple[str, bytes]]:
        """Yield what to trust, the program, and how to use it."""
        seals, log = SealService(self._work, self._outside), TransparencyService(self._work, self._outside)
        root, key = seals.find_root(), log.find_key()
        yield CA, "".join(each.pem for each in seals.find_roots()).encode()
        yield REVOKED, seals.revocation_list()
        yield LOG_KEY, f"{key}\n".encode()
        yield from receipt_verifier()
        url = verification_url(self._outside.base_url, number, manifest_sha256)
        day = self._outside.profile.day_of(self._work.now())
        told = Told(number, day.isoformat(), state, root.fingerprint, key, url)
        yield README, readme(told, is_paper=is_paper).encode()


def _sound(stream: BinaryIO, name: str, number: str, sha256: str) -> bytes:
    """Return the bytes that were issued, or refuse others."""
    with stream:
        data = stream.read()
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        text = f"{name} of {number} is not what was issued. Run `archives fixity`."
        raise FixityError(text, what=name, expected=sha256, actual=found)
    return data
