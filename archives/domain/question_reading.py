"""Reads a question. Every string is one: what cannot be meant is explained with its place, and the rest answered.

question = either, of alternatives ("OR", "或", "|"), each of parts that must all match ("AND", "且", "&" or nothing
between them); a part may be excluded ("-", "NOT", "非"), be in brackets, and name its field ("题名:…").
"""

from collections.abc import Sequence
from dataclasses import dataclass

from archives.domain.question import And, Everything, Node, Not, Nothing, Or
from archives.domain.question_fields import NAMES
from archives.domain.question_terms import Note, read_term
from archives.domain.question_tokens import Piece, Token, pieces

LONGEST_QUESTION = 1000  # characters; the rest is not read
DEEPEST = 20  # brackets within brackets


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was understood, and what was wrong with it, in order."""

    question: Node
    notes: tuple[Note, ...]


def read(words: str) -> Reading:
    """Read a question."""
    if not words.strip():
        return Reading(Everything(), ())
    reader = _Reader(pieces(words[:LONGEST_QUESTION]))
    found = reader.read()
    if len(words) > LONGEST_QUESTION:
        reader.notes.append(Note("question_too_long", LONGEST_QUESTION, len(words) - LONGEST_QUESTION))
    return Reading(found or Nothing(), tuple(sorted(reader.notes, key=lambda note: note.start)))


class _Reader:
    """Goes over the pieces once; each method returns None for what demands nothing."""

    def __init__(self, given: Sequence[Piece]) -> None:
        self._given = given
        self._at = 0
        self.notes: list[Note] = []

    def read(self) -> Node | None:
        """Return the whole; a bracket that closes nothing is passed over."""
        found = [self._either("", 0)]
        while (piece := self._next()) is not None:
            self.notes.append(Note("bracket_not_opened", piece.start, 1))
            self._at += 1
            found.append(self._either("", 0))
        return _all(found)

    # --- private ---

    def _either(self, field: str, depth: int) -> Node | None:
        found = [self._every(field, depth)]
        while (piece := self._next()) is not None and piece.token is Token.OR:
            self._at += 1
            found.append(self._every(field, depth))
            if found[-2] is None or found[-1] is None:
                self.notes.append(Note("operator_alone", piece.start, len(piece.text)))
        return _any(found)

    def _every(self, field: str, depth: int) -> Node | None:
        found: list[Node | None] = []
        while (piece := self._next()) is not None and piece.token not in (Token.OR, Token.CLOSE):
            if piece.token is Token.AND:
                self._at += 1
                self._join(piece, alone=not found)
            else:
                found.append(self._part(field, depth))
        return _all(found)

    def _join(self, piece: Piece, *, alone: bool) -> None:
        after = self._next()
        if alone or after is None or after.token in (Token.OR, Token.AND, Token.CLOSE):
            self.notes.append(Note("operator_alone", piece.start, len(piece.text)))

    def _part(self, field: str, depth: int) -> Node | None:
        piece = self._given[self._at]
        self._at += 1
        if piece.token is Token.NOT:
            return self._excluded(piece, field, depth)
        if piece.token is Token.FIELD:
            return self._named(piece, depth)
        if piece.token is Token.OPEN:
            return self._bracket(piece, field, depth)
        found, notes = read_term(piece, field)
        self.notes += notes
        return found

    def _excluded(self, piece: Piece, field: str, depth: int) -> Node | None:
        after = self._next()
        if after is None or after.token not in (Token.WORD, Token.QUOTED, Token.FIELD, Token.OPEN):
            self.notes.append(Note("operator_alone", piece.start, len(piece.text)))
            return None
        found = self._part(field, depth)
        return found and Not(found)

    def _named(self, piece: Piece, depth: int) -> Node | None:
        """Return what stands behind 'name:', which is directly there or not at all."""
        after = self._next()
        if after is None or after.start != piece.end or after.token not in (Token.WORD, Token.QUOTED, Token.OPEN):
            self.notes.append(Note("value_missing", piece.start, piece.end - piece.start, piece.text))
            return None
        return self._part(NAMES[piece.text.lower()], depth)

    def _bracket(self, piece: Piece, field: str, depth: int) -> Node | None:
        if depth >= DEEPEST:
            self.notes.append(Note("too_many_brackets", piece.start, 1))
            return None
        found = self._either(field, depth + 1)
        if self._next() is None:
            self.notes.append(Note("bracket_not_closed", piece.start, 1))
        else:
            self._at += 1
        return found

    def _next(self) -> Piece | None:
        return self._given[self._at] if self._at < len(self._given) else None


def _all(found: Sequence[Node | None]) -> Node | None:
    parts = _parts(found, And)
    return And(parts) if len(parts) > 1 else next(iter(parts), None)


def _any(found: Sequence[Node | None]) -> Node | None:
    parts = _parts(found, Or)
    return Or(parts) if len(parts) > 1 else next(iter(parts), None)


def _parts(found: Sequence[Node | None], kind: type[And] | type[Or]) -> tuple[Node, ...]:
    """Return the different parts in order, those of the same kind taken apart."""
    flat: list[Node] = []
    for node in found:
        flat += node.parts if isinstance(node, kind) else (node,) if node is not None else ()
    return tuple(dict.fromkeys(flat))
