"""Whoosh as it comes: its own codec, queries and matchers, as a witness of which records answer a question.

Every Chinese character is a token, every word, and what separates them; so Whoosh's own Phrase says what stands
together.
"""

import re

from whoosh import analysis, fields, query
from whoosh.filedb.filestore import RamStorage

from archives.domain.question import And, Between, Everything, Fuzzy, Not, NumberBetween, OneOf, Or, Pattern, Phrase
from search_index.analysis import RUN
from search_index.catalogue import (
    LABELS,
    LAST,
    NO_NUMBER,
    ZONES,
    date_rank,
    label,
    number_key,
    numbers,
    ordering,
    sees,
    zone_text,
)
from search_index.folding import fold, number_form

_BREAK = "\x00"
_HIGHEST = "\U0010ffff"


class _Tokens(analysis.Tokenizer):
    def __call__(self, value, positions=False, chars=False, start_pos=0, **_options):
        token = analysis.Token(positions, chars)
        for place, text in enumerate(cut(value), start_pos):
            token.text, token.boost, token.stopped, token.pos = text, 1.0, False, place
            yield token


def cut(text):
    """Return characters, words, and a break for whatever stands between them."""
    found, end = [], 0
    folded = fold(text)
    for match in RUN.finditer(folded):
        found += [_BREAK] * (match.start() > end)
        found += list(match.group()) if match.lastindex else [match.group()]
        end = match.end()
    return found


class OwnStorage(RamStorage):
    """An index in memory whose temporary files are its own: Whoosh has all such writers of a machine share a folder.

    Whoever ends first removes the folder, and what the others still have open in it.
    """

    def temp_storage(self, name=None):
        return super().temp_storage()


class StockWhoosh:
    """Finds sets of records."""

    def __init__(self):
        texts = {zone: fields.TEXT(analyzer=_Tokens(), phrase=True) for zone in ZONES}
        keys = {name: fields.ID() for name in (*LABELS, "number_key", "record_id", "owner")}
        times = {name: fields.NUMERIC(int, signed=True) for name in ("formed_on", "year")}
        times["year_label"] = fields.ID()
        keys["record_id"] = fields.ID(unique=True, stored=True)
        keys["number"] = fields.KEYWORD(commas=True)
        keys.pop("year")
        self._index = OwnStorage().create_index(fields.Schema(**texts, **keys, **times))

    def put(self, documents):
        writer = self._index.writer()
        for document in documents:
            writer.update_document(**_row(document))
        writer.commit()

    def remove(self, record_ids):
        writer = self._index.writer()
        for record_id in record_ids:
            writer.delete_by_term("record_id", record_id)
        writer.commit()

    def found(self, question):
        """Return the ids. What is excluded is taken away here: Whoosh's AndNot lets some of it through."""
        with self._index.searcher() as searcher:
            return _found(searcher, question)


def _found(searcher, node):
    match node:
        case Not(part):
            return _found(searcher, Everything()) - _found(searcher, part)
        case And(parts) | Or(parts) if _excludes(node):
            each = [_found(searcher, part) for part in parts]
            return set.intersection(*each) if isinstance(node, And) else set.union(*each)
        case _:
            return {hit["record_id"] for hit in searcher.search(_query(node), limit=None, scored=False)}


def _excludes(node):
    return isinstance(node, Not) or (isinstance(node, And | Or) and any(map(_excludes, node.parts)))


def _row(document):
    row = {zone: zone_text(document, zone) for zone in ZONES}
    row |= {name: label(document, name) for name in LABELS if name != "year"}
    row |= {"year_label": label(document, "year"), "year": document.year, "number_key": number_key(document)}
    row |= {"formed_on": date_rank(document.formed_on), "record_id": document.record_id}
    return row | {"number": ",".join(each.replace(",", _BREAK) for each in numbers(document))}


def _query(node):
    match node:
        case And(parts):
            return query.And(list(map(_query, parts)))
        case Or(parts):
            return query.Or(list(map(_query, parts)))
        case Everything():
            return query.Every()
        case Phrase() | Pattern() | Fuzzy():
            zones = ZONES if not node.field else (node.field,) if node.field in ZONES else ()
            return query.Or([*(_of_zone(node, zone) for zone in zones), *_of_numbers(node)])
        case _:
            return _of_column(node)


def _of_zone(node, zone):
    folded = fold(node.text)
    if isinstance(node, Fuzzy):
        return query.FuzzyTerm(zone, folded, maxdist=node.edits, prefixlength=0)
    if isinstance(node, Pattern):
        plain = re.fullmatch(r"[\w*?]+", folded) and "_" not in folded
        return query.Wildcard(zone, folded) if plain else query.NullQuery
    tokens = cut(node.text)
    while _BREAK in (*tokens[:1], *tokens[-1:]):
        tokens = tokens[tokens[0] == _BREAK : len(tokens) - (tokens[-1] == _BREAK)]
    if not tokens:
        return query.NullQuery
    return query.Phrase(zone, tokens) if len(tokens) > 1 else query.Term(zone, tokens[0])


def _of_numbers(node):
    if node.field not in ("", "number") or isinstance(node, Fuzzy):
        return
    form = number_form(node.text.lstrip("-")).replace(",", _BREAK)
    if isinstance(node, Pattern):
        yield query.Wildcard("number", f"{form}*")
    elif form:
        yield query.Prefix("number", form)


def _of_column(node):
    match node:
        case Between(field, low, high):
            return query.NumericRange(field, low, min(high, LAST - 1))
        case NumberBetween(low, high):
            last = (ordering(high) + _HIGHEST) if high else NO_NUMBER
            return query.TermRange("number_key", ordering(low), last, endexcl=True)
        case OneOf(field, values):
            return query.Or([query.Term("year_label" if field == "year" else field, value) for value in values])
        case _:
            return query.NullQuery


def visible(documents, visibility):
    """Return the ids that a plain filter lets through."""
    return {each.record_id for each in documents if sees(visibility, {name: label(each, name) for name in LABELS})}


__all__ = ["StockWhoosh", "visible"]
