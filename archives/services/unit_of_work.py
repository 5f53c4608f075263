"""One person's view of the database, and the short transactions in which it is changed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from archives.domain.canonical import canonical_json, plain
from archives.domain.errors import (
    DatabaseUnavailableError,
    DuplicateError,
    NotFoundError,
    StaleVersionError,
    StorageFullError,
    VersionRequiredError,
)
from archives.domain.permission import Actor, Place
from archives.models import (
    Base,
    Event,
    Job,
    Organization,
    OutboxMessage,
    Supervised,
    Transfer,
    Versioned,
    new_id,
)
from archives.ports import Clock
from archives.services.database import WRITING, Database
from archives.services.log_tree import LogTree
from archives.services.register_counting import forget_figures, write_figures
from archives.services.visibility import UNFILTERED, VisibleSession, show_to

_AWAY = ("locked", "readonly", "read-only", "unable to open", "connection", "deadlock")
"""How databases say that they cannot be written to now."""

_NEWEST = select(func.max(Event.sequence))  # made once: every write asks it

Row = dict[str, Any]
M = TypeVar("M", bound=Base)
TRAIL_LOCK = 7_234_001  # PostgreSQL advisory lock: one transaction at a time takes sequence numbers


class UnitOfWork:
    """Lives as long as one request, command or job.

    Reads run in a plain transaction. `write()` opens the one short transaction in which rows, trail and outbox
    change together; leaving it by an exception changes nothing.
    """

    def __init__(self, database: Database, clock: Clock, actor: Actor) -> None:
        self._database, self.clock, self.actor = database, clock, actor
        self.session: Session = VisibleSession(database.engine, expire_on_commit=False, autoflush=True)
        show_to(self.session, actor)
        self._writing = False
        self._events: list[Row] = []  # of events, without their numbers

    def close(self) -> None:
        """Roll back what is open and give the connection back."""
        self.session.close()

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return self.clock()

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the embedded database is behind it."""
        return self._database.is_sqlite

    # --- reading ---

    def get(self, model: type[M], identifier: UUID) -> M:
        """Return the row, or refuse with NotFoundError: also when it exists beyond the actor's sight."""
        found = self.session.get(model, identifier)
        if found is None:
            raise NotFoundError(model.__tablename__, identifier)
        return found

    def place_of(self, row: Any) -> Place:  # noqa: ANN401 -- any owned row
        """Return where an owned row lies; its path only for an actor whose scope has paths to compare."""
        if isinstance(row, Supervised):
            return Place(row.organization_id, row.repository_id, row.jurisdiction_path)
        if not any(permission.scope.jurisdictions for permission in self.actor.permissions):
            return Place(row.organization_id, row.repository_id)
        path = self.session.scalar(select(Organization.jurisdiction_path).where(Organization.id == row.organization_id))
        return Place(row.organization_id, row.repository_id, path or "")

    def snapshot(self) -> None:
        """Read from now on as of one instant, until the next write; SQLite's reads do so anyway."""
        if self._writing:
            raise RuntimeError("a snapshot is for reading: it would commit half of a write")
        self.session.commit()
        self.session.expire_all()
        if not self._database.is_sqlite:
            self.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})

    @contextmanager
    def seen_by(self, actor: Actor) -> Iterator["UnitOfWork"]:
        """Yield another view of the same database, with that person's sight: for reading on their behalf."""
        theirs = UnitOfWork(self._database, self.clock, actor)
        try:
            yield theirs
        finally:
            theirs.close()

    # --- writing ---

    @contextmanager
    def write(self) -> Iterator[None]:
        """Open the writing transaction; commit at the end. Inside another one, join it: the outermost commits."""
        if self._writing:
            yield
            self.session.flush()
            return
        self.session.commit()
        self.session.expire_all()
        with self._database.gate.hold():
            self._writing = True
            try:
                with _named():
                    self.session.connection(execution_options={WRITING: True})
                    yield
                    write_figures(self.session)
                    self.flush_trail()
                    self.session.commit()
            except BaseException:
                self.session.rollback()
                raise
            finally:
                self._writing = False
                self._events.clear()
                forget_figures(self.session)
            self._database.checkpoint()

    def require_version(self, row: Versioned, seen: int | None) -> None:
        """Refuse unless the caller saw the present version of the row."""
        if seen is None:
            raise VersionRequiredError("Say which version you saw: send If-Match.")
        if row.version != seen:
            raise StaleVersionError(
                f"You saw version {seen}; it is now {row.version}. Read it again, then repeat.",
                seen=seen,
                present=row.version,
            )

    def record(self, kind: str, subject: Any, *, role: str = "", **facts: object) -> None:  # noqa: ANN401 -- any row
        """Put an event on the trail: `kind` in the past tense, facts with old and new values (before=…, after=…)."""
        self._events.append(make_event(self, kind, subject, role, facts))

    def send(self, topic: str, **payload: object) -> None:
        """Put a message in the outbox; it leaves after the commit."""
        self.session.add(OutboxMessage(topic=topic, payload=plain(payload), created_at=self.now()))

    def enqueue(
        self, kind: str, *, key: str | None = None, total: int = 0, delay_seconds: int = 0, **payload: object
    ) -> Job | None:
        """Put a job in the queue; None when a live job of that key is there, a dead one of the key is queued anew.

        A job of one organization carries `organization_id`: the queue is shared fairly between them.
        """
        run_at = self.now() + timedelta(seconds=delay_seconds)
        held = self.session.scalar(select(Job).where(Job.key == key)) if key else None
        if held is not None:
            return self._revived(held, run_at) if held.state == "dead" else None
        told: Any = plain(payload)
        owner = UUID(told["organization_id"]) if told.get("organization_id") else None
        job = Job(kind=kind, key=key, payload=told, state="queued", run_at=run_at, created_at=self.now(), total=total)
        job.organization_id = owner
        self.session.add(job)
        return job

    def _revived(self, job: Job, run_at: datetime) -> Job:
        job.state, job.attempts, job.error, job.run_at = "queued", 0, "", run_at
        return job

    def flush_trail(self) -> None:
        """Give the waiting events their sequence numbers: without gaps, in the order of commits."""
        if not self._events:
            return
        base = self.next_sequence()
        for offset, waiting in enumerate(self._events):
            waiting["sequence"] = base + offset
        self.session.execute(insert(Event), self._events)
        self.log_leaves(base, [event["leaf"] for event in self._events])
        self._events = []

    def log_tree(self) -> LogTree:
        """Return the tree over the trail, as the present transaction sees it."""
        return LogTree(self.session.connection())

    def log_leaves(self, sequence: int, leaves: Sequence[str]) -> None:
        """Bring the events from `sequence` on into the tree; on PostgreSQL the sequencer does so after the commit."""
        if self._database.is_sqlite:
            self.log_tree().append(sequence - 1, leaves)

    def next_sequence(self) -> int:
        """Return the next free sequence number, which this transaction now owns."""
        self.session.flush()
        if not self._database.is_sqlite:
            self.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": TRAIL_LOCK})
        newest = self.session.scalar(_NEWEST, execution_options={UNFILTERED: True})
        return (newest or 0) + 1


