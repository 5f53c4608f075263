"""A batch of documents as the arrays of one segment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from archives.ports import SearchDocument
from search_index.catalogue import LABELS, ZONES, date_rank, label, number_key, numbers, zone_text
from search_index.section_file import Array
from search_index.strings import smallest, string_sections
from search_index.tokens import SECOND_BITS, Tokens, tokens

ZONE_BITS = 3  # a zone is the document's number, then which of its texts
SPOT = np.dtype(np.uint32)
SPOT_LIMIT = 1 << 32  # places in one segment

_KEY_BITS = 2 * SECOND_BITS
_FREE_BITS = 64 - _KEY_BITS


def batch_sections(documents: Sequence[SearchDocument]) -> dict[str, Array]:
    """Return the arrays of a new segment of these documents."""
    cut = tokens([zone_text(document, zone) for document in documents for zone in ZONES])
    return {**_postings(cut), **_zones(cut), **_columns(documents), **_numbers(documents)}


def _postings(cut: Tokens) -> dict[str, Array]:
    keys, spots = _sorted(cut.bigrams, cut.bigram_spots)
    first = _firsts(keys)
    words = sorted(set(cut.words))
    rank = {word: number for number, word in enumerate(words)}
    ranks = np.fromiter(map(rank.__getitem__, cut.words), np.uint64, len(cut.words))
    order = np.sort((ranks << np.uint64(32)) | cut.word_spots.astype(np.uint64))
    counts = np.bincount(ranks.astype(np.int64), minlength=len(words))
    return {
        "bigrams": keys[first],
        "bigram.offsets": np.append(first, len(keys)).astype(SPOT),
        "bigram.spots": spots.astype(SPOT),
        **string_sections("words", words),
        "word.offsets": np.concatenate(([0], np.cumsum(counts))).astype(SPOT),
        "word.spots": order.astype(SPOT),
    }


def _sorted(keys: Array, spots: Array) -> tuple[Array, Array]:
    """Return keys and spots in the order of both: by one sort of 64-bit integers where they fit into them."""
    if not spots.size or spots[-1] >> _FREE_BITS == 0:
        joined = np.sort((keys << np.uint64(_FREE_BITS)) | spots.astype(np.uint64))
        return joined >> np.uint64(_FREE_BITS), joined & np.uint64((1 << _FREE_BITS) - 1)
    order = np.argsort(keys, kind="stable")
    return keys[order], spots[order]


def _firsts(keys: Array) -> Array:
    return np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if keys.size else np.zeros(0, np.int64)


def _zones(cut: Tokens) -> dict[str, Array]:
    position = np.arange(len(cut.blocks), dtype=np.int64)
    zone = (position // len(ZONES) << ZONE_BITS) + position % len(ZONES)
    return {"zones": np.repeat(zone, cut.blocks).astype(SPOT), "lengths": cut.lengths.astype(np.uint32)}


def _columns(documents: Sequence[SearchDocument]) -> dict[str, Array]:
    sections: dict[str, Array] = {}
    for name in LABELS:
        sections |= _column(name, [label(document, name) for document in documents])
    sections |= _column("number_key", [number_key(document) for document in documents])
    sections |= _column("id", [document.record_id for document in documents])
    sections["id.order"] = np.argsort(sections["id.codes"], kind="stable").astype(np.uint32)
    sections["formed_on"] = np.fromiter((date_rank(each.formed_on) for each in documents), np.int32, len(documents))
    sections["year"] = np.fromiter((each.year for each in documents), np.int32, len(documents))
    return sections


def _column(name: str, values: Sequence[str]) -> dict[str, Array]:
    labels = sorted(set(values))
    rank = {value: code for code, value in enumerate(labels)}
    codes = np.fromiter(map(rank.__getitem__, values), np.int64, len(values))
    return {f"{name}.codes": smallest(codes, len(labels)), **string_sections(name, labels)}


def _numbers(documents: Sequence[SearchDocument]) -> dict[str, Array]:
    return number_sections(_numbered(documents))


def number_sections(pairs: Iterable[tuple[str, int]]) -> dict[str, Array]:
    """Return the sections of record numbers, each with its document."""
    ordered = sorted(pairs)
    owners = np.fromiter((document for _, document in ordered), np.uint32, len(ordered))
    return {"number.documents": owners, **string_sections("numbers", [number for number, _ in ordered])}


def _numbered(documents: Sequence[SearchDocument]) -> Iterator[tuple[str, int]]:
    for place, document in enumerate(documents):
        yield from ((number, place) for number in numbers(document))


def sizes(sections: Mapping[str, Array]) -> int:
    """Return how many documents the sections hold."""
    return len(sections["formed_on"])
