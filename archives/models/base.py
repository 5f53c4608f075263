"""What every table shares: keys, names of constraints, instants in UTC, versions, owners."""

import uuid
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from uuid_utils import compat

NAMING_CONVENTION = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Path = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is compared byte by byte on either database, so that a range of paths is all that lies below one."""
Json = JSON().with_variant(JSONB(), "postgresql")


class Instant(TypeDecorator[datetime]):
    """An aware datetime; kept in UTC, given back in UTC, on SQLite too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be aware")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- SQLAlchemy's protocol
        """Return it in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id() -> uuid.UUID:
    """Return a UUIDv7: random, and in the order of time."""
    return compat.uuid7()


def words(vocabulary: type[StrEnum]) -> Enum:
    """Return a column type for a closed vocabulary, kept as its words."""
    return Enum(
        vocabulary,
        native_enum=False,
        length=32,
        create_constraint=False,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """Every row has a UUIDv7; every constraint a predictable name, so that migrations and errors can use it."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Instant(), dict[str, Any]: Json, list[Any]: Json}

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-10)


class Versioned:
    """A row that people change: SQLAlchemy refuses a write on a version that is no longer there."""

    version: Mapped[int] = mapped_column(default=1, sort_order=-5)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 -- a class attribute
        """Name the version column."""
        return {"version_id_col": cls.version}


class Owned:
    """A row that belongs to an organization, and is seen by a repository from the moment it is submitted to it.

    The session filters every read by these two columns (archives.services.visibility); without them a row is public.
    """

    organization_id: Mapped[uuid.UUID] = mapped_column(index=True, sort_order=-8)
    repository_id: Mapped[uuid.UUID | None] = mapped_column(index=True, sort_order=-7)


class Supervised:
    """A row of an inspection: seen by those in whose jurisdiction it lies, by the inspected once it is shown to them.

    `organization_id` and `repository_id` say to whom it is shown; both are empty before. The session filters every read
    by the three columns (archives.services.visibility).
    """

    jurisdiction_path: Mapped[str] = mapped_column(Path, index=True, sort_order=-9, active_history=True)
    organization_id: Mapped[uuid.UUID | None] = mapped_column(index=True, sort_order=-8)
    repository_id: Mapped[uuid.UUID | None] = mapped_column(index=True, sort_order=-7)
