"""The desk: what a person sees first, by the roles he has. A handful of queries, whatever the size of the holdings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from archives.domain.transfer import TransferAction, TransferState, allowed_actions
from archives.domain.vocabulary import Role
from archives.models import Extension, Fonds, Job, Notice, Obligation, Transfer, TransferPlan
from archives.services.extensions import ExtensionState
from archives.services.notices import NoticeService
from archives.services.obligations_standing import Standing, StandingBatch, see, stands
from archives.services.outside import Outside
from archives.services.paging import Cut
from archives.services.plans import PlanState
from archives.services.saved_searches import SavedSearchService, Watched
from archives.services.unit_of_work import UnitOfWork

SHORT = 5
"""How many rows a list of the desk shows."""
NOT_WAITING = frozenset(
    {
        TransferAction.WITHDRAW,
        TransferAction.ABORT,
        TransferAction.DISPUTE,
        TransferAction.REOPEN_REVIEW,
        TransferAction.RETURN_ON_NEW_GROUND,
    }
)
"""What one may do to a transfer, but is not waited for."""


@dataclass(frozen=True, slots=True)
class BatchSum:
    """So many batches, with so many records waiting in them."""

    batches: int
    records: int


@dataclass(frozen=True, slots=True)
class Desk:
    """Counts of all that concerns the actor, and the first few rows of each list."""

    today: date
    transfers: Mapping[TransferState, int]  # all that he may see, by state
    waiting: int  # transfers on which the next step is his
    waiting_transfers: tuple[Transfer, ...]
    overdue: BatchSum
    overdue_batches: tuple[StandingBatch, ...]
    due_this_year: BatchSum
    notices: int
    newest_notices: tuple[Notice, ...]
    plans_to_agree: int
    extensions_to_decide: int
    failed_jobs: int  # for the system administrator; 0 for everybody else
    watched: tuple[Watched, ...]  # the own saved searches in which something is new


class DeskService:
    """Reading the desk."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside
        self._notices = NoticeService(work, outside)
        self._searches = SavedSearchService(work, outside)

    def show(self) -> Desk:
        """Return the actor's desk as of now."""
        today = self._outside.profile.day_of(self._work.now())
        by_state = self._by_state()
        mine = [state for state in TransferState if allowed_actions(state, self._work.actor.roles) - NOT_WAITING]
        return Desk(
            today=today,
            transfers=by_state,
            waiting=sum(by_state.get(state, 0) for state in mine),
            waiting_transfers=self._first_transfers(mine),
            overdue=self._sum(Standing.OVERDUE, today),
            overdue_batches=self._first_batches(today),
            due_this_year=self._sum(Standing.DUE_THIS_YEAR, today),
            notices=self._notices.count(),
            newest_notices=self._notices.open(Cut(limit=SHORT)).rows,
            plans_to_agree=self._plans_to_agree(today),
            extensions_to_decide=self._extensions_to_decide(),
            failed_jobs=self._failed_jobs(),
            watched=tuple(each for each in self._searches.list() if each.new),
        )

    def _by_state(self) -> Mapping[TransferState, int]:
        rows = self._work.session.execute(select(Transfer.state, func.count(Transfer.id)).group_by(Transfer.state))
        return {row[0]: row[1] for row in rows}

    def _first_transfers(self, states: list[TransferState]) -> tuple[Transfer, ...]:
        statement = select(Transfer).where(Transfer.state.in_(states)).options(joinedload(Transfer.organization))
        ordered = statement.order_by(Transfer.created_at, Transfer.id).limit(SHORT)
        return tuple(self._work.session.scalars(ordered))

    def _sum(self, standing: Standing, today: date) -> BatchSum:
        records = func.coalesce(func.sum(Obligation.records_pending), 0)
        statement = select(func.count(Obligation.id), records).where(stands(standing, today))
        row = self._work.session.execute(statement).one()
        return BatchSum(row[0], row[1])

    def _first_batches(self, today: date) -> tuple[StandingBatch, ...]:
        loaded = joinedload(Obligation.fonds).joinedload(Fonds.organization)
        overdue = select(Obligation).where(stands(Standing.OVERDUE, today)).options(loaded)
        ordered = overdue.order_by(Obligation.offer_on, Obligation.id).limit(SHORT)
        return tuple(see(row, today) for row in self._work.session.scalars(ordered))

    def _plans_to_agree(self, today: date) -> int:
        roles, open_for = self._work.actor.roles, []
        if Role.APPROVER in roles:
            open_for.append(TransferPlan.organization_agreed_at.is_(None))
        if roles & {Role.ARCHIVIST, Role.DIRECTOR}:
            open_for.append(TransferPlan.repository_agreed_at.is_(None))
        if not open_for:
            return 0
        current = (TransferPlan.year >= today.year, TransferPlan.state != PlanState.AGREED)
        return self._work.session.scalar(select(func.count(TransferPlan.id)).where(or_(*open_for), *current)) or 0

    def _extensions_to_decide(self) -> int:
        if Role.AUTHORITY not in self._work.actor.roles:
            return 0
        requested = Extension.state == ExtensionState.REQUESTED
        return self._work.session.scalar(select(func.count(Extension.id)).where(requested)) or 0

    def _failed_jobs(self) -> int:
        if Role.SYSTEM_ADMIN not in self._work.actor.roles:
            return 0
        return self._work.session.scalar(select(func.count(Job.id)).where(Job.state == "dead")) or 0
