"""Amounts of data as the transfer form wants them: GB with three decimals (登记表 field 4)."""

from decimal import ROUND_HALF_UP, Decimal

BYTES_PER_GIGABYTE = 1024**3  # the form leaves it open; decided here, and said on the form

_STEP = Decimal("0.001")


def gigabytes(size: int) -> str:
    """Write a number of bytes in GB of 1024³ bytes, rounded half up to three decimals.

    What is there never reads as nothing: 1 byte to half a thousandth is written 0.001. Refuses a negative size.
    """
    if size < 0:
        raise ValueError(f"a size cannot be {size} bytes")
    rounded = (Decimal(size) / BYTES_PER_GIGABYTE).quantize(_STEP, ROUND_HALF_UP)
    return str(max(rounded, _STEP) if size else rounded)
