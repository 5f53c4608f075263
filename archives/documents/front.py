"""What a file says of itself: in its document information, its metadata and its attachments."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archives.ports import (
    Attachment,
    BoxLabel,
    CarrierLabel,
    CasePaper,
    CheckReport,
    HandoverDeed,
    LabelSheets,
    ReturnNotice,
    TransferForm,
)

Introduced = (
    TransferForm
    | HandoverDeed
    | CheckReport
    | ReturnNotice
    | CasePaper
    | LabelSheets[BoxLabel]
    | LabelSheets[CarrierLabel]
)

PRODUCER = "archives (reportlab, pikepdf)"
CREATOR = "archives"
NOT_IN_XML = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Front:
    """Title and subject, who made it out and when (aware), its language (BCP 47), its number.

    `manifest_sha256` is the digest of what the document speaks of, '' where it speaks of no manifest.
    """

    title: str
    author: str
    subject: str
    language: str
    issued_at: datetime
    number: str
    manifest_sha256: str = ""
    attachments: Sequence[Attachment] = ()

    @property
    def pdf_date(self) -> str:
        """Return the date of the file as PDF writes it, such as D:20261122143000+08'00'."""
        zone = self.issued_at.strftime("%z") or "+0000"
        return f"D:{self.issued_at:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"

    @property
    def xmp_date(self) -> str:
        """Return the same instant as XMP writes it, in whole seconds."""
        return self.issued_at.isoformat(timespec="seconds")


def plain_text(text: str) -> str:
    """Return the text as one line, without the control characters that XML knows no way to write."""
    return " ".join(NOT_IN_XML.sub(" ", text).split())


def front_of(facts: Introduced, title: str, author: str, subject: str) -> Front:
    """Return what the file of some facts says of itself."""
    return Front(
        title=f"{title} {facts.number}",
        author=author,
        subject=subject,
        language=facts.language,
        issued_at=facts.issued_at,
        number=facts.number,
        manifest_sha256=facts.manifest_sha256,
        attachments=facts.attachments,
    )
