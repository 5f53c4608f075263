"""The counter of obligations: what falls due when, how late it is, and whose delay it is (Law 15¶1, 条例 20)."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from archives.domain.errors import InvalidInputError, NotFoundError, Problem
from archives.domain.obligation import Forecast
from archives.domain.vocabulary import Role
from archives.models import Fonds, Obligation
from archives.services.obligations_figures import (
    Calendar,
    DueCount,
    OrganizationForecast,
    count_calendar,
    count_due,
    count_forecast,
    count_forecasts,
)
from archives.services.obligations_recount import Key, recount, recount_fonds
from archives.services.obligations_standing import Standing, StandingBatch, Within, see, stands
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.unit_of_work import UnitOfWork

__all__ = [
    "Calendar",
    "DueCount",
    "Key",
    "ObligationService",
    "OrganizationForecast",
    "Standing",
    "StandingBatch",
    "Within",
    "recount",
    "recount_fonds",
]

EVERYTHING = Within()


class ObligationService:
    """Reading what falls due; saying that the archive is not ready. The day itself only an extension moves."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def today(self) -> date:
        """Return the day it is in the profile's zone."""
        return self._outside.profile.day_of(self._work.now())

    def due(self, within: Within = EVERYTHING, on: date | None = None) -> tuple[DueCount, ...]:
        """Return for each organization how many records are past their day, and how many of these wait."""
        return count_due(self._work, within, on or self.today())

    def batches(
        self,
        within: Within = EVERYTHING,
        standing: Standing | None = None,
        *,
        on: date | None = None,
        cut: Cut = FIRST,
    ) -> Page[StandingBatch]:
        """Return batches by the end of their term, the oldest first."""
        today = on or self.today()
        statement = _batches().where(*within.conditions())
        if standing is not None:
            statement = statement.where(stands(standing, today))
        found = page(self._work.session, statement, (Obligation.offer_on, Obligation.id), cut)
        return Page(tuple(see(row, today) for row in found.rows), found.next_key)

    def batch(self, obligation_id: UUID) -> StandingBatch:
        """Return one batch as it stands today, or refuse with NotFoundError."""
        found = self._work.session.scalar(_batches().where(Obligation.id == obligation_id))
        if found is None:
            raise NotFoundError("obligation", obligation_id)
        return see(found, self.today())

    def calendar(self, year: int, month: int | None = None, within: Within = EVERYTHING) -> Calendar:
        """Return what falls due in a year by month, or in a month by day."""
        return count_calendar(self._work, within, year, month)

    def forecast(self, within: Within = EVERYTHING) -> Forecast:
        """Return what is to be handed over in each of the coming years (profile: forecast_years), and the backlog."""
        return count_forecast(self._work, within, self.today().year, self._outside.profile.terms.forecast_years)

    def forecasts(self, within: Within = EVERYTHING) -> tuple[OrganizationForecast, ...]:
        """Return the forecast of every organization."""
        return count_forecasts(self._work, within, self.today().year, self._outside.profile.terms.forecast_years)

    def declare_not_ready(self, obligation_id: UUID, reason: str, seen: int | None) -> Obligation:
        """Say that the archive cannot take the batch: from then on the delay is its own. The due day stays."""
        with self._work.write():
            row = self._guarded(obligation_id, seen)
            if not reason.strip():
                raise InvalidInputError([Problem("required", "reason")])
            before, row.archive_not_ready_since = row.archive_not_ready_since, self.today()
            self._tell("ArchiveDeclaredNotReady", row, before, reason=reason.strip())
            return row

    def declare_ready(self, obligation_id: UUID, seen: int | None) -> Obligation:
        """Lift that: the archive can take the batch."""
        with self._work.write():
            row = self._guarded(obligation_id, seen)
            before, row.archive_not_ready_since = row.archive_not_ready_since, None
            self._tell("ArchiveDeclaredReady", row, before)
            return row

    def _guarded(self, obligation_id: UUID, seen: int | None) -> Obligation:
        row = self._work.get(Obligation, obligation_id)
        self._work.require_version(row, seen)
        self._work.actor.require(self._work.place_of(row), Role.DIRECTOR)
        return row

    def _tell(self, kind: str, row: Obligation, before: date | None, **facts: object) -> None:
        old, new = ({"archive_not_ready_since": day} for day in (before, row.archive_not_ready_since))
        self._work.record(kind, row, role=Role.DIRECTOR, before=old, after=new, **facts)


def _batches() -> Select[Obligation]:
    return select(Obligation).options(joinedload(Obligation.fonds).joinedload(Fonds.organization))
