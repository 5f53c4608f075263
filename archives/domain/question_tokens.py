"""Cuts a question into pieces: words, "phrases", names of fields, brackets, operators; each knows its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from archives.domain.question_fields import NAMES

_QUOTES = '"“”„＂'
_BREAKS = f"\\s{_QUOTES},;，；、。"
_OPENING, _CLOSING = "(（", ")）"
_WORD = re.compile(f"[^{_BREAKS}]+")
_QUOTED = re.compile(f"[{_QUOTES}]([^{_QUOTES}]*)([{_QUOTES}]?)")
_SPACE = re.compile("[\\s,;，；、。]+")
_MINUS = "-－−"
_COLON = re.compile("([^:：]{1,20})[:：]")


class Token(StrEnum):
    """What a piece is."""

    WORD = "word"
    QUOTED = "quoted"  # `text` is what stands between the quotation marks
    FIELD = "field"  # `text` is the name without its colon
    OPEN = "open"
    CLOSE = "close"
    AND = "and"
    OR = "or"
    NOT = "not"


_OPERATORS = {
    **dict.fromkeys(("AND", "且", "&", "&&", "＆"), Token.AND),
    **dict.fromkeys(("OR", "或", "|", "||", "｜"), Token.OR),
    **dict.fromkeys(("NOT", "非"), Token.NOT),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A token with where it stands in the question."""

    token: Token
    text: str
    start: int
    end: int
    closed: bool = True  # a phrase whose quotation mark is missing is not


def pieces(words: str) -> Sequence[Piece]:
    """Return the pieces of a question in order; an operator that is the whole question is a word."""
    found = list(_pieces(words))
    if len(found) == 1 and found[0].token in (Token.AND, Token.OR, Token.NOT) and found[0].text not in _MINUS:
        return [Piece(Token.WORD, found[0].text, found[0].start, found[0].end)]
    return found


def _pieces(words: str) -> Iterator[Piece]:
    at = 0
    while at < len(words):
        if space := _SPACE.match(words, at):
            at = space.end()
            continue
        piece = _piece(words, at)
        yield piece
        at = piece.end


def _piece(words: str, at: int) -> Piece:
    character = words[at]
    if quoted := _QUOTED.match(words, at):
        return Piece(Token.QUOTED, quoted[1], at, quoted.end(), closed=bool(quoted[2]))
    if character in _OPENING:
        return Piece(Token.OPEN, character, at, at + 1)
    if character in _CLOSING:
        return Piece(Token.CLOSE, character, at, at + 1)
    if character in _MINUS:
        return Piece(Token.NOT, character, at, at + 1)
    return _of_word(words, at)


def _of_word(words: str, at: int) -> Piece:
    """Return a field's name if one stands here, else an operator or a word."""
    named = _COLON.match(words, at)
    if named and named[1].lower() in NAMES:
        return Piece(Token.FIELD, named[1], at, named.end())
    end = _end(words, at)
    text = words[at:end]
    return Piece(_OPERATORS.get(text, Token.WORD), text, at, end)


def _end(words: str, at: int) -> int:
    """Return where a word ends: brackets inside it that are closed again belong to it, as in 国发(2006)12号."""
    found = _WORD.match(words, at)
    end = found.end() if found else at + 1
    open_at: list[int] = []
    for place in range(at, end):
        if words[place] in _OPENING:
            open_at.append(place)
        elif words[place] in _CLOSING:
            if not open_at:
                return place
            open_at.pop()
    return open_at[0] if open_at else end
