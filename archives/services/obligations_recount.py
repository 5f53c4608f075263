"""Counting batches again: what stands in a row of `obligation` is always the sum of its records, never a running total.

A transferable unit is a volume, or an item that lies in no volume; the items of a volume go with it (件, 案卷).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Executable, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from archives.domain.dates import offer_day
from archives.domain.obligation import Route, route, term_years
from archives.domain.vocabulary import Custody, Level, RepositoryLevel, RetentionClass
from archives.models import CollectionScope, Fonds, Obligation, Record, Repository
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork
from archives.services.visibility import UNFILTERED

Key = tuple[UUID, int, RetentionClass]
"""What makes a batch: fonds, year, retention class."""

_ALL = {UNFILTERED: True}


@dataclass(frozen=True, slots=True)
class _Count:
    pending: int = 0
    in_transfer: int = 0
    transferred: int = 0
    first_due_on: date | None = None
    last_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Keeper:
    """Whose a fonds is, which archive it goes to, and whether that archive may collect it."""

    organization_id: UUID
    archive_id: UUID
    level: RepositoryLevel
    in_scope: bool


def recount(work: UnitOfWork, outside: Outside, keys: Iterable[Key]) -> None:
    """Count these batches again, inside the current write: after records were added, moved, transferred or re-dated.

    Only batches in the approved scope and of a class that the archive collects come into being (条例 20, 48); one that
    already exists is kept, with nothing pending when it no longer belongs. Three queries, however many the keys.
    """
    wanted = sorted(set(keys))
    if not wanted:
        return
    work.session.flush()
    keepers, counts, known = _lock(work, wanted), _count(work, wanted), _known(work, wanted)
    for key in wanted:
        fonds_id, year, retention = key
        keeper = keepers[fonds_id]
        is_due = route(outside.profile, keeper.level, retention, in_scope=keeper.in_scope) is Route.TRANSFER
        row = known.get(key)
        if row is None and is_due and key in counts:
            row = Obligation(fonds_id=fonds_id, year=year, retention=retention)
            work.session.add(row)
        if row is not None:
            row.organization_id, row.repository_id = keeper.organization_id, keeper.archive_id
            row.offer_on = offer_day(year, term_years(outside.profile, keeper.level))
            _enter(row, counts.get(key, _Count()), is_due=is_due)


def recount_fonds(work: UnitOfWork, outside: Outside, fonds_ids: Iterable[UUID]) -> None:
    """Count every batch of these fonds again: a scope was approved, or the keeper or the archive changed."""
    wanted = list(fonds_ids)
    keys: set[Key] = set()
    for model in (Record, Obligation):
        columns = select(model.fonds_id, model.year, model.retention).where(model.fonds_id.in_(wanted)).distinct()
        keys.update((row[0], row[1], row[2]) for row in work.session.execute(columns, execution_options=_ALL))
    recount(work, outside, keys)


@cache
def transferable() -> ColumnElement[bool]:
    """Return the condition that a record counts as one: a volume, or an item outside every volume."""
    parent = aliased(Record)
    in_volume = exists().where(parent.id == Record.parent_id, parent.level == Level.VOLUME)
    alone = and_(Record.level == Level.ITEM, or_(Record.parent_id.is_(None), ~in_volume))
    return or_(Record.level == Level.VOLUME, alone)


@cache
def pending() -> ColumnElement[bool]:
    """Return the condition that a record is kept by its organization and lies in no transfer."""
    return and_(Record.custody == Custody.ORGANIZATION, Record.transfer_id.is_(None))


def _enter(row: Obligation, count: _Count, *, is_due: bool) -> None:
    row.records_pending = count.pending if is_due else 0
    row.records_in_transfer, row.records_transferred = count.in_transfer, count.transferred
    row.first_due_on = count.first_due_on if is_due else None
    row.last_due_on = count.last_due_on if is_due else None


def _lock(work: UnitOfWork, keys: Collection[Key]) -> Mapping[UUID, _Keeper]:
    """Let one writer at a time count a fonds: what the other has committed is then counted too."""
    rows = work.session.execute(_locking(), _asked(keys), execution_options=_ALL)
    return {row[0]: _Keeper(*row[1:]) for row in rows}


def _count(work: UnitOfWork, keys: Collection[Key]) -> Mapping[Key, _Count]:
    rows = work.session.execute(_counting(), _asked(keys), execution_options=_ALL)
    return {(row[0], row[1], row[2]): _Count(*row[3:]) for row in rows}


def _known(work: UnitOfWork, keys: Collection[Key]) -> Mapping[Key, Obligation]:
    found = work.session.scalars(_knowing(), _asked(keys), execution_options={**_ALL, "populate_existing": True})
    return {(row.fonds_id, row.year, row.retention): row for row in found}


def _asked(keys: Collection[Key]) -> Mapping[str, Sequence[Any]]:
    return {"fonds": sorted({key[0] for key in keys}), "years": sorted({key[1] for key in keys})}


# The statements are made once: making them takes longer than running them for one record.


@cache
def _locking() -> Executable:
    approved = and_(
        CollectionScope.organization_id == Fonds.organization_id, CollectionScope.repository_id == Fonds.archive_id
    )
    return (
        select(Fonds.id, Fonds.organization_id, Fonds.archive_id, Repository.level, CollectionScope.id.is_not(None))
        .join(Repository, Repository.id == Fonds.archive_id)
        .outerjoin(CollectionScope, approved)
        .where(Fonds.id.in_(_one_of("fonds")))
        .order_by(Fonds.id)
        .with_for_update(key_share=True, of=Fonds)
    )


@cache
def _counting() -> Executable:
    batch, held = (Record.fonds_id, Record.year, Record.retention), Record.custody == Custody.ORGANIZATION
    return (
        select(
            *batch,
            func.count().filter(pending()),
            func.count().filter(held, Record.transfer_id.is_not(None)),
            func.count().filter(~held),
            func.min(Record.due_on).filter(pending()),
            func.max(Record.due_on).filter(pending()),
        )
        .where(*_among(Record), transferable())
        .group_by(*batch)
    )


@cache
def _knowing() -> Select[Obligation]:
    return select(Obligation).where(*_among(Obligation))


def _among(model: type[Record] | type[Obligation]) -> tuple[ColumnElement[bool], ...]:
    return model.fonds_id.in_(_one_of("fonds")), model.year.in_(_one_of("years"))


def _one_of(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)
