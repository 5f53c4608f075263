"""Content: files of records in holding, objects in the preservation store."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol


@dataclass(frozen=True, slots=True)
class KeptContent:
    """Bytes that are durable on disk, with the digest (hex) made in the one pass that read them."""

    size: int  # bytes
    sha256: str


class Holding(Protocol):
    """Files of records not yet transferred, kept by SHA-256 under `home/holding`."""

    def keep(self, stream: BinaryIO, size: int, sha256: str) -> KeptContent:
        """Keep exactly `size` bytes of that digest durably, or leave nothing (FixityError, StorageFullError)."""

    def keep_many(self, sources: Iterable[Path]) -> Iterator[KeptContent]:
        """Copy whole files in, in order, with one sync for a batch; what is yielded is durable."""

    def open(self, sha256: str) -> BinaryIO:
        """Open kept bytes for reading, or raise NotFoundError."""

    def read(self, sha256: str) -> Iterator[bytes | memoryview]:
        """Yield kept bytes from first to last, each piece good until the next is asked for; or raise NotFoundError."""

    def path(self, sha256: str) -> Path:
        """Return where kept bytes lie; the file may be missing."""

    def verify(self, sha256: str) -> bool:
        """Re-read and re-hash: True only if the bytes are there and unchanged."""

    def recover(self) -> int:
        """Remove what interrupted writes left, never what is being written now; return how many."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One logical path inside a preserved object."""

    path: str  # logical, exact characters, e.g. 'content/原文.pdf'
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class ObjectSource:
    """What goes into one object version: from a file already kept (with its known digest), or small bytes."""

    path: str  # logical path
    file: Path | None = None
    data: bytes | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """A durable object version (OCFL 1.1)."""

    object_id: str  # urn:uuid:…
    version: str  # 'v1'
    inventory_digest: str  # hex, by the object's own algorithm: SHA-256, of the oldest objects SHA-512
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
