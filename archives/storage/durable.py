"""The few acts on disk whose order decides what a power cut leaves. Everything written to a store goes through `Disk`.

A file's bytes are durable once the file was synced, its name once the directory that lists it was synced.
"""

import ctypes
import errno
import os
import platform
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from archives.domain.errors import StorageFullError
from archives.storage.flow import write_small

READ_ONLY = 0o444  # mode of every kept file: written once
FEW = 16  # up to so many paths one fsync each is cheaper than syncing the whole file system

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_LIBC = ctypes.CDLL(None, use_errno=True)


class Disk:
    """A local file system. Tests record or weaken it by overriding; nothing else knows how durability is reached."""

    @contextmanager
    def create(self, path: str | Path) -> Iterator[int]:
        """Create a file for writing; yield its descriptor. It is read-only, and durable only after `settle`."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, READ_ONLY)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def write(self, path: str | Path, data: bytes) -> None:
        """Create a file of these bytes."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, READ_ONLY)
        try:
            write_small(descriptor, data)
        finally:
            os.close(descriptor)

    def make_directory(self, path: str | Path) -> None:
        """Make a directory and its missing parents."""
        try:
            os.mkdir(path)  # noqa: PTH102 -- a Path for each directory of each object would cost more than making it
        except (FileExistsError, FileNotFoundError):
            Path(path).mkdir(parents=True, exist_ok=True)

    def establish(self, path: Path) -> None:
        """Make a directory and its missing parents, names included, durable."""
        missing = [each for each in (path, *path.parents) if not each.exists()]
        self.make_directory(path)
        self.settle([each.parent for each in missing])

    def move(self, source: str | Path, target: str | Path) -> None:
        """Rename at once: a file replaces a file; a directory never replaces one with content (OSError ENOTEMPTY)."""
        os.rename(source, target)  # noqa: PTH104 -- as above

    def settle(self, paths: Sequence[str | Path]) -> None:
        """Make the bytes of these files and the names in these directories durable; all on one file system."""
        if len(paths) > FEW and _syncfs(paths[0]):
            return
        for path in paths:
            _fsync(path)


@contextmanager
def full_disk_refused() -> Iterator[None]:
    """Turn 'no space', 'over quota' and 'file too large' into StorageFullError."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise StorageFullError(
            "The disk has no room for this content; nothing of it was kept. Free space and repeat.",
            reason=errno.errorcode[error.errno or 0],
        ) from error


def remove_tree(path: Path) -> None:
    """Remove unfinished work; what is already gone is no fault."""
    shutil.rmtree(path, ignore_errors=True)


def _fsync(path: str | Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _syncfs(path: str | Path) -> bool:
    """Sync the file system of `path`; False where syncfs(2) is missing or does not report errors (before Linux 5.8)."""
    if not _reports_errors():
        return False
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if _LIBC.syncfs(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(path))
    finally:
        os.close(descriptor)
    return True


def _reports_errors() -> bool:
    if platform.system() != "Linux" or not hasattr(_LIBC, "syncfs"):
        return False
    major, minor = platform.release().split(".")[:2]
    return (int(major), int("".join(filter(str.isdigit, minor)) or 0)) >= (5, 8)
