"""Size and SHA-256 of a stream in the one pass that reads it, memory flat in its size."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archives.domain.errors import FixityError
from archives.storage.flow import CHUNK, Piece, from_disk, pieces


@dataclass(frozen=True, slots=True)
class Fixity:
    """How many bytes there are, and their SHA-256 (lower-case hex)."""

    size: int
    sha256: str

    @classmethod
    def of(cls, data: bytes) -> "Fixity":
        """Return the fixity of bytes in memory."""
        return cls(len(data), hashlib.sha256(data).hexdigest())


def fixity(chunks: Iterable[Piece]) -> Fixity:
    """Read all chunks and return their fixity."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
    return Fixity(size, digest.hexdigest())


def fixity_on_disk(path: str | Path) -> Fixity:
    """Return the fixity of what lies on the disk under `path`."""
    with from_disk(path) as descriptor:
        return fixity(pieces(descriptor))


def digests_on_disk(path: str | Path, algorithms: Iterable[str]) -> dict[str, str]:
    """Return what lies on the disk under `path` by each algorithm (lower-case hex), read once."""
    digests = {each: hashlib.new(each) for each in algorithms}
    with from_disk(path) as descriptor:
        for piece in pieces(descriptor):
            for digest in digests.values():
                digest.update(piece)
    return {name: digest.hexdigest() for name, digest in digests.items()}


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


def require_equal(what: str, expected: Fixity, found: Fixity) -> None:
    """Refuse (FixityError) bytes that are not those that were to be written, naming the first difference."""
    if found.size != expected.size:
        raise mismatch(f"size ({what})", expected.size, found.size)
    if found.sha256 != expected.sha256:
        raise mismatch(f"sha256 ({what})", expected.sha256, found.sha256)


def mismatch(what: str, expected: object, actual: object) -> FixityError:
    """Return the refusal of content that is not what was declared."""
    text = f"The content does not match its declared {what}: declared {expected}, actual {actual}. Send it again."
    return FixityError(text, what=what, expected=str(expected), actual=str(actual))
