"""Reading the papers that the archives gave out, when they come back."""

from typing import Protocol

from archives.domain.receipt_verification import ReceiptPaper


class PaperReader(Protocol):
    """Reads a receipt's file, whoever brings it."""

    def read(self, pdf: bytes) -> ReceiptPaper:
        """Return what it says of itself; UnreadableInputError otherwise.

        Its fact `reason` is empty, not_pdf, unreadable (broken off or damaged) or no_receipt. Attachments that cannot
        be read, or would be larger than 256 MiB, are left out.
        """
