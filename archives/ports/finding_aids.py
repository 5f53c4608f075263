"""Finding aids for the programs of other archives: descriptions from the whole to its parts (EAD 3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

Notes = Sequence[tuple[str, str]]  # an element's name in this house (description_elements), and its text


@dataclass(frozen=True, slots=True)
class AidHead:
    """What is said of the finding aid itself. `language` is zh-Hans, zh-Hant or en."""

    identifier: str
    title: str
    agency: str
    made_at: datetime
    language: str


@dataclass(frozen=True, slots=True)
class AidUnit:
    """One unit of description; `depth` 0 is the whole, each deeper one belongs to the last before it that is less deep.

    Days are ISO dates or parts of them (YYYY, YYYY-MM), '' where there is none. Quantities are so many of a unit.
    """

    depth: int
    level: str  # collection, fonds, series, file or item
    title: str
    number: str = ""
    identifier: str = ""  # urn:uuid:… of a record or a fonds
    first_day: str = ""
    last_day: str = ""
    date_as_stated: str = ""
    repository: str = ""
    creators: tuple[str, ...] = ()
    responsible: str = ""
    quantities: tuple[tuple[int, str], ...] = ()
    extent: str = ""
    language: str = ""  # as the record says it
    access: tuple[tuple[str, str], ...] = ()  # a code and its words
    notes: tuple[tuple[str, str], ...] = ()


class FindingAids(Protocol):
    """Writes finding aids as they come, without holding them."""

    def write(self, head: AidHead, units: Iterable[AidUnit], target: BinaryIO) -> None:
        """Write all units; the first has depth 0 and is the only one that has."""
