"""Text of PDF files, by PDFium."""

import re
from itertools import islice
from pathlib import Path

import pypdfium2

from archives.extraction.limits import MOST_CHARACTERS, MOST_PAGES

_WIDE = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_BROKEN_LINE = re.compile(f"(?<={_WIDE})\r?\n(?={_WIDE})")


def text(path: Path) -> str:
    """Return the text of the pages; a line that breaks between two Chinese characters is joined again."""
    parts: list[str] = []
    document = pypdfium2.PdfDocument(path)
    for page in islice(document, MOST_PAGES):
        parts.append(page.get_textpage().get_text_bounded())
        if sum(map(len, parts)) > MOST_CHARACTERS:
            break
    return _BROKEN_LINE.sub("", "\n".join(parts))
