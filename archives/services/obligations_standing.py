"""Where a batch stands on a day: worked out from its days and counts, never stored, for a day alone can change it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case

from archives.domain.obligation import BatchState, OverdueCause, overdue_cause
from archives.models import Obligation


class Standing(StrEnum):
    """The states of a batch that waits, and the two of one that no longer does."""

    FUTURE = BatchState.FUTURE
    DUE_THIS_YEAR = BatchState.DUE_THIS_YEAR
    EXTENDED = BatchState.EXTENDED
    OVERDUE = BatchState.OVERDUE
    IN_TRANSFER = "in_transfer"  # nothing waits outside a transfer
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Within:
    """Which part of what the actor may see is meant; None: all of it."""

    organization_id: UUID | None = None
    repository_id: UUID | None = None
    fonds_id: UUID | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what narrows a query over obligations."""
        asked = (
            (Obligation.organization_id, self.organization_id),
            (Obligation.repository_id, self.repository_id),
            (Obligation.fonds_id, self.fonds_id),
        )
        return [column == value for column, value in asked if value is not None]


@dataclass(frozen=True, slots=True)
class StandingBatch:
    """A batch as a person sees it on a day; `obligation.fonds.organization` is loaded."""

    obligation: Obligation
    standing: Standing
    last_day: date
    overdue_since: date | None  # the day after the last, as long as something is not handed over
    cause: OverdueCause | None

    @property
    def version(self) -> int:
        """The version of the batch."""
        return self.obligation.version


def stand(obligation: Obligation, today: date) -> Standing:
    """Return where the batch stands."""
    if not obligation.records_pending:
        return Standing.IN_TRANSFER if obligation.records_in_transfer else Standing.DONE
    if today > last_day(obligation):
        return Standing.OVERDUE
    if today > obligation.offer_on:
        return Standing.EXTENDED
    return Standing.DUE_THIS_YEAR if obligation.offer_on.year == today.year else Standing.FUTURE


def last_day(obligation: Obligation) -> date:
    """Return the last day on which the batch is in time; only the authority's consent moves it (条例 20¶3)."""
    return max(obligation.offer_on, obligation.extended_to or obligation.offer_on)


def see(obligation: Obligation, today: date) -> StandingBatch:
    """Return the batch with all that follows from the day."""
    standing, last = stand(obligation, today), last_day(obligation)
    is_late = today > last and standing is not Standing.DONE
    return StandingBatch(
        obligation,
        standing,
        last,
        overdue_since=last + timedelta(days=1) if is_late else None,
        cause=overdue_cause(last, None, obligation.archive_not_ready_since) if is_late else None,
    )


def stands(standing: Standing, today: date) -> ColumnElement[bool]:
    """Return the condition under which `stand` answers `standing`."""
    waits, late = Obligation.records_pending > 0, last_day_column() < today
    offered = Obligation.offer_on < today
    this_year = Obligation.offer_on == date(today.year, 12, 31)
    conditions = {
        Standing.DONE: and_(~waits, Obligation.records_in_transfer == 0),
        Standing.IN_TRANSFER: and_(~waits, Obligation.records_in_transfer > 0),
        Standing.OVERDUE: and_(waits, late),
        Standing.EXTENDED: and_(waits, offered, ~late),
        Standing.DUE_THIS_YEAR: and_(waits, ~offered, this_year),
        Standing.FUTURE: and_(waits, ~offered, ~this_year),
    }
    return conditions[standing]


def last_day_column() -> ColumnElement[date]:
    """Return `last_day` for a query."""
    moved = Obligation.extended_to > Obligation.offer_on
    return case((moved, Obligation.extended_to), else_=Obligation.offer_on)
