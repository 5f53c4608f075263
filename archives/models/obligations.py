"""What falls due when: batches, extensions, plans."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archives.domain.vocabulary import RetentionClass
from archives.models.base import Base, Owned, Versioned, words
from archives.models.parties import Fonds


class Obligation(Base, Owned, Versioned):
    """A batch (fonds × year × retention) that must be handed over; counted again whenever its records change.

    `repository_id` is set from the start: an archive sees how much will come, though not yet what.
    `offer_on` is 31 December of the year in which the term of the batch ends; overdue from the next day.
    """

    __tablename__ = "obligation"
    __table_args__ = (UniqueConstraint("fonds_id", "year", "retention"),)

    fonds_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fonds.id"))
    year: Mapped[int]
    retention: Mapped[RetentionClass] = mapped_column(words(RetentionClass))
    offer_on: Mapped[date] = mapped_column(index=True)
    records_pending: Mapped[int] = mapped_column(
        default=0
    )  # in the organization's custody, items and volumes that stand alone
    records_in_transfer: Mapped[int] = mapped_column(default=0)
    records_transferred: Mapped[int] = mapped_column(default=0)
    first_due_on: Mapped[date | None]
    last_due_on: Mapped[date | None]
    extended_to: Mapped[date | None]  # only with consent (条例 20¶3)
    archive_not_ready_since: Mapped[date | None]  # the delay is the archive's

    fonds: Mapped[Fonds] = relationship()


class Extension(Base, Owned, Versioned):
    """延期移交: asked with a reason, and in force only with the consent of the authority (条例 20¶3)."""

    __tablename__ = "extension"

    obligation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("obligation.id"), index=True)
    ground: Mapped[str] = mapped_column(Text)  # specialised | secret
    reason: Mapped[str] = mapped_column(Text)
    until: Mapped[date]
    requested_at: Mapped[datetime]
    requested_by: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)  # requested | consented | declined | withdrawn
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(Text, default="")
    decision_note: Mapped[str] = mapped_column(Text, default="")


class TransferPlan(Base, Owned, Versioned):
    """移交计划 of one organization to its archive for one year; drafted by the system, agreed by both sides."""

    __tablename__ = "transfer_plan"
    __table_args__ = (UniqueConstraint("organization_id", "repository_id", "year"),)

    year: Mapped[int]
    state: Mapped[str] = mapped_column(Text)  # drafted | agreed_by_organization | agreed_by_repository | agreed
    drafted_at: Mapped[datetime]
    organization_agreed_at: Mapped[datetime | None]
    organization_agreed_by: Mapped[str] = mapped_column(Text, default="")
    repository_agreed_at: Mapped[datetime | None]
    repository_agreed_by: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class PlanEntry(Base):
    """One batch in a plan, with the count at the time of drafting."""

    __tablename__ = "plan_entry"
    __table_args__ = (UniqueConstraint("plan_id", "obligation_id"),)

    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("transfer_plan.id"), index=True)
    obligation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("obligation.id"))
    records: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")

    obligation: Mapped[Obligation] = relationship()
