"""Counting batches again: what stands in a row of `obligation` is always the sum of its records, never a running total.

A transferable unit is a volume, or an item that lies in no volume; the items of a volume go with it (件, 案卷).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from archives.domain.dates import offer_day
from archives.domain.obligation import Route, route, term_years
from archives.domain.vocabulary import Custody, Level, RetentionClass
from archives.models import CollectionScope, Fonds, Obligation, Record
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


def recount(work: UnitOfWork, outside: Outside, keys: Iterable[Key]) -> None:
    """Count these batches again, inside the current write: after records were added, moved, transferred or re-dated.

    Only batches in the approved scope and of a class that the archive collects come into being (条例 20, 48); one that
    already exists is kept, with nothing pending when it no longer belongs. Costs one query for all the keys.
    """
    wanted = sorted(set(keys))
    if not wanted:
        return
    work.session.flush()
    fonds = _lock(work, {key[0] for key in wanted})
    scoped = _in_scope(work, fonds)
    counts, known = _count(work, wanted), _known(work, wanted)
    for key in wanted:
        keeper = fonds[key[0]]
        level = keeper.archive.level
        is_due = route(outside.profile, level, key[2], in_scope=keeper.id in scoped) is Route.TRANSFER
        row = known.get(key)
        if row is None and is_due and key in counts:
            row = Obligation(fonds_id=key[0], year=key[1], retention=key[2])
            work.session.add(row)
        if row is not None:
            row.organization_id, row.repository_id = keeper.organization_id, keeper.archive_id
            row.offer_on = offer_day(row.year, term_years(outside.profile, level))
            _enter(row, counts.get(key, _Count()), is_due=is_due)


def recount_fonds(work: UnitOfWork, outside: Outside, fonds_ids: Iterable[UUID]) -> None:
    """Count every batch of these fonds again: a scope was approved, or the keeper or the archive changed."""
    wanted = list(fonds_ids)
    keys: set[Key] = set()
    for model in (Record, Obligation):
        columns = select(model.fonds_id, model.year, model.retention).where(model.fonds_id.in_(wanted)).distinct()
        keys.update((row[0], row[1], row[2]) for row in work.session.execute(columns, execution_options=_ALL))
    recount(work, outside, keys)


def transferable() -> ColumnElement[bool]:
    """Return the condition that a record counts as one: a volume, or an item outside every volume."""
    parent = aliased(Record)
    in_volume = exists().where(parent.id == Record.parent_id, parent.level == Level.VOLUME)
    alone = and_(Record.level == Level.ITEM, or_(Record.parent_id.is_(None), ~in_volume))
    return or_(Record.level == Level.VOLUME, alone)


def pending() -> ColumnElement[bool]:
    """Return the condition that a record is kept by its organization and lies in no transfer."""
    return and_(Record.custody == Custody.ORGANIZATION, Record.transfer_id.is_(None))


def _enter(row: Obligation, count: _Count, *, is_due: bool) -> None:
    row.records_pending = count.pending if is_due else 0
    row.records_in_transfer, row.records_transferred = count.in_transfer, count.transferred
    row.first_due_on = count.first_due_on if is_due else None
    row.last_due_on = count.last_due_on if is_due else None


def _lock(work: UnitOfWork, ids: Iterable[UUID]) -> Mapping[UUID, Fonds]:
    """Let one writer at a time count a fonds: what the other has committed is then counted too."""
    statement = select(Fonds).where(Fonds.id.in_(sorted(ids))).order_by(Fonds.id).with_for_update(key_share=True)
    found = work.session.scalars(statement, execution_options=_ALL)
    return {fonds.id: fonds for fonds in found}


def _in_scope(work: UnitOfWork, ids: Iterable[UUID]) -> frozenset[UUID]:
    approved = and_(
        CollectionScope.organization_id == Fonds.organization_id, CollectionScope.repository_id == Fonds.archive_id
    )
    statement = select(Fonds.id).join(CollectionScope, approved).where(Fonds.id.in_(sorted(ids)))
    return frozenset(work.session.scalars(statement, execution_options=_ALL))


def _count(work: UnitOfWork, keys: Collection[Key]) -> Mapping[Key, _Count]:
    held = Record.custody == Custody.ORGANIZATION
    statement = (
        select(
            Record.fonds_id,
            Record.year,
            Record.retention,
            func.count().filter(pending()),
            func.count().filter(held, Record.transfer_id.is_not(None)),
            func.count().filter(~held),
            func.min(Record.due_on).filter(pending()),
            func.max(Record.due_on).filter(pending()),
        )
        .where(*_among(Record, keys), transferable())
        .group_by(Record.fonds_id, Record.year, Record.retention)
    )
    rows = work.session.execute(statement, execution_options=_ALL)
    return {(row[0], row[1], row[2]): _Count(*row[3:]) for row in rows}


def _known(work: UnitOfWork, keys: Collection[Key]) -> Mapping[Key, Obligation]:
    statement = select(Obligation).where(*_among(Obligation, keys))
    found = work.session.scalars(statement, execution_options={**_ALL, "populate_existing": True})
    return {(row.fonds_id, row.year, row.retention): row for row in found}


def _among(model: type[Record] | type[Obligation], keys: Collection[Key]) -> tuple[ColumnElement[bool], ...]:
    fonds, years = {key[0] for key in keys}, {key[1] for key in keys}
    return model.fonds_id.in_(sorted(fonds)), model.year.in_(sorted(years))
