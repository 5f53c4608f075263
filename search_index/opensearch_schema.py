"""What the OpenSearch index holds: our own tokens, written with blanks between them, so that both indexes answer alike.

The server splits at white space and does nothing else. A separator is a token of its own, so that a phrase never spans
one that it does not have itself. Each text is there twice: in bigrams and words, for phrases; and in single signs and
words, for what the bigrams cannot tell at once: one character alone, or at the end of words, wildcards, misspellings.
"""

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from itertools import pairwise
from typing import Any

from archives.ports import SearchDocument
from search_index.analysis import Run, runs
from search_index.catalogue import LABELS, LAST, TITLE_BOOST, ZONES, date_rank, label, number_key, numbers, zone_text
from search_index.folding import fold

SCHEMA_VERSION = 2
BOOSTS: Mapping[str, float] = {zone: TITLE_BOOST if zone == "title" else 1.0 for zone in ZONES}
SEPARATOR = "_"  # no token of ours has it
LONGEST_TOKEN = 100  # characters; longer words are told apart by a digest, since the server cuts at 255
FARTHEST = 2_000_000_000  # hits that may be paged through
_SURROGATES = range(0xD800, 0xE000)
_PRIVATE = 0x100000  # lone surrogates of broken names travel as private characters, since UTF-8 has none


def signs_of(zone: str) -> str:
    """Return the field that has a text in single signs."""
    return f"{zone}_signs"


def settings(copies: int) -> dict[str, Any]:
    """Return the settings of a new index with so many further copies of each shard."""
    return {
        "number_of_shards": 1,
        "number_of_replicas": copies,
        "refresh_interval": "-1",  # every write says itself when it is to be seen
        "max_result_window": FARTHEST,
    }


def mappings() -> dict[str, Any]:
    """Return the fields. The texts are not kept: the database has them."""
    texts = [field for zone in ZONES for field in (zone, signs_of(zone))]
    keys = ("record_id", "number", "number_key", *LABELS)
    times = ("formed_on", "dated_on", "year_number")
    return {
        "dynamic": "strict",
        "_source": {"enabled": False},
        "_meta": {"schema_version": SCHEMA_VERSION},
        "properties": {
            **{name: {"type": "text", "analyzer": "whitespace", "norms": False} for name in texts},
            **{name: {"type": "keyword"} for name in keys},
            **{name: {"type": "integer"} for name in times},
        },
    }


def row(document: SearchDocument) -> Mapping[str, Any]:
    """Return the document as the index's fields."""
    rank = date_rank(document.formed_on)
    texts = {zone: list(runs(fold(zone_text(document, zone)))) for zone in ZONES}
    return {
        "record_id": carried(document.record_id),
        "number": [carried(number) for number in numbers(document)],
        "number_key": carried(number_key(document)),
        "formed_on": rank,
        "year_number": document.year,
        **({} if rank == LAST else {"dated_on": rank}),
        **{name: carried(label(document, name)) for name in LABELS},
        **{zone: " ".join(bigrams(found)) for zone, found in texts.items()},
        **{signs_of(zone): " ".join(signs(found)) for zone, found in texts.items()},
    }


def bigrams(found: list[Run], *, is_open: bool = False) -> Iterator[str]:
    """Yield the tokens of a text; of an open one, a phrase, the last character may go on."""
    for run, gap in _separated(found):
        yield from gap
        if run.chinese:
            size = len(run.text) - (is_open and run is found[-1])
            yield from (carried(run.text[index : index + 2]) for index in range(size))
        else:
            yield token(run.text)


def signs(found: list[Run]) -> Iterator[str]:
    """Yield each character and each word."""
    for run, gap in _separated(found):
        yield from gap
        yield from map(carried, run.text) if run.chinese else (token(run.text),)


def token(word: str) -> str:
    """Return the token that stands for a word."""
    if len(word) <= LONGEST_TOKEN:
        return carried(word)
    return carried(word[:LONGEST_TOKEN]) + blake2b(word.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def carried(text: str) -> str:
    """Return the text without lone surrogates, each of which becomes a character of its own."""
    return "".join(chr(_PRIVATE + ord(each)) if ord(each) in _SURROGATES else each for each in text)


def _separated(found: list[Run]) -> Iterator[tuple[Run, tuple[str, ...]]]:
    """Yield each run with what stands before it."""
    if found:
        yield found[0], ()
    for before, run in pairwise(found):
        yield run, (SEPARATOR,) if run.place > before.end else ()
