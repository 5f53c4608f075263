"""What the archives need from the outside world, as shapes. Services call them; adapters fulfil them."""

from archives.ports.calendars import CalendarDay, CalendarWriter
from archives.ports.case_papers import (
    CasePaper,
    PaperAct,
    PaperAnswer,
    PaperEvidence,
    PaperItem,
    PaperOfficer,
    PaperSheet,
)
from archives.ports.checks import CheckReport, CheckReportRow, PropertySums, ReturnNotice, ReturnReason
from archives.ports.clock import Clock
from archives.ports.content import ContentStore, Holding, KeptContent, ObjectSource, StoredFile, StoredObject
from archives.ports.deeds import DeedHolding, DeedSide, FindingAid, HandListRow, HandoverDeed
from archives.ports.documents import (
    Attachment,
    CarrierDigest,
    FormColumn,
    FormSignature,
    TransferForm,
    TransferListRow,
)
from archives.ports.finding_aids import AidHead, AidUnit, FindingAids
from archives.ports.labels import BoxLabel, CarrierLabel, LabelSheets
from archives.ports.mail import Enclosure, Letter, MailAnswer, Mailer, MailFate
from archives.ports.notes import NoteSigner
from archives.ports.papers import PaperReader
from archives.ports.printer import DocumentPrinter
from archives.ports.search import (
    FACETS,
    Excerpt,
    ExtractedText,
    Folding,
    HeldIndex,
    Initials,
    ScratchIndex,
    SearchAnswer,
    SearchDocument,
    SearchHit,
    SearchIndex,
    SearchRequest,
    TextExtractor,
    Visibility,
)
from archives.ports.signing import Certificate, CertificateKeeper, Seal, SignatureChecker, Signer
from archives.ports.tables import TableRow, Tables

__all__ = [
    "FACETS",
    "AidHead",
    "AidUnit",
    "Attachment",
    "BoxLabel",
    "CalendarDay",
    "CalendarWriter",
    "CarrierDigest",
    "CarrierLabel",
    "CasePaper",
    "Certificate",
    "CertificateKeeper",
    "CheckReport",
    "CheckReportRow",
    "Clock",
    "ContentStore",
    "DeedHolding",
    "DeedSide",
    "DocumentPrinter",
    "Enclosure",
    "Excerpt",
    "ExtractedText",
    "FindingAid",
    "FindingAids",
    "Folding",
    "FormColumn",
    "FormSignature",
    "HandListRow",
    "HandoverDeed",
    "HeldIndex",
    "Holding",
    "Initials",
    "KeptContent",
    "LabelSheets",
    "Letter",
    "MailAnswer",
    "MailFate",
    "Mailer",
    "NoteSigner",
    "ObjectSource",
    "PaperAct",
    "PaperAnswer",
    "PaperEvidence",
    "PaperItem",
    "PaperOfficer",
    "PaperReader",
    "PaperSheet",
    "PropertySums",
    "ReturnNotice",
    "ReturnReason",
    "ScratchIndex",
    "Seal",
    "SearchAnswer",
    "SearchDocument",
    "SearchHit",
    "SearchIndex",
    "SearchRequest",
    "SignatureChecker",
    "Signer",
    "StoredFile",
    "StoredObject",
    "TableRow",
    "Tables",
    "TextExtractor",
    "TransferForm",
    "TransferListRow",
    "Visibility",
]
