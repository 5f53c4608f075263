"""The board of an authority: one place with all below it, and the places directly below, which open in their turn.

It reads the figures of the register (`archives.services.register_counting`): a province costs what a county does.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, bindparam, case, false, func, or_, select, true
from sqlalchemy.orm import aliased

from archives.domain.errors import NotFoundError
from archives.domain.permission import Actor
from archives.domain.register_figures import Series, places_up
from archives.models import Jurisdiction, RegisterFigure
from archives.services.unit_of_work import UnitOfWork

AGES = (30, 90)
"""Days that part young, middle and old findings."""


@dataclass(frozen=True, slots=True)
class DistrictLine:
    """A place of the tree: open and overdue in it and all below it. `opens` tells that it has places below."""

    jurisdiction: Jurisdiction
    depth: int
    open: int
    overdue: int
    opens: bool


@dataclass(frozen=True, slots=True)
class AuthorityBoard:
    """How the register stands. `open_by` counts by grade ('' where there is none) and age: young, middle, old.

    `place` is None for who supervises several places and has chosen none; `above` leads from the top of what the reader
    supervises to it; `districts` are the place and those directly below it.
    """

    today: date
    place: Jurisdiction | None
    above: tuple[Jurisdiction, ...]
    open: int
    open_by: Mapping[str, tuple[int, int, int]]
    ended: int
    overdue: int
    reported: int
    on_time: int
    days_to_close: int | None  # on the average
    recurrences: int
    districts: tuple[DistrictLine, ...]

    @property
    def on_time_percent(self) -> int | None:
        """Return the share of orders reported in time among those reported or overdue; None while there is none."""
        whole = self.reported + self.overdue
        return 100 * self.on_time // whole if whole else None


@dataclass(frozen=True, slots=True)
class Running:
    """How many orders and leads wait for an inspector."""

    to_recheck: int
    soon: int
    overdue: int
    new_leads: int


@dataclass(frozen=True, slots=True)
class _Sums:
    by_grade: Mapping[str, tuple[int, int, int]]
    of: Mapping[Series, int]


class FigureReader:
    """Reads the figures as far as the actor sees them."""

    def __init__(self, work: UnitOfWork, day: date) -> None:
        self._work, self._day = work, day

    def tops(self) -> Sequence[Jurisdiction]:
        """Return the topmost places that the actor supervises; for the worker the roots."""
        paths = supervised_paths(self._work.actor)
        asked = select(Jurisdiction).order_by(Jurisdiction.path)
        if any(each.scope.everything for each in self._work.actor.permissions):
            return self._work.session.scalars(asked.where(Jurisdiction.parent_id.is_(None))).all()
        return self._work.session.scalars(asked.where(Jurisdiction.path.in_(paths))).all()

    def board(self, place_id: UUID | None = None) -> AuthorityBoard:
        """Return the board of a place, or refuse one that the actor does not supervise."""
        tops = self.tops()
        place = self._chosen(tops, place_id)
        shown = [place] if place else list(tops)
        sums = self._sums([each.path for each in shown])
        ended = sums.of.get(Series.ENDED, 0)
        return AuthorityBoard(
            today=self._day,
            place=place,
            above=self._above(tops, place),
            open=sum(map(sum, sums.by_grade.values())),
            open_by=sums.by_grade,
            ended=ended,
            overdue=sums.of.get(Series.RUNNING, 0),
            reported=sums.of.get(Series.REPORTED, 0),
            on_time=sums.of.get(Series.IN_TIME, 0),
            days_to_close=round(sums.of.get(Series.DAYS_OPEN, 0) / ended) if ended else None,
            recurrences=sums.of.get(Series.CAME_AGAIN, 0),
            districts=self._districts(shown, place),
        )

    def running(self, tops: Sequence[Jurisdiction], until: date) -> Running:
        """Return what waits at these places; `soon` from today until that day."""
        series, number, day = RegisterFigure.series, RegisterFigure.number, RegisterFigure.day
        late = (series == Series.RUNNING) & (day < self._day)
        soon = (series == Series.RUNNING) & day.between(self._day, until)
        which = (series == Series.TO_RECHECK, soon, late, series == Series.NEW_LEADS)
        sums = (func.sum(case((each, number), else_=0)) for each in which)
        wanted = series.in_((Series.RUNNING, Series.TO_RECHECK, Series.NEW_LEADS))
        asked = select(*sums).where(RegisterFigure.jurisdiction_path.in_([each.path for each in tops]), wanted)
        return Running(*(int(each or 0) for each in self._work.session.execute(asked).one()))

    # --- private ---

    def _chosen(self, tops: Sequence[Jurisdiction], place_id: UUID | None) -> Jurisdiction | None:
        if place_id is None:
            return tops[0] if len(tops) == 1 else None
        place = self._work.get(Jurisdiction, place_id)
        if not any(place.path.startswith(each.path) for each in tops):
            raise NotFoundError("jurisdiction", place_id)
        return place

    def _above(self, tops: Sequence[Jurisdiction], place: Jurisdiction | None) -> tuple[Jurisdiction, ...]:
        if place is None or place in tops:
            return ()
        top = next(each for each in tops if place.path.startswith(each.path))
        way = [each for each in places_up(place.path) if each.startswith(top.path) and each != place.path]
        asked = select(Jurisdiction).where(Jurisdiction.path.in_(way)).order_by(Jurisdiction.path)
        return tuple(self._work.session.scalars(asked))

    def _sums(self, paths: Collection[str]) -> _Sums:
        """Sum up everything about these places; of what runs, only what is overdue."""
        young, old = (plainly(self._day - timedelta(days=days)) for days in AGES)
        day = RegisterFigure.day
        ages = (day >= young, plainly(0)), (day >= old, plainly(1))
        by = RegisterFigure.series, RegisterFigure.grade, case(*ages, else_=plainly(2))
        late = (RegisterFigure.series != Series.RUNNING) | (day < self._day)
        rows = self._work.session.execute(
            select(*by, func.sum(RegisterFigure.number))
            .where(RegisterFigure.jurisdiction_path.in_(paths), late, RegisterFigure.series != Series.OPEN)
            .group_by(*by)
        )
        grades: dict[str, list[int]] = {}
        sums: dict[Series, int] = {}
        for series, grade, age, number in rows:
            if series is Series.OPEN_SINCE:
                grades.setdefault(grade, [0, 0, 0])[age] += int(number)
            else:
                sums[series] = sums.get(series, 0) + int(number)
        return _Sums({grade: (row[0], row[1], row[2]) for grade, row in sorted(grades.items())}, sums)

    def _districts(self, shown: Sequence[Jurisdiction], place: Jurisdiction | None) -> tuple[DistrictLine, ...]:
        below = self._below(place) if place else []
        listed = [*shown, *below]
        counts = self._open_and_overdue([each.path for each in listed])
        opening = self._opening(listed)
        depths = [0] * len(shown) + [1] * len(below)
        return tuple(
            DistrictLine(each, depth, *counts.get(each.path, (0, 0)), opens=each.id in opening)
            for each, depth in zip(listed, depths, strict=True)
        )

    def _below(self, place: Jurisdiction) -> Sequence[Jurisdiction]:
        asked = select(Jurisdiction).where(Jurisdiction.parent_id == place.id).order_by(Jurisdiction.path)
        return self._work.session.scalars(asked).all()

    def _opening(self, places: Sequence[Jurisdiction]) -> set[UUID]:
        """Return which of these places have places below them."""
        child = aliased(Jurisdiction)
        asked = select(child.parent_id).where(child.parent_id.in_([each.id for each in places])).distinct()
        return {each for each in self._work.session.scalars(asked) if each}

    def _open_and_overdue(self, paths: Collection[str]) -> Mapping[str, tuple[int, int]]:
        path, series, number = RegisterFigure.jurisdiction_path, RegisterFigure.series, RegisterFigure.number
        sums = (func.sum(case((series == each, number), else_=0)) for each in (Series.OPEN, Series.RUNNING))
        late = series.in_((Series.OPEN, Series.RUNNING)) & (RegisterFigure.day < self._day)  # what is open has no day
        asked = select(path, *sums).where(path.in_(paths), late).group_by(path)
        return {row[0]: (int(row[1]), int(row[2])) for row in self._work.session.execute(asked)}


def supervised_paths(actor: Actor) -> list[str]:
    """Return the paths that the actor supervises, none of them below another."""
    paths = frozenset().union(*(each.scope.jurisdictions for each in actor.permissions))
    return sorted(each for each in paths if not any(each != top and each.startswith(top) for top in paths))


def below(actor: Actor, path: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """Return the criterion of what lies in the places that the actor supervises; for the worker all."""
    if any(each.scope.everything for each in actor.permissions):
        return true()
    return or_(false(), *(under(path, each) for each in supervised_paths(actor)))


def under(path: SQLColumnExpression[str], top: str) -> ColumnElement[bool]:
    """Return the criterion of what lies in one place: a range, which an index answers ('0' follows '/')."""
    return and_(path >= top, path < f"{top.removesuffix('/')}0")


def plainly(value: date | int) -> ColumnElement[Any]:
    """Return a value that stands in the statement itself: PostgreSQL groups by an expression only if it is the same."""
    return bindparam(None, value, literal_execute=True)
