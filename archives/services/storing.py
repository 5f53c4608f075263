"""From the last signature to acceptance: number, store durably, read back, print, and only then say 'accepted'.

Every step can be repeated: a crash at any point is taken up again where it stopped, and nothing acknowledged is lost.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, insert, select, update

from archives.domain.errors import FixityError, UnreadableInputError
from archives.domain.readable_number import NumberKind
from archives.domain.transfer import TransferAction, TransferState
from archives.domain.vocabulary import Custody, RetentionClass
from archives.models import (
    Accession,
    ContentFile,
    Event,
    Record,
    StoreIntent,
    Transfer,
    TransferItem,
    new_id,
)
from archives.ports import ObjectSource, StoredObject
from archives.services import packages
from archives.services.archive_numbers import confirm_numbers
from archives.services.numbers import next_number
from archives.services.obligations import recount
from archives.services.outside import Outside
from archives.services.packages import Unit
from archives.services.receipts import ReceiptDesk
from archives.services.stored_objects import object_id, sources_of
from archives.services.transfer_life import move, owners
from archives.services.unit_of_work import UnitOfWork

CHUNK = 500  # units between two short transactions: one batch of the store
INDEXED = 500  # records in one outbox message
Progress = Callable[[int, int], None]
T = TypeVar("T")


class StoringService:
    """The worker's steps after the seal."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside
        self._desk = ReceiptDesk(work, outside)

    def store(self, transfer_id: UUID, progress: Progress | None = None) -> Transfer:
        """Carry a sealed transfer to acceptance. On one that is accepted already it changes nothing."""
        transfer = self._work.get(Transfer, transfer_id)
        if transfer.state is not TransferState.STORING:
            return transfer
        units = packages.units_apart(self._work, transfer_id)
        manifest = self._signed_manifest(transfer, units)
        self._number(transfer, units)
        self._store_units(transfer, units, progress)
        self._desk.prepare(transfer_id, manifest, units)
        return self._accept(transfer_id, units)

    def unfinished(self) -> list[UUID]:
        """Return the transfers whose storing was begun and not finished: taken up again at the start of the worker."""
        asked = select(Transfer.id).where(Transfer.state == TransferState.STORING)
        return list(self._work.session.scalars(asked))

    def _signed_manifest(self, transfer: Transfer, units: Sequence[Unit]) -> bytes:
        manifest = packages.manifest_of(transfer, units)
        found = packages.digest_of(manifest)
        if found != transfer.package_sha256:
            raise FixityError(
                "The package is not the one that was signed; nothing was stored.",
                what=transfer.number,
                expected=transfer.package_sha256,
                actual=found,
            )
        return manifest

    def _number(self, transfer: Transfer, units: Sequence[Unit]) -> None:
        """The archive confirms the unit's numbers as its own, then assigns the missing ones (馆编); frozen then."""
        waiting = [record for unit in units for record in unit.records if record.archive_number is None]
        for chunk in _chunks(sorted(waiting, key=_by_number), CHUNK):
            with self._work.write():
                asked = select(Record.id).where(Record.id.in_([r.id for r in chunk]), Record.archive_number.is_(None))
                free = set(self._work.session.scalars(asked))
                confirm_numbers(self._work, self._outside, transfer, [each for each in chunk if each.id in free])

    def _store_units(self, transfer: Transfer, units: Sequence[Unit], progress: Progress | None) -> None:
        waiting = [unit for unit in units if not unit.item.stored]
        done = len(units) - len(waiting)
        for chunk in _chunks(waiting, CHUNK):
            self._intend(transfer, chunk)
            self._note_stored(chunk, self._write(transfer, chunk))
            done += len(chunk)
            if progress:
                progress(done, len(units))

    def _intend(self, transfer: Transfer, chunk: Sequence[Unit]) -> None:
        """Say what is about to be written, before a byte moves."""
        ids = [object_id(unit.record.id) for unit in chunk]
        with self._work.write():
            known = set(self._work.session.scalars(select(StoreIntent.object_id).where(StoreIntent.object_id.in_(ids))))
            told = {"transfer_id": transfer.id, "state": "storing", "began_at": self._work.now()}
            rows = [{**told, "object_id": each} for each in ids if each not in known]
            if rows:
                self._work.session.execute(insert(StoreIntent), rows)

    def _write(self, transfer: Transfer, chunk: Sequence[Unit]) -> list[StoredObject]:
        transfer = self._work.get(Transfer, transfer.id)
        events = self._events(transfer, chunk)
        objects: Iterator[tuple[str, Sequence[ObjectSource]]] = (
            (object_id(unit.record.id), sources_of(unit, transfer, events[unit.record.id], self._outside.holding))
            for unit in chunk
        )
        created = transfer.custody_from or self._work.now()
        try:
            return list(self._outside.store.store_many(objects, message=f"Transfer {transfer.number}", created=created))
        except (FixityError, UnreadableInputError) as error:
            self._name_damaged(transfer, chunk)
            raise error from None

    def _name_damaged(self, transfer: Transfer, chunk: Sequence[Unit]) -> None:
        """Refuse with the names of the files whose kept bytes have changed since they were signed, if it is that."""
        files = [file for unit in chunk for found in unit.files.values() for file in found]
        damaged = [file for file in files if not self._outside.holding.verify(file.sha256)]
        if damaged:
            names = ", ".join(f"{file.name} (sha256 {file.sha256})" for file in damaged)
            raise FixityError(
                f"The kept bytes of transfer {transfer.number} have changed since they were signed: {names}. "
                f"Put the signed bytes back: archives transfer put-back {transfer.number} FILE; storing then goes on.",
                what=", ".join(file.name for file in damaged),
                expected=", ".join(file.sha256 for file in damaged),
                actual="changed or missing",
            )

    def _events(self, transfer: Transfer, chunk: Sequence[Unit]) -> dict[UUID, list[str]]:
        """Return the leaves of the trail about each unit up to the seal; later lines would differ after a crash."""
        sealed = self._work.session.scalar(
            select(func.max(Event.sequence)).where(Event.subject_id == transfer.id, Event.kind == "TransferSealed")
        )
        unit_of = {record.id: unit.record.id for unit in chunk for record in unit.records}
        found: dict[UUID, list[str]] = defaultdict(list)
        asked = select(Event.subject_id, Event.leaf).where(
            Event.subject_id.in_(list(unit_of)), Event.sequence <= (sealed or 0)
        )
        for subject_id, leaf in self._work.session.execute(asked.order_by(Event.sequence)):
            found[unit_of[subject_id]].append(leaf)
        return found

    def _note_stored(self, units: Sequence[Unit], stored: Sequence[StoredObject]) -> None:
        """Close the intents: what is said here to be stored was read back."""
        digests = {each.object_id: each.inventory_digest for each in stored}
        items = [unit.item.id for unit in units]
        files = [file.id for unit in units for found in unit.files.values() for file in found]
        with self._work.write():
            told = {"state": "stored", "stored_at": self._work.now()}
            asked = select(StoreIntent.id, StoreIntent.object_id).where(StoreIntent.object_id.in_(digests))
            rows = [{**told, "id": i, "inventory_digest": digests[o]} for i, o in self._work.session.execute(asked)]
            self._work.session.execute(update(StoreIntent), rows)
            self._say_stored(TransferItem, items)
            self._say_stored(ContentFile, files)

    def _say_stored(self, model: type[TransferItem | ContentFile], ids: Sequence[UUID]) -> None:
        for some in _chunks(ids, INDEXED):
            said = update(model).where(model.id.in_(some)).values(stored=True)
            self._work.session.execute(said, execution_options={"synchronize_session": False})

    def _accept(self, transfer_id: UUID, units: Sequence[Unit]) -> Transfer:
        """Everything durable and read back: now custody, accession and receipt become true together."""
        with self._work.write():
            transfer = self._work.get(Transfer, transfer_id)
            if transfer.state is not TransferState.STORING:
                return transfer
            receipt = self._desk.issue(transfer)
            move(self._work, transfer, TransferAction.COMPLETE_STORING, receipt=receipt.number)
            transfer.accepted_at = self._work.now()
            self._accession(transfer)
            self._take_custody(transfer, [record for unit in units for record in unit.records])
            return transfer

    def _accession(self, transfer: Transfer) -> None:
        today = self._outside.profile.day_of(self._work.now())
        number = next_number(self._work, NumberKind.ACCESSION, today)
        accession = Accession(
            **owners(transfer), id=new_id(), transfer_id=transfer.id, number=number, accessioned_at=self._work.now()
        )
        self._work.session.add(accession)
        self._work.record("AccessionRegistered", accession, number=number)

    def _take_custody(self, transfer: Transfer, records: Sequence[Record]) -> None:
        keys = {(record.fonds_id, record.year, RetentionClass(record.retention)) for record in records}
        ids = [str(record.id) for record in records]
        passed = {"custody": Custody.REPOSITORY, "due_on": None, "version": Record.version + 1}
        self._work.session.execute(
            update(Record).where(Record.transfer_id == transfer.id).values(**passed),
            execution_options={"synchronize_session": False},
        )
        for record in records:
            after = {"custody": Custody.REPOSITORY, "archive_number": record.archive_number}
            self._work.record("RecordAccessioned", record, before={"custody": Custody.ORGANIZATION}, after=after)
        for chunk in _chunks(ids, INDEXED):
            self._work.send("index", record_ids=chunk)
        recount(self._work, self._outside, keys)


def _by_number(record: Record) -> tuple[bool, str, date, UUID]:
    """Numbered records first, in the order of their numbers; the others by day."""
    return record.unit_number_key is None, record.unit_number_key or "", record.formed_on or date.max, record.id


def _chunks(things: Sequence[T], size: int) -> Iterator[list[T]]:
    rest = iter(things)
    while chunk := list(islice(rest, size)):
        yield chunk
