"""Searches that people saved, and what has come to answer them since."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archives.domain.saved_search import Telling
from archives.models.base import Base, Versioned, words


class SavedSearch(Base, Versioned):
    """One person's question under a name. `known` holds every record that ever answered it: 16 bytes each, ascending.

    At most one letter is in course: `letter_id` is on the hits that it counts, `letter_due_at` is its next try.
    """

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text, default="")
    filters: Mapped[dict[str, Any]] = mapped_column(default=dict)  # accepted values by facet
    sort: Mapped[str] = mapped_column(Text, default="relevance")
    telling: Mapped[Telling] = mapped_column(words(Telling), default=Telling.DESK)
    known: Mapped[bytes] = mapped_column(LargeBinary, default=b"", deferred=True)
    created_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    letter_id: Mapped[uuid.UUID | None]
    letter_due_at: Mapped[datetime | None]
    letter_attempts: Mapped[int] = mapped_column(default=0)
    letter_sent_at: Mapped[datetime | None]  # the last one
    letter_fault: Mapped[str] = mapped_column(Text, default="")  # why the last one was given up


class SavedSearchHit(Base):
    """A record that came to answer a saved search, until its person has looked."""

    __tablename__ = "saved_search_hit"
    __table_args__ = (UniqueConstraint("search_id", "record_id"),)

    search_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("saved_search.id"), index=True)
    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("record.id"))
    found_at: Mapped[datetime]
    letter_id: Mapped[uuid.UUID | None]  # the letter that counts it; None: none yet
