"""Text of OFD files (GB/T 33190-2016): a zip file of XML, pages of text objects over page templates."""

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from archives.extraction.archive import named, opened, parsed
from archives.extraction.limits import MOST_PAGES

_ENTRY = "OFD.xml"


def text(path: Path) -> str:
    """Return the pages of all documents in the file, templates included, one text object a line."""
    with opened(path) as archive:
        package = _Package(archive)
        roots = [root.text or "" for root in named(package.part(_ENTRY), "DocRoot")]
        pages = (page for root in roots for page in package.pages(posixpath.join("/", root.strip())))
        return "\n".join(line for _, page in zip(range(MOST_PAGES), pages, strict=False) for line in page)


class _Package:
    """The members by their names, which some writers spell in another case."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._names = {_canonical(name): name for name in archive.namelist()}

    def part(self, name: str) -> Element:
        return parsed(self._archive, self._names[_canonical(name)])

    def pages(self, document: str) -> Iterator[list[str]]:
        """Yield the lines of each page of a document."""
        root = self.part(document)
        templates = {element.get("ID", ""): _located(document, element) for element in named(root, "TemplatePage")}
        for page in named(root, "Page"):
            if page.get("BaseLoc"):
                yield list(self._lines(_located(document, page), templates))

    def _lines(self, name: str, templates: Mapping[str, str]) -> Iterator[str]:
        """Yield a page's lines, its templates' first; templates have none of their own."""
        root = self.part(name)
        for element in named(root, "Template"):
            if (template := templates.get(element.get("TemplateID", ""))) is not None:
                yield from self._lines(template, {})
        for element in named(root, "TextObject"):
            yield "".join(code.text or "" for code in named(element, "TextCode"))


def _located(document: str, element: Element) -> str:
    """Return the absolute name of what a document refers to."""
    return posixpath.join(posixpath.dirname(document), element.get("BaseLoc", "").strip().replace("\\", "/"))


def _canonical(name: str) -> str:
    return posixpath.normpath("/" + name.replace("\\", "/").lstrip("/")).lower()
