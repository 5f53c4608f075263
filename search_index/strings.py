"""Many strings in ascending order as two arrays: their bytes joined, and where each begins."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import overload

import numpy as np

from search_index.section_file import Array

ENCODING = ("utf-8", "surrogatepass")  # names of files may carry lone surrogates
_HIGHEST = b"\xff"  # no byte of UTF-8
_HEAD = 3  # bytes by which a string is looked up first


class StringTable(Sequence[str]):
    """The strings of a section, read when asked for. Order by code points and order by bytes are the same."""

    def __init__(self, sections: Mapping[str, Array], name: str) -> None:
        self.starts: Array = sections[f"{name}.starts"]
        self.raw: Array = sections[f"{name}.bytes"]
        self._bytes = self.raw.data

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.starts) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        """Return one, or several in order."""
        if isinstance(index, slice):
            return [self.encoded(at).decode(*ENCODING) for at in range(*index.indices(len(self)))]
        return self.encoded(index).decode(*ENCODING)

    def encoded(self, index: int) -> bytes:
        """Return the bytes of one."""
        return bytes(self._bytes[self.starts[index] : self.starts[index + 1]])

    def find(self, value: str) -> int:
        """Return which one it is, or -1."""
        wanted = value.encode(*ENCODING)
        first, last = self._heads.get(wanted[:_HEAD].ljust(_HEAD, b"\0"), (0, 0))
        at = bisect_left(range(last), wanted, first, key=self.encoded)
        return at if at < last and self.encoded(at) == wanted else -1

    def starting(self, prefix: str) -> tuple[int, int]:
        """Return the first that begins so, and the first behind those."""
        wanted = prefix.encode(*ENCODING)
        first, last = (0, len(self)) if len(wanted) < _HEAD else self._heads.get(wanted[:_HEAD], (0, 0))
        reach = range(last)
        begin = bisect_left(reach, wanted, first, key=self.encoded)
        return begin, bisect_left(reach, wanted + _HIGHEST, begin, key=self.encoded)

    def at_or_after(self, value: str) -> int:
        """Return the first that is not less."""
        return bisect_left(range(len(self)), value.encode(*ENCODING), key=self.encoded)

    @cached_property
    def _heads(self) -> Mapping[bytes, tuple[int, int]]:
        """From the first bytes, filled up with zeros, to where the strings lie that begin so."""
        starts = self.starts.astype(np.int64)
        sizes = np.diff(starts)
        raw = np.append(self.raw, np.zeros(_HEAD, np.uint8))
        head = np.zeros((len(self), _HEAD), np.uint8)
        for place in range(_HEAD):
            head[:, place] = np.where(sizes > place, raw[starts[:-1] + place], 0)
        new = np.append(True, (head[1:] != head[:-1]).any(axis=1))[: len(self)]
        edges = np.append(np.flatnonzero(new), len(self)).tolist()
        return {head[first].tobytes(): (first, last) for first, last in pairwise(edges)}


def string_sections(name: str, values: Sequence[str]) -> dict[str, Array]:
    """Return the sections of strings that are in ascending order."""
    encoded = [value.encode(*ENCODING) for value in values]
    starts = np.fromiter(accumulate(map(len, encoded), initial=0), np.uint32, len(encoded) + 1)
    return {f"{name}.starts": starts, f"{name}.bytes": np.frombuffer(b"".join(encoded), np.uint8)}


def smallest(codes: Array, different: int) -> Array:
    """Return the codes in as few bytes as hold `different` values."""
    return codes.astype(np.min_scalar_type(max(different - 1, 0)))
