"""The papers of an inspection and of a case: all that is printed on them. Days are ISO dates, or empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archives.ports.documents import Attachment, FormSignature


@dataclass(frozen=True, slots=True)
class PaperOfficer:
    """Who acts for the authority, with the certificate as it was shown (行政执法证)."""

    name: str
    certificate_number: str


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One line of the register, as far as the paper speaks of it."""

    number: str
    kind: str  # FindingKind
    grade: str  # Grade, '' for none
    place: str
    facts: str
    basis: str = ""  # the article, in the words of the law
    requirement: str = ""
    measures: str = ""
    responsible: str = ""
    planned_by: str = ""
    done: str = ""
    recheck: str = ""  # '' | passed | failed
    recheck_note: str = ""


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """An item of the checklist that is not met."""

    code: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """What the checklist came to: how many of its items are met, not met, not applicable, open."""

    title: str
    edition: str
    counts: Sequence[int]
    unmet: Sequence[PaperAnswer]


@dataclass(frozen=True, slots=True)
class PaperEvidence:
    """A photo or paper on file; its bytes are known by their digest."""

    about: str  # number of the inspection, finding or order
    name: str
    caption: str
    size: int
    sha256: str
    added_on: str
    added_by: str


@dataclass(frozen=True, slots=True)
class PaperAct:
    """A line of what happened. `kind` as on the trail."""

    at: str  # day and minute
    kind: str
    actor: str
    text: str


@dataclass(frozen=True, slots=True)
class CasePaper:
    """One paper: `kind` is a PaperKind and decides which of these facts are printed; the rest stays empty.

    A draft is for the pen: without number, seal or address. `enclosed` are the papers of a case file, in their order.
    """

    kind: str
    authority: str
    inspected: str
    case_number: str  # of the order or the inspection
    issued_at: datetime  # aware; printed in its own zone, and the document's date
    language: str  # zh-Hans | zh-Hant | en
    number: str = ""  # under which it is verified
    document_number: str = ""  # 文号
    instrument: str = ""  # Instrument, of an order and of what follows it
    place: str = ""  # where the authority is at home
    addressee: str = ""
    answers_for: str = ""  # the abolished body whose successor answers
    inspection_kind: str = ""
    planned_on: str = ""
    ground: str = ""
    opened_at: str = ""
    concluded_at: str = ""
    sheet: PaperSheet | None = None
    record: str = ""
    signed_by: str = ""  # for the inspected
    unsigned_because: str = ""
    officers: Sequence[PaperOfficer] = ()
    items: Sequence[PaperItem] = ()
    bases: Sequence[str] = ()
    consequence: str = ""  # the article that threatens
    objection: str = ""
    remedy: str = ""
    order_number: str = ""  # 文号 of the order that it follows
    ordered_on: str = ""
    due_on: str = ""
    first_due_on: str = ""
    served_at: str = ""
    manner: str = ""  # how it was served when the inspected did not sign here
    round: int = 1
    text: str = ""  # of the report, the close-out, the proposal
    is_passed: bool = False
    reported_on: str = ""
    rechecked_on: str = ""
    escalated_on: str = ""
    closed_on: str = ""
    handler: FormSignature | None = None
    receiver: FormSignature | None = None
    seal: FormSignature | None = None
    acts: Sequence[PaperAct] = ()
    evidence: Sequence[PaperEvidence] = ()
    enclosed: Sequence["CasePaper"] = ()
    sha256: str = ""  # of the stored PDF, known where it is enclosed
    is_draft: bool = False
    is_demo: bool = False
    manifest_sha256: str = ""  # of these facts, as they travel inside
    verification_url: str = ""
    attachments: Sequence[Attachment] = ()
