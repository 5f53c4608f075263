"""Jurisdictions, authorities, repositories, organizations, fonds, and what was approved between them."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archives.domain.vocabulary import RepositoryLevel, RetentionClass
from archives.models.base import Base, Owned, Versioned, words


class Jurisdiction(Base):
    """A place in the tree of administrative divisions. `path` ends in '/' and starts with its parent's path."""

    __tablename__ = "jurisdiction"

    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(Text, unique=True)
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("jurisdiction.id"))


class Authority(Base):
    """档案主管部门: supervises, approves, decides disputes of scope (Law 8)."""

    __tablename__ = "authority"

    name: Mapped[str] = mapped_column(Text, unique=True)
    jurisdiction_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("jurisdiction.id"))

    jurisdiction: Mapped[Jurisdiction] = relationship()


class Repository(Base, Versioned):
    """档案馆 (ISDIAH). `code` is the 6-digit 档案馆代码 (DA/T 18-2022)."""

    __tablename__ = "repository"

    name: Mapped[str] = mapped_column(Text, unique=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    level: Mapped[RepositoryLevel] = mapped_column(words(RepositoryLevel))
    jurisdiction_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("jurisdiction.id"))
    contact_email: Mapped[str] = mapped_column(Text, default="")  # where its receipts go

    jurisdiction: Mapped[Jurisdiction] = relationship()


class Organization(Base, Versioned):
    """A body that creates and transfers records (ISAAR(CPF)). `archive_id` is its repository by level."""

    __tablename__ = "organization"

    name: Mapped[str] = mapped_column(Text, unique=True)
    jurisdiction_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("jurisdiction.id"))
    jurisdiction_path: Mapped[str] = mapped_column(Text, index=True)
    archive_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("repository.id"))
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organization.id"))
    successor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organization.id"))
    established_on: Mapped[date | None]
    abolished_on: Mapped[date | None]
    contact_email: Mapped[str] = mapped_column(Text, default="")  # where its receipts go

    jurisdiction: Mapped[Jurisdiction] = relationship()
    archive: Mapped[Repository] = relationship()


class Fonds(Base, Owned, Versioned):
    """全宗: the whole of the records of one creator. Not an organization: `organization_id` is its present keeper.

    `number` is assigned by the archive (GB/T 13967), unique within it; until then it is None.
    """

    __tablename__ = "fonds"
    __table_args__ = (UniqueConstraint("archive_id", "number"),)

    name: Mapped[str] = mapped_column(Text)
    number: Mapped[str | None] = mapped_column(Text)
    archive_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("repository.id"))
    closed_on: Mapped[date | None]
    history: Mapped[str] = mapped_column(Text, default="")  # 档案保管沿革

    organization: Mapped[Organization] = relationship(
        primaryjoin="foreign(Fonds.organization_id) == Organization.id", viewonly=True
    )
    archive: Mapped[Repository] = relationship()


class FondsCreator(Base):
    """立档单位 of a fonds over a span of years: its names as they were, also of bodies since abolished."""

    __tablename__ = "fonds_creator"

    fonds_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fonds.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organization.id"))
    since: Mapped[date | None]
    until: Mapped[date | None]


class CollectionScope(Base, Owned):
    """接收范围: that a repository collects from an organization; approved by the authority (条例 48)."""

    __tablename__ = "collection_scope"
    __table_args__ = (UniqueConstraint("organization_id", "repository_id"),)

    approved_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    approved_on: Mapped[date]
    document_number: Mapped[str] = mapped_column(Text, default="")


class RetentionSchedule(Base, Owned, Versioned):
    """归档范围和档案保管期限表 of an organization (Law 13, 条例 19¶2). In force only with `approved_on`."""

    __tablename__ = "retention_schedule"
    __table_args__ = (UniqueConstraint("organization_id", "edition"),)

    edition: Mapped[int]
    submitted_at: Mapped[datetime]
    approved_on: Mapped[date | None]
    approved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("authority.id"))
    superseded_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")


class RetentionScheduleEntry(Base):
    """One line of a schedule: what kind of record is kept how long."""

    __tablename__ = "retention_schedule_entry"

    schedule_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("retention_schedule.id"), index=True)
    category: Mapped[str] = mapped_column(Text)  # 门类, e.g. WS
    series: Mapped[str] = mapped_column(Text, default="")  # 类, 机构或问题; '' for all
    description: Mapped[str] = mapped_column(Text, default="")
    retention: Mapped[RetentionClass] = mapped_column(words(RetentionClass))


class SetAsideCount(Base, Owned):
    """How many entries carry an unreleased classification (另行办理). Nothing else of them is kept."""

    __tablename__ = "set_aside_count"
    __table_args__ = (UniqueConstraint("fonds_id", "year"),)

    fonds_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fonds.id"))
    year: Mapped[int]
    count: Mapped[int] = mapped_column(default=0)


class FormatException(Base, Owned):
    """A format outside the standard's list that both sides agreed to, with its reason (GB/T 18894 §8.3)."""

    __tablename__ = "format_exception"
    __table_args__ = (Index("ix_format_exception_fonds", "fonds_id"),)

    fonds_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fonds.id"))
    extension: Mapped[str] = mapped_column(Text)  # lower case, no dot
    reason: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
