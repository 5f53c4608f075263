"""Reads one word or phrase of a question, with or without a field: wildcards, misspellings, ranges, names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archives.domain.question import Between, Fuzzy, Named, Node, NumberBetween, Pattern, Phrase
from archives.domain.question_fields import FIELDS, Kind
from archives.domain.question_tokens import Piece, Token

_EAST = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]")
_FUZZY = re.compile(r"(\w{3,})[~～]([12]?)")
_WILD = re.compile("[*＊?]")
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月?)|年?)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_UNKNOWN = re.compile(r"([^\W\d_]{2,20})[:：](?!//)")
_SHORT = 5  # letters; a longer word may have two misspelt
_FIRST, _LAST = 0, 9999_12_31


@dataclass(frozen=True, slots=True)
class Note:
    """Something wrong with a question: a stable code, where (characters from `start`), and the text it is about."""

    code: str
    start: int
    length: int
    text: str = ""


Read = tuple[Node | None, Sequence[Note]]


def read_term(piece: Piece, field: str) -> Read:
    """Return what a word or phrase demands of the field, '' for any."""
    kind = FIELDS.get(field, Kind.TEXT)
    if kind in (Kind.DATE, Kind.YEAR):
        return _of_time(piece, field)
    if kind is Kind.NAMED:
        return (Named(field, piece.text.strip(), piece.start), ()) if piece.text.strip() else _missing(piece)
    if kind is Kind.NUMBER and ".." in piece.text:
        low, high = piece.text.split("..", 1)
        return NumberBetween(low.strip(), high.strip(". ")), ()
    if piece.token is Token.QUOTED:
        return _quoted(piece, field)
    return _word(piece, field)


def _quoted(piece: Piece, field: str) -> Read:
    notes = () if piece.closed else (_note("quote_not_closed", piece),)
    return (Phrase(piece.text.strip(), field) if _says(piece.text) else None), notes


def _word(piece: Piece, field: str) -> Read:
    text = piece.text
    if fuzzy := _FUZZY.fullmatch(text):
        return _misspelt(piece, fuzzy[1], fuzzy[2], field)
    if _WILD.search(text.rstrip("?")):
        return _wild(piece, field)
    if not _says(text):
        return None, ()
    notes = [_note("unknown_field", piece, found[1])] if (found := _UNKNOWN.match(text)) and not field else []
    return Phrase(text, field), notes


def _misspelt(piece: Piece, word: str, edits: str, field: str) -> Read:
    if _EAST.search(word):
        return Phrase(word, field), (_note("fuzzy_needs_letters", piece, word),)
    return Fuzzy(word, int(edits or 1 + (len(word) > _SHORT)), field), ()


def _wild(piece: Piece, field: str) -> Read:
    text = piece.text.replace("＊", "*")
    if not _says(text):
        return None, (_note("wildcard_alone", piece),)
    if _EAST.search(text) and field != "number":
        plain = " ".join(part for part in re.split("[*?]+", text) if _says(part))
        return Phrase(plain, field), (_note("wildcard_needs_letters", piece, text),)
    return Pattern(text, field), ()


def _of_time(piece: Piece, field: str) -> Read:
    first, dots, last = piece.text.partition("..")
    first, last = first.strip(), last.strip(". ")
    low, high = _end(first, field, 0), _end(last if dots else first, field, 99)
    if low is None or high is None or not (first or last):
        return None, (_note("not_a_date", piece, piece.text),)
    low, high = (low if first else _FIRST), (high if (last or not dots) else _LAST)
    if low > high:
        low, high = _end(last, field, 0) or 0, _end(first, field, 99) or 0
        return Between(field, low, high), (_note("range_turned_round", piece, piece.text),)
    return Between(field, low, high), ()


def _end(text: str, field: str, rest: int) -> int | None:
    """Return a year, or yyyymmdd with `rest` for what is not said; 0 for '', None if it is neither."""
    if not text:
        return 0
    found = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    if not found:
        return None
    if field == "year":
        return int(found[1])
    month, day = (int(part) if part else rest for part in found.group(2, 3))
    return int(found[1]) * 10_000 + month * 100 + day


def _missing(piece: Piece) -> Read:
    return None, (_note("value_missing", piece, piece.text),)


def _note(code: str, piece: Piece, text: str = "") -> Note:
    return Note(code, piece.start, piece.end - piece.start, text)


def _says(text: str) -> bool:
    """Tell whether there is a letter or digit at all."""
    return any(character.isalnum() or character in "々〇" for character in text)
