"""Four defects of reportlab 5.1.0, mended in this one place. Every face is loaded through `load_font`.

1. `makeToUnicodeCMap` writes characters above U+FFFF with five hex digits: a copied 𠮷 becomes U+20BB and a stray 7.
2. Glyphs past `numberOfHMetrics` keep the advance scaled to 1/1000 em where the subset writer wants font units, so
   faces with other units per em (1024, 2048) get widths that contradict the PDF's own.
3. By default each face embeds the 95 ASCII glyphs, used or not.
4. For each subset the whole table of outlines is copied, up to 14 MB for a few dozen glyphs.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from struct import unpack_from

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts

ROWS_IN_BLOCK = 100  # of one bfchar block; the limit of the CMap format
METRICS_COUNT_AT = 34  # of the table hhea: numberOfHMetrics, unsigned short
LONG_METRIC_BYTES = 4  # of the table hmtx: advance, left side bearing

CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
"""
CMAP_FOOT = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class Window:
    """A part of a file's bytes; only what is asked of it is copied."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data, self._start = data, start

    def __getitem__(self, part: slice) -> bytes:
        """Return a part, counted from the beginning of the window."""
        return self._data[self._start + part.start : self._start + part.stop]


def load_font(path: Path) -> ttfonts.TTFont:
    """Read a face with TrueType outlines (the first of a collection) and make it known to reportlab under its path."""
    font = ttfonts.TTFont(str(path), str(path), asciiReadable=0)
    _mend_advances(font.face)
    font.face.get_table = partial(_table, font.face)
    pdfmetrics.registerFont(font)
    return font


def to_unicode_cmap(_fontname: str, subset: Sequence[int]) -> str:
    """Return the CMap that maps a subset's codes to UTF-16BE; code 0 is .notdef and means nothing."""
    rows = [f"<{code:02X}> <{_utf16(point)}>" for code, point in enumerate(subset) if point]
    blocks = (rows[start : start + ROWS_IN_BLOCK] for start in range(0, len(rows), ROWS_IN_BLOCK))
    return CMAP_HEAD + "".join(map(_block, blocks)) + CMAP_FOOT


def _table(face: ttfonts.TTFontFace, tag: str) -> bytes | Window:
    if tag != "glyf":
        return ttfonts.TTFontFace.get_table(face, tag)
    return Window(face._ttf_data, face.get_table_pos(tag)[0])  # noqa: SLF001 -- the bytes that its own method copies


def _utf16(point: int) -> str:
    return chr(point).encode("utf-16-be", "surrogatepass").hex().upper()


def _block(rows: Sequence[str]) -> str:
    return "\n".join((f"{len(rows)} beginbfchar", *rows, "endbfchar", ""))


def _mend_advances(face: ttfonts.TTFontFace) -> None:
    (count,) = unpack_from(">H", face.get_table("hhea"), METRICS_COUNT_AT)
    (advance,) = unpack_from(">H", face.get_table("hmtx"), (count - 1) * LONG_METRIC_BYTES)
    face.hmetrics[count:] = [(advance, bearing) for _, bearing in face.hmetrics[count:]]


ttfonts.makeToUnicodeCMap = to_unicode_cmap
rl_config.invariant = 1  # no comments with names of this machine in the file
rl_config.useA85 = 0  # streams stay binary
