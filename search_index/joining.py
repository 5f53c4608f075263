"""Joins segments into one, without the documents that were deleted, in memory that does not grow with their size.

Each posting of a segment moves as a whole: its term is looked up in the joined dictionary, its address is shifted by
what its document moved. Nothing is sorted again, for the segments follow each other.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from search_index.batch import SPOT, ZONE_BITS, number_sections
from search_index.catalogue import LABELS
from search_index.frequent import Blocks, FrequentWriter
from search_index.section_file import Array, SectionWriter
from search_index.segments import Mask, SegmentView
from search_index.strings import smallest, string_sections
from search_index.tokens import BLOCK_BITS
from search_index.weighing import norms

WINDOW = 4_000_000  # postings in memory at once

_AT_ONCE = 8  # dictionaries

_Ranks = Callable[[int, int], tuple[int, Array]]
"""Of one segment: of the joined terms from the first up to before the last, where in its dictionary they begin and
which of them it has, counted from the first."""
_Window = tuple[int, Array, Array]  # the first term, how many postings each term from it on has, these postings


@dataclass(frozen=True, slots=True)
class Source:
    """A segment, which of its documents are alive, and where they go."""

    view: SegmentView
    live: Mask
    documents: Array  # the new number of each living document
    moved: Array  # of each block: how far its addresses move, modulo 2³²; 0 for what is dropped
    kept: Array  # of each block


def join(parts: Sequence[tuple[SegmentView, Mask]], path: Path) -> int:
    """Write the joined segment; return how many documents it has."""
    sources = list(_sources(parts))
    blocks = _blocks(sources)
    with SectionWriter(path) as writer:
        with FrequentWriter(blocks, path.parent) as frequent:
            _join_bigrams(sources, writer, frequent)
        with FrequentWriter(blocks, path.parent) as frequent:
            _join_words(sources, writer, frequent)
        _join_documents(sources, writer)
    return blocks.size


def _sources(parts: Sequence[tuple[SegmentView, Mask]]) -> Iterator[Source]:
    document = block = 0
    for view, live in parts:
        kept = live[view.sections["zones"] >> ZONE_BITS]
        blocks = np.cumsum(kept) - 1 + block
        moved = (np.where(kept, blocks - np.arange(len(kept)), 0) << BLOCK_BITS).astype(SPOT)
        yield Source(view, live, (np.cumsum(live) - 1 + document).astype(SPOT), moved, kept)
        document += int(live.sum())
        block += int(kept.sum())


def _blocks(sources: Sequence[Source]) -> Blocks:
    lengths = np.concatenate([source.view.lengths[source.live] for source in sources])
    return Blocks(np.concatenate([_zones(source) for source in sources]).astype(SPOT), norms(lengths), len(lengths))


def _join_bigrams(sources: Sequence[Source], writer: SectionWriter, frequent: FrequentWriter) -> None:
    dictionaries = [source.view.sections["bigrams"] for source in sources]
    terms = _union(dictionaries)
    ranks = [partial(_bigram_ranks, terms, dictionary) for dictionary in dictionaries]
    sizes = _sizes(sources, ranks, len(terms), "bigram")
    present = _join_postings(_windows(sources, ranks, sizes, "bigram"), sizes, "bigram", writer, frequent)
    writer.add("bigrams", terms[present])


def _join_words(sources: Sequence[Source], writer: SectionWriter, frequent: FrequentWriter) -> None:
    dictionaries = [source.view.words[:] for source in sources]
    terms = sorted(set().union(*dictionaries))
    rank = {word: number for number, word in enumerate(terms)}
    of_each = [np.fromiter(map(rank.__getitem__, words), np.int64, len(words)) for words in dictionaries]
    ranks = [partial(_word_ranks, known) for known in of_each]
    sizes = _sizes(sources, ranks, len(terms), "word")
    present = _join_postings(_windows(sources, ranks, sizes, "word"), sizes, "word", writer, frequent)
    for name, section in string_sections("words", [terms[at] for at in present.tolist()]).items():
        writer.add(name, section)


def _union(dictionaries: Sequence[Array]) -> Array:
    """Return what stands in any of the dictionaries, ascending as they are."""
    while len(dictionaries) > 1:
        dictionaries = [_merged(dictionaries[at : at + _AT_ONCE]) for at in range(0, len(dictionaries), _AT_ONCE)]
    return dictionaries[0] if dictionaries else np.zeros(0, np.uint64)


def _merged(dictionaries: Sequence[Array]) -> Array:
    together = np.concatenate(dictionaries)
    together.sort(kind="stable")  # ascending runs, which it knows how to join
    return together.compress(np.append(True, together[1:] != together[:-1])[: len(together)])


def _bigram_ranks(terms: Array, dictionary: Array, first: int, last: int) -> tuple[int, Array]:
    window = terms[first:last]
    begin, end = dictionary.searchsorted(window[[0, -1]]) if len(window) else (0, 0)
    end += int(len(window) > 0 and end < len(dictionary) and dictionary[end] == window[-1])
    return int(begin), window.searchsorted(dictionary[begin:end])


def _word_ranks(known: Array, first: int, last: int) -> tuple[int, Array]:
    begin, end = known.searchsorted((first, last))
    return int(begin), known[begin:end] - first


def _sizes(sources: Sequence[Source], ranks: Sequence[_Ranks], terms: int, name: str) -> Array:
    """Return how many postings each term has, those of deleted documents included."""
    sizes = np.zeros(terms, np.int64)
    for source, rank in zip(sources, ranks, strict=True):
        sizes[rank(0, terms)[1]] += np.diff(source.view.sections[f"{name}.offsets"]).astype(np.int64)
    return sizes


def _join_postings(
    windows: Iterable[_Window], sizes: Array, name: str, writer: SectionWriter, frequent: FrequentWriter
) -> Array:
    """Write the joined postings and their offsets, and what is frequent; return which terms are still there."""
    counts = np.zeros_like(sizes)
    writer.stream(f"{name}.spots", SPOT, _noted(windows, counts, frequent))
    present = np.flatnonzero(counts)
    writer.add(f"{name}.offsets", np.concatenate(([0], np.cumsum(counts[present]))).astype(SPOT))
    frequent.write(writer, name, present)
    return present


def _noted(windows: Iterable[_Window], counts: Array, frequent: FrequentWriter) -> Iterator[Array]:
    """Yield the postings; note in `counts` how many of each term are left."""
    for first, together, joined in windows:
        counts[first : first + len(together)] = together
        frequent.note(first, together, joined)
        yield joined


def _windows(sources: Sequence[Source], ranks: Sequence[_Ranks], sizes: Array, name: str) -> Iterator[_Window]:
    """Yield the joined postings, many whole terms at a time."""
    until = np.cumsum(sizes)
    total = int(until[-1]) if len(until) else 0
    edges = np.searchsorted(until, np.arange(WINDOW, total + WINDOW, WINDOW), side="left") + 1
    for first, last in pairwise(np.unique(np.concatenate(([0], np.minimum(edges, len(sizes))))).tolist()):
        pieces = [_piece(source, rank, (first, last), name) for source, rank in zip(sources, ranks, strict=True)]
        sizes_of = [np.bincount(terms, minlength=last - first) for terms, _ in pieces]
        together = np.add.reduce(sizes_of, axis=0, dtype=np.int64)
        joined = np.empty(int(together.sum()), SPOT)
        begin = np.cumsum(together) - together
        for (terms, spots), size in zip(pieces, sizes_of, strict=True):
            joined[(begin - (np.cumsum(size) - size))[terms] + np.arange(len(spots))] = spots
            begin += size
        yield first, together, joined
        for source in sources:
            source.view.sections.let_go()


def _piece(source: Source, ranks: _Ranks, window: tuple[int, int], name: str) -> tuple[Array, Array]:
    """Return the postings of the terms in the window: which term of it, and the new address, in that order."""
    first, known = ranks(*window)
    offsets = source.view.sections[f"{name}.offsets"][first : first + len(known) + 1].astype(np.int64)
    spots = source.view.sections[f"{name}.spots"][int(offsets[0]) : int(offsets[-1])]
    terms = np.repeat(known, np.diff(offsets))
    blocks = spots >> BLOCK_BITS
    if not source.live.all():
        kept = source.kept[blocks]
        spots, blocks, terms = spots[kept], blocks[kept], terms[kept]
    return terms, spots + source.moved[blocks]


def _join_documents(sources: Sequence[Source], writer: SectionWriter) -> None:
    for name in (*LABELS, "number_key", "id"):
        _join_column(sources, name, writer)
    for name in ("formed_on", "year"):
        writer.stream(name, np.dtype(np.int32), (source.view.sections[name][source.live] for source in sources))
    writer.stream("zones", SPOT, map(_zones, sources))
    lengths = (source.view.lengths[source.live].ravel() for source in sources)
    writer.stream("lengths", np.dtype(np.uint32), lengths)
    for name, section in number_sections(_numbers(sources)).items():
        writer.add(name, section)


def _zones(source: Source) -> Array:
    zones = source.view.sections["zones"][source.kept]
    return (source.documents[zones >> ZONE_BITS] << ZONE_BITS) + (zones & ((1 << ZONE_BITS) - 1))


def _join_column(sources: Sequence[Source], name: str, writer: SectionWriter) -> None:
    used = [_used(source, name) for source in sources]
    labels = sorted(set().union(*(values for _, values in used)))
    rank = {value: code for code, value in enumerate(labels)}
    codes = np.concatenate(
        [
            _recoded(source, name, codes, [rank[value] for value in values])
            for source, (codes, values) in zip(sources, used, strict=True)
        ]
    )
    writer.add(f"{name}.codes", smallest(codes, len(labels)))
    for section, array in string_sections(name, labels).items():
        writer.add(section, array)
    if name == "id":
        writer.add("id.order", np.argsort(codes, kind="stable").astype(np.uint32))


def _used(source: Source, name: str) -> tuple[Array, list[str]]:
    """Return the codes that living documents have, and their labels, which the segment does not keep for this."""
    codes = np.unique(source.view.sections[f"{name}.codes"][source.live])
    labels = source.view.strings(name)
    return codes, [labels[code] for code in codes.tolist()]


def _recoded(source: Source, name: str, codes: Array, new: Sequence[int]) -> Array:
    table = np.zeros(len(source.view.strings(name)), np.uint32)
    table[codes] = new
    return table[source.view.sections[f"{name}.codes"][source.live]]


def _numbers(sources: Sequence[Source]) -> Iterator[tuple[str, int]]:
    for source in sources:
        documents = source.view.sections["number.documents"]
        for number, document in zip(source.view.numbers[:], documents.tolist(), strict=True):
            if source.live[document]:
                yield number, int(source.documents[document])
