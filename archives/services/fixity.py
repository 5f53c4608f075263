"""Fixity: every kept byte is read and hashed again, and what differs is named by its path (PREMIS fixity check)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from archives.domain.vocabulary import Role
from archives.models import ContentFile, Evidence, Paper, Setting, StoreIntent, Transfer
from archives.services.outside import Outside
from archives.services.stored_objects import object_id
from archives.services.unit_of_work import UnitOfWork

LAST = "fixity"
"""Name of the setting that tells the newest whole check; the trail tells them all."""
MOST_TOLD = 1000  # faults in one event
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class FixityReport:
    """What was read, and what is wrong with it: each fault begins with the object or file that it is about."""

    objects: int
    files: int  # in holding: content that no object preserves yet
    faults: tuple[str, ...]


class FixityService:
    """Read everything again."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def check_all(self, progress: Progress | None = None) -> FixityReport:
        """Check the whole store and the holding, and note the result on the trail.

        An object that the database knows and the store lacks is a fault; one that only the store knows is checked too.
        """
        self._work.actor.require_role(Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)
        known = self._stored()
        held = self._held()
        self._work.session.commit()
        ids = sorted({*known, *self._outside.store.objects()})
        faults = [*self._check(ids, known, len(ids) + len(held), progress), *self._check_holding(held)]
        report = FixityReport(len(ids), len(held), tuple(faults))
        self._note_whole(report)
        return report

    def check_transfer(self, transfer_id: UUID, progress: Progress | None = None) -> FixityReport:
        """Check the objects of one transfer, its receipt among them."""
        transfer = self._work.get(Transfer, transfer_id)
        self._work.actor.require(
            self._work.place_of(transfer), Role.CLERK, Role.APPROVER, Role.ARCHIVIST, Role.DIRECTOR, Role.INSPECTOR
        )
        known = {**self._stored(transfer_id), object_id(transfer_id): ""}
        self._work.session.commit()
        report = FixityReport(len(known), 0, tuple(self._check(sorted(known), known, len(known), progress)))
        with self._work.write():
            self._work.record("FixityChecked", self._work.get(Transfer, transfer_id), **_told(report))
        return report

    # --- private ---

    def _stored(self, transfer_id: UUID | None = None) -> dict[str, str]:
        """Return the digest of the inventory of every object that the database says is stored."""
        asked = select(StoreIntent.object_id, StoreIntent.inventory_digest).where(StoreIntent.state == "stored")
        if transfer_id:
            asked = asked.where(StoreIntent.transfer_id == transfer_id)
            return dict(self._work.session.execute(asked).all())
        papers = select(Paper.id, Paper.inventory_digest).where(Paper.printed_at.is_not(None))
        of_cases = {object_id(paper_id): digest for paper_id, digest in self._work.session.execute(papers)}
        return {**dict(self._work.session.execute(asked).all()), **of_cases}

    def _held(self) -> list[tuple[str, str]]:
        asked = select(ContentFile.sha256, ContentFile.name).where(ContentFile.stored.is_(False))
        proofs = select(Evidence.sha256, Evidence.name).order_by(Evidence.id)
        rows = [*self._work.session.execute(asked.order_by(ContentFile.id)), *self._work.session.execute(proofs)]
        return [(sha256, name) for sha256, name in rows]

    def _check(
        self, ids: Iterable[str], known: Mapping[str, str], total: int, progress: Progress | None
    ) -> Iterator[str]:
        for done, identifier in enumerate(ids, start=1):
            yield from self._faults(identifier, known.get(identifier, ""))
            if progress:
                progress(done, total)

    def _faults(self, identifier: str, inventory_digest: str) -> Iterator[str]:
        faults = self._outside.store.verify(identifier)
        yield from (f"{identifier}/{fault}" for fault in faults)
        if inventory_digest and not faults:
            found = self._outside.store.find(identifier)
            if found is None or found.inventory_digest != inventory_digest:
                yield f"{identifier}/inventory.json: sound in itself, but not the one that was stored"

    def _check_holding(self, held: Iterable[tuple[str, str]]) -> Iterator[str]:
        for sha256, name in held:
            if not self._outside.holding.verify(sha256):
                yield f"{self._outside.holding.path(sha256)}: damaged or missing, content of {name}"

    def _note_whole(self, report: FixityReport) -> None:
        with self._work.write():
            row = self._work.session.scalar(select(Setting).where(Setting.name == LAST)) or Setting(name=LAST)
            row.value = {"at": self._work.now().isoformat(), "objects": report.objects, "faults": len(report.faults)}
            self._work.session.add(row)
            self._work.record("FixityChecked", row, **_told(report))


def _told(report: FixityReport) -> dict[str, Any]:
    told = {"objects": report.objects, "files": report.files, "faults": list(report.faults[:MOST_TOLD])}
    return {**told, "fault_count": len(report.faults)}
