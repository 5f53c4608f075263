"""SHA-256 and SHA-512 of a stream in the one pass that reads it, memory flat in its size."""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from archives.domain.errors import FixityError
from archives.storage.durable import SECTION, start_out, uncached

CHUNK = 1 << 20  # bytes read at once
AHEAD = 16  # chunks that may wait for the slower digest: the bound of the memory used


@dataclass(frozen=True, slots=True)
class Digests:
    """Size in bytes and both digests (lower-case hex) of some bytes."""

    size: int
    sha256: str
    sha512: str

    @classmethod
    def of(cls, data: bytes) -> "Digests":
        """Return the digests of bytes in memory."""
        sha256 = hashlib.sha256(data).hexdigest()
        return cls(len(data), sha256, hashlib.sha512(data).hexdigest())


def digest(chunks: Iterable[bytes]) -> Digests:
    """Read all chunks and return their digests; from the second chunk on SHA-512 is computed beside the rest."""
    flow = iter(chunks)
    first, second = next(flow, b""), next(flow, b"")
    if not second:
        return Digests.of(first)
    return _digest_long(chain((first, second), flow))


def digest_file(path: Path) -> Digests:
    """Return the digests of what lies on the disk under `path`."""
    with uncached(path) as file:
        return digest(read_chunks(file))


def read_chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the stream in chunks to its end."""
    while chunk := stream.read(CHUNK):
        yield chunk


def read_declared(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield a stream that should hold `size` bytes; refuse (FixityError) as soon as one byte more arrives."""
    seen = 0
    while chunk := stream.read(max(0, min(CHUNK, size + 1 - seen))):
        seen += len(chunk)
        if seen > size:
            raise mismatch("size", size, f"more than {size}")
        yield chunk


def written(chunks: Iterable[bytes], target: BinaryIO) -> Iterator[bytes]:
    """Write each chunk to `target` before passing it on; a large file starts out to the disk meanwhile.

    It stays in the page cache: it is read again soon, to be checked and stored.
    """
    size = 0
    for chunk in chunks:
        target.write(chunk)
        size += len(chunk)
        if size % SECTION < len(chunk):
            start_out(target, size)
        yield chunk


def require_equal(what: str, expected: Digests, found: Digests) -> None:
    """Refuse (FixityError) bytes that are not those that were to be written, naming the first difference."""
    for name in ("size", "sha256", "sha512"):
        if getattr(found, name) != getattr(expected, name):
            raise mismatch(f"{name} ({what})", getattr(expected, name), getattr(found, name))


def mismatch(what: str, expected: object, actual: object) -> FixityError:
    """Return the refusal of content that is not what was declared."""
    text = f"The content does not match its declared {what}: declared {expected}, actual {actual}. Send it again."
    return FixityError(text, what=what, expected=str(expected), actual=str(actual))


def _digest_long(chunks: Iterable[bytes]) -> Digests:
    sha256, sha512, size = hashlib.sha256(), hashlib.sha512(), 0
    with ThreadPoolExecutor(1) as beside:
        running: deque[Future[None]] = deque()
        for chunk in chunks:
            running.append(beside.submit(sha512.update, chunk))
            sha256.update(chunk)
            size += len(chunk)
            if len(running) > AHEAD:
                running.popleft().result()
    return Digests(size, sha256.hexdigest(), sha512.hexdigest())
