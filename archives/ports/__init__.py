"""What the archives need from the outside world, as shapes. Services call them; adapters fulfil them."""

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
from archives.ports.labels import BoxLabel, CarrierLabel, LabelSheets
from archives.ports.notes import NoteSigner
from archives.ports.printer import DocumentPrinter
from archives.ports.search import (
    Excerpt,
    Folding,
    ScratchIndex,
    SearchAnswer,
    SearchDocument,
    SearchHit,
    SearchIndex,
    SearchRequest,
    TextExtractor,
    Visibility,
)
from archives.ports.tables import TableRow, Tables

__all__ = [
    "Attachment",
    "BoxLabel",
    "CarrierDigest",
    "CarrierLabel",
    "CheckReport",
    "CheckReportRow",
    "Clock",
    "ContentStore",
    "DeedHolding",
    "DeedSide",
    "DocumentPrinter",
    "Excerpt",
    "FindingAid",
    "Folding",
    "FormColumn",
    "FormSignature",
    "HandListRow",
    "HandoverDeed",
    "Holding",
    "KeptContent",
    "LabelSheets",
    "NoteSigner",
    "ObjectSource",
    "PropertySums",
    "ReturnNotice",
    "ReturnReason",
    "ScratchIndex",
    "SearchAnswer",
    "SearchDocument",
    "SearchHit",
    "SearchIndex",
    "SearchRequest",
    "StoredFile",
    "StoredObject",
    "TableRow",
    "Tables",
    "TextExtractor",
    "TransferForm",
    "TransferListRow",
    "Visibility",
]
