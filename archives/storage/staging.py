"""Rooms for unfinished work, on the file system of the store and outside of it.

Each room is locked by its process for as long as it lives; the lock ends with the process, even by kill -9,
so recovery removes what the dead left and never what the living are writing.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from archives.storage.durable import Disk, remove_tree


@contextmanager
def room(staging: Path, disk: Disk) -> Iterator[Path]:
    """Yield a new empty directory under `staging`; it is removed at the end with whatever is still in it."""
    with _locked(staging, fcntl.LOCK_SH):
        path = staging / uuid4().hex
        disk.make_directory(path)
        lock = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield path
    finally:
        remove_tree(path)
        os.close(lock)


def recover(staging: Path) -> int:
    """Remove the rooms whose process is gone; return how many."""
    with _locked(staging, fcntl.LOCK_EX):
        return sum(_removed_if_left(path) for path in sorted(staging.iterdir()))


def _removed_if_left(path: Path) -> bool:
    """Remove a room of the dead; a living owner keeps his, or may take it away at any moment."""
    try:
        with _locked(path, fcntl.LOCK_EX | fcntl.LOCK_NB):
            remove_tree(path)
    except (BlockingIOError, FileNotFoundError):
        return False
    return True


@contextmanager
def _locked(path: Path, mode: int) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, mode)
        yield
    finally:
        os.close(descriptor)
