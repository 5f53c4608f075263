"""Full-text search, folding, and the text of files."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from archives.domain.question import Node, Phrase

FACETS = (
    "organization_id",
    "fonds_id",
    "year",
    "level",
    "category",
    "retention",
    "access_status",
    "custody",
    "repository_id",
)
"""What hits are counted by."""


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """What of a record is searchable, filtered or counted. The database stays the one truth."""

    record_id: str
    organization_id: str
    repository_id: str  # '' until submitted
    fonds_id: str
    unit_number: str
    archive_number: str
    title: str
    document_number: str
    responsible_party: str
    description: str  # the other description elements, joined
    text: str  # the text of the content files
    formed_on: str  # ISO date or ''
    year: int
    level: str
    category: str
    retention: str
    access_status: str
    classification: str
    custody: str
    jurisdiction: str  # path of the organization's jurisdiction


@dataclass(frozen=True, slots=True)
class Visibility:
    """What the asking person may see; goes into the query, never after it. Empty everywhere: nothing is found.

    The first four are ways to reach a record, one of them is enough; the last two hold for all of them, None for any.
    """

    everything: bool = False
    organizations: frozenset[str] = frozenset()
    repositories: frozenset[str] = frozenset()
    jurisdictions: frozenset[str] = frozenset()  # path prefixes
    classifications: frozenset[str] | None = None  # those up to the person's clearance
    access_statuses: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question. `filters` maps a facet to the accepted values (any of them)."""

    question: Node
    visibility: Visibility
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = "relevance"  # or formed_on, -formed_on, number
    offset: int = 0
    limit: int = 20
    without: frozenset[str] = frozenset()  # record ids that are not to be found: known to be newer elsewhere
    facets: tuple[str, ...] = FACETS  # what to count


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A record found, best first."""

    record_id: str
    score: float


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """Hits of the asked page, the number of all hits, and counts by facet over all hits."""

    hits: tuple[SearchHit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]


class HeldIndex(Protocol):
    """The index as it stood at one moment, however it goes on."""

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer as of that moment."""

    def is_current(self) -> bool:
        """Tell whether the index still stands so."""


class SearchIndex(Protocol):
    """Full-text search over records; disposable, rebuilt from the database at any time."""

    def put(self, documents: Iterable[SearchDocument]) -> None:
        """Add the documents, or replace those already there; visible to every later search."""

    def remove(self, record_ids: Iterable[str]) -> None:
        """Forget these records."""

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer; no question can make it fail."""

    def held(self) -> AbstractContextManager[HeldIndex]:
        """Yield the index as it stands now; many questions about one state are asked of it."""

    def count(self) -> int:
        """Return the number of records in the index."""

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Build beside the live index and switch at the end; return how many documents."""

    def drain_lock(self) -> AbstractContextManager[bool]:
        """Yield whether this process is now the one that brings records into the index, and hold that place."""


class Folding(Protocol):
    """The one folding of characters shared by index, snippets and direct scans; keeps the length of the text."""

    def __call__(self, text: str) -> str:
        """Fold case, width and Traditional to Simplified."""


class Initials(Protocol):
    """Pinyin initials of names and titles, by which people find what they do not spell out."""

    def of(self, name: str) -> Sequence[str]:
        """Return the letters of a name, small and without a gap, for each way to read it: 重庆市 → cqs, zqs."""

    def asked(self, letters: str) -> Phrase:
        """Return the question for titles in whose initials these letters stand together."""


class ScratchIndex(Protocol):
    """Makes an empty index in memory, which finds what a scan finds: for the few records not yet in the real one."""

    def __call__(self) -> SearchIndex:
        """Return a new one."""


class Excerpt(Protocol):
    """Cuts from a text, as it was written, the place that answers a question."""

    def __call__(self, text: str, question: Node, folding: Folding, field: str = "text") -> Sequence[tuple[str, bool]]:
        """Return the parts of the excerpt, each with whether it is a match; without a match the text's beginning.

        `field` is what the text is of its record.
        """


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """The text of a file, and at which character each of its pages begins; empty for a file that has no pages."""

    text: str = ""
    page_starts: tuple[int, ...] = ()  # ascending; the first is 0


class TextExtractor(Protocol):
    """Text of content files."""

    def read(self, path: Path, name: str) -> ExtractedText:
        """Return the text of the file at `path` that is called `name`; none when it has none or cannot be read."""
