"""Text of PDF files, by PDFium."""

from itertools import islice
from pathlib import Path

import pypdfium2

from archives.extraction.limits import MOST_CHARACTERS, MOST_PAGES
from archives.extraction.paging import PAGE_END


def text(path: Path) -> str:
    """Return the text of the pages, with PAGE_END between them."""
    parts: list[str] = []
    document = pypdfium2.PdfDocument(path)
    for page in islice(document, MOST_PAGES):
        parts.append(page.get_textpage().get_text_bounded().replace(PAGE_END, " "))
        if sum(map(len, parts)) > MOST_CHARACTERS:
            break
    return PAGE_END.join(parts)
