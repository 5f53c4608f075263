"""QR codes as one vector path (ISO/IEC 18004, error correction level M)."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

import segno


def qr_path(payload: str, left: float, bottom: float, size: float) -> str:
    """Return the operators that fill the dark modules of a square, in points.

    Four modules of white around it (ISO/IEC 18004 9.1) are the caller's business.
    """
    matrix = _modules(payload)
    count = len(matrix)
    module = size / count
    dark = " ".join(
        f"{start} {count - 1 - line} {length} 1 re"
        for line, modules in enumerate(matrix)
        for start, length in _dark(modules)
    )
    return f"q {module:.5f} 0 0 {module:.5f} {left:.3f} {bottom:.3f} cm 0 g {dark} f Q"


@lru_cache(maxsize=16)
def _modules(payload: str) -> tuple[bytes, ...]:
    """Return the lines of modules, 1 where dark; kept, because every copy of a form shows the same code."""
    code = segno.make(payload, error="m", boost_error=False, micro=False)
    return tuple(map(bytes, code.matrix))


def _dark(modules: bytes) -> Iterator[tuple[int, int]]:
    """Yield start and length of each dark stretch of a line."""
    start = 0
    for is_dark, stretch in groupby(modules):
        length = len(list(stretch))
        if is_dark:
            yield start, length
        start += length
