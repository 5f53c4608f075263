"""A receipt, given away with all that verifies it: documents, what to trust, the program, and how to use it."""

import hashlib
from collections.abc import Iterator

from archives.domain.errors import FixityError
from archives.domain.verification import verification_url
from archives.models import Receipt
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
        """Yield path and bytes of everything; the documents are byte for byte what was issued, or it is refused."""
        receipt = ReceiptDesk(self._work, self._outside).by_number(number)
        seals, log = SealService(self._work, self._outside), TransparencyService(self._work, self._outside)
        root, key = seals.find_root(), log.find_key()
        issued = {FORM: receipt.form_sha256, LIST: receipt.list_sha256, MANIFEST: receipt.manifest_sha256}
        for name, sha256 in issued.items():
            yield name, self._stored(receipt, name, sha256)
        yield CA, "".join(each.pem for each in seals.find_roots()).encode()
        yield REVOKED, seals.revocation_list()
        yield LOG_KEY, f"{key}\n".encode()
        yield from receipt_verifier()
        url = verification_url(self._outside.base_url, receipt.number, receipt.manifest_sha256)
        day = self._outside.profile.day_of(self._work.now())
        told = Told(receipt.number, day.isoformat(), receipt.state, root.fingerprint, key, url)
        yield README, readme(told).encode()

    def _stored(self, receipt: Receipt, name: str, sha256: str) -> bytes:
        with ReceiptDesk(self._work, self._outside).open(receipt, name) as stream:
            data = stream.read()
        found = hashlib.sha256(data).hexdigest()
        if found != sha256:
            text = f"{name} of {receipt.number} is not what was issued. Run `archives fixity`."
            raise FixityError(text, what=name, expected=sha256, actual=found)
        return data
