"""Counting what is due, from the rows of obligations; only batches in the middle of their days look at records.

What is past its day is counted by day (`due_on`), what can be handed over by whole batch: the difference waits for the
end of its year. An archive sees these numbers before it may see the records, so records are counted beyond the
actor's sight, and only for the batches that he sees.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, extract, func, or_, select

from archives.domain.obligation import Forecast
from archives.models import Obligation, Organization, Record
from archives.services.obligations_recount import pending, transferable
from archives.services.obligations_standing import Within, last_day_column
from archives.services.unit_of_work import UnitOfWork
from archives.services.visibility import UNFILTERED


@dataclass(frozen=True, slots=True)
class DueCount:
    """Transferable units of one organization: past_due = transferable + waiting."""

    organization_id: UUID
    organization: str
    past_due: int = 0  # their day has come, nobody moved it
    transferable: int = 0  # of these, in batches whose year is complete
    waiting: int = 0  # of these, in batches whose year has not ended
    extended: int = 0  # in batches that the authority allows to come later
    in_transfer: int = 0
    total: int = 0  # all that will ever be handed over, not yet in a transfer


@dataclass(frozen=True, slots=True)
class Day:
    """A month of a year, or a day of a month, with the records whose day it brings."""

    number: int
    records: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a year, or one of its months, brings: records by strict day, and batches by their last day."""

    year: int
    month: int | None
    days: tuple[Day, ...]  # the months of the year, or the days of the month, that bring something
    batches: int
    records: int  # in those batches


@dataclass(frozen=True, slots=True)
class OrganizationForecast:
    """What one organization will hand over, by the year in which it must."""

    organization_id: UUID
    organization: str
    forecast: Forecast


def count_due(work: UnitOfWork, within: Within, today: date) -> tuple[DueCount, ...]:
    """Return the counts of every organization that has something to hand over, most past its day first."""
    straddling = _straddling(work, within, today)
    rows = work.session.execute(_sums(within, today)).all()
    names = _names(work, (row[0] for row in rows))
    counts = [_due_count(row, names[row[0]], straddling) for row in rows]
    return tuple(sorted(counts, key=lambda count: (-count.past_due, count.organization)))


def count_calendar(work: UnitOfWork, within: Within, year: int, month: int | None) -> Calendar:
    """Return what the year or month brings; `days` counts only what lies in no transfer yet."""
    first = date(year, month or 1, 1)
    end = date(year + 1, 1, 1) if month in (None, 12) else date(year, (month or 0) + 1, 1)
    touching = and_(Obligation.first_due_on < end, Obligation.last_due_on >= first)
    ids = work.session.scalars(select(Obligation.id).where(*within.conditions(), touching)).all()
    part = extract("month" if month is None else "day", Record.due_on)
    found = _records(work, ids, part, Record.due_on >= first, Record.due_on < end)
    last, waits = last_day_column(), Obligation.records_pending > 0
    batches, records = work.session.execute(
        select(func.count(), func.coalesce(func.sum(Obligation.records_pending), 0))
        .select_from(Obligation)
        .where(*within.conditions(), waits, last >= first, last < end)
    ).one()
    days = tuple(Day(int(number), count) for number, count in sorted(found.items()))
    return Calendar(year, month, days, batches, records)


def count_forecast(work: UnitOfWork, within: Within, first_year: int, years: int) -> Forecast:
    """Return the records to be handed over, by the year of their batch's last day."""
    statement = _by_last_day(within, first_year + years).group_by(last_day_column())
    return _forecast(((row[0], row[1]) for row in work.session.execute(statement)), first_year, years)


