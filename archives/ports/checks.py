"""The report of a four-property check, and the notice that returns a transfer for correction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archives.ports.documents import Attachment, FormSignature


@dataclass(frozen=True, slots=True)
class PropertySums:
    """How the checks of one property ended; `name` is authenticity, integrity, usability or security (DA/T 70-2018)."""

    name: str
    rules: int
    passed: int
    warning: int
    failed: int
    decided: int  # by a named person
    open: int  # waiting for one
    not_applicable: int


@dataclass(frozen=True, slots=True)
class CheckReportRow:
    """One finding, its words in the document's language; the codes of `outcome` are those of a check's outcome."""

    rule: str  # such as YJ-1-7
    name: str
    outcome: str
    reference_code: str
    title: str
    message: str
    decision: str  # what was decided, by whom and why; '' where nothing had to be


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What one side's check of a transfer found (GB/T 39784-2021, table 9: 质量检查报告).

    `checker` with an empty method is named without having signed.
    """

    number: str
    fonds: str
    transfer_name: str
    unit: str
    archive: str
    side: str  # unit | archive
    round: int
    rulebook: str
    started_at: datetime  # aware, in the zone in which it is printed
    finished_at: datetime
    records: int
    files: int
    gigabytes: str
    sums: Sequence[PropertySums]
    findings: Sequence[CheckReportRow]
    is_passed: bool
    checker: FormSignature | None
    manifest_sha256: str
    issued_at: datetime
    language: str
    is_demo: bool = False
    attachments: Sequence[Attachment] = ()
    is_open: bool = False  # nothing failed, but a person has still to decide


@dataclass(frozen=True, slots=True)
class ReturnReason:
    """One thing to correct: where, what is wrong by which rule, what to do."""

    rule: str
    reference_code: str  # '' for the transfer as a whole
    title: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ReturnNotice:
    """The notice with which a transfer goes back for correction: every reason at once (DA/T 104-2024, 6.6.2)."""

    number: str
    fonds: str
    transfer_name: str
    unit: str
    archive: str
    round: int
    returned_on: str  # ISO date
    due_on: str  # ISO date; '' without a term
    reasons: Sequence[ReturnReason]
    note: str
    handler: FormSignature | None
    seal: FormSignature | None
    issued_at: datetime
    language: str
    is_demo: bool = False
    manifest_sha256: str = ""
    attachments: Sequence[Attachment] = ()
