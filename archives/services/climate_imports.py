"""The counter of lists of readings: a list comes in, is checked whole, and is taken over at once or not at all.

As in bulk registration (archives.services.registration): the same life, the same reader of CSV and XLSX. The check and
the reading of the file run outside the write gate; taking over inserts the rows that the check found good.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import insert, select

from archives.domain.climate import ReadingOrigin
from archives.domain.errors import DuplicateError
from archives.domain.hazard import InspectedKind
from archives.domain.permission import Place
from archives.domain.registration import ImportAction, ImportMode, ImportState, next_state
from archives.domain.vocabulary import Role
from archives.models import ClimateImport, ClimateReading, RepositoryRoom, new_id
from archives.services.climate_list_check import Tally, check_list
from archives.services.climate_list_reading import template
from archives.services.climate_readings import NewReading, columns_of, contradiction, key_of, known_values
from archives.services.climate_rooms import KEEPERS, watch_soon
from archives.services.climate_staging import ReadingsStaging
from archives.services.content import Upload
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.registration_incoming import receive_bytes
from archives.services.registration_sheet import Say, error_sheet
from archives.services.registration_staging import Finding
from archives.services.supervision import body_of
from archives.services.unit_of_work import UnitOfWork

CHECK_JOB, PUBLISH_JOB = "climate_check", "climate_publish"
INSERTED_AT_ONCE = 2_000
ALL_OR_NOTHING = ImportMode.ALL_OR_NOTHING


@dataclass(frozen=True, slots=True)
class ReadingsList:
    """Whose list it is, and whether a wrong row spoils it."""

    kind: InspectedKind
    body_id: UUID
    mode: ImportMode = ALL_OR_NOTHING


class ClimateImportService:
    """What can be done with a list of readings."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def get(self, import_id: UUID) -> ClimateImport:
        """Return the list, or refuse."""
        return self._work.get(ClimateImport, import_id)

    def list(self, cut: Cut = FIRST) -> Page[ClimateImport]:
        """Return a page of lists, the newest first."""
        return page(self._work.session, select(ClimateImport), (ClimateImport.id,), cut, descending=True)

    def receive(self, asked: ReadingsList, upload: Upload, *, in_background: bool = True) -> ClimateImport:
        """Take a list in, and let the worker check it. The same file of the same house again is the same list.

        Refuses (FixityError) bytes that are not what was declared; then nothing is kept.
        """
        viewers = body_of(self._work, asked.kind, asked.body_id).viewers
        role = self._work.actor.require(Place(viewers["organization_id"], viewers["repository_id"]), *KEEPERS)
        received = receive_bytes(self._outside.home, upload)
        try:
            with self._work.write():
                row = self._find(asked, upload.sha256) or self._new(asked, upload, role)
                if row.state in (ImportState.REFUSED, ImportState.ABORTED):
                    self._move(row, ImportAction.REOPEN)
                    row.finished_at = None
                if row.state == ImportState.RECEIVED:
                    source = self._staging(row).source
                    source.parent.mkdir(parents=True, exist_ok=True)
                    received.replace(source)
                    if in_background:
                        self._enqueue(CHECK_JOB, row)
        finally:
            received.unlink(missing_ok=True)
        return row

    def check(self, import_id: UUID, progress: Callable[[int, int], None] | None = None) -> ClimateImport:
        """Check every row, outside the write gate; a check that was broken off begins anew."""
        row = self._guarded(import_id)
        if row.state not in (ImportState.RECEIVED, ImportState.CHECKING):
            return row
        staging = self._staging(row)
        with staging.alone():
            with self._work.write():
                self._move(row, ImportAction.CHECK)
            tally = Tally()
            with staging.writing() as written:
                for tally in check_list(self._work, self._outside, row, staging.source, written):
                    if not self._progress(row, tally):
                        return row
                    if progress:
                        progress(tally.rows, 0)
            self._conclude(row, tally)
        return row

    def ask_to_publish(self, import_id: UUID, seen: int | None) -> ClimateImport:
        """Have the good rows taken over by the worker."""
        with self._work.write():
            row = self._guarded(import_id)
            self._work.require_version(row, seen)
            self._move(row, ImportAction.REQUEST_PUBLICATION)
            self._enqueue(PUBLISH_JOB, row)
        return row

    def publish(self, import_id: UUID) -> ClimateImport:
        """Take all good rows over in one transaction; when the log says otherwise meanwhile, check again instead."""
        row = self._guarded(import_id)
        if row.state == ImportState.PUBLISHED:
            return row
        next_state(row.state, ImportAction.PUBLISH)
        staging = self._staging(row)
        with staging.alone():
            try:
                with self._work.write():
                    row = self._guarded(import_id)
                    self._move(row, ImportAction.PUBLISH)
                    row.rows_published = self._insert_all(staging)
                    row.finished_at = self._work.now()
                    self._work.record("ReadingsImported", row, role=self._role(row), after=_told(row))
            except DuplicateError:
                with self._work.write():
                    row = self._guarded(import_id)
                    self._move(row, ImportAction.CHECK_AGAIN)
                    self._enqueue(CHECK_JOB, row)
        return self._guarded(import_id)

    def abort(self, import_id: UUID, seen: int | None) -> ClimateImport:
        """End it; nothing of it is taken over, and what was kept beside is removed."""
        with self._work.write():
            row = self._guarded(import_id)
            self._work.require_version(row, seen)
            self._move(row, ImportAction.ABORT)
            row.finished_at = self._work.now()
            self._work.record("ReadingsListAborted", row, role=self._role(row), after={"state": row.state})
        self._staging(row).remove()
        return row

    def findings(self, import_id: UUID, after: int = 0, limit: int = 100) -> Sequence[Finding]:
        """Return a page of what was found, after the finding of that id."""
        return [finding for finding, _ in self._staging(self.get(import_id)).findings(after, limit)]

    def write_error_sheet(self, import_id: UUID, name: str, target: BinaryIO, say: Say) -> None:
        """Write all findings as CSV or XLSX (by the extension of `name`), each with the cells of its row."""
        staging, cells = self._staging(self.get(import_id)), dict[int, Sequence[str]]()

        def read(after: int, limit: int) -> Sequence[Finding]:
            found = staging.findings(after, limit)
            cells.clear()
            cells.update({finding.row: row for finding, row in found})
            return [finding for finding, _ in found]

        self._outside.tables.write(name, error_sheet(read, lambda row: cells.get(row, ()), say), target)

    def write_template(self, name: str, target: BinaryIO) -> None:
        """Write a list to fill in, with example rows, as CSV or XLSX."""
        self._outside.tables.write(name, template(), target)

    def may_act(self, row: ClimateImport) -> bool:
        """Tell whether the actor may take the list over or end it."""
        return bool(self._work.actor.roles_at(self._work.place_of(row)) & {*KEEPERS, Role.SYSTEM})

    # --- private ---

    def _guarded(self, import_id: UUID) -> ClimateImport:
        row = self.get(import_id)
        self._role(row)
        return row

    def _role(self, row: ClimateImport) -> Role:
        return self._work.actor.require(self._work.place_of(row), *KEEPERS)

    def _staging(self, row: ClimateImport) -> ReadingsStaging:
        return ReadingsStaging(self._outside.home, row.id)

    def _find(self, asked: ReadingsList, sha256: str) -> ClimateImport | None:
        same = (ClimateImport.body_id == asked.body_id, ClimateImport.sha256 == sha256.lower())
        return self._work.session.scalar(select(ClimateImport).where(*same, ClimateImport.mode == asked.mode))

    def _new(self, asked: ReadingsList, upload: Upload, role: Role) -> ClimateImport:
        body = body_of(self._work, asked.kind, asked.body_id)
        row = ClimateImport(id=new_id(), body_id=body.id, jurisdiction_path=body.path, **body.viewers)
        row.name, row.sha256 = upload.name, upload.sha256.lower()
        row.mode, row.state = str(asked.mode), str(ImportState.RECEIVED)
        row.created_at, row.created_by = self._work.now(), self._work.actor.name
        self._work.session.add(row)
        after = {"name": row.name, "sha256": row.sha256, "mode": row.mode, "state": row.state}
        self._work.record("ReadingsListReceived", row, role=role, after=after)
        return row

    def _enqueue(self, kind: str, row: ClimateImport) -> None:
        owner = {"organization_id": row.organization_id} if row.organization_id else {}
        payload: dict[str, object] = {"import_id": row.id, **owner}
        self._work.enqueue(kind, key=f"{kind}:{row.id}", **payload)  # type: ignore[arg-type] # the payload's own names

    def _move(self, row: ClimateImport, action: ImportAction) -> None:
        row.state = str(next_state(row.state, action))

    def _progress(self, row: ClimateImport, tally: Tally) -> bool:
        """Write progress down; False when somebody aborted meanwhile."""
        with self._work.write():
            self._work.session.refresh(row)
            if row.state != ImportState.CHECKING:
                return False
            _count(row, tally)
        return True

    def _conclude(self, row: ClimateImport, tally: Tally) -> None:
        with self._work.write():
            self._work.session.refresh(row)
            _count(row, tally)
            row.rows_total = row.rows_checked
            spoilt = row.problems > 0 and (row.mode == ALL_OR_NOTHING or not row.rows_good)
            self._move(row, ImportAction.REFUSE if spoilt else ImportAction.PASS)
            row.finished_at = self._work.now() if spoilt else None
            self._work.record("ReadingsListChecked", row, role=self._role(row), after=_told(row))

    def _insert_all(self, staging: ReadingsStaging) -> int:
        rooms: dict[UUID, RepositoryRoom] = {}
        count = 0
        for batch in staging.good(INSERTED_AT_ONCE):
            fresh = self._fresh(batch)
            rooms |= {each: self._work.get(RepositoryRoom, each) for each in {r.room_id for r in fresh} - rooms.keys()}
            rows = [columns_of(self._work, self._outside, rooms[r.room_id], r, ReadingOrigin.LIST) for r in fresh]
            if rows:
                self._work.session.execute(insert(ClimateReading), rows)
            count += len(rows)
        for room in rooms.values():
            watch_soon(self._work, room)
        return count

    def _fresh(self, batch: Sequence[NewReading]) -> Sequence[NewReading]:
        """Return what the log has not; DuplicateError where it says otherwise by now."""
        known = known_values(self._work, batch)
        for each in batch:
            there = known.get(key_of(each))
            if there is not None and contradiction(each, there):
                raise DuplicateError("A reading was entered meanwhile.", kind="reading", value=str(each.measured_at))
        return [each for each in batch if key_of(each) not in known]


def _count(row: ClimateImport, tally: Tally) -> None:
    row.rows_checked, row.rows_good = tally.rows, tally.good
    row.rows_known, row.problems = tally.known, tally.problems


def _told(row: ClimateImport) -> Mapping[str, object]:
    names = ("state", "rows_total", "rows_good", "rows_known", "rows_published", "problems", "sha256")
    return {name: getattr(row, name) for name in names}
