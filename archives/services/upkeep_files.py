"""The files of a home: which of them are worth keeping, copied with their digests and read back."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

DISPOSABLE = frozenset({"index", "store.staging", "holding/quarantine", "imports/incoming"})
"""Directories of a home that can be made anew, or hold only what was never finished."""
_LEFT = (".gate", ".lock", ".new", "-wal", "-shm", "-journal")
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file of a backup: its path inside, with '/', its size in bytes, its SHA-256."""

    path: str
    size: int
    sha256: str


def files_of(home: Path, without: Iterable[Path] = ()) -> Iterator[str]:
    """Yield the paths worth keeping, in order; only plain files, never through links."""
    left = {str(path) for path in without}
    for parent, directories, names in os.walk(home):
        inside = Path(parent).relative_to(home)
        directories[:] = sorted(each for each in directories if (inside / each).as_posix() not in DISPOSABLE)
        for name in sorted(names):
            path = Path(parent, name)
            if path.is_file() and not path.is_symlink() and not name.endswith(_LEFT) and str(path) not in left:
                yield (inside / name).as_posix()


def copy_file(source: Path, target: Path, path: str) -> KeptFile:
    """Copy one file below `source` to the same place below `target`, with its permissions; return what was read."""
    place = target / path
    place.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with (source / path).open("rb") as reading, place.open("xb") as writing:
        while chunk := reading.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            writing.write(chunk)
    shutil.copymode(source / path, place)
    return KeptFile(path, size, digest.hexdigest())


def measured(directory: Path, path: str) -> KeptFile:
    """Read a file, and return what it is."""
    with (directory / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return KeptFile(path, file.tell(), digest)


def faults(directory: Path, expected: Iterable[KeptFile]) -> Iterator[str]:
    """Read every file again and yield the path of each that is missing or changed."""
    for each in expected:
        try:
            if measured(directory, each.path) != each:
                yield each.path
        except OSError:
            yield each.path
