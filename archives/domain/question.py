"""The tree of a question: what somebody looks for, as typed values that every search index answers alike.

A leaf's `field` is '' for all texts and numbers, or a name of `question_fields.FIELDS`, or INITIALS.
"""

from collections.abc import Iterator
from dataclasses import dataclass

INITIALS = "initials"
"""The field of a title's pinyin initials. No question can name it; `archives.ports.Initials` makes what asks it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Characters and words that stand together in one text; or the beginning of a record's number."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A Latin word, or the beginning of a number, in which '*' stands for any characters and '?' for one."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A Latin word that differs by at most `edits` letters: one more, one less, or another (Levenshtein)."""

    text: str
    edits: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Between:
    """Dates of creation as yyyymmdd, with 00 for what is not said, or years; both ends belong to it."""

    field: str  # formed_on or year
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class NumberBetween:
    """Numbers in the order of their parts, from `low` up to all that begin with `high`; '' is no end."""

    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Named:
    """A value of a closed list or of a party, as it was written; a service replaces it by `OneOf`."""

    field: str
    text: str
    start: int = 0  # where it was written, to say so when nothing has that name


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these values of a facet; without values nothing is found."""

    field: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class And:
    """All parts."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything the asking person may see, but what answers the part."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Everything:
    """Whatever the asking person may see: of a question that is blank."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Somebody asked, but for nothing that can be looked up."""


Leaf = Phrase | Pattern | Fuzzy | Between | NumberBetween | Named | OneOf
Node = Leaf | And | Or | Not | Everything | Nothing


def wanted(node: Node) -> Iterator[Leaf]:
    """Yield the leaves that a hit may owe its place to: those under no Not."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from wanted(part)
        case Not() | Everything() | Nothing():
            return
        case _:
            yield node
