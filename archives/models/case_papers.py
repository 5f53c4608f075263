"""Papers of inspections and cases."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archives.domain.case_paper import PaperKind
from archives.models.base import Base, Supervised, Versioned, words


class Paper(Base, Supervised, Versioned):
    """文书 of an inspection or of a case: its facts as they were at the act, and what was printed of them, once.

    Those that go past the inspected are never shown to them. `facts` of a case file are gathered when it is drawn.
    """

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("subject_id", "kind", "ordinal"),)

    number: Mapped[str] = mapped_column(Text, unique=True)
    document_number: Mapped[str] = mapped_column(Text, default="")  # 文号
    kind: Mapped[PaperKind] = mapped_column(words(PaperKind))
    instrument: Mapped[str] = mapped_column(Text, default="")
    subject_kind: Mapped[str] = mapped_column(Text)  # inspection | rectification_order
    subject_id: Mapped[uuid.UUID] = mapped_column(index=True)
    ordinal: Mapped[int] = mapped_column(default=1)  # counts papers of one kind on one subject
    issuer_id: Mapped[uuid.UUID]  # whose seal it bears
    issuer: Mapped[str] = mapped_column(Text)
    inspected_name: Mapped[str] = mapped_column(Text)
    addressee: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    facts_sha256: Mapped[str] = mapped_column(Text, default="")  # '' until they are known
    pdf_sha256: Mapped[str] = mapped_column(Text, default="")  # '' until printed
    inventory_digest: Mapped[str] = mapped_column(Text, default="")
    printed_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]  # with its order or inspection
    is_demo: Mapped[bool] = mapped_column(default=False)
