"""A volume is as old as its latest item: its dates and count follow its items, and its due day with them."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select

from archives.domain.vocabulary import Level
from archives.models import Fonds, Record
from archives.services.obligations_recount import Key
from archives.services.outside import Outside
from archives.services.registration_rules import rules_of
from archives.services.unit_of_work import UnitOfWork

FOLLOWING = ("formed_on", "formed_from", "item_count", "due_on")


def refresh_volumes(work: UnitOfWork, outside: Outside, volume_ids: Iterable[UUID]) -> set[Key]:
    """Bring volumes up to date with their items, inside the current write; return the batches to count again."""
    work.session.flush()
    keys: set[Key] = set()
    for volume_id in sorted(set(volume_ids)):
        volume = work.get(Record, volume_id)
        if volume.level is Level.VOLUME and _refresh(work, outside, volume):
            keys.add((volume.fonds_id, volume.year, volume.retention))
    return keys


def _refresh(work: UnitOfWork, outside: Outside, volume: Record) -> bool:
    items = select(func.max(Record.formed_on), func.min(Record.formed_on), func.count(Record.id))
    latest, earliest, count = work.session.execute(items.where(Record.parent_id == volume.id)).one()
    if latest is None:
        return False
    before = {name: getattr(volume, name) for name in FOLLOWING}
    rules = rules_of(work, outside, work.get(Fonds, volume.fonds_id))
    after = {
        "formed_on": latest,
        "formed_from": earliest,
        "item_count": count,
        "due_on": rules.due_on(latest, volume.retention),
    }
    changed = {name for name in FOLLOWING if before[name] != after[name]}
    for name in changed:
        setattr(volume, name, after[name])
    if changed:
        work.record(
            "VolumeFollowedItems",
            volume,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
        work.send("index", record_ids=[volume.id])
    return bool(changed)
