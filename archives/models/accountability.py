"""How bodies answer for their archives: persons responsible, periodic reports, what an authority publishes."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archives.domain.responsibility import Office
from archives.domain.work_report import ReportState
from archives.models.base import Base, Path, Supervised, Versioned, words
from archives.models.inspections import Inspected


class ResponsiblePerson(Base, Supervised, Inspected, Versioned):
    """Who answers for the archives of a body (条例 18), since when; whoever went stays on file, with the end of it.

    Seen by the body and by its authority, by nobody else.
    """

    __tablename__ = "responsible_person"
    __table_args__ = (Index("ix_responsible_person_body", "inspected_id", "office", "until"),)

    office: Mapped[Office] = mapped_column(words(Office))
    name: Mapped[str] = mapped_column(Text)
    position: Mapped[str] = mapped_column(Text, default="")  # 职务
    phone: Mapped[str] = mapped_column(Text, default="")
    since: Mapped[date]
    until: Mapped[date | None]  # the last day of the term
    entered_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(Text)
    ended_because: Mapped[str] = mapped_column(Text, default="")


class WorkReport(Base, Supervised, Inspected, Versioned):
    """档案工作情况报告 of one body for one period (条例 45). Its life is `archives.domain.work_report`.

    `jurisdiction_path` is empty until it is submitted: an authority sees no draft.
    """

    __tablename__ = "work_report"
    __table_args__ = (
        UniqueConstraint("inspected_id", "period"),
        Index("ix_work_report_period", "period", "state"),
    )

    place_path: Mapped[str] = mapped_column(Path)  # to whose authority it goes
    period: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    state: Mapped[ReportState] = mapped_column(words(ReportState))
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)  # code → counted, said, remark
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # code → words
    filled_at: Mapped[datetime]
    filled_by: Mapped[str] = mapped_column(Text)
    filled_by_id: Mapped[uuid.UUID | None]
    signed_by: Mapped[str] = mapped_column(Text, default="")
    signed_by_id: Mapped[uuid.UUID | None]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")  # why it was sent back or returned, the newest


class PublishedSummary(Base, Versioned):
    """A summary that an authority published: seen by everybody, therefore without a name but those of places."""

    __tablename__ = "published_summary"
    __table_args__ = (UniqueConstraint("jurisdiction_id", "period", "edition"),)

    jurisdiction_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("jurisdiction.id"))
    jurisdiction_path: Mapped[str] = mapped_column(Path)
    place_name: Mapped[str] = mapped_column(Text)
    period: Mapped[str] = mapped_column(Text)
    edition: Mapped[int] = mapped_column(default=1)
    figures: Mapped[dict[str, Any]]  # archives.domain.publication.Summary
    published_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
