"""Files of records not yet transferred: kept once each, under `aa/<sha256>` where `aa` begins the digest."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from archives.domain.errors import NotFoundError, UnreadableInputError
from archives.ports import KeptContent
from archives.storage import staging
from archives.storage.digests import Fixity, fixity, fixity_on_disk, mismatch, read_declared
from archives.storage.durable import Disk, full_disk_refused
from archives.storage.flow import CHUNK, LARGE, Piece, pieces, written, written_beside

BATCH_FILES = 256
BATCH_BYTES = 64 << 20
QUARANTINE = "quarantine"

_SHA256 = re.compile(r"[0-9a-f]{64}")


class HoldingDirectory:
    """Adapter of `archives.ports.Holding` on a local disk. Nothing is visible before it was proved and is durable."""

    def __init__(self, root: Path, disk: Disk | None = None) -> None:
        self._root = root
        self._disk = disk or Disk()
        self._quarantine = root / QUARANTINE
        self._disk.establish(self._quarantine)

    def keep(self, stream: BinaryIO, size: int, sha256: str) -> KeptContent:
        """Keep exactly `size` bytes of digest `sha256` durably; end-of-file is never trusted.

        Raises FixityError naming declared and actual, or StorageFullError; then nothing is left.
        """
        with full_disk_refused(), staging.room(self._quarantine, self._disk) as room:
            path = room / "content"
            found = self._write(read_declared(stream, size), size, path)
            _require(found, size, sha256.lower())
            self._publish([(path, found)])
        return KeptContent(found.size, found.sha256)

    def keep_many(self, sources: Iterable[Path]) -> Iterator[KeptContent]:
        """Copy whole files in, in order, with one sync for a batch of 256 files or 64 MiB; what is yielded is durable.

        Raises UnreadableInputError for a source that cannot be read, FixityError for one that changes meanwhile;
        then nothing of its batch was yielded.
        """
        waiting = iter(sources)
        while kept := self._keep_batch(waiting):
            yield from kept

    def open(self, sha256: str) -> BinaryIO:
        """Open kept bytes for reading, or raise NotFoundError."""
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise NotFoundError("content", sha256) from error

    def read(self, sha256: str) -> Iterator[Piece]:
        """Yield kept bytes from first to last, each piece good until the next is asked for; or raise NotFoundError."""
        try:
            descriptor = os.open(self.path(sha256), os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError as error:
            raise NotFoundError("content", sha256) from error
        try:
            yield from pieces(descriptor)
        finally:
            os.close(descriptor)

    def path(self, sha256: str) -> Path:
        """Return where kept bytes lie; the file may be missing. Raises NotFoundError if that is no SHA-256 at all."""
        if not _SHA256.fullmatch(sha256):
            raise NotFoundError("content", sha256)
        return self._root / sha256[:2] / sha256

    def verify(self, sha256: str) -> bool:
        """Re-read and re-hash: True only if the bytes are there and unchanged."""
        try:
            return fixity_on_disk(self.path(sha256)).sha256 == sha256
        except (OSError, NotFoundError):
            return False

    def recover(self) -> int:
        """Remove what interrupted writes left in quarantine, never what is being written now; return how many."""
        return staging.recover(self._quarantine)

    def _keep_batch(self, sources: Iterator[Path]) -> list[KeptContent]:
        batch: list[tuple[Path, Fixity]] = []
        size = 0
        with full_disk_refused(), staging.room(self._quarantine, self._disk) as room:
            while len(batch) < BATCH_FILES and size < BATCH_BYTES:
                source = next(sources, None)
                if source is None:
                    break
                path = room / str(len(batch))
                batch.append((path, self._copy(source, path)))
                size += batch[-1][1].size
            if batch:
                self._publish(batch)
        return [KeptContent(found.size, found.sha256) for _, found in batch]

    def _copy(self, source: Path, path: Path) -> Fixity:
        with _opened(source) as stream:
            declared = os.fstat(stream.fileno()).st_size
            found = self._write(read_declared(stream, declared), declared, path)
        if found.size != declared:
            raise mismatch("size", declared, found.size)
        return found

    def _write(self, chunks: Iterator[bytes], size: int, path: Path) -> Fixity:
        """Write and hash what comes in one pass; `size` is what was declared and only tells the way."""
        if size <= CHUNK:
            data = b"".join(chunks)
            self._disk.write(path, data)
            return Fixity.of(data)
        with self._disk.create(path) as target:
            return fixity(written(chunks, target) if size < LARGE else written_beside(chunks, target))

    def _publish(self, batch: list[tuple[Path, Fixity]]) -> None:
        """Bytes first, then names, then the directories that list the names: the order a power cut respects."""
        self._disk.settle([path for path, _ in batch])
        listing = {self._root: None}
        for path, found in batch:
            home = self.path(found.sha256)
            if not self.verify(found.sha256):  # missing, or damaged: then the proved bytes mend it
                self._disk.make_directory(home.parent)
                self._disk.move(path, home)
            listing[home.parent] = None
        self._disk.settle(list(listing))


def _require(found: Fixity, size: int, sha256: str) -> None:
    if found.size != size:
        raise mismatch("size", size, found.size)
    if found.sha256 != sha256:
        raise mismatch("sha256", sha256, found.sha256)


def _opened(source: Path) -> BinaryIO:
    try:
        return source.open("rb", buffering=CHUNK)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableInputError(
            f"{source.name} cannot be read: {reason}.", name=source.name, reason=reason
        ) from error
