"""One Whoosh index in a directory of its own: a table of contents, segments, deletions."""

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from whoosh.index import TOC, FileIndex

from archives.ports import SearchDocument
from search_index.codec import EXTENSION, ColumnarWriter, merge_all, merge_smallest
from search_index.durable import DurableStorage
from search_index.masks import LiveSegment
from search_index.open_segments import OpenSegments
from search_index.schema import build_schema
from search_index.segments import SegmentView

_SETTLED = 2 * 10**9  # ns: after so long, what a directory's time of change tells is all there is


class Generation:
    """The readers see a commit when they next ask for the segments. Whoever writes holds the index's write lock."""

    def __init__(self, path: Path, opened: OpenSegments) -> None:
        self.path = path
        self._opened = opened
        self._name = str(path)
        self._storage = DurableStorage(str(path))
        self._index = FileIndex(self._storage)
        self._number = -1
        self._looked_at = -1  # the directory's time of change, once nothing can hide behind it
        self._segments: list[LiveSegment] = []
        self._new: Sequence[SegmentView] = ()  # what was written here lately, so that it stays open

    @classmethod
    def create(cls, path: Path, opened: OpenSegments) -> "Generation":
        """Create an empty index in a new directory."""
        path.mkdir()
        FileIndex.create(DurableStorage(str(path)), build_schema())
        return cls(path, opened)

    def segments(self) -> Sequence[LiveSegment]:
        """Return the segments of the last commit; those that are open already stay open."""
        changed = os.stat(self._name).st_mtime_ns  # noqa: PTH116 -- before every question; a Path takes twice as long
        if changed != self._looked_at:
            self._look()
            self._looked_at = changed if time.time_ns() - changed > _SETTLED else -1
        return self._segments

    def count(self) -> int:
        """Return the number of records."""
        return sum(int(segment.live.sum()) for segment in self.segments())

    def replace(self, record_ids: Iterable[str], batches: Iterable[Sequence[SearchDocument]]) -> None:
        """Remove what is kept of these records, then add the documents, in one commit and at most one segment."""
        outdated = list(self._outdated(set(record_ids)))
        writer = ColumnarWriter(self._index, self._opened)
        try:
            writer.delete_all(outdated)
            for batch in batches:
                writer.add_batch(batch)
        except BaseException:
            writer.cancel()
            raise
        writer.commit(mergetype=merge_smallest)
        self._new = writer.written

    def merge(self) -> None:
        """Make one segment of all: the fastest to search."""
        self.segments()
        ColumnarWriter(self._index, self._opened).commit(mergetype=merge_all)

    def _look(self) -> None:
        """Read the table of contents if there is a newer one."""
        if self._index.latest_generation() == self._number:
            return
        contents = TOC.read(self._storage, self._index.indexname)
        known = {segment.view: segment for segment in self._segments}
        self._segments = [self._living(segment, known) for segment in contents.segments]
        self._number, self._new = contents.generation, ()

    def _living(self, segment: Any, known: Mapping[SegmentView, LiveSegment]) -> LiveSegment:  # noqa: ANN401 -- Whoosh
        view, deleted = self._opened.view(self.path / segment.make_filename(EXTENSION)), segment.deleted_docs()
        before = known.get(view)
        return before if before and before.deleted == deleted else LiveSegment(view, deleted, before)

    def _outdated(self, record_ids: set[str]) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield the documents of these records by the place of their segment, those deleted before included."""
        for place, segment in enumerate(self.segments()):
            found = (segment.view.document_of(record_id) for record_id in record_ids)
            yield place, [document for document in found if document >= 0]
