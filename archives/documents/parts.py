"""Parts of a document: tables under their titles, shared out over pages that are counted together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from archives.documents.labels import Labels
from archives.documents.paper import PORTRAIT, Paper
from archives.documents.sheet import Page
from archives.documents.table import LaidRow, Row, lay, paginate
from archives.documents.tagging import columns_of


@dataclass(frozen=True)
class Part:
    """A table under one title; `repeated` rows stand on top of each of its pages.

    `sums` tells what a page adds up to; a part without sums says on its further pages that it goes on.
    """

    title: str
    repeated: Sequence[Row]
    rows: Iterable[Row]
    paper: Paper = PORTRAIT
    sums: Callable[[Sequence[LaidRow]], str] = lambda _: ""

    @cached_property
    def laid(self) -> list[list[LaidRow]]:
        """Return the rows of each page, measured."""
        above = [lay(row) for row in self.repeated]
        again = [replace(row, is_repeated=True) for row in above]
        room = self.paper.room - sum(row.height for row in above)
        pages = paginate(map(lay, self.rows), room)
        return [[*(again if number else above), *page] for number, page in enumerate(pages)]


def pages_of(parts: Iterable[Part], labels: Labels, *, is_demo: bool) -> list[Page]:
    """Return the pages of one copy of a document."""
    pages = [page for part in parts for page in _pages(part, labels)]
    demo = labels.demo if is_demo else ""
    said = (labels.page.format(page=number, pages=len(pages)) for number in range(1, len(pages) + 1))
    return [replace(page, demo=demo, number=number) for page, number in zip(pages, said, strict=True)]


def _pages(part: Part, labels: Labels) -> Iterator[Page]:
    columns = columns_of(part.laid)
    for index, rows in enumerate(part.laid):
        copy = labels.continued if index and not part.sums(rows) else ""
        yield Page(
            title=part.title,
            copy=copy,
            demo="",
            rows=rows,
            number="",
            sums=part.sums(rows),
            is_opening=not index,
            columns=columns,
            paper=part.paper,
        )
