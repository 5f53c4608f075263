"""Bytes to text, where no one said which encoding."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes) -> str:
    """Decode by the mark at the beginning, else as UTF-8, UTF-16 or GB18030: the first that fits.

    Bytes that fit none and hold NUL are no text: ''. Others are read as GB18030 with replacements.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    candidates = _utf16(data) if b"\0" in data else ("utf-8", "gb18030")
    for encoding in candidates:
        text = _decoded(data, encoding)
        if text is not None:
            return text
    return "" if b"\0" in data else data.decode("gb18030", "replace")


def _utf16(data: bytes) -> tuple[str, ...]:
    """Guess the byte order: ASCII, present in every text, has its NUL in the upper byte."""
    if len(data) % 2:
        return ()
    little = data[1::2].count(0) >= data[::2].count(0)
    return ("utf-16-le",) if little else ("utf-16-be",)


def _decoded(data: bytes, encoding: str) -> str | None:
    """Decode all but an incomplete character at the end, where a file may have been cut; None if it does not fit."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text
