"""The package of a transfer: what exactly both sides sign for, as one manifest with one digest."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from archives.domain.canonical import canonical_json, plain
from archives.domain.vocabulary import Level
from archives.models import ContentFile, Record, Transfer, TransferItem
from archives.services.unit_of_work import UnitOfWork

DESCRIBED = (
    *("level", "carrier", "unit_number", "title", "responsible_party", "document_number", "formed_on", "formed_from"),
    *("year", "category", "series", "retention", "classification", "generation", "pages", "item_count", "process"),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A thing that is handed over whole: an item, or a volume with its items; each with its files, in order."""

    item: TransferItem
    record: Record
    children: tuple[Record, ...]
    files: Mapping[UUID, tuple[ContentFile, ...]]  # by record id

    @property
    def records(self) -> tuple[Record, ...]:
        """The volume first, then its items."""
        return (self.record, *self.children)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the form counts (domain 3.2, rows 3 and 4)."""

    items: int
    volumes: int
    files: int
    bytes: int


def units_of(work: UnitOfWork, transfer_id: UUID) -> list[Unit]:
    """Return the units of a transfer in the order of its list, with children and present files."""
    session = work.session
    items = session.scalars(
        select(TransferItem).where(TransferItem.transfer_id == transfer_id).order_by(TransferItem.sequence)
    ).all()
    records = {r.id: r for r in session.scalars(select(Record).where(Record.transfer_id == transfer_id))}
    children: dict[UUID | None, list[Record]] = defaultdict(list)
    for record in sorted(records.values(), key=lambda r: (r.unit_number_key or "", str(r.id))):
        children[record.parent_id].append(record)
    files = files_of(work, transfer_id)
    return [_unit(item, records[item.record_id], children, files) for item in items]


def files_of(work: UnitOfWork, transfer_id: UUID) -> dict[UUID, tuple[ContentFile, ...]]:
    """Return the present files of every record in a transfer."""
    found: dict[UUID, list[ContentFile]] = defaultdict(list)
    asked = (
        select(ContentFile)
        .join(Record, Record.id == ContentFile.record_id)
        .where(Record.transfer_id == transfer_id, ContentFile.replaced_at.is_(None))
        .order_by(ContentFile.record_id, ContentFile.position, ContentFile.name)
    )
    for file in work.session.scalars(asked):
        found[file.record_id].append(file)
    return {record_id: tuple(files) for record_id, files in found.items()}


def manifest_of(transfer: Transfer, units: Sequence[Unit]) -> bytes:
    """Return the canonical manifest (JSON, UTF-8): every description and every file's name, size and digest."""
    return canonical_json(
        {
            "transfer": transfer.number,
            "fonds": transfer.fonds_id,
            "organization": transfer.organization_id,
            "destination": transfer.destination_id,
            "units": [_told(transfer, unit) for unit in units],
        }
    ).encode()


def digest_of(manifest: bytes) -> str:
    """Return the SHA-256 that signatures are bound to."""
    return hashlib.sha256(manifest).hexdigest()


def fingerprint(work: UnitOfWork, transfer_id: UUID) -> tuple[Any, ...]:
    """Return cheap sums that change whenever the manifest would: to see that nothing moved while it was made."""
    records = select(func.count(Record.id), func.sum(Record.version)).where(Record.transfer_id == transfer_id)
    files = (
        select(func.count(ContentFile.id), func.sum(ContentFile.size), func.max(ContentFile.received_at))
        .join(Record, Record.id == ContentFile.record_id)
        .where(Record.transfer_id == transfer_id, ContentFile.replaced_at.is_(None))
    )
    items = select(func.count(TransferItem.id)).where(TransferItem.transfer_id == transfer_id)
    return tuple(tuple(work.session.execute(asked).one()) for asked in (records, files, items))


def totals_of(work: UnitOfWork, transfer_id: UUID) -> Totals:
    """Count items (件, those in volumes too), volumes, files and bytes."""
    levels = dict(
        work.session.execute(
            select(Record.level, func.count(Record.id)).where(Record.transfer_id == transfer_id).group_by(Record.level)
        ).all()
    )
    files, size = work.session.execute(
        select(func.count(ContentFile.id), func.coalesce(func.sum(ContentFile.size), 0))
        .join(Record, Record.id == ContentFile.record_id)
        .where(Record.transfer_id == transfer_id, ContentFile.replaced_at.is_(None))
    ).one()
    return Totals(levels.get(Level.ITEM, 0), levels.get(Level.VOLUME, 0), files, int(size))


def _unit(
    item: TransferItem,
    record: Record,
    children: Mapping[UUID | None, Sequence[Record]],
    files: Mapping[UUID, tuple[ContentFile, ...]],
) -> Unit:
    inside = tuple(children.get(record.id, ()))
    return Unit(item, record, inside, {r.id: files.get(r.id, ()) for r in (record, *inside)})


def _told(transfer: Transfer, unit: Unit) -> dict[str, object]:
    item = unit.item
    return {
        "sequence": item.sequence,
        "opinions": {
            "opening": item.opening_opinion or transfer.opening_opinion,
            "disclosure": item.disclosure_opinion or transfer.disclosure_opinion,
            "classification": item.classification_opinion or transfer.classification_opinion,
        },
        "records": [{**described(record), "files": _files(unit.files[record.id])} for record in unit.records],
    }


def described(record: Record) -> dict[str, object]:
    """Return the description of a record, element by element. Keys inside `elements` may be Chinese: kept as pairs."""
    told: dict[str, object] = {name: getattr(record, name) for name in DESCRIBED}
    told["elements"] = [[name, plain(value)] for name, value in sorted(record.elements.items())]
    told["id"] = record.id
    return told


def _files(files: Sequence[ContentFile]) -> list[dict[str, object]]:
    return [{"name": f.name, "kind": f.kind, "size": f.size, "sha256": f.sha256, "sha512": f.sha512} for f in files]