def count_forecasts(work: UnitOfWork, within: Within, first_year: int, years: int) -> tuple[OrganizationForecast, ...]:
    """Return the same for each organization, by name."""
    last, owner = last_day_column(), Obligation.organization_id
    statement = _by_last_day(within, first_year + years).add_columns(owner).group_by(owner, last)
    amounts: dict[UUID, list[tuple[date, int]]] = {}
    for day, records, organization_id in work.session.execute(statement):
        amounts.setdefault(organization_id, []).append((day, records))
    names = _names(work, amounts)
    made = (OrganizationForecast(each, names[each], _forecast(amounts[each], first_year, years)) for each in amounts)
    return tuple(sorted(made, key=lambda each: each.organization))


def _sums(within: Within, today: date) -> Select[UUID, int, int, int, int, int]:
    records, moved = Obligation.records_pending, Obligation.extended_to >= today
    stays = or_(Obligation.extended_to.is_(None), ~moved)
    past, complete = Obligation.last_due_on <= today, Obligation.offer_on < today
    return (
        select(
            Obligation.organization_id,
            func.coalesce(func.sum(records).filter(stays, past, complete), 0),
            func.coalesce(func.sum(records).filter(stays, past, ~complete), 0),
            func.coalesce(func.sum(records).filter(moved), 0),
            func.sum(Obligation.records_in_transfer),
            func.sum(records),
        )
        .where(*within.conditions())
        .group_by(Obligation.organization_id)
    )


def _due_count(row: Sequence[Any], name: str, straddling: Mapping[tuple[UUID, bool], int]) -> DueCount:
    owner, complete, waiting, extended, in_transfer, total = row
    complete += straddling[owner, True]
    waiting += straddling[owner, False]
    return DueCount(owner, name, complete + waiting, complete, waiting, extended, in_transfer, total)


def _straddling(work: UnitOfWork, within: Within, today: date) -> Counter[tuple[UUID, bool]]:
    """Count the records past their day in batches that have such and others, by organization and completeness."""
    stays = or_(Obligation.extended_to.is_(None), Obligation.extended_to < today)
    between = and_(Obligation.first_due_on <= today, Obligation.last_due_on > today)
    statement = select(Obligation.id, Obligation.organization_id, Obligation.offer_on < today)
    rows = work.session.execute(statement.where(*within.conditions(), stays, between)).all()
    found = _records(work, [row[0] for row in rows], Obligation.id, Record.due_on <= today)
    sums: Counter[tuple[UUID, bool]] = Counter()
    for identifier, owner, complete in rows:
        sums[owner, bool(complete)] += found.get(identifier, 0)
    return sums


def _records(
    work: UnitOfWork, ids: Collection[UUID], part: SQLColumnExpression[Any], *conditions: ColumnElement[bool]
) -> Mapping[Any, int]:
    """Count the waiting records of these batches, by `part`."""
    if not ids:
        return {}
    same = (getattr(Record, name) == getattr(Obligation, name) for name in ("fonds_id", "year", "retention"))
    statement = (
        select(part, func.count())
        .select_from(Obligation)
        .join(Record, and_(*same))
        .where(Obligation.id.in_(ids), pending(), transferable(), *conditions)
        .group_by(part)
    )
    return {row[0]: row[1] for row in work.session.execute(statement, execution_options={UNFILTERED: True})}


def _by_last_day(within: Within, before_year: int) -> Select[date, int]:
    last, waits = last_day_column(), Obligation.records_pending > 0
    records = func.sum(Obligation.records_pending)
    return select(last, records).where(*within.conditions(), waits, last < date(before_year, 1, 1))


def _forecast(amounts: Iterable[tuple[date, int]], first_year: int, years: int) -> Forecast:
    by_year: Counter[int] = Counter()
    for day, records in amounts:
        by_year[day.year] += records
    span = range(first_year, first_year + years)
    return Forecast(sum(n for year, n in by_year.items() if year < first_year), {year: by_year[year] for year in span})


def _names(work: UnitOfWork, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    statement = select(Organization.id, Organization.name).where(Organization.id.in_(list(ids)))
    return {row[0]: row[1] for row in work.session.execute(statement)}
