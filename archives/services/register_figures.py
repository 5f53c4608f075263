"""The counter of the register's figures: counted again from the rows, compared, set right."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import case, delete, func, insert, select

from archives.domain.lead import LeadState
from archives.domain.rectification import UNDER_DEADLINE, OrderState
from archives.domain.register_figures import Counts, Figure, Series, rolled_up
from archives.domain.vocabulary import Role
from archives.models import Finding, Lead, RectificationOrder, RegisterFigure
from archives.services.outside import Outside
from archives.services.register_counting import row_of
from archives.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that was not what the register says."""

    figure: Figure
    kept: int
    counted: int


class RegisterFigureService:
    """Holding the figures against the register; for the worker and the operator."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:  # noqa: ARG002 -- every service is made so
        self._work = work

    def differences(self) -> list[Difference]:
        """Count the whole register again; return what is kept otherwise."""
        self._work.actor.require_role(Role.SYSTEM)
        kept, counted = self._kept(), self._counted()
        return [
            Difference(each, kept[each], counted[each])
            for each in sorted(kept.keys() | counted.keys())
            if kept[each] != counted[each]
        ]

    def recount(self) -> list[Difference]:
        """Count again and keep what was counted; return what was kept otherwise before."""
        with self._work.write():
            found = self.differences()
            if found:
                self._work.session.execute(delete(RegisterFigure))
                rows = [row_of(each, number) for each, number in sorted(self._counted().items())]
                self._work.session.execute(insert(RegisterFigure), rows) if rows else None
            return found

    # --- private ---

    def _kept(self) -> Counts:
        own = RegisterFigure.jurisdiction_path, RegisterFigure.series, RegisterFigure.day, RegisterFigure.grade
        rows = self._work.session.execute(select(*own, RegisterFigure.number))
        return Counter({Figure(row[0], row[1], row[2], row[3]): row[4] for row in rows})

    def _counted(self) -> Counts:
        return rolled_up(self._findings() + self._orders() + self._leads())

    def _findings(self) -> Counts:
        by = Finding.jurisdiction_path, Finding.grade, Finding.found_on, Finding.closed_on.is_(None)
        sums = func.count(), func.sum(Finding.days_open), func.count(Finding.recurrence_of_id)
        found: Counts = Counter()
        for path, grade, day, is_open, count, days, again in self._work.session.execute(
            select(*by, *sums).group_by(*by)
        ):
            if is_open:
                found[Figure(path, Series.OPEN, grade=str(grade or ""))] += count
                found[Figure(path, Series.OPEN_SINCE, day, str(grade or ""))] += count
            else:
                found[Figure(path, Series.ENDED)] += count
                found[Figure(path, Series.DAYS_OPEN)] += int(days or 0)
            found[Figure(path, Series.CAME_AGAIN)] += again
        return found

    def _orders(self) -> Counts:
        path, told = RectificationOrder.jurisdiction_path, RectificationOrder.reported_at.is_not(None)
        in_time = case((told & RectificationOrder.is_late.is_(False), 1))
        by = path, RectificationOrder.state, RectificationOrder.due_on
        sums = func.count(), func.count(case((told, 1))), func.count(in_time)
        found: Counts = Counter()
        for place, state, due_on, count, reported, timely in self._work.session.execute(
            select(*by, *sums).group_by(*by)
        ):
            if state in UNDER_DEADLINE and due_on is not None:
                found[Figure(place, Series.RUNNING, due_on)] += count
            if state is OrderState.REPORTED:
                found[Figure(place, Series.TO_RECHECK)] += count
            found[Figure(place, Series.REPORTED)] += reported
            found[Figure(place, Series.IN_TIME)] += timely
        return found

    def _leads(self) -> Counts:
        path = Lead.jurisdiction_path
        asked = select(path, func.count()).where(Lead.state == LeadState.NEW).group_by(path)
        return Counter({Figure(row[0], Series.NEW_LEADS): row[1] for row in self._work.session.execute(asked)})
