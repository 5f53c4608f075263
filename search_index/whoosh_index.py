"""The index on disk, for many reading processes and one writing at a time. It can be wiped and rebuilt."""

import errno
import logging
import pickle
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from time import sleep

from whoosh.index import EmptyIndexError
from whoosh.index import IndexError as WhooshIndexError

from archives.domain.errors import IndexBusyError, IndexUnusableError, StorageFullError
from archives.ports import HeldIndex, SearchAnswer, SearchDocument, SearchRequest
from search_index.catalogue import accepted
from search_index.directory import IndexDirectory
from search_index.execution import answer
from search_index.generation import Generation
from search_index.locks import file_lock
from search_index.masks import LiveSegment
from search_index.open_segments import OpenSegments
from search_index.turns import Turns

BATCH_CHARACTERS = 4_000_000  # about 250 MB of memory while they are written
BATCH_DOCUMENTS = 20_000

_TRIES, _PAUSE = 25, 0.02  # a commit or a rebuild may take a file away between its name and its opening
_DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
    WhooshIndexError,
    pickle.UnpicklingError,
    struct.error,
    zlib.error,
)

_log = logging.getLogger(__name__)


class WhooshIndex:
    """Searches see every commit of any process. A damaged index finds nothing and says that it needs a rebuild."""

    def __init__(self, directory: Path, lock_timeout: float = 10.0) -> None:
        self._directory = IndexDirectory(directory)
        self._lock_timeout = lock_timeout  # seconds
        self._opened = OpenSegments()
        self._generation: Generation | None = None
        self._written: Generation | None = None  # the live one, opened apart: searches go on while it is written
        self._damaged: Path | None = None
        self._mutex = Turns()  # one answer at a time: threads that share the interpreter's lock are 50 times slower
        if self._directory.is_new():
            self._found_new()

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index is damaged, wiped or of another version: `archives reindex` mends it."""
        with self._mutex:
            return self._live() is None

    def put(self, documents: Iterable[SearchDocument]) -> None:
        """Add or replace, in batches: each is visible when it is written."""
        with self._writing() as generation:
            for batch in _batches(documents):
                with _damage_refused():
                    generation.replace(batch, (list(batch.values()),))

    def remove(self, record_ids: Iterable[str]) -> None:
        """Forget these records, in one commit."""
        ids = list(record_ids)
        with self._writing() as generation, _damage_refused():
            generation.replace(ids, ())

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer from the last commit."""
        with self._mutex:
            return self._answer(self._live(), request)

    @contextmanager
    def held(self) -> Iterator[HeldIndex]:
        """Yield the last commit: its segments stay readable, whatever is written, joined or rebuilt meanwhile."""
        with self._mutex:
            segments = self._live()
        yield HeldSegments(self, segments)

    def search_in(self, segments: "Segments", request: SearchRequest) -> SearchAnswer:
        """Answer from these segments."""
        with self._mutex:
            return self._answer(segments, request)

    def stands_at(self, segments: "Segments") -> bool:
        """Tell whether these are the segments of the last commit."""
        with self._mutex:
            return self._live() is segments

    def count(self) -> int:
        """Return the number of records; 0 if the index cannot be used."""
        with self._mutex:
            segments = self._live()
            return sum(int(segment.live.sum()) for segment in segments or ())

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Build a new generation while the live one answers, then switch. Other writers wait or are refused."""
        with self._locked():
            self._directory.clean()
            generation = Generation.create(self._directory.fresh(), self._opened)
            generation.replace((), (list(batch.values()) for batch in _batches(documents)))
            self._directory.switch(generation.path)
            return generation.count()

    def merge(self) -> None:
        """Make searches faster, when there is nothing else to do."""
        with self._writing() as generation, _damage_refused():
            generation.merge()

    def drain_lock(self) -> AbstractContextManager[bool]:
        """Yield whether this process is now the one that brings records into the index, and hold that place."""
        return file_lock(self._directory.drain_lock, 0)

    def _found_new(self) -> None:
        """Make an empty index where none ever was."""
        with file_lock(self._directory.write_lock, self._lock_timeout) as held:
            if held and self._directory.is_new():
                self._directory.switch(Generation.create(self._directory.fresh(), self._opened).path)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with file_lock(self._directory.write_lock, self._lock_timeout) as held:
            if not held:
                raise IndexBusyError("Another process is writing the search index; repeat later.")
            yield

    @contextmanager
    def _writing(self) -> Iterator[Generation]:
        """Yield the live generation, for writing."""
        with self._locked():
            path = self._directory.current()
            if path is None or path == self._damaged:
                raise _unusable()
            with _damage_refused():
                self._written = self._at(self._written, path)
            yield self._written

    def _live(self) -> Sequence[LiveSegment] | None:
        """Return the segments as they stand now, or None if they cannot be read."""
        failure: BaseException | None = None
        for _ in range(_TRIES):
            path = self._directory.current()
            if path is None or path == self._damaged:
                return None
            try:
                self._generation = self._at(self._generation, path)
                return self._generation.segments()
            except (OSError, EmptyIndexError) as error:
                failure = error
                sleep(_PAUSE)
            except _DAMAGE as error:
                failure = error
                break
        self._spoil(failure)
        return None

    def _at(self, known: Generation | None, path: Path) -> Generation:
        return known if known and known.path == path else Generation(path, self._opened)

    def _answer(self, segments: "Segments", request: SearchRequest) -> SearchAnswer:
        if segments is None:
            return self._nothing(request)
        try:
            return answer(segments, request)
        except _DAMAGE as error:
            self._spoil(error)
            return self._nothing(request)

    def _nothing(self, request: SearchRequest) -> SearchAnswer:
        accepted(request)
        return SearchAnswer((), 0, {name: {} for name in request.facets})

    def _spoil(self, error: BaseException | None) -> None:
        self._damaged = self._directory.current()
        self._generation = None
        _log.error("The search index is damaged, %s: %s; run: archives reindex", type(error).__name__, str(error))


Segments = Sequence[LiveSegment] | None  # None: they cannot be read


class HeldSegments:
    """The index as of one commit."""

    def __init__(self, index: WhooshIndex, segments: Segments) -> None:
        self._index, self._segments = index, segments

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer as of that commit."""
        return self._index.search_in(self._segments, request)

    def is_current(self) -> bool:
        """Tell whether there was no commit since."""
        return self._index.stands_at(self._segments)


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StorageFullError("No room to write the search index.") from error
        raise _unusable() from error
    except _DAMAGE as error:
        raise _unusable() from error


def _unusable() -> IndexUnusableError:
    return IndexUnusableError("The search index is damaged or of another version; run: archives reindex")


def _batches(documents: Iterable[SearchDocument]) -> Iterator[dict[str, SearchDocument]]:
    """Yield the documents by their id, a batch at a time; the last of equals counts."""
    batch: dict[str, SearchDocument] = {}
    characters = 0
    for document in documents:
        batch[document.record_id] = document
        characters += len(document.text) + len(document.description)
        if characters >= BATCH_CHARACTERS or len(batch) >= BATCH_DOCUMENTS:
            yield batch
            batch, characters = {}, 0
    if batch:
        yield batch
