"""The index on an OpenSearch cluster, for archives that outgrow one machine. It can be wiped and rebuilt.

People ask through an alias; a rebuild fills a new index beside the one that answers, and the alias moves at once. What
the cluster has acknowledged stands on every copy that is in step, so a node may be lost at any moment.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConflictError, ConnectionError, NotFoundError, TransportError  # noqa: A004
from opensearchpy.helpers import streaming_bulk

from archives.domain.errors import IndexBusyError, IndexUnusableError
from archives.ports import HeldIndex, SearchAnswer, SearchDocument, SearchHit, SearchRequest
from search_index.catalogue import accepted
from search_index.locks import file_lock
from search_index.opensearch_query import body
from search_index.opensearch_schema import SCHEMA_VERSION, carried, mappings, row, settings

ALIAS = "archives-records"
BATCH_BYTES = 8 * 1024 * 1024
BATCH_DOCUMENTS = 500
TRIES = 8  # of a batch that the cluster is too busy for, with growing pauses
TIMEOUT = 30  # seconds
ABSENT, TOO_MANY, BROKEN = 404, 429, 500  # HTTP
KEPT = "10m"  # how long a moment is kept after the last question about it
PATIENCE = 10.0  # seconds for another process that writes

logging.getLogger("opensearch").setLevel(logging.ERROR)  # a node that is away is said once, by our own error


class OpenSearchIndex:
    """Searches see every acknowledged write. A cluster that is away is refused as such, and nothing is lost by it.

    `urls` are its nodes, `login` is name and password there, `ca` is whom to trust (PEM; None: whom the system does).
    """

    def __init__(
        self,
        locks: Path,
        urls: Sequence[str],
        login: tuple[str, str] | None = None,
        ca: Path | None = None,
        alias: str = ALIAS,
    ) -> None:
        self._client = OpenSearch(
            list(urls),
            http_auth=login,
            ca_certs=str(ca) if ca else None,
            max_retries=2 * len(urls),
            retry_on_timeout=True,
            timeout=TIMEOUT,
        )
        self._copies = min(len(urls) - 1, 1)
        self._locks, self._alias = locks, alias

    @property
    def needs_rebuild(self) -> bool:
        """Whether there is no index, or one of another version: `archives reindex` mends it."""
        with _refused():
            return self._current() is None

    def put(self, documents: Iterable[SearchDocument]) -> None:
        """Add or replace; all are visible when this returns."""
        with self._writing() as index:
            self._send(index, ({"_id": carried(each.record_id), "_source": row(each)} for each in documents))

    def remove(self, record_ids: Iterable[str]) -> None:
        """Forget these records."""
        with self._writing() as index:
            self._send(index, ({"_op_type": "delete", "_id": carried(each)} for each in record_ids))

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer; no words can make it fail. Never a part of the answer only."""
        return self.search_at(None, request)

    def search_at(self, moment: str | None, request: SearchRequest) -> SearchAnswer:
        """Answer as of a moment that the cluster keeps, or as of now."""
        asked = body(request, accepted(request))
        place = {"index": self._alias} if moment is None else {}
        kept = {} if moment is None else {"pit": {"id": moment, "keep_alive": KEPT}}
        with _refused():
            try:
                found = self._client.search(body={**asked, **kept}, allow_partial_search_results=False, **place)
            except NotFoundError as gone:
                if moment is not None:  # half of an answer would be taken for all of it
                    raise IndexBusyError("The search index was made anew meanwhile; repeat.") from gone
                return SearchAnswer((), 0, {name: {} for name in request.facets})
        return _answer(found, request.facets)

    @contextmanager
    def held(self) -> Iterator[HeldIndex]:
        """Yield the index as of now: a moment that the cluster keeps for us."""
        with _refused():
            written = self.written()
            moment = self._client.create_pit(index=self._alias, keep_alive=KEPT)["pit_id"] if written else None
        try:
            yield _Held(self, moment, written)
        finally:
            if moment:
                self._client.delete_pit(body={"pit_id": [moment]}, ignore=[ABSENT])

    def written(self) -> tuple[tuple[str, int], ...]:
        """Return the index that answers and how often it was written to since its copies are where they are."""
        try:
            told = self._client.indices.stats(index=self._alias, metric="indexing")["indices"]
        except NotFoundError:
            return ()
        counts = {name: each["primaries"]["indexing"] for name, each in told.items()}
        return tuple(sorted((name, each["index_total"] + each["delete_total"]) for name, each in counts.items()))

    def count(self) -> int:
        """Return the number of records."""
        with _refused():
            current = self._current()
            return int(self._client.count(index=current)["count"]) if current else 0

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Fill a new index while the present one answers, then switch. Other writers wait or are refused."""
        with self._locked(), _refused():
            fresh = self._created()
            self._send(fresh, ({"_id": carried(each.record_id), "_source": row(each)} for each in documents))
            self._switch(fresh)
            return int(self._client.count(index=fresh)["count"])

    def merge(self) -> None:
        """Leave merging to the cluster."""

    def drain_lock(self) -> AbstractContextManager[bool]:
        """Yield whether this process is now the one that brings records into the index, and hold that place."""
        return file_lock(self._locks / "drain.lock", 0)

    # --- private ---

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with file_lock(self._locks / "write.lock", PATIENCE) as held:
            if not held:
                raise IndexBusyError("Another process is writing the search index; repeat later.")
            yield

    @contextmanager
    def _writing(self) -> Iterator[str]:
        """Yield the name of the live index; one is made where none ever was."""
        with self._locked(), _refused():
            current = self._current()
            if current is None:
                if self._holders():
                    raise IndexUnusableError("The search index is of another version; run: archives reindex")
                current = self._created()
                self._switch(current)
            yield current

    def _current(self) -> str | None:
        """Return the index that answers, if it is of the present version."""
        for name, told in self._holders().items():
            if told["mappings"].get("_meta", {}).get("schema_version") == SCHEMA_VERSION:
                return str(name)
        return None

    def _holders(self) -> dict[str, Any]:
        try:
            return dict(self._client.indices.get_mapping(index=self._alias))
        except NotFoundError:
            return {}

    def _created(self) -> str:
        name = f"{self._alias}-{uuid4().hex}"
        told = {"settings": settings(self._copies), "mappings": mappings()}
        self._client.indices.create(index=name, body=told, wait_for_active_shards="all")  # every copy holds what comes
        return name

    def _switch(self, fresh: str) -> None:
        """Let the alias mean the new index alone, at one moment; then forget every other, of broken rebuilds too."""
        moves = [{"remove": {"index": name, "alias": self._alias}} for name in self._holders()]
        self._client.indices.update_aliases(body={"actions": [*moves, {"add": {"index": fresh, "alias": self._alias}}]})
        for name in self._client.indices.get(index=f"{self._alias}-*"):
            if name != fresh:
                self._client.indices.delete(index=name)

    def _send(self, index: str, actions: Iterable[dict[str, Any]]) -> None:
        """Write in batches, slower when the cluster is busy; make all of it visible."""
        sent = streaming_bulk(
            self._client,
            actions,
            index=index,
            chunk_size=BATCH_DOCUMENTS,
            max_chunk_bytes=BATCH_BYTES,
            max_retries=TRIES,
            raise_on_error=False,
        )
        for is_done, told in sent:
            [(kind, result)] = told.items()
            if not is_done and not (kind == "delete" and result["status"] == ABSENT):
                raise TransportError(result["status"], str(result.get("error")), result)
        self._client.indices.refresh(index=index)


class _Held:
    """The index as of a moment."""

    def __init__(self, index: OpenSearchIndex, moment: str | None, written: tuple[tuple[str, int], ...]) -> None:
        self._index, self._moment, self._written = index, moment, written

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer as of that moment."""
        return self._index.search_at(self._moment, request)

    def is_current(self) -> bool:
        """Tell whether nothing was written since."""
        with _refused():
            return self._index.written() == self._written


@contextmanager
def _refused() -> Iterator[None]:
    """Say what the cluster does to us in our own words."""
    try:
        yield
    except (ConnectionError, ConflictError) as error:
        raise IndexBusyError("The search cluster does not answer; repeat later. Nothing is lost.") from error
    except TransportError as error:
        if error.status_code == TOO_MANY or int(error.status_code) >= BROKEN:
            raise IndexBusyError("The search cluster is too busy; repeat later. Nothing is lost.") from error
        text = f"The search cluster refuses ({error.status_code} {error.error}); run: archives reindex"
        raise IndexUnusableError(text) from error


def _answer(found: dict[str, Any], facets: Iterable[str]) -> SearchAnswer:
    hits = tuple(SearchHit(str(hit["_id"]), float(hit["_score"] or 0)) for hit in found["hits"]["hits"])
    counts = {name: _counts(found["aggregations"][name]["buckets"]) for name in facets}
    return SearchAnswer(hits, int(found["hits"]["total"]["value"]), counts)


def _counts(buckets: Iterable[dict[str, Any]]) -> dict[str, int]:
    return {str(each["key"]): int(each["doc_count"]) for each in buckets if each["key"] != ""}
