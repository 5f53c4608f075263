"""Brings records into the index. What is to be indexed waits in the outbox; the index itself can be made anew."""

from collections.abc import Callable, Iterator
from itertools import islice
from uuid import UUID

from sqlalchemy import delete, func, select

from archives.domain.vocabulary import Role
from archives.models import ContentFile, OutboxMessage, Record
from archives.ports import SearchDocument
from archives.services.content import ContentService
from archives.services.indexing_documents import TOPIC, documents, named
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

BATCH = 500  # records in one commit of the index
EXTRACTED = 20  # files whose text is read between two short transactions
CHUNK = 100  # records in memory, with all their texts, while the index is rebuilt
_EXTRACT = "extract"
Progress = Callable[[int, int], None]


class IndexingService:
    """The worker's steps between the database and the index; one process does them at a time (`drain_lock`)."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside
        self._content = ContentService(work, outside)

    def waits(self) -> bool:
        """Tell, cheaply, whether anything is to be indexed."""
        return self._waiting(TOPIC)

    def drain(self, limit: int = BATCH) -> int:
        """Index the oldest waiting records; return how many. A crash before the end has them indexed again."""
        self._work.actor.require_role(Role.SYSTEM)
        messages = self._oldest(TOPIC, limit)
        batch, ids = self._first(messages, limit)
        if batch:
            found = documents(self._work, ids)
            self._work.session.commit()
            self._outside.index.put(found)
            self._forget(batch)
        return len(ids)

    def extract(self, limit: int = EXTRACTED) -> int:
        """Read the text of the files that came first; return how many messages were dealt with."""
        self._work.actor.require_role(Role.SYSTEM)
        messages = self._oldest(_EXTRACT, limit)
        if messages:
            self._read([UUID(each) for message in messages for each in message.payload["file_ids"]])
            self._forget(messages)
        return len(messages)

    def catch_up(self) -> int:
        """Read and index all that waits; return how many records were indexed."""
        while self.extract():
            pass
        done = 0
        while some := self.drain():
            done += some
        return done

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make the index anew from the database while the old one answers; return how many records it holds.

        What changes meanwhile stays in the outbox, and is indexed afterwards.
        """
        self._work.actor.require_role(Role.SYSTEM)
        total = self._work.session.scalar(select(func.count(Record.id))) or 0
        return self._outside.index.rebuild(self._all(total, progress or _silent))

    # --- private ---

    def _waiting(self, topic: str) -> bool:
        found = self._work.session.scalar(select(OutboxMessage.id).where(OutboxMessage.topic == topic).limit(1))
        self._work.session.commit()
        return found is not None

    def _oldest(self, topic: str, limit: int) -> list[OutboxMessage]:
        self._work.session.expire_all()
        asked = select(OutboxMessage).where(OutboxMessage.topic == topic).order_by(OutboxMessage.id).limit(limit)
        return list(self._work.session.scalars(asked))

    def _first(self, messages: list[OutboxMessage], limit: int) -> tuple[list[OutboxMessage], dict[UUID, None]]:
        """Return the first message and all others that fit: those that name the same records again are done too."""
        taken: list[OutboxMessage] = []
        ids: dict[UUID, None] = {}
        for message in messages:
            more = dict.fromkeys(named(message.payload))
            if not taken or len(ids | more) <= limit:
                taken.append(message)
                ids |= more
        return taken, ids

    def _forget(self, messages: list[OutboxMessage]) -> None:
        done = [message.id for message in messages]
        with self._work.write():
            self._work.session.execute(delete(OutboxMessage).where(OutboxMessage.id.in_(done)))

    def _read(self, files: list[UUID]) -> None:
        unread = select(ContentFile.id).where(ContentFile.id.in_(files), ContentFile.text.is_(None))
        waiting = iter(self._work.session.scalars(unread).all())
        while some := list(islice(waiting, EXTRACTED)):
            self._content.extract(some)

    def _all(self, total: int, progress: Progress) -> Iterator[SearchDocument]:
        """Yield every record in the order of ids, in bounded memory and short reads."""
        last, done = UUID(int=0), 0
        while ids := self._after(last):
            self._read_of(ids)
            yield from documents(self._work, ids)
            self._work.session.commit()
            self._work.session.expunge_all()
            last, done = ids[-1], done + len(ids)
            progress(done, max(total, done))

    def _after(self, last: UUID) -> list[UUID]:
        self._work.session.commit()
        return list(
            self._work.session.scalars(select(Record.id).where(Record.id > last).order_by(Record.id).limit(CHUNK))
        )

    def _read_of(self, records: list[UUID]) -> None:
        asked = select(ContentFile.id).where(ContentFile.record_id.in_(records), ContentFile.replaced_at.is_(None))
        self._read(list(self._work.session.scalars(asked)))


def _silent(_done: int, _total: int) -> None:
    """Say nothing."""
