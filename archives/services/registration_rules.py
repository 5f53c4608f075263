"""What the approvals of an organization mean for a record of one of its fonds: scope, schedule, due day, creator."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

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
    scope = select(CollectionScope.id).where(
        CollectionScope.organization_id == fonds.organization_id, CollectionScope.repository_id == fonds.archive_id
    )
    return FondsRules(
        fonds=fonds,
        profile=outside.profile,
        level=work.get(Repository, fonds.archive_id).level,
        in_scope=work.session.scalar(scope) is not None,
        schedule=_schedule(work, fonds),
        creators=_creators(work, fonds),
    )


def counts_alone(level: Level, parent_level: Level | None) -> bool:
    """Tell whether a record falls due by itself: a volume, or an item in no volume; the rest goes with its volume."""
    return level is Level.VOLUME or (level is Level.ITEM and parent_level is not Level.VOLUME)


def _schedule(work: UnitOfWork, fonds: Fonds) -> frozenset[Line] | None:
    in_force = (
        select(RetentionSchedule.id)
        .where(
            RetentionSchedule.organization_id == fonds.organization_id,
            RetentionSchedule.approved_on.is_not(None),
            RetentionSchedule.superseded_on.is_(None),
        )
        .order_by(RetentionSchedule.edition.desc())
        .limit(1)
    )
    schedule_id = work.session.scalar(in_force)
    if schedule_id is None:
        return None
    entry = RetentionScheduleEntry
    lines = select(entry.category, entry.series, entry.retention).where(entry.schedule_id == schedule_id)
    return frozenset((row[0], row[1], row[2]) for row in work.session.execute(lines))


def _creators(work: UnitOfWork, fonds: Fonds) -> tuple[tuple[str, date, date], ...]:
    statement = select(FondsCreator).where(FondsCreator.fonds_id == fonds.id).order_by(FondsCreator.since)
    found = work.session.scalars(statement)
    return tuple((each.name, each.since or date.min, each.until or date.max) for each in found)
