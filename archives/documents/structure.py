"""The logical structure of a tagged document (ISO 32000-1 14.7, 14.8): grown while its pages are drawn."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

ARTIFACT = "/Artifact BMC"  # what is no content: rules, frames
PAGINATION = "/Artifact <</Type /Pagination>> BDC"  # page numbers, and what is repeated on every page
END = "EMC"


class Tag(StrEnum):
    """The standard structure types that the documents need."""

    DOCUMENT = "Document"
    SECTION = "Sect"
    HEADING = "H1"
    PARAGRAPH = "P"
    TABLE = "Table"
    ROW = "TR"
    HEAD = "TH"
    DATA = "TD"
    FIGURE = "Figure"


class Marked(NamedTuple):
    """A stretch of a page's content: page counted from 0, and its marked-content identifier there."""

    page: int
    mcid: int


@dataclass(slots=True, eq=False)
class Node:
    """An element of the tree. `attributes` is a PDF dictionary as text; `alt` says what a figure shows."""

    tag: Tag
    attributes: str = ""
    alt: str = ""
    kids: list["Node | Marked"] = field(default_factory=list)

    def grow(self, tag: Tag, attributes: str = "", alt: str = "") -> "Node":
        """Add an element below this one and return it."""
        node = Node(tag, attributes, alt)
        self.kids.append(node)
        return node


class Structure:
    """The tree, and for each page the elements by marked-content identifier."""

    def __init__(self) -> None:
        self.root = Node(Tag.DOCUMENT)
        self.pages: list[list[Node]] = []

    def turn(self) -> None:
        """Begin the next page."""
        self.pages.append([])

    def mark(self, node: Node) -> str:
        """Return the operator that begins content of an element on the present page; END ends it."""
        page = self.pages[-1]
        node.kids.append(Marked(len(self.pages) - 1, len(page)))
        page.append(node)
        return f"/{node.tag} <</MCID {len(page) - 1}>> BDC"
