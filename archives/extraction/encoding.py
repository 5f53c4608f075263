"""Bytes to text, where no one said which encoding."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes) -> str:
    """Decode by the mark at the beginning; else as UTF-16 if there are NUL bytes, as UTF-8 if that fits, as GB18030.

    Bytes that hold NUL but are not UTF-16 are no text: ''.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\0" in data:
        return _decoded(data, _utf16(data)) or ""
    text = _decoded(data, "utf-8")
    return data.decode("gb18030", "replace") if text is None else text


def _utf16(data: bytes) -> str:
    """Guess the byte order: ASCII, present in every text, has its NUL in the upper byte."""
    return "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"


def _decoded(data: bytes, encoding: str) -> str | None:
    """Decode all but an incomplete character at the end, where a file may have been cut; None if it does not fit."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text
