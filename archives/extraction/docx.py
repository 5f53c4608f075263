"""Text of word-processing documents (ISO/IEC 29500)."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element

from archives.extraction.archive import local, opened, parsed

_PARTS = re.compile(r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml")


def text(path: Path) -> str:
    """Return the paragraphs of the document, then those of notes, comments, headers and footers."""
    with opened(path) as archive:
        names = sorted(filter(_PARTS.fullmatch, archive.namelist()), key=lambda name: (name != _MAIN, name))
        return "\n".join(_paragraphs(parsed(archive, name)) for name in names)


_MAIN = "word/document.xml"
_BREAKS = {"p": "\n", "br": "\n", "cr": "\n", "tab": "\t", "tc": "\t"}


def _paragraphs(root: Element) -> str:
    """Return the text in document order; whatever ends a paragraph, a cell or a line separates."""
    return "".join(
        _BREAKS.get(local(element), (element.text or "") * (local(element) == "t")) for element in root.iter()
    )
