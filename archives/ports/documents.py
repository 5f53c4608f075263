"""Printed documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FormSignature:
    """One line of a column: who signed, when (already in the reader's zone), by which way."""

    name: str
    signed_on: str  # ISO date
    method: str  # electronic | wet_ink


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One side's column of the 登记表, from its own check run (domain 3.2, rows 7 to 10)."""

    party: str
    accuracy: str
    integrity: str
    usability: str
    security: str
    carrier: str
    filler: FormSignature | None
    reviewer: FormSignature | None
    seal: FormSignature | None


@dataclass(frozen=True, slots=True)
class CarrierDigest:
    """A row of the sheet 电子档案数字摘要."""

    number: str
    description: str
    algorithm: str
    digest: str
    gigabytes: str  # three decimals, 1 GB = 1024³ bytes


@dataclass(frozen=True, slots=True)
class TransferListRow:
    """A row of the 移交目录."""

    sequence: int
    reference_code: str
    document_number: str
    responsible_party: str
    title: str
    formed_on: str
    retention: str
    pages: str
    files: int
    remark: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a PDF (ISO 19005-3 6.8), bytes and all.

    `relationship` says what it is to the document: Data, Alternative, Source, Supplement or Unspecified.
    """

    name: str  # such as manifest.json; each once in a document
    media_type: str
    data: bytes
    relationship: str
    description: str


@dataclass(frozen=True, slots=True)
class TransferForm:
    """All that is printed on the 电子档案移交与接收登记表 (domain 3.2), its digest sheet and its list.

    With every signature None it is the blank form for the wet-ink route; identical facts give identical bytes.
    """

    number: str  # receipt number, or the transfer's for a draft
    fonds: str
    work_name: str
    description: str
    item_count: int
    volume_count: int
    gigabytes: str
    carrier_numbers: str
    carrier_kind: str
    unit: FormColumn
    archive: FormColumn
    digests: Sequence[CarrierDigest]
    manifest_sha256: str
    rows: Sequence[TransferListRow]
    issued_at: datetime  # aware; printed in the form's zone, and used as the document's date
    language: str  # zh-Hans | zh-Hant | en
    remarks: str = ""
    is_demo: bool = False
    verification_url: str = ""  # where anyone checks the receipt; printed with a QR code; '' for a draft
    attachments: Sequence[Attachment] = ()
    supersedes: str = ""  # number of the receipt in whose place it stands
