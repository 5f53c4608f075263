"""Officers, yearly plans, inspections with their answers, and evidence of whatever was found."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archives.domain.checklist import Answer
from archives.domain.hazard import InspectedKind
from archives.domain.inspection import InspectionKind, InspectionState
from archives.models.base import Base, Supervised, Versioned, words


class Inspected:
    """Whom a row is about. `inspected_id` is an organization or a repository; a service firm's is where it works."""

    inspected_kind: Mapped[InspectedKind] = mapped_column(words(InspectedKind))
    inspected_id: Mapped[uuid.UUID] = mapped_column(index=True)
    inspected_name: Mapped[str] = mapped_column(Text)


class Officer(Base, Supervised, Versioned):
    """行政执法人员: an account with its certificate (条例 47)."""

    __tablename__ = "officer"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), unique=True)
    name: Mapped[str] = mapped_column(Text)
    certificate_number: Mapped[str] = mapped_column(Text, unique=True)
    valid_until: Mapped[date]


class InspectionPlan(Base, Supervised, Versioned):
    """年度检查计划 of an authority; its lines are the inspections that name it."""

    __tablename__ = "inspection_plan"
    __table_args__ = (UniqueConstraint("jurisdiction_path", "year"),)

    year: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(Text)
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str] = mapped_column(Text, default="")


class ChecklistEdition(Base):
    """A checklist as it was when an inspection used it, by its digest; never changed."""

    __tablename__ = "checklist_edition"

    name: Mapped[str] = mapped_column(Text)
    edition: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text, unique=True)
    content: Mapped[dict[str, Any]]


class Inspection(Base, Supervised, Inspected, Versioned):
    """监督检查 of one body. Shown to it when announced; on a lead, when it is opened on site."""

    __tablename__ = "inspection"

    number: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[InspectionKind] = mapped_column(words(InspectionKind))
    plan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("inspection_plan.id"), index=True)
    lead_id: Mapped[uuid.UUID | None]
    ground: Mapped[str] = mapped_column(Text, default="")  # why one comes
    planned_on: Mapped[date]
    state: Mapped[InspectionState] = mapped_column(words(InspectionState))
    checklist: Mapped[str] = mapped_column(Text, default="")  # name of the list in the profile
    edition_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("checklist_edition.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Text)
    notified_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    concluded_at: Mapped[datetime | None]
    record: Mapped[str] = mapped_column(Text, default="")  # 检查记录
    signed_by: Mapped[str] = mapped_column(Text, default="")  # for the inspected, on the spot
    unsigned_because: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)  # archives.domain.checklist.Score
    cancelled_because: Mapped[str] = mapped_column(Text, default="")
    is_demo: Mapped[bool] = mapped_column(default=False)

    edition: Mapped[ChecklistEdition | None] = relationship()


class InspectionOfficer(Base, Supervised):
    """Who carries an inspection out, with the certificate as it was shown."""

    __tablename__ = "inspection_officer"
    __table_args__ = (UniqueConstraint("inspection_id", "officer_id"),)

    inspection_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("inspection.id"))
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officer.id"), index=True)
    account_id: Mapped[uuid.UUID] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(Text)
    certificate_number: Mapped[str] = mapped_column(Text)


class InspectionAnswer(Base, Supervised, Versioned):
    """What an officer said of one item; a second officer changes it on the version that was seen."""

    __tablename__ = "inspection_answer"
    __table_args__ = (UniqueConstraint("inspection_id", "code"),)

    inspection_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("inspection.id"))
    code: Mapped[str] = mapped_column(Text)
    answer: Mapped[Answer] = mapped_column(words(Answer))
    note: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime]


class Evidence(Base, Supervised):
    """A photo or paper that proves something; its bytes lie in holding, by digest."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_subject", "subject_id", "id"),)

    subject_kind: Mapped[str] = mapped_column(Text)  # inspection | finding | rectification_order
    subject_id: Mapped[uuid.UUID]
    name: Mapped[str] = mapped_column(Text)
    caption: Mapped[str] = mapped_column(Text, default="")
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(Text)


class CaseAct(Base, Supervised):
    """One act in a case, in words: the page of the case reads these in order; the trail has them too."""

    __tablename__ = "case_act"
    __table_args__ = (Index("ix_case_act_subject", "subject_id", "id"),)

    subject_kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[uuid.UUID]
    kind: Mapped[str] = mapped_column(Text)  # as the event on the trail
    action: Mapped[str] = mapped_column(Text, default="")
    happened_at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[uuid.UUID | None]
    role: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
