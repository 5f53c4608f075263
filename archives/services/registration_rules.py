"""What the approvals of an organization mean for a record of one of its fonds: scope, schedule, due day, creator."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Executable, and_, bindparam, select

from archives.domain.dates import PartialDate
from archives.domain.obligation import Route, due_on, route
from archives.domain.profile import Profile
from archives.domain.vocabulary import Level, RepositoryLevel, RetentionClass
from archives.models import (
    CollectionScope,
    Fonds,
    FondsCreator,
    Repository,
    RetentionSchedule,
    RetentionScheduleEntry,
)
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

Line = tuple[str, str, RetentionClass]
"""A line of a retention schedule: category, series ('' for all), retention class."""


@dataclass(frozen=True, slots=True, eq=False)
class FondsRules:
    """The rules for new records of one fonds, read once for a registration."""

    fonds: Fonds
    profile: Profile
    level: RepositoryLevel  # of the archive that will receive them
    in_scope: bool  # the authority has approved that the archive collects from this organization (条例 48)
    schedule: Collection[Line] | None  # None: no schedule is approved (Law 13, 条例 19)
    creators: tuple[tuple[str, date, date], ...]  # name, since, until
    _days: dict[tuple[str, str], str | None] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def due_on(self, formed_on: date | None, retention: RetentionClass) -> date | None:
        """Return the strict due day (条例 20), or None where no obligation exists."""
        way = route(self.profile, self.level, retention, in_scope=self.in_scope)
        if formed_on is None or way is not Route.TRANSFER:
            return None
        return due_on(formed_on, self.level, self.profile)

    def schedule_finding(self, category: str, series: str, retention: RetentionClass) -> str:
        """Return '', or why the schedule does not cover the record: no_approved_schedule, outside_schedule (D02)."""
        if self.schedule is None:
            return "no_approved_schedule"
        covered = (category, "", retention) in self.schedule or (category, series, retention) in self.schedule
        return "" if covered else "outside_schedule"

    def due_day(self, formed_on: str, retention: str) -> str | None:
        """Return the same in ISO form ('' for no date), remembered: a long list has few days and classes."""
        if (formed_on, retention) not in self._days:
            due = self.due_on(date.fromisoformat(formed_on) if formed_on else None, RetentionClass(retention))
            self._days[formed_on, retention] = due.isoformat() if due else None
        return self._days[formed_on, retention]

    def creator(self, formed_on: str) -> str:
        """Return the name that the creator bore on that day (ISAD(G) 3.2.1), or that of the fonds."""
        if formed_on not in self._names:
            day = PartialDate.parse(formed_on).first_day if formed_on else date.max
            known = (name for name, since, until in self.creators if since <= day <= until)
            self._names[formed_on] = next(known, self.fonds.name)
        return self._names[formed_on]


def rules_of(work: UnitOfWork, outside: Outside, fonds: Fonds) -> FondsRules:
    """Read the approvals in force for a fonds."""
    asked = {"organization": fonds.organization_id, "archive": fonds.archive_id, "fonds": fonds.id}
    keepers = work.session.execute(_keepers(), asked).all()
    level, scope = keepers[0][:2]
    creators = [row[2:] for row in keepers if row.name is not None]
    lines = work.session.execute(_lines(), asked).all()
    return FondsRules(
        fonds=fonds,
        profile=outside.profile,
        level=level,
        in_scope=scope is not None,
        schedule=_newest(lines),
        creators=tuple((name, since or date.min, until or date.max) for name, since, until in creators),
    )


def counts_alone(level: Level, parent_level: Level | None) -> bool:
    """Tell whether a record falls due by itself: a volume, or an item in no volume; the rest goes with its volume."""
    return level is Level.VOLUME or (level is Level.ITEM and parent_level is not Level.VOLUME)


def _newest(lines: Sequence[Any]) -> frozenset[Line] | None:
    """Return the lines of the newest edition, None when no edition is approved; they come newest edition first."""
    if not lines:
        return None
    return frozenset((row[1], row[2], row[3]) for row in lines if row[0] == lines[0][0] and row[3] is not None)


# The statements are made once: making them takes longer than running them for one record.


@cache
def _keepers() -> Executable:
    """The archive's level, whether it may collect from the body, and the names that its creator bore, oldest first."""
    approved = and_(
        CollectionScope.repository_id == Repository.id, CollectionScope.organization_id == bindparam("organization")
    )
    names = (FondsCreator.name, FondsCreator.since, FondsCreator.until)
    return (
        select(Repository.level, CollectionScope.id, *names)
        .outerjoin(CollectionScope, approved)
        .outerjoin(FondsCreator, FondsCreator.fonds_id == bindparam("fonds"))
        .where(Repository.id == bindparam("archive"))
        .order_by(FondsCreator.since)
    )


@cache
def _lines() -> Executable:
    """The lines of the schedules in force, newest edition first; an edition without lines has one empty line."""
    schedule, entry = RetentionSchedule, RetentionScheduleEntry
    return (
        select(schedule.id, entry.category, entry.series, entry.retention)
        .outerjoin(entry, entry.schedule_id == schedule.id)
        .where(
            schedule.organization_id == bindparam("organization"),
            schedule.approved_on.is_not(None),
            schedule.superseded_on.is_(None),
        )
        .order_by(schedule.edition.desc())
    )
