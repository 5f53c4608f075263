"""The package of a transfer: what exactly both sides sign for, as one manifest with one digest."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from archives.domain.canonical import canonical_json, plain
from archives.domain.vocabulary import Level
from archives.models import ContentFile, Record, Transfer, TransferItem
from archives.services.unit_of_work import UnitOfWork

DESCRIBED = (
    *("level", "carrier", "unit_number", "title", "responsible_party", "document_number", "formed_on", "formed_from"),
    *("year", "category", "series", "retention", "classification", "access_status", "disclosure", "generation"),
    *("pages", "item_count", "process"),
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


def units_of(work: UnitOfWork, transfer_id: UUID, some: Collection[UUID] = ()) -> list[Unit]:
    """Return the units of a transfer in the order of its list, with children and present files; or only `some`.

    Records that a transfer has let go (withdrawn, aborted) are not its units any more.
    """
    session = work.session
    listed, held = TransferItem.transfer_id == transfer_id, Record.transfer_id == transfer_id
    if some:
        listed = and_(listed, TransferItem.record_id.in_(some))
        held = and_(held, or_(Record.id.in_(some), Record.parent_id.in_(some)))
    items = session.scalars(select(TransferItem).where(listed).order_by(TransferItem.sequence)).all()
    records = {record.id: record for record in session.scalars(select(Record).where(held))}
    children: dict[UUID | None, list[Record]] = defaultdict(list)
    for record in sorted(records.values(), key=lambda r: (r.unit_number_key or "", str(r.id))):
        children[record.parent_id].append(record)
    files = _files_where(work, held)
    return [_unit(item, records[item.record_id], children, files) for item in items if item.record_id in records]


def units_apart(work: UnitOfWork, transfer_id: UUID) -> list[Unit]:
    """Return the units as they are now, apart from the session: whatever is written later leaves them as they are.

    Loading them is most of what a large transfer costs; so they are loaded once for all steps of one job.
    """
    units = units_of(work, transfer_id)
    for unit in units:
        work.session.expunge(unit.item)
        for record in unit.records:
            work.session.expunge(record)
            for file in unit.files[record.id]:
                work.session.expunge(file)
    return units


def files_of(work: UnitOfWork, transfer_id: UUID) -> dict[UUID, tuple[ContentFile, ...]]:
    """Return the present files of every record in a transfer."""
    return _files_where(work, Record.transfer_id == transfer_id)


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
    """Return cheap sums that change whenever the manifest would: to see that nothing moved while it was made.

    A replaced file leaves its old row, so every change of files changes a count; the transfer's version follows its
    list and opinions.
    """
    records = select(func.count(Record.id), func.sum(Record.version)).where(Record.transfer_id == transfer_id)
    files = (
        select(func.count(ContentFile.id), func.count(ContentFile.replaced_at))
        .join(Record, Record.id == ContentFile.record_id)
        .where(Record.transfer_id == transfer_id)
    )
    version = select(Transfer.version).where(Transfer.id == transfer_id)
    return tuple(tuple(work.session.execute(asked).one()) for asked in (records, files, version))


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


def _files_where(work: UnitOfWork, held: ColumnElement[bool]) -> dict[UUID, tuple[ContentFile, ...]]:
    found: dict[UUID, list[ContentFile]] = defaultdict(list)
    asked = (
        select(ContentFile)
        .join(Record, Record.id == ContentFile.record_id)
        .where(held, ContentFile.replaced_at.is_(None))
        .order_by(ContentFile.record_id, ContentFile.position, ContentFile.name)
    )
    for file in work.session.scalars(asked):
        found[file.record_id].append(file)
    return {record_id: tuple(files) for record_id, files in found.items()}


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
    return [{"name": f.name, "kind": f.kind, "size": f.size, "sha256": f.sha256} for f in files]
