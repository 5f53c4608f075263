"""Records, their content files, boxes and bulk registrations."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archives.domain.vocabulary import (
    AccessStatus,
    Carrier,
    Classification,
    Custody,
    Disclosure,
    FileKind,
    Generation,
    Level,
    RetentionClass,
)
from archives.models.base import Base, Owned, Versioned, words
from archives.models.parties import Fonds

IN_TRANSFER = text("transfer_id IS NOT NULL")
"""Few records are in a transfer; an index over the many that are not would mislead the planner."""


class Record(Base, Owned, Versioned):
    """One unit of description (ISAD(G), DA/T 18-2022). Never deleted.

    `unit_number` (室编) is issued by the organization, `archive_number` (馆编) by the archive at receipt; the `_key`
    columns hold them normalised, for uniqueness within the fonds and for search.
    `due_on` is None when the obligation does not exist (not in scope, not collected) or custody has passed.
    """

    __tablename__ = "record"
    __table_args__ = (
        UniqueConstraint("fonds_id", "unit_number_key"),
        UniqueConstraint("fonds_id", "archive_number_key"),
        Index("ix_record_batch", "fonds_id", "year", "retention", "custody"),
        Index("ix_record_document_number", "fonds_id", "document_number"),
        Index("ix_record_title_key", "fonds_id", "title_key"),
        Index("ix_record_source", "import_id", "import_row"),
        Index("ix_record_source_key", "fonds_id", "source_key"),
        Index("ix_record_transfer_id", "transfer_id", sqlite_where=IN_TRANSFER, postgresql_where=IN_TRANSFER),
    )

    fonds_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fonds.id"))
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("record.id"), index=True)
    level: Mapped[Level] = mapped_column(words(Level))
    carrier: Mapped[Carrier] = mapped_column(words(Carrier))
    unit_number: Mapped[str | None] = mapped_column(Text)
    unit_number_key: Mapped[str | None] = mapped_column(Text)
    archive_number: Mapped[str | None] = mapped_column(Text)
    archive_number_key: Mapped[str | None] = mapped_column(Text, index=True)
    title: Mapped[str] = mapped_column(Text)
    title_key: Mapped[str] = mapped_column(Text)  # folded, for finding repeated titles; at most 100 characters
    responsible_party: Mapped[str] = mapped_column(Text, default="")  # 责任者
    document_number: Mapped[str] = mapped_column(Text, default="")  # 文号
    formed_on: Mapped[date | None]  # 形成日期; of a volume the latest of its items
    formed_from: Mapped[date | None]  # a volume's earliest date
    year: Mapped[int]  # 归档年度
    category: Mapped[str] = mapped_column(Text, default="")  # 门类, e.g. WS
    series: Mapped[str] = mapped_column(Text, default="")  # 类, 机构或问题
    retention: Mapped[RetentionClass] = mapped_column(words(RetentionClass))
    classification: Mapped[Classification] = mapped_column(words(Classification), default=Classification.NONE)
    access_status: Mapped[AccessStatus] = mapped_column(words(AccessStatus), default=AccessStatus.UNREVIEWED)
    disclosure: Mapped[Disclosure | None] = mapped_column(words(Disclosure))
    generation: Mapped[Generation | None] = mapped_column(words(Generation))
    pages: Mapped[int | None]
    item_count: Mapped[int | None]  # items in a volume
    box_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("box.id"))
    elements: Mapped[dict[str, Any]] = mapped_column(default=dict)  # every other description element, by its name
    process: Mapped[list[Any]] = mapped_column(default=list)  # process metadata (条例 39); entries are only added
    due_on: Mapped[date | None] = mapped_column(index=True)
    custody: Mapped[Custody] = mapped_column(words(Custody), default=Custody.ORGANIZATION)
    transfer_id: Mapped[uuid.UUID | None]  # the transfer that now holds it
    import_id: Mapped[uuid.UUID | None]
    import_row: Mapped[int | None]
    source_key: Mapped[str | None] = mapped_column(
        Text
    )  # digest of the imported row, so that repeating changes nothing
    created_at: Mapped[datetime]

    fonds: Mapped[Fonds] = relationship()
    parent: Mapped["Record | None"] = relationship(remote_side="Record.id")


class ContentFile(Base, Owned):
    """What the bytes of a record are. The bytes themselves are in holding, later in the store."""

    __tablename__ = "content_file"
    __table_args__ = (
        Index(
            "uq_content_file_record_id_name",
            "record_id",
            "name",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
        Index("ix_content_file_record", "record_id", "position"),
    )

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("record.id"))
    name: Mapped[str] = mapped_column(
        Text
    )  # exact characters, as received; undecodable bytes by surrogateescape are refused
    kind: Mapped[FileKind] = mapped_column(words(FileKind))
    position: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(Text, index=True)
    received_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]  # a corrected file takes the place of an older one, which stays on the trail
    text: Mapped[str | None] = mapped_column(Text, deferred=True)  # extracted; None: not yet
    page_starts: Mapped[list[Any] | None] = mapped_column(deferred=True)  # the characters at which pages begin, if any
    stored: Mapped[bool] = mapped_column(default=False)  # in the store, read back


class Box(Base, Owned):
    """盒: a container, not a level."""

    __tablename__ = "box"
    __table_args__ = (UniqueConstraint("fonds_id", "number"),)

    fonds_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fonds.id"))
    number: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text, default="")


class Import(Base, Owned, Versioned):
    """A bulk registration from one file. The staged rows lie beside the database, in a file of their own."""

    __tablename__ = "import"
    __table_args__ = (UniqueConstraint("fonds_id", "sha256", "mode"),)

    fonds_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fonds.id"))
    name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    mode: Mapped[str] = mapped_column(Text)  # all_or_nothing | good_rows
    state: Mapped[str] = mapped_column(
        Text
    )  # received | checking | checked | publishing | published | refused | aborted
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_checked: Mapped[int] = mapped_column(default=0)
    rows_good: Mapped[int] = mapped_column(default=0)
    rows_known: Mapped[int] = mapped_column(default=0)  # registered before, by an earlier import
    rows_set_aside: Mapped[int] = mapped_column(default=0)
    rows_published: Mapped[int] = mapped_column(default=0)
    problems: Mapped[int] = mapped_column(default=0)
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Text)
    finished_at: Mapped[datetime | None]
