"""Bytes on their way to the disk and back: a large file travels past the page cache, a small one through it.

Past the cache (O_DIRECT) what was written lies on the disk, and what is read comes from there; nor does a large file
push everything else out of memory. A file system that cannot do so says EINVAL: then the bytes go through the cache.
"""

import errno
import fcntl
import mmap
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

CHUNK = 1 << 20  # bytes of a stream taken at once
LARGE = 8 << 20  # bytes from which a file travels past the cache
PIECE = 4 << 20  # bytes of a large file moved at once
BLOCK = 4096  # past the cache every piece begins and ends on such a border, but at the end of its file

Piece = bytes | memoryview


@contextmanager
def from_disk(path: str | Path) -> Iterator[int]:
    """Open a settled file for reading what lies on the disk, not what the page cache remembers of it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        yield descriptor
    finally:
        os.close(descriptor)


def pieces(descriptor: int) -> Iterator[Piece]:
    """Yield a file from its beginning; the next piece of a large one is read meanwhile. Each is good until the next."""
    size = os.fstat(descriptor).st_size
    if size >= LARGE:
        yield from _read_ahead(descriptor, size)
        return
    while chunk := os.read(descriptor, min(size + 1, CHUNK)):
        yield chunk


def written(chunks: Iterable[bytes], descriptor: int) -> Iterator[bytes]:
    """Write each chunk before it is passed on, through the cache."""
    for chunk in chunks:
        write_small(descriptor, chunk)
        yield chunk


def written_beside(chunks: Iterable[bytes], descriptor: int) -> Iterator[bytes]:
    """Write a large file beside whatever is done with each chunk, which is passed on at once."""
    pass_cache(descriptor)
    rooms, filled, number = _rooms(2), 0, 0
    with ThreadPoolExecutor(1) as beside:
        bearing: Future[None] = beside.submit(lambda: None)
        for chunk in chunks:
            rest = memoryview(chunk)
            while rest:
                taken = rest[: PIECE - filled]
                rooms[number][filled : filled + len(taken)] = taken
                rest, filled = rest[len(taken) :], filled + len(taken)
                if filled == PIECE:
                    bearing.result()
                    bearing = beside.submit(bear, descriptor, rooms[number])
                    number, filled = 1 - number, 0
            yield chunk
        bearing.result()
        bear(descriptor, rooms[number][:filled])


def bear(descriptor: int, piece: Piece) -> None:
    """Write the next piece of a file; one that ends between two borders is its last, and ends through the cache."""
    view = memoryview(piece)
    whole = len(view) - len(view) % BLOCK
    _write_all(descriptor, view[:whole])
    if whole < len(view):
        _through_cache(descriptor)
        _write_all(descriptor, view[whole:])


def write_small(descriptor: int, data: bytes) -> None:
    """Write all bytes, through the cache."""
    _write_all(descriptor, memoryview(data))


def pass_cache(descriptor: int) -> None:
    """Ask that the file be written and read past the page cache; where that cannot be, it goes through it."""
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_DIRECT)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise


def passes_cache(descriptor: int) -> bool:
    """Tell whether what is written lies on the disk."""
    return bool(fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_DIRECT)


def land(descriptor: int) -> None:
    """Bring all that was written to the disk and let the page cache forget it."""
    os.fdatasync(descriptor)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def fill(descriptor: int, room: memoryview, start: int, end: int) -> int:
    """Read the bytes from `start` on into the room, none from `end` on; return how many there were."""
    wanted = min(len(room), end - start)
    filled = 0
    while filled < wanted and (count := _read(descriptor, room[filled:], start + filled)):
        filled += count
    return min(filled, wanted)


def _read_ahead(descriptor: int, size: int) -> Iterator[memoryview]:
    pass_cache(descriptor)
    rooms, start, number = _rooms(2), 0, 0
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(fill, descriptor, rooms[number], start, size)
        while length := coming.result():
            present, number, start = rooms[number][:length], 1 - number, start + length
            coming = beside.submit(fill, descriptor, rooms[number], start, size)
            yield present


def _rooms(number: int) -> list[memoryview]:
    """Return rooms for a piece each, on the borders of pages."""
    return [memoryview(mmap.mmap(-1, PIECE)) for _ in range(number)]


def _read(descriptor: int, room: memoryview, start: int) -> int:
    try:
        return os.preadv(descriptor, [room], start)
    except OSError as error:
        if error.errno != errno.EINVAL or not _through_cache(descriptor):
            raise
        return os.preadv(descriptor, [room], start)


def _write_all(descriptor: int, view: memoryview) -> None:
    while view:
        try:
            view = view[os.write(descriptor, view) :]
        except OSError as error:
            if error.errno != errno.EINVAL or not _through_cache(descriptor):
                raise


def _through_cache(descriptor: int) -> bool:
    """From now on write and read through the page cache; False if that was so before."""
    flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
    fcntl.fcntl(descriptor, fcntl.F_SETFL, flags & ~os.O_DIRECT)
    return bool(flags & os.O_DIRECT)
