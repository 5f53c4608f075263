"""A file of named arrays, read by mapping it into memory: its version in front, a table with checksums behind.

Layout: MAGIC, version (uint32); the arrays, each from a multiple of 64 bytes on; the table as JSON; the table's length
and CRC-32 (uint32 each); MAGIC again, so that a file cut short is known. All integers are little-endian.
"""

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

FORMAT_VERSION = 2

_MAGIC = b"ARCHCOLS"
_HEAD = struct.Struct("<8sI")
_TAIL = struct.Struct("<II8s")
_ALIGNMENT = 64
_CHUNK = 1 << 24  # bytes checked at once

Array = NDArray[Any]


class FormatError(ValueError):
    """The file is cut short, changed, or of another version; a new one is made by `archives reindex`."""


class SectionWriter:
    """Writes arrays one after the other; a large one piece by piece. Nothing is there under `path` before the end."""

    def __init__(self, path: Path) -> None:
        self._path, self._pending = path, path.with_name(f"{path.name}.new")
        self._file = self._pending.open("wb")
        self._file.write(_HEAD.pack(_MAGIC, FORMAT_VERSION))
        self._table: dict[str, tuple[int, int, str, int]] = {}

    def __enter__(self) -> Self:
        """Write on."""
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        """Make the file durable and give it its name; after a failure, leave nothing."""
        if kind is None:
            self._finish()
            self._file.close()
            self._pending.replace(self._path)
        else:
            self._file.close()
            self._pending.unlink(missing_ok=True)

    def add(self, name: str, array: Array) -> None:
        """Write one array."""
        self.stream(name, array.dtype, (array,))

    def stream(self, name: str, dtype: np.dtype[Any], pieces: Iterable[Array]) -> None:
        """Write one array that comes in pieces."""
        self._file.write(b"\0" * (-self._file.tell() % _ALIGNMENT))
        start, checksum = self._file.tell(), 0
        for piece in pieces:
            raw = np.ascontiguousarray(piece, dtype).data.cast("B") if piece.size else b""
            checksum = zlib.crc32(raw, checksum)
            self._file.write(raw)
        count = (self._file.tell() - start) // dtype.itemsize
        self._table[name] = (start, count, dtype.str, checksum)

    def _finish(self) -> None:
        table = json.dumps(self._table).encode()
        self._file.write(table)
        self._file.write(_TAIL.pack(len(table), zlib.crc32(table), _MAGIC))
        self._file.flush()
        os.fdatasync(self._file.fileno())


class Sections(dict[str, Array]):
    """The arrays of a file that is mapped."""

    def __init__(self, arrays: Mapping[str, Array], mapped: mmap.mmap) -> None:
        super().__init__(arrays)
        self._mapped = mapped

    def let_go(self) -> None:
        """Give back the memory of what was read; it comes again when it is needed."""
        self._mapped.madvise(mmap.MADV_DONTNEED)


def read_sections(path: Path) -> Sections:
    """Map the file and return its arrays; raise FormatError unless every byte is as it was written."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < _HEAD.size + _TAIL.size:
            raise FormatError("The file is cut short.")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    magic, version = _HEAD.unpack_from(mapped)
    if magic != _MAGIC or version != FORMAT_VERSION:
        raise FormatError(f"The file is of format {version}, this program reads {FORMAT_VERSION}.")
    found = {name: _section(mapped, *entry) for name, entry in _table(mapped, size).items()}
    mapped.madvise(mmap.MADV_DONTNEED)  # what was only checked need not stay in this process
    return Sections(found, mapped)


def _table(mapped: mmap.mmap, size: int) -> dict[str, tuple[int, int, str, int]]:
    length, checksum, magic = _TAIL.unpack_from(mapped, size - _TAIL.size)
    end = size - _TAIL.size
    if magic != _MAGIC or length > end - _HEAD.size:
        raise FormatError("The file is cut short.")
    table = mapped[end - length : end]
    if zlib.crc32(table) != checksum:
        raise FormatError("The table of contents was changed.")
    return dict(json.loads(table))


def _section(mapped: mmap.mmap, start: int, count: int, kind: str, checksum: int) -> Array:
    dtype = np.dtype(kind)
    if not count:
        return np.zeros(0, dtype)
    array = np.frombuffer(mapped, dtype, count, start)
    raw, found = array.view(np.uint8), 0
    for at in range(0, raw.size, _CHUNK):
        found = zlib.crc32(raw[at : at + _CHUNK].data, found)
    if found != checksum:
        raise FormatError("An array was changed.")
    return array
