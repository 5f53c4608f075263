"""What of Whoosh writes the index: its table of contents, generations, merge hook, deletions and sweeping of leftovers.

The segments themselves are one file of columns each (`section_file`), written and joined by numpy.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from archives.ports import SearchDocument
from search_index.batch import SPOT_LIMIT, batch_sections
from search_index.frequent import without_frequent
from search_index.joining import join
from search_index.open_segments import OpenSegments
from search_index.section_file import SectionWriter
from search_index.segments import Mask, SegmentView
from search_index.tokens import BLOCK_BITS

EXTENSION = ".cols"
MOST_SEGMENTS = 8  # more, and the smallest are joined


class ColumnarSegment(base.Segment):  # type: ignore[misc] # Whoosh has no types
    """What Whoosh's table of contents says of a segment: its name, how many documents, which are deleted."""

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self._count, self._deleted = 0, frozenset[int]()

    def codec(self) -> "ColumnarCodec":
        """Return what reads it."""
        return ColumnarCodec()

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._count

    def set_doc_count(self, count: int) -> None:
        """Note the number of documents."""
        self._count = count

    def deleted_count(self) -> int:
        """Return the number of deleted documents."""
        return len(self._deleted)

    def deleted_docs(self) -> frozenset[int]:
        """Return the deleted documents."""
        return self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:  # noqa: FBT001, FBT002 -- Whoosh's signature
        """Delete a document, or take the deletion back."""
        self._deleted = self._deleted | {docnum} if delete else self._deleted - {docnum}

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether a document is deleted."""
        return docnum in self._deleted

    def should_assemble(self) -> bool:
        """It is one file already."""
        return False


class ColumnarCodec(base.Codec):  # type: ignore[misc] # Whoosh has no types
    """Makes segments of columns."""

    def new_segment(self, _storage: object, indexname: str) -> ColumnarSegment:
        """Return the entry of a new segment."""
        return ColumnarSegment(indexname)


class ColumnarWriter(SegmentWriter):  # type: ignore[misc] # Whoosh has no types
    """One commit. Documents come in batches, each a segment of its own until the commit joins them."""

    def __init__(self, index: FileIndex, opened: OpenSegments) -> None:
        info = index._read_toc()  # noqa: SLF001 -- as SegmentWriter does
        self.storage, self.indexname, self.schema = index.storage, index.indexname, info.schema
        self.generation, self.segments = info.generation + 1, info.segments
        self.codec, self.merge, self.optimize, self.mergetype = ColumnarCodec(), True, False, None
        self.docnum = self.docbase = 0
        self.is_closed = self._added = False
        self._setup_doc_offsets()
        self._parts: list[tuple[SegmentView, Mask]] = []
        self._new: list[tuple[Any, SegmentView]] = []
        self._opened = opened

    def add_batch(self, documents: Sequence[SearchDocument]) -> None:
        """Write a segment of these documents."""
        sections = batch_sections(documents) | without_frequent(("bigram", "word"))
        segment = self.codec.new_segment(self.storage, self.indexname)
        with SectionWriter(self._path(segment)) as writer:
            for name, array in sections.items():
                writer.add(name, array)
        self._note(segment, len(documents))

    def add_segment(self, segment: Any) -> None:  # noqa: ANN401 -- Whoosh has no types
        """Join a segment that is there into the new one."""
        self._parts.append((self.view(segment), living(segment)))
        self._added = True

    def delete_all(self, documents: Iterable[tuple[int, Sequence[int]]]) -> None:
        """Delete documents, by the place of their segment."""
        for place, numbers in documents:
            segment = self.segments[place]
            segment._deleted = segment._deleted.union(numbers)  # noqa: SLF001 -- our own class

    @property
    def written(self) -> Sequence[SegmentView]:
        """The new segments that are open already."""
        return [view for _, view in self._new]

    def view(self, segment: Any) -> SegmentView:  # noqa: ANN401 -- Whoosh has no types
        """Return the segment, open."""
        return self._opened.view(self._path(segment))

    def _note(self, segment: ColumnarSegment, count: int) -> None:
        segment.set_doc_count(count)
        self._new.append((segment, self.view(segment)))
        self._added = True

    def _finalize_segment(self) -> ColumnarSegment:
        """Return the one segment of this commit: the only batch, or all batches and old segments joined."""
        if len(self._new) == 1 and not self._parts:
            segment: ColumnarSegment = self._new[0][0]
            return segment
        segment = self.codec.new_segment(self.storage, self.indexname)
        parts = [*self._parts, *((view, np.ones(view.size, np.bool_)) for _, view in self._new)]
        segment.set_doc_count(join(parts, self._path(segment)))
        return segment

    def _close_segment(self) -> None:
        """Drop what was written for nothing; the next commit sweeps what a crash leaves."""
        for segment, _ in self._new:
            self._path(segment).unlink(missing_ok=True)

    def _finish(self) -> None:
        self.is_closed = True

    def _path(self, segment: Any) -> Path:  # noqa: ANN401 -- Whoosh has no types
        return Path(self.storage.folder) / segment.make_filename(EXTENSION)


def living(segment: Any) -> Mask:  # noqa: ANN401 -- Whoosh has no types
    """Return which documents of a segment are not deleted."""
    mask = np.ones(segment.doc_count_all(), np.bool_)
    mask[list(segment.deleted_docs())] = False
    return mask


def merge_smallest(writer: ColumnarWriter, segments: Sequence[Any]) -> list[Any]:
    """Whoosh's hook: drop the segments that are all deleted, and when there are too many join the smallest.

    A segment joins only while it is at most twice as large as those before it together, so each document is
    rewritten a logarithmic number of times; and while the joined one has addresses for all.
    """
    kept = sorted((segment for segment in segments if segment.doc_count()), key=_size)
    if len(kept) < MOST_SEGMENTS:
        return kept
    total = places = 0
    while kept and (not total or _size(kept[0]) <= 2 * total) and places + _places(writer, kept[0]) < SPOT_LIMIT:
        segment = kept.pop(0)
        total, places = total + _size(segment), places + _places(writer, segment)
        writer.add_segment(segment)
    return kept


def merge_all(writer: ColumnarWriter, segments: Sequence[Any]) -> list[Any]:
    """Whoosh's hook: join as many as one segment has addresses for, the smallest first."""
    kept, places = sorted((segment for segment in segments if segment.doc_count()), key=_size), 0
    while kept and places + _places(writer, kept[0]) < SPOT_LIMIT:
        places += _places(writer, kept[0])
        writer.add_segment(kept.pop(0))
    return kept


def _size(segment: Any) -> int:  # noqa: ANN401 -- Whoosh has no types
    return int(segment.doc_count())


def _places(writer: ColumnarWriter, segment: Any) -> int:  # noqa: ANN401 -- Whoosh has no types
    return len(writer.view(segment).sections["zones"]) << BLOCK_BITS
