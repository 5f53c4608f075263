"""What the archive holds of an accession, compared with the receipt that was given for it: file by file, every byte."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import FixityError, NotFoundError, UnreadableInputError
from archives.domain.receipt_verification import VerificationReport
from archives.domain.vocabulary import Role
from archives.models import Receipt, StoreIntent, Transfer
from archives.services.outside import Outside
from archives.services.receipt_attachments import MANIFEST
from archives.services.receipt_verification import ReceiptVerificationService
from archives.services.stored_objects import object_id, receipt_object
from archives.services.unit_of_work import UnitOfWork

CONTENT = "content/"
CHUNK = 1 << 20
MOST_TOLD = 1000  # faults in one event
Unit = Mapping[str, Any]  # as the manifest has it
File = Mapping[str, Any]


class HoldingCode(StrEnum):
    """What is wrong with what is held; the codes are stable."""

    FILE_MISSING = "file_missing"
    FILE_CHANGED = "file_changed"
    FILE_ADDITIONAL = "file_additional"  # held with these records, and not in the manifest
    OBJECT_MISSING = "object_missing"
    OBJECT_DAMAGED = "object_damaged"
    OBJECT_ADDITIONAL = "object_additional"


@dataclass(frozen=True, slots=True)
class HoldingFault:
    """One thing that is not as the receipt says; `unit` is the number that the unit gave, or the object's id."""

    code: HoldingCode
    unit: str
    name: str = ""
    sha256: str = ""  # as the manifest has it


@dataclass(frozen=True, slots=True)
class HoldingsReport:
    """`files` is how many were read and found as they were handed over; nothing is read unless the receipt is good."""

    verification: VerificationReport
    units: int = 0
    files: int = 0
    faults: tuple[HoldingFault, ...] = ()

    @property
    def is_good(self) -> bool:
        """Tell whether the receipt is good and all that it names is there, unchanged, and nothing else."""
        return self.verification.is_good and not self.faults


@dataclass(slots=True)
class _Tally:
    files: int = 0
    faults: list[HoldingFault] = field(default_factory=list)


class HoldingsCheckService:
    """Where whoever has a receipt asks whether it is still true."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def check(self, pdf: bytes) -> HoldingsReport:
        """Verify the receipt, then read and hash every file that its manifest names; note the result on the trail."""
        verification = ReceiptVerificationService(self._work, self._outside).verify(pdf)
        if not verification.is_good:
            return HoldingsReport(verification)
        receipt = self._work.session.scalar(select(Receipt).where(Receipt.number == verification.number))
        if receipt is None:  # a paper of a case has no holdings
            raise NotFoundError("receipt", verification.number)
        transfer = self._work.get(Transfer, receipt.transfer_id)
        self._work.actor.require(
            self._work.place_of(transfer), Role.CLERK, Role.APPROVER, Role.ARCHIVIST, Role.DIRECTOR, Role.INSPECTOR
        )
        units = json.loads(self._outside.papers.read(pdf).attachments[MANIFEST])["units"]
        stored = set(self._intended(transfer.id))
        self._work.session.commit()
        tally = _Tally(faults=self._additional(units, stored, transfer.id))
        for unit in units:
            self._look(unit, tally)
        report = HoldingsReport(verification, len(units), tally.files, tuple(tally.faults))
        self._note(transfer.id, report)
        return report

    # --- private ---

    def _intended(self, transfer_id: UUID) -> Sequence[str]:
        return self._work.session.scalars(
            select(StoreIntent.object_id).where(StoreIntent.transfer_id == transfer_id)
        ).all()

    def _additional(self, units: Sequence[Unit], stored: set[str], transfer_id: UUID) -> list[HoldingFault]:
        """Return the objects of this transfer that neither the manifest names nor a receipt explains."""
        receipts = self._work.session.scalars(select(Receipt).where(Receipt.transfer_id == transfer_id))
        known = {_object_of(unit) for unit in units} | set(map(receipt_object, receipts)) | {object_id(transfer_id)}
        return [HoldingFault(HoldingCode.OBJECT_ADDITIONAL, each) for each in sorted(stored - known)]

    def _look(self, unit: Unit, tally: _Tally) -> None:
        """Compare the object of one unit with what the manifest says of it."""
        place = _object_of(unit)
        number = str(unit["records"][0]["unit_number"] or place)
        try:
            faults = list(self._faults(place, dict(_files_of(unit)), tally))
        except (FixityError, UnreadableInputError):
            faults = [HoldingFault(HoldingCode.OBJECT_DAMAGED, "")]
        tally.faults += [replace(fault, unit=number) for fault in faults]

    def _faults(self, place: str, listed: Mapping[str, File], tally: _Tally) -> Iterator[HoldingFault]:
        """Read every listed file, then look for others; FixityError when the object itself cannot be read."""
        lost = False
        for path, file in listed.items():
            code = self._fault_of(place, path, file)
            if code is HoldingCode.OBJECT_MISSING:
                break
            lost |= code is HoldingCode.FILE_MISSING
            tally.files += code is None
            if code:
                yield HoldingFault(code, "", file["name"], file["sha256"])
        if lost:
            return  # the store refuses to list an object that lacks a file
        found = self._outside.store.find(place)
        if found is None:
            yield HoldingFault(HoldingCode.OBJECT_MISSING, "")
            return
        for held in found.files:
            if held.path.startswith(CONTENT) and held.path not in listed:
                yield HoldingFault(HoldingCode.FILE_ADDITIONAL, "", held.path)

    def _fault_of(self, place: str, path: str, file: File) -> HoldingCode | None:
        """Read one file and say what is wrong with it, if anything is."""
        try:
            with self._outside.store.open(place, path) as stream:
                found = _read(stream)
        except NotFoundError as refusal:
            return HoldingCode.OBJECT_MISSING if refusal.facts["kind"] == "object" else HoldingCode.FILE_MISSING
        except OSError:
            return HoldingCode.FILE_MISSING
        return None if found == (file["size"], file["sha256"]) else HoldingCode.FILE_CHANGED

    def _note(self, transfer_id: UUID, report: HoldingsReport) -> None:
        faults = [f"{fault.unit}: {fault.code} {fault.name}".strip() for fault in report.faults[:MOST_TOLD]]
        told: dict[str, Any] = {"receipt": report.verification.number, "objects": report.units, "files": report.files}
        with self._work.write():
            transfer = self._work.get(Transfer, transfer_id)
            self._work.record("FixityChecked", transfer, **told, faults=faults, fault_count=len(report.faults))


def _object_of(unit: Unit) -> str:
    return object_id(UUID(unit["records"][0]["id"]))


def _files_of(unit: Unit) -> Iterator[tuple[str, File]]:
    """Yield the files of a unit's records by their paths in its object."""
    for record in unit["records"]:
        for file in record["files"]:
            yield f"{CONTENT}{record['id']}/{file['name']}", file


def _read(stream: BinaryIO) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()
