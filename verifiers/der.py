"""DER (ITU-T X.690), as much as a seal needs: read strictly, written the one way there is."""

from collections.abc import Iterator

SEQUENCE, SET, OCTETS, OID, INTEGER, NULL = 0x30, 0x31, 0x04, 0x06, 0x02, 0x05
CONTEXT_0, CONTEXT_1 = 0xA0, 0xA1
SHORT = 0x80  # lengths below it are one byte
MOST_LENGTH_BYTES = 4


class NotDerError(ValueError):
    """The bytes are no DER."""


def read(data: bytes) -> tuple[int, bytes, int]:
    """Return tag and content of the value that stands first, and where it ends."""
    if len(data) < 2:  # noqa: PLR2004 -- tag and length
        raise NotDerError("broken off")
    tag, length, start = data[0], data[1], 2
    if length >= SHORT:
        count = length - SHORT
        written = data[2 : 2 + count]
        if not 0 < count <= MOST_LENGTH_BYTES or len(written) != count:
            raise NotDerError("no length")
        length, start = int.from_bytes(written, "big"), 2 + count
        if length < SHORT or not written[0]:
            raise NotDerError("a length that could be shorter")
    if start + length > len(data):
        raise NotDerError("broken off")
    return tag, data[start : start + length], start + length


def parts(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield tag, content and whole bytes of each value inside."""
    while content:
        tag, inner, end = read(content)
        yield tag, inner, content[:end]
        content = content[end:]


def inside(data: bytes, *path: tuple[int, int]) -> bytes:
    """Follow (place, tag) from value to value and return the content of the last, or refuse."""
    found = data
    for place, tag in path:
        values = list(parts(found))
        if place >= len(values) or values[place][0] != tag:
            raise NotDerError(f"no value {tag:#x} at place {place}")
        found = values[place][1]
    return found


def write(tag: int, *contents: bytes) -> bytes:
    """Return one value."""
    content = b"".join(contents)
    if len(content) < SHORT:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, SHORT + len(length)]) + length + content


def oid(text: str) -> bytes:
    """Return an object identifier."""
    first, second, *rest = map(int, text.split("."))
    return write(OID, bytes([first * 40 + second]), *map(_base_128, rest))


def integer(number: int) -> bytes:
    """Return a whole number that is not negative."""
    return write(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _base_128(number: int) -> bytes:
    found = [number & 0x7F]
    while number := number >> 7:
        found.insert(0, number & 0x7F | 0x80)
    return bytes(found)
