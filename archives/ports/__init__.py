"""What the archives need from the outside world, as shapes. Services call them; adapters fulfil them."""

from archives.ports.clock import Clock
from archives.ports.content import ContentStore, Holding, KeptContent, ObjectSource, StoredFile, StoredObject
from archives.ports.documents import (
    Attachment,
    CarrierDigest,
    DocumentPrinter,
    FormColumn,
    FormSignature,
    TransferForm,
    TransferListRow,
)
from archives.ports.notes import NoteSigner
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
    "CarrierDigest",
    "Clock",
    "ContentStore",
    "DocumentPrinter",
    "Excerpt",
    "Folding",
    "FormColumn",
    "FormSignature",
    "Holding",
    "KeptContent",
    "NoteSigner",
    "ObjectSource",
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
