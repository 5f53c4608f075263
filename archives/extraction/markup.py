"""Text of HTML and XML files."""

import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from archives.extraction.encoding import decode

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNSEEN = frozenset({"script", "style", "template"})
_INLINE = frozenset({"a", "b", "em", "font", "i", "mark", "span", "strong", "sub", "sup", "u"})


def text(path: Path) -> str:
    """Return the text between the tags. XML that is not well formed is read as HTML is: leniently."""
    written = decode(path.read_bytes())
    if _DECLARATION.match(written):
        try:
            root: Element = fromstring(_DECLARATION.sub("", written, count=1))
        except ParseError:
            return from_html(written)
        return "\n".join(part.strip() for part in root.itertext() if part.strip())
    return from_html(written)


def from_html(written: str) -> str:
    """Return what a browser would show, roughly: tags that are not inline separate."""
    collector = _Collector()
    collector.feed(written)
    collector.close()
    lines = (" ".join(line.split()) for line in "".join(collector.parts).split(_BREAK))
    return "\n".join(line for line in lines if line)


_BREAK = "\x1e"


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 -- HTMLParser calls it
        self._unseen += tag in _UNSEEN
        self._separate(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        self._separate(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data.replace(_BREAK, " "))

    def _separate(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append(_BREAK)
