"""What the archives need from the outside world, as shapes. Services call them; adapters fulfil them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from archives.domain.errors import Problem


class Clock(Protocol):
    """Tells the time, so that tests may tell it otherwise."""

    def __call__(self) -> datetime:
        """Return an aware datetime in UTC."""


# --- content -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeptContent:
    """Bytes that are durable on disk, with both digests (hex) made in the one pass that read them."""

    size: int  # bytes
    sha256: str
    sha512: str


class Holding(Protocol):
    """Files of records not yet transferred, kept by SHA-256 under `home/holding`."""

    def keep(self, stream: BinaryIO, size: int, sha256: str) -> KeptContent:
        """Keep exactly `size` bytes of that digest durably, or leave nothing (FixityError, StorageFullError)."""

    def keep_many(self, sources: Iterable[Path]) -> Iterator[KeptContent]:
        """Copy whole files in, in order, with one sync for a batch; what is yielded is durable."""

    def open(self, sha256: str) -> BinaryIO:
        """Open kept bytes for reading, or raise NotFoundError."""

    def path(self, sha256: str) -> Path:
        """Return where kept bytes lie; the file may be missing."""

    def verify(self, sha256: str) -> bool:
        """Re-read and re-hash: True only if the bytes are there and unchanged."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One logical path inside a preserved object."""

    path: str  # logical, exact characters, e.g. 'content/原文.pdf'
    sha512: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class ObjectSource:
    """What goes into one object version: from a file already kept (with its known digests), or small bytes."""

    path: str  # logical path
    file: Path | None = None
    data: bytes | None = None
    sha512: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """A durable object version (OCFL 1.1)."""

    object_id: str  # urn:uuid:…
    version: str  # 'v1'
    inventory_sha512: str
    files: tuple[StoredFile, ...]


class ContentStore(Protocol):
    """The preservation store: OCFL 1.1, write once. Nothing in the code deletes."""

    def store(
        self, object_id: str, sources: Sequence[ObjectSource], *, message: str, created: datetime
    ) -> StoredObject:
        """Write v1 durably and read it back. The same content again is the same object; other content refuses."""

    def store_many(
        self, objects: Iterable[tuple[str, Sequence[ObjectSource]]], *, message: str, created: datetime
    ) -> Iterator[StoredObject]:
        """Write many objects with one sync for each batch; what is yielded is durable and was read back."""

    def find(self, object_id: str) -> StoredObject | None:
        """Return the newest version of the object, or None."""

    def open(self, object_id: str, path: str) -> BinaryIO:
        """Open the content of a logical path, or raise NotFoundError."""

    def verify(self, object_id: str) -> Sequence[str]:
        """Re-hash the whole object and its inventory; return every fault found, named by path; empty when sound."""

    def objects(self) -> Iterator[str]:
        """Yield the ids of all objects in the store."""

    def recover(self) -> int:
        """Remove what unfinished writes left in staging (never in the root); return how many."""


# --- tables --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of somebody's list as they see it; `number` 1 is the heading. Cells are text, dates in ISO form.

    `problems` name single cells (`where` is the cell as in a spreadsheet, 'C12', or ''); `notices` forbid nothing.
    """

    number: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


class Tables(Protocol):
    """Lists as CSV or XLSX."""

    def read(self, path: Path, name: str) -> Iterator[TableRow]:
        """Yield heading and rows, one at a time; UnreadableInputError when it is no such file, or a bomb."""

    def write(self, name: str, rows: Iterable[Sequence[str]], target: BinaryIO) -> None:
        """Write rows as the kind that the name's extension says; no cell of it will ever run as a formula."""


# --- search --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """What of a record is searchable, filtered or counted. The database stays the one truth."""

    record_id: str
    organization_id: str
    repository_id: str  # '' until submitted
    fonds_id: str
    unit_number: str
    archive_number: str
    title: str
    document_number: str
    responsible_party: str
    description: str  # the other description elements, joined
    text: str  # the text of the content files
    formed_on: str  # ISO date or ''
    year: int
    level: str
    category: str
    retention: str
    access_status: str
    classification: str
    custody: str
    jurisdiction: str  # path of the organization's jurisdiction


@dataclass(frozen=True, slots=True)
class Visibility:
    """What the asking person may see; goes into the query, never after it. Empty everywhere: nothing is found."""

    everything: bool = False
    organizations: frozenset[str] = frozenset()
    repositories: frozenset[str] = frozenset()
    jurisdictions: frozenset[str] = frozenset()  # path prefixes


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question. `filters` maps a facet to the accepted values (any of them)."""

    words: str
    visibility: Visibility
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = "relevance"  # or formed_on, -formed_on, number
    offset: int = 0
    limit: int = 20
    without: frozenset[str] = frozenset()  # record ids that are not to be found: known to be newer elsewhere


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A record found, best first."""

    record_id: str
    score: float


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """Hits of the asked page, the number of all hits, and counts by facet over all hits."""

    hits: tuple[SearchHit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]


class SearchIndex(Protocol):
    """Full-text search over records; disposable, rebuilt from the database at any time."""

    def put(self, documents: Iterable[SearchDocument]) -> None:
        """Add the documents, or replace those already there; visible to every later search."""

    def remove(self, record_ids: Iterable[str]) -> None:
        """Forget these records."""

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer; no words can make it fail."""

    def count(self) -> int:
        """Return the number of records in the index."""

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Build beside the live index and switch at the end; return how many documents."""

    def drain_lock(self) -> AbstractContextManager[bool]:
        """Yield whether this process is now the one that brings records into the index, and hold that place."""


class Folding(Protocol):
    """The one folding of characters shared by index, snippets and direct scans; keeps the length of the text."""

    def __call__(self, text: str) -> str:
        """Fold case, width and Traditional to Simplified."""


class ScratchIndex(Protocol):
    """Makes an empty index in memory, which finds what a scan finds: for the few records not yet in the real one."""

    def __call__(self) -> SearchIndex:
        """Return a new one."""


class Excerpt(Protocol):
    """Cuts from a text, as it was written, the place that answers a question."""

    def __call__(self, text: str, words: str, folding: Folding) -> Sequence[tuple[str, bool]]:
        """Return the parts of the excerpt, each with whether it is a match; without a match the text's beginning."""


class TextExtractor(Protocol):
    """Text of content files."""

    def text(self, path: Path, name: str) -> str:
        """Return the text of the file at `path` that is called `name`; '' when there is none or it cannot be read."""


# --- documents -----------------------------------------------------------------------------------


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


class DocumentPrinter(Protocol):
    """Turns facts into PDF."""

    def transfer_form(self, form: TransferForm) -> bytes:
        """Return the form in two copies with the digest sheet."""

    def transfer_list(self, form: TransferForm) -> bytes:
        """Return the 移交目录."""
