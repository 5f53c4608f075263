"""Rooms in which records are kept (库房), what was read of their climate, lists of readings, tests of restoring."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from archives.domain.climate import ReadingOrigin
from archives.domain.supervision import RoomType
from archives.models.base import Base, Path, Supervised, Versioned, words

IN_USE = text("retired_on IS NULL")


class RepositoryRoom(Base, Supervised, Versioned):
    """库房 of an archive or an organization, as one of its owner columns says; `body_id` is whichever of them it is."""

    __tablename__ = "repository_room"
    __table_args__ = (
        Index(
            "uq_repository_room_body_id_name",
            "body_id",
            "name",
            unique=True,
            sqlite_where=IN_USE,
            postgresql_where=IN_USE,
        ),
    )

    body_id: Mapped[uuid.UUID]
    name: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text, default="")
    room_type: Mapped[RoomType] = mapped_column(words(RoomType))
    own_limits: Mapped[dict[str, Any]] = mapped_column(default=dict)  # Bound → tenths, the stricter ones only
    kept_since: Mapped[date]  # readings are owed from this day on
    retired_on: Mapped[date | None]
    retired_because: Mapped[str] = mapped_column(Text, default="")


class ClimateReading(Base, Supervised, Versioned):
    """One reading of one room, in tenths. `sensor` is '' for what a person read off; `day` goes by the profile's zone.

    Asked for by its room alone: the columns of its owner, which the session filters by, have no index of their own.
    """

    __tablename__ = "climate_reading"
    __table_args__ = (
        UniqueConstraint("room_id", "measured_at", "sensor"),
        Index("ix_climate_reading_room_day", "room_id", "day"),
    )

    jurisdiction_path: Mapped[str] = mapped_column(Path, sort_order=-9)
    organization_id: Mapped[uuid.UUID | None] = mapped_column(sort_order=-8)
    repository_id: Mapped[uuid.UUID | None] = mapped_column(sort_order=-7)
    room_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("repository_room.id"))
    measured_at: Mapped[datetime]
    day: Mapped[date]
    temperature: Mapped[int]
    humidity: Mapped[int]
    sensor: Mapped[str] = mapped_column(Text, default="")
    origin: Mapped[ReadingOrigin] = mapped_column(words(ReadingOrigin))
    entered_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None]  # entered by mistake; it stays, and counts nowhere


class ClimateImport(Base, Supervised, Versioned):
    """A list of readings of one body. What was received and what is wrong with it lie beside the database."""

    __tablename__ = "climate_import"
    __table_args__ = (UniqueConstraint("body_id", "sha256", "mode"),)

    body_id: Mapped[uuid.UUID]
    name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    mode: Mapped[str] = mapped_column(Text)  # archives.domain.registration.ImportMode
    state: Mapped[str] = mapped_column(Text)  # archives.domain.registration.ImportState
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_checked: Mapped[int] = mapped_column(default=0)
    rows_good: Mapped[int] = mapped_column(default=0)
    rows_known: Mapped[int] = mapped_column(default=0)  # the log has them already, as they are
    rows_published: Mapped[int] = mapped_column(default=0)
    problems: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Text)
    finished_at: Mapped[datetime | None]


class RestoreTest(Base):
    """恢复测试: whether a backup can be brought back. Of the whole installation, therefore owned by no body."""

    __tablename__ = "restore_test"

    tested_at: Mapped[datetime] = mapped_column(index=True)
    tested_by: Mapped[str] = mapped_column(Text)
    backup: Mapped[str] = mapped_column(Text)  # which one: its name
    backup_at: Mapped[datetime | None]  # of when it is
    passed: Mapped[bool]
    files: Mapped[int | None]
    size: Mapped[int | None] = mapped_column(BigInteger)  # bytes
    evidence: Mapped[str] = mapped_column(Text)
    by_machine: Mapped[bool]  # restored and verified by `archives restore-test`, not told by a person
    entered_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(Text)
