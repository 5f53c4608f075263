"""Segments that are mapped: each is opened and checked once, whoever reads or writes the index in this process."""

from pathlib import Path
from weakref import WeakValueDictionary

from search_index.segments import SegmentView


class OpenSegments:
    """Gives the same view for the same file as long as somebody holds it."""

    def __init__(self) -> None:
        self._views: WeakValueDictionary[Path, SegmentView] = WeakValueDictionary()

    def view(self, path: Path) -> SegmentView:
        """Return the segment; raise what `read_sections` raises. Two threads at once may open it twice."""
        known = self._views.get(path)
        return known if known is not None else self._views.setdefault(path, SegmentView(path))
