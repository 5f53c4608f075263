"""The trail, the outbox, jobs, idempotency keys."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from archives.domain.merkle import HASH_SIZE
from archives.models.base import Base

BigId = BigInteger().with_variant(Integer, "sqlite")


class Event(Base):
    """One line of the trail (PREMIS event): added, never changed. `leaf` is the canonical JSON (RFC 8785) as stored.

    `sequence` has no gaps and is the order of commits. The owner columns are those of the subject.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_subject", "subject_id", "sequence"),
        Index("ix_event_transfer", "transfer_id", "sequence"),
    )

    sequence: Mapped[int] = mapped_column(BigId, unique=True)
    kind: Mapped[str] = mapped_column(Text)  # past tense, e.g. TransferSubmitted
    subject_kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[uuid.UUID]
    transfer_id: Mapped[uuid.UUID | None]
    organization_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    repository_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[uuid.UUID | None]
    role: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime]
    leaf: Mapped[str] = mapped_column(Text)


class LogNode(Base):
    """A complete subtree of the tree over the trail (archives.domain.merkle), known by its number instead of an id.

    Added in the transaction of its last leaf, or soon after it by the one sequencer; never changed.
    """

    __tablename__ = "log_node"

    id: Mapped[int] = mapped_column("position", BigId, primary_key=True, autoincrement=False)  # type: ignore[assignment]
    hash: Mapped[bytes] = mapped_column(LargeBinary(HASH_SIZE))


class Checkpoint(Base):
    """What we said of the trail when it had `size` events: a signed note, as we published it."""

    __tablename__ = "checkpoint"

    size: Mapped[int] = mapped_column(BigId, unique=True)
    note: Mapped[str] = mapped_column(Text)
    signed_at: Mapped[datetime]


class OutboxMessage(Base):
    """What must leave after the commit: index these records, print, mail. Deleted when done; retried when not."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_queue", "topic", "id"),)

    topic: Mapped[str] = mapped_column(Text)
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)


class Job(Base):
    """Work that no person waits for. Claimed with a lease, finished by its owner only, retried, shown on a page."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_queue", "state", "run_at"),)

    kind: Mapped[str] = mapped_column(Text)
    key: Mapped[str | None] = mapped_column(Text, unique=True)  # at most one live job of a key
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(Text)  # queued | running | done | dead
    run_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    owner: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    done: Mapped[int] = mapped_column(default=0)  # progress
    total: Mapped[int] = mapped_column(default=0)
    organization_id: Mapped[uuid.UUID | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class IdempotencyKey(Base):
    """The answer to a write that was asked under a key; the same key with the same request gets it again."""

    __tablename__ = "idempotency_key"
    __table_args__ = (Index("uq_idempotency_key_account_key", "account", "key", unique=True),)

    account: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    request_sha256: Mapped[str] = mapped_column(Text)
    status: Mapped[int] = mapped_column(default=0)
    body: Mapped[str] = mapped_column(Text, default="")
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]


class Setting(Base):
    """A fact about this database that must survive: schema of the demo, last sweep, counters."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(Text, unique=True)
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)
