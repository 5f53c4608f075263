"""Copy a file by its bytes, never by link or shared blocks: one bad block must not hit two places."""

import hashlib
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, Protocol

from archives.storage.digests import CHUNK, Digests, read_chunks, written
from archives.storage.durable import SECTION, flow_out, land


class Hash(Protocol):
    """A digest in the making."""

    def update(self, data: bytes, /) -> None:
        """Take more bytes."""

    def hexdigest(self) -> str:
        """Return the digest of all bytes taken."""


def copy(source: BinaryIO, target: BinaryIO) -> None:
    """Copy all bytes; nothing is proved yet."""
    deque(written(read_chunks(source), target), maxlen=0)


def copy_and_prove(source: BinaryIO, target: BinaryIO, path: Path, *, known_sha512: str = "") -> Digests:
    """Copy all bytes and return the digests of what came to lie on the disk as `path`.

    The disk is read by a thread beside the copying, a section as soon as it has landed. `known_sha512` was computed
    from the source in one pass with its SHA-256: then the SHA-256 of the copy proves both, and half the work is spared.
    """
    size = 0
    hashes: list[Hash] = [hashlib.sha256()] if known_sha512 else [hashlib.sha256(), hashlib.sha512()]
    with path.open("rb", buffering=0) as durable, ThreadPoolExecutor(1) as beside:
        for chunk in read_chunks(source):
            target.write(chunk)
            size += len(chunk)
            if size % SECTION < len(chunk):
                beside.submit(_read_back, durable, flow_out(target, size), hashes)
        land(target)
        beside.submit(_read_back, durable, size, hashes).result()
    return Digests(size, hashes[0].hexdigest(), known_sha512 or hashes[1].hexdigest())


def _read_back(durable: BinaryIO, end: int, hashes: Sequence[Hash]) -> None:
    while (left := end - durable.tell()) > 0 and (chunk := durable.read(min(CHUNK, left))):
        for each in hashes:
            each.update(chunk)
