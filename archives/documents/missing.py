"""Characters that no face has: printed as 〓, and named by their code points in a note."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from archives.documents.faces import GETA, Typeface, composed
from archives.documents.labels import Labels


def missing_note(facts: object, face: Typeface, labels: Labels) -> str:
    """Return the note on the texts of a record of facts, such as '〓[U+2A6A5]'; empty when every character is there."""
    signs = [f"{GETA}[U+{ord(char):04X}]" for char in face.missing(_texts(facts))]
    return labels.missing_note.format(signs=" ".join(signs)) if signs else ""


def _texts(facts: object) -> Iterator[str]:
    if isinstance(facts, str):
        yield composed(facts)
    elif isinstance(facts, Sequence):
        for part in facts:
            yield from _texts(part)
    elif is_dataclass(facts):
        for field in fields(facts):
            yield from _texts(getattr(facts, field.name))