@contextmanager
def _named() -> Iterator[None]:
    """Give the database's own complaints the names of our refusals, wherever in the transaction they come up."""
    try:
        yield
    except StaleDataError as error:
        raise StaleVersionError("Somebody else changed this meanwhile. Read it again, then repeat.") from error
    except IntegrityError as error:
        raise DuplicateError("This already exists. Read it again, then repeat.", kind="row", value="") from error
    except OperationalError as error:
        if "full" in str(error.orig):
            raise StorageFullError("The disk is full; nothing was changed. Free space, then repeat.") from error
        if any(word in str(error.orig) for word in _AWAY):
            raise DatabaseUnavailableError(
                "The database cannot be written to now; nothing was changed. Repeat later, or ask the operator."
            ) from error
        raise


def make_event(work: UnitOfWork, kind: str, subject: Any, role: str, facts: Mapping[str, object]) -> Row:  # noqa: ANN401
    """Return the row of an event about `subject`, without its number. The leaf holds all that is said, canonically."""
    is_transfer = isinstance(subject, Transfer)
    transfer_id = subject.id if is_transfer else getattr(subject, "transfer_id", None)
    if subject.id is None:
        subject.id = new_id()
    now, actor = work.now(), work.actor
    who = {"id": actor.account_id, "name": actor.name, "role": role}
    what = {"kind": subject.__tablename__, "id": subject.id}
    owner = {
        "organization_id": getattr(subject, "organization_id", None),
        "repository_id": getattr(subject, "repository_id", None),
        "transfer_id": subject.id if is_transfer else transfer_id,
    }
    leaf = {"kind": kind, "subject": what, "actor": who, "at": now, "facts": facts, "owner": owner}
    about = {"kind": kind, "subject_kind": subject.__tablename__, "subject_id": subject.id}
    by = {"actor": actor.name, "actor_id": actor.account_id, "role": role}
    return {**owner, **about, **by, "id": new_id(), "happened_at": now, "leaf": canonical_json(leaf)}
