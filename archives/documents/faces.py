"""Faces of the documents: for every character the first face of a chain that has it, loaded when first needed.

Not for two threads at once: reportlab's faces keep a reading position. The printer holds one lock over everything.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFont

from archives.documents.reportlab_defects import load_font
from archives.domain.errors import MissingFontError

GETA = "〓"  # printed in place of a character that no face has
EM = 1000  # advances are counted in thousandths of the size
ACCENTED = re.compile(r".[\u0300-\u036f]+", re.DOTALL)
UNSEEN = frozenset({"Cc", "Cf"})  # categories that leave no ink

SERIF_SC, SERIF_SC_BOLD = "NotoSerifSC_400Regular.ttf", "NotoSerifSC_700Bold.ttf"
SERIF_TC, SERIF_TC_BOLD = "NotoSerifTC_400Regular.ttf", "NotoSerifTC_700Bold.ttf"
RARE = ("NotoSansSC_400Regular.ttf", "NotoSerifJP_400Regular.ttf")

SIMPLIFIED = (SERIF_SC, SERIF_TC, *RARE)
TRADITIONAL = (SERIF_TC, SERIF_SC, *RARE)


@dataclass(frozen=True, slots=True)
class Glyph:
    """How one character is printed."""

    face: str  # the name under which reportlab knows it
    drawn: str
    advance: float
    is_missing: bool = False


class Typeface:
    """A chain of faces that sets text as if it were one."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self.name: str = _load(self.paths[0]).fontName
        self._glyphs: dict[str, Glyph] = {}
        self._advances: dict[str, float] = {}
        self._plain: set[str] = set()  # characters printed as they are, by the first face

    def advance(self, text: str) -> float:
        """Return the length of a line of text in thousandths of its size."""
        try:
            return sum(map(self._advances.__getitem__, text))
        except KeyError:
            self._learn(text)
            return sum(map(self._advances.__getitem__, text))

    def runs(self, text: str) -> list[tuple[str, str]]:
        """Split a line into (face, text) for drawing; what is nowhere becomes 〓."""
        if self._plain.issuperset(text):
            return [(self.name, text)]
        self._learn(text)
        glyphs = [self._glyphs[char] for char in text]
        return [
            (face, "".join(glyph.drawn for glyph in run)) for face, run in groupby(glyphs, lambda glyph: glyph.face)
        ]

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Return the characters that no face has, each once, in the order of reading."""
        found: dict[str, None] = {}
        for text in texts:
            if not self._plain.issuperset(text):
                glyphs = zip(text, self._glyphs_of(text), strict=True)
                found |= dict.fromkeys(char for char, glyph in glyphs if glyph.is_missing)
        return list(found)

    def _glyphs_of(self, text: str) -> list[Glyph]:
        try:
            return [self._glyphs[char] for char in text]
        except KeyError:
            self._learn(text)
            return [self._glyphs[char] for char in text]

    def _learn(self, text: str) -> None:
        for char in set(text) - self._glyphs.keys():
            glyph = self._glyphs[char] = self._find(char)
            self._advances[char] = glyph.advance
            if glyph.face == self.name and glyph.drawn == char:
                self._plain.add(char)

    def _find(self, char: str) -> Glyph:
        if unicodedata.category(char) in UNSEEN:
            drawn = " " if char == "\t" else ""
            return Glyph(self.name, drawn, self.advance(drawn))
        font = next((font for font in map(_load, self.paths) if ord(char) in font.face.charToGlyph), None)
        if font is None:
            geta = self._find(GETA)
            return Glyph(geta.face, geta.drawn, geta.advance, is_missing=True)
        return Glyph(font.fontName, char, font.face.getCharWidth(ord(char)))


@dataclass(frozen=True, slots=True)
class Faces:
    """The two weights of a document."""

    regular: Typeface
    bold: Typeface


def composed(text: str) -> str:
    """Join letters and their accents (NFD), which faces have only joined; leave all other characters as they are.

    Not NFC of everything: that would change the compatibility ideographs (U+F900 on) of a name.
    """
    return ACCENTED.sub(lambda letter: unicodedata.normalize("NFC", letter[0]), text)


def faces_for(language: str, fonts: Path, extra: Sequence[Path]) -> Faces:
    """Return the weights for a language's document: its own forms of the characters first, `extra` faces last."""
    names, heavy = (TRADITIONAL, SERIF_TC_BOLD) if language == "zh-Hant" else (SIMPLIFIED, SERIF_SC_BOLD)
    chain = [*(fonts / name for name in names), *extra]
    return Faces(Typeface(chain), Typeface([fonts / heavy, *chain]))


@cache
def _load(path: Path) -> TTFont:
    if not path.is_file():
        raise MissingFontError(path)
    return load_font(path)
