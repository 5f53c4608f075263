"""One Whoosh index in a directory of its own: a schema version, segments, deletions."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from archives.ports import SearchDocument
from search_index.execution import LiveSegment
from search_index.postings import ColumnarCodec
from search_index.schema import build_schema, row
from search_index.segments import SegmentView

MOST_SEGMENTS = 16  # more, and the smallest are merged
_POOL_MB = 1024  # a batch fits; only merging may exceed it and goes to disk


class Generation:
    """The readers see a commit when they next ask for the segments. Whoever writes holds the index's write lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._storage = FileStorage(str(path))
        self._index = FileIndex(self._storage)
        self._number = -1
        self._segments: list[LiveSegment] = []
        self._views: dict[str, SegmentView] = {}

    @classmethod
    def create(cls, path: Path) -> "Generation":
        """Create an empty index in a new directory."""
        path.mkdir()
        FileIndex.create(FileStorage(str(path)), build_schema())
        return cls(path)

    def segments(self) -> Sequence[LiveSegment]:
        """Return the segments of the last commit; those that are open already stay open."""
        if self._index.latest_generation() != self._number:
            contents = TOC.read(self._storage, self._index.indexname)
            self._views = {segment.segment_id(): self._view(segment) for segment in contents.segments}
            self._segments = [_live(self._views[segment.segment_id()], segment) for segment in contents.segments]
            self._number = contents.generation
        return self._segments

    def count(self) -> int:
        """Return the number of records."""
        return sum(int(segment.live.sum()) for segment in self.segments())

    def replace(self, record_ids: Iterable[str], documents: Iterable[SearchDocument]) -> None:
        """Remove what is kept of these records, then add the documents, in one commit."""
        outdated = self._document_numbers(record_ids)
        writer = SegmentWriter(self._index, _lk=False, codec=ColumnarCodec(), limitmb=_POOL_MB)
        try:
            for number in outdated:
                writer.delete_document(number)
            for document in documents:
                writer.add_document(**row(document))
        except BaseException:
            writer.cancel()
            raise
        writer.commit(mergetype=_merge_smallest)

    def merge(self) -> None:
        """Make one segment of all: the fastest to search."""
        SegmentWriter(self._index, _lk=False, codec=ColumnarCodec(), limitmb=_POOL_MB).commit(optimize=True)

    def _view(self, segment: Any) -> SegmentView:  # noqa: ANN401 -- Whoosh has no types
        known = self._views.get(segment.segment_id())
        return known or SegmentView(self._storage, segment)

    def _document_numbers(self, record_ids: Iterable[str]) -> list[int]:
        """Return Whoosh's numbers of the records, those deleted before included."""
        wanted, segments = set(record_ids), self.segments()
        starts = accumulate((segment.view.size for segment in segments), initial=0)
        return [
            start + number
            for start, segment in zip(starts, segments, strict=False)
            for record_id in wanted
            for number in segment.view.documents_with("record_id", record_id).tolist()
        ]


def _live(view: SegmentView, segment: Any) -> LiveSegment:  # noqa: ANN401 -- Whoosh has no types
    mask = np.ones(view.size, np.bool_)
    mask[list(segment.deleted_docs())] = False
    return LiveSegment(view, mask)


def _merge_smallest(writer: SegmentWriter, segments: Sequence[Any]) -> list[Any]:
    """Whoosh's hook: drop the segments that are all deleted, and when there are too many join the smallest.

    A segment joins only while it is at most twice as large as those before it together, so each document is
    rewritten a logarithmic number of times.
    """
    kept = sorted((segment for segment in segments if _size(segment)), key=_size)
    if len(kept) <= MOST_SEGMENTS:
        return kept
    total = 0
    while kept and (not total or _size(kept[0]) <= 2 * total):
        segment = kept.pop(0)
        total += _size(segment)
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return kept


def _size(segment: Any) -> int:  # noqa: ANN401 -- Whoosh has no types
    return int(segment.doc_count_all() - segment.deleted_count())
