"""The register of what was found, orders, reminders; leads and the reports that anybody may make."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archives.domain.hazard import FindingKind, FindingSource, FindingState, Grade, Instrument, Offence
from archives.domain.lead import LeadSource, LeadState
from archives.domain.rectification import OrderState
from archives.domain.register_figures import EVER, Series
from archives.domain.vocabulary import DeliveryState
from archives.models.base import Base, Supervised, Versioned, words
from archives.models.inspections import Inspected


class RectificationOrder(Base, Supervised, Inspected, Versioned):
    """责令限期整改 / 改正通知书 or 检查意见: findings of one kind against one body, with one last day.

    Its life is `archives.domain.rectification`. Overdue is no column: it follows from `due_on` and the state.
    """

    __tablename__ = "rectification_order"
    __table_args__ = (
        Index("ix_rectification_order_due", "state", "due_on", "id"),
        Index("ix_rectification_order_place", "jurisdiction_path", "state", "due_on", "id"),
        Index("ix_rectification_order_created", "created_at", "id"),
    )

    number: Mapped[str] = mapped_column(Text, unique=True)
    document_number: Mapped[str] = mapped_column(Text, default="")  # 文号
    instrument: Mapped[Instrument] = mapped_column(words(Instrument))
    state: Mapped[OrderState] = mapped_column(words(OrderState), active_history=True)
    bases: Mapped[list[Any]] = mapped_column(default=list)  # LegalBasis words
    routed_from: Mapped[str] = mapped_column(Text, default="")  # the abolished body that the successor answers for
    due_on: Mapped[date | None] = mapped_column(active_history=True)
    first_due_on: Mapped[date | None]  # as issued; the on-time rate goes by this and an extension
    given_on: Mapped[date | None]  # on which day the present last day was given
    extended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime | None]
    issued_by: Mapped[str] = mapped_column(Text, default="")
    acknowledged_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None] = mapped_column(active_history=True)
    rechecked_at: Mapped[datetime | None]
    rechecked_by_id: Mapped[uuid.UUID | None]
    rechecked_by: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]
    round: Mapped[int] = mapped_column(default=1)  # counts reports; a failed recheck opens the next
    is_late: Mapped[bool] = mapped_column(default=False, active_history=True)  # the first report came after its day


class Finding(Base, Supervised, Inspected, Versioned):
    """问题: one line of the register. `cause` is unique while it is open: one open hazard for each cause."""

    __tablename__ = "finding"
    __table_args__ = (
        Index("ix_finding_inspected", "inspected_id", "state"),
        Index("ix_finding_found", "found_on", "id"),
    )

    number: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[FindingKind] = mapped_column(words(FindingKind))
    source: Mapped[FindingSource] = mapped_column(words(FindingSource))
    state: Mapped[FindingState] = mapped_column(words(FindingState))
    inspection_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("inspection.id"), index=True)
    lead_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("lead.id"), index=True)
    order_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("rectification_order.id"), index=True)
    checklist_code: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[str] = mapped_column(Text, default="")
    offence: Mapped[Offence | None] = mapped_column(words(Offence))
    grade: Mapped[Grade | None] = mapped_column(words(Grade), active_history=True)
    place: Mapped[str] = mapped_column(Text, default="")
    concerned: Mapped[str] = mapped_column(Text, default="")  # records or rooms
    facts: Mapped[str] = mapped_column(Text)
    immediate_measures: Mapped[str] = mapped_column(Text, default="")
    found_on: Mapped[date] = mapped_column(active_history=True)
    found_by: Mapped[str] = mapped_column(Text)
    requirement: Mapped[str] = mapped_column(Text, default="")
    measures: Mapped[str] = mapped_column(Text, default="")  # 整改清单: what will be done
    responsible: Mapped[str] = mapped_column(Text, default="")  # 责任清单: by whom
    planned_by: Mapped[date | None]
    done: Mapped[str] = mapped_column(Text, default="")  # what was done, as reported
    recheck: Mapped[str] = mapped_column(Text, default="")  # '' | passed | failed, at the newest recheck
    recheck_note: Mapped[str] = mapped_column(Text, default="")
    recurrence_of_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("finding.id"), active_history=True)
    cause: Mapped[str | None] = mapped_column(Text, unique=True)
    closed_on: Mapped[date | None] = mapped_column(active_history=True)
    days_open: Mapped[int | None] = mapped_column(active_history=True)  # from found_on, counted when it ended
    closing_note: Mapped[str] = mapped_column(Text, default="")


class RegisterFigure(Base, Supervised):
    """How many of something a place has, all below it included; a count of the register, made anew by `recount`.

    Written by `archives.services.register_counting` alone, in the write that moves the rows. `day` is EVER for what has
    none.
    """

    __tablename__ = "register_figure"
    __table_args__ = (UniqueConstraint("jurisdiction_path", "series", "day", "grade"),)

    series: Mapped[Series] = mapped_column(words(Series))
    day: Mapped[date] = mapped_column(default=EVER)
    grade: Mapped[str] = mapped_column(Text, default="")
    number: Mapped[int] = mapped_column(BigInteger)


class Reminder(Base, Supervised):
    """One reminder of one last day: each stage once. `overtaken` when a later one was already due."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("order_id", "due_on", "stage"),)

    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rectification_order.id"))
    due_on: Mapped[date]
    stage: Mapped[int]  # days from the last day, negative before it
    made_at: Mapped[datetime]
    overtaken: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(Text, default="")
    mail_state: Mapped[DeliveryState | None] = mapped_column(words(DeliveryState))
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(Text, default="")
    next_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]


class Lead(Base, Supervised, Versioned):
    """线索: what nobody has looked into yet. Never shown to whom it is about; `key` names the cause, once."""

    __tablename__ = "lead"

    number: Mapped[str] = mapped_column(Text, unique=True)
    key: Mapped[str | None] = mapped_column(Text, unique=True)
    source: Mapped[LeadSource] = mapped_column(words(LeadSource))
    state: Mapped[LeadState] = mapped_column(words(LeadState), active_history=True)
    about_kind: Mapped[str] = mapped_column(Text, default="")  # InspectedKind, '' when nobody knows yet
    about_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    about_name: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    raised_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str] = mapped_column(Text, default="")


class Report(Base, Supervised, Versioned):
    """举报 by anybody (Law 46). Name and contact are here and nowhere else; of the code only the SHA-256 is kept."""

    __tablename__ = "report"

    lead_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("lead.id"), unique=True)
    code_sha256: Mapped[str] = mapped_column(Text, unique=True)
    reporter_name: Mapped[str] = mapped_column(Text, default="")
    reporter_contact: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]


class ReportCount(Base):
    """How many reports came from one address in one hour: a keyed digest of both, forgotten by the sweep."""

    __tablename__ = "report_count"

    sender: Mapped[str] = mapped_column(Text, unique=True)
    count: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[datetime] = mapped_column(index=True)
