"""Copy a file by its bytes, never by link or shared blocks: one bad block must not hit two places."""

import hashlib
import mmap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from archives.storage.digests import Fixity
from archives.storage.flow import PIECE, bear, fill, from_disk, land, pass_cache, passes_cache, pieces


class Proof:
    """Reads a file back from the disk, as far as it has come to lie there."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._room = memoryview(mmap.mmap(-1, PIECE))
        self._digest = hashlib.sha256()
        self._size = 0
        pass_cache(descriptor)

    def read_to(self, end: int) -> Fixity:
        """Read on up to `end`, and return the fixity of all bytes so far."""
        while count := fill(self._descriptor, self._room, self._size, end):
            self._digest.update(self._room[:count])
            self._size += count
        return Fixity(self._size, self._digest.hexdigest())


def copy_and_prove(source: Path, target: int, path: str | Path) -> Fixity:
    """Copy a large file from the disk, and return the fixity of what came to lie on the disk as `path`.

    It is read back by a thread beside the copying; where it does not pass the cache, after it has landed.
    """
    size = 0
    pass_cache(target)
    with from_disk(source) as kept, from_disk(path) as durable, ThreadPoolExecutor(1) as beside:
        proof = Proof(durable)
        for piece in pieces(kept):
            bear(target, piece)
            size += len(piece)
            if passes_cache(target):
                beside.submit(proof.read_to, size)
        land(target)
        return beside.submit(proof.read_to, size).result()
