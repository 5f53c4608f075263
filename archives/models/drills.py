"""Drills of emergency plans (应急演练), with the edition of the plan (应急预案) that each followed."""

from datetime import date, datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from archives.domain.drill import DrillKind
from archives.models.base import Base, Supervised, Versioned, words
from archives.models.inspections import Inspected


class EmergencyDrill(Base, Supervised, Inspected, Versioned):
    """A drill that a body held. Corrected with a reason, never deleted; what it said before is on the trail."""

    __tablename__ = "emergency_drill"
    __table_args__ = (Index("ix_emergency_drill_body", "inspected_id", "passed", "held_on"),)

    kind: Mapped[DrillKind] = mapped_column(words(DrillKind))
    held_on: Mapped[date] = mapped_column(index=True)
    plan_name: Mapped[str] = mapped_column(Text)
    plan_edition_on: Mapped[date]
    plan_approved_by: Mapped[str] = mapped_column(Text)
    plan_review_on: Mapped[date | None]  # when the plan is looked at again
    led_by: Mapped[str] = mapped_column(Text)
    participants: Mapped[int]
    passed: Mapped[bool]
    findings: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    entered_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(Text)
