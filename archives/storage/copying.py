"""Copy a file by its bytes, never by link or shared blocks: one bad block must not hit two places."""

import hashlib
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from archives.storage.digests import CHUNK, Digests, read_chunks, written
from archives.storage.durable import SECTION, settle_section


def copy(source: BinaryIO, target: BinaryIO) -> None:
    """Copy all bytes; nothing is proved yet."""
    deque(written(read_chunks(source), target), maxlen=0)


def copy_and_prove(source: BinaryIO, target: BinaryIO, path: Path) -> Digests:
    """Copy all bytes and return the SHA-256 of the source and the SHA-512 of what came to lie on the disk as `path`.

    The disk is read by a thread beside the copying, a section as soon as it is durable. Equal to the digests
    declared, the two prove that source, copy and declaration are one.
    """
    sha256, sha512, size = hashlib.sha256(), hashlib.sha512(), 0
    with path.open("rb", buffering=0) as durable, ThreadPoolExecutor(1) as beside:
        for chunk in read_chunks(source):
            target.write(chunk)
            sha256.update(chunk)
            size += len(chunk)
            if size % SECTION < len(chunk):
                settle_section(target)
                beside.submit(_read_back, durable, size, sha512)
        settle_section(target)
        beside.submit(_read_back, durable, size, sha512).result()
    return Digests(size, sha256.hexdigest(), sha512.hexdigest())


def _read_back(durable: BinaryIO, end: int, sha512: "hashlib._Hash") -> None:
    while (left := end - durable.tell()) > 0 and (chunk := durable.read(min(CHUNK, left))):
        sha512.update(chunk)
