"""Locks between processes that end with their holder, whatever ends it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

_PAUSE = 0.02  # seconds between two tries


@contextmanager
def file_lock(path: Path, timeout: float) -> Iterator[bool]:
    """Yield whether the lock was got within `timeout` seconds, and hold it until the block ends.

    The kernel frees it when the process dies. It excludes other threads as well. A directory that was removed is made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _acquired(descriptor, monotonic() + timeout)
    finally:
        os.close(descriptor)


def _acquired(descriptor: int, until: float) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() >= until:
                return False
            sleep(_PAUSE)
        else:
            return True
