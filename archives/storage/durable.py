"""The few acts on disk whose order decides what a power cut leaves. Everything written to a store goes through `Disk`.

A file's bytes are durable once the file was synced, its name once the directory that lists it was synced.
"""

import ctypes
import errno
import os
import platform
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from archives.domain.errors import StorageFullError

READ_ONLY = 0o444  # mode of every kept file: written once
SECTION = 8 << 20  # bytes of a large file that are brought to the disk together
FEW = 16  # up to so many paths one fsync each is cheaper than syncing the whole file system

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_START = 2  # SYNC_FILE_RANGE_WRITE
_START_AND_WAIT = 7  # with WAIT_BEFORE and WAIT_AFTER
_ATTRIBUTE = "user.archives.sha512"
_LIBC = ctypes.CDLL(None, use_errno=True)


class Disk:
    """A local file system. Tests record or weaken it by overriding; nothing else knows how durability is reached."""

    @contextmanager
    def create(self, path: Path) -> Iterator[BinaryIO]:
        """Open a file that must not exist yet for writing; it ends read-only and is durable only after `settle`."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            os.fchmod(descriptor, READ_ONLY)

    def make_directory(self, path: Path) -> None:
        """Make a directory and its missing parents."""
        path.mkdir(parents=True, exist_ok=True)

    def establish(self, path: Path) -> None:
        """Make a directory and its missing parents, names included, durable."""
        missing = [each for each in (path, *path.parents) if not each.exists()]
        self.make_directory(path)
        self.settle([each.parent for each in missing])

    def move(self, source: Path, target: Path) -> None:
        """Rename at once: a file replaces a file; a directory never replaces one with content (OSError ENOTEMPTY)."""
        source.rename(target)

    def settle(self, paths: Sequence[Path]) -> None:
        """Make the bytes of these files and the names in these directories durable; all on one file system."""
        if len(paths) > FEW and _syncfs(paths[0]):
            return
        for path in paths:
            _fsync(path)


def start_out(file: BinaryIO, written: int) -> None:
    """Start writing the newest section to the disk, and wait for nothing."""
    file.flush()
    start = max(0, written - SECTION)
    _sync_range(file.fileno(), start, written - start, _START)


def flow_out(file: BinaryIO, written: int) -> int:
    """Start writing the newest section to the disk, wait for those before and let the page cache forget them.

    Called after each section, so that a large file leaves no large debt. Returns how many bytes now lie on the disk;
    they count as durable only after `settle`.
    """
    file.flush()
    landed = max(0, written - SECTION)
    _sync_range(file.fileno(), landed, written - landed, _START)
    _sync_range(file.fileno(), 0, landed, _START_AND_WAIT)
    os.posix_fadvise(file.fileno(), 0, landed, os.POSIX_FADV_DONTNEED)
    return landed


def land(file: BinaryIO) -> None:
    """Bring all that was written to the disk and let the page cache forget it."""
    file.flush()
    os.fdatasync(file.fileno())
    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def remember(file: BinaryIO, sha512: str) -> None:
    """Note beside a file's bytes which SHA-512 was computed from them; a file system without attributes forgets it."""
    with suppress(OSError):
        os.setxattr(file.fileno(), _ATTRIBUTE, sha512.encode())


def remembered(file: BinaryIO) -> str:
    """Return the SHA-512 noted beside the bytes of a file, or ''."""
    try:
        return os.getxattr(file.fileno(), _ATTRIBUTE).decode(errors="replace")
    except OSError:
        return ""


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


@contextmanager
def uncached(path: Path) -> Iterator[BinaryIO]:
    """Open a settled file for reading what lies on the disk, not what the page cache remembers of it."""
    with path.open("rb", buffering=0) as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        yield file


def remove_tree(path: Path) -> None:
    """Remove unfinished work; what is already gone is no fault."""
    shutil.rmtree(path, ignore_errors=True)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_range(descriptor: int, start: int, length: int, how: int) -> None:
    """sync_file_range(2); where the system has none, fdatasync. A length of 0 would mean all: it is left out."""
    if not length:
        return
    if not hasattr(_LIBC, "sync_file_range"):
        os.fdatasync(descriptor)
    elif _LIBC.sync_file_range(descriptor, ctypes.c_int64(start), ctypes.c_int64(length), how) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _syncfs(path: Path) -> bool:
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
