"""The counter for bulk registration: a list comes in, is checked whole, and is published at once or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import select

from archives.domain.description_elements import ELEMENTS
from archives.domain.errors import (
    DuplicateError,
    InvalidInputError,
    Problem,
    UnreadableInputError,
)
from archives.domain.registration import ImportAction, ImportMode, ImportState, next_state
from archives.domain.vocabulary import Role
from archives.models import Fonds, Import, new_id
from archives.services.content import Upload
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.registration_check import ERROR, Check
from archives.services.registration_incoming import receive_bytes
from archives.services.registration_publish import insert_all, keep_files
from archives.services.registration_reading import template
from archives.services.registration_sheet import Say, error_sheet
from archives.services.registration_staging import Finding, Staging
from archives.services.unit_of_work import UnitOfWork

CHECK_JOB, PUBLISH_JOB = "import_check", "import_publish"


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How a list is read: `defaults` for cells left empty ('@formed_on' copies an element), `files` a directory.

    `files` is for the operator's own machine (command line); no request from outside may set it.
    """

    mode: ImportMode = ImportMode.ALL_OR_NOTHING
    defaults: Mapping[str, str] | None = None
    files: Path | None = None

    def kept(self) -> dict[str, object]:
        """Return them as JSON."""
        files = {"files": str(self.files)} if self.files else {}
        return {"defaults": dict(self.defaults or {}), **files}


STANDARD = ImportOptions()


class RegistrationService:
    """What can be done with a list of records."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def get(self, import_id: UUID) -> Import:
        """Return the import, or refuse."""
        return self._work.get(Import, import_id)

    def list(self, fonds_id: UUID | None = None, cut: Cut = FIRST) -> Page[Import]:
        """Return a page of imports, the newest first."""
        statement = select(Import) if fonds_id is None else select(Import).where(Import.fonds_id == fonds_id)
        return page(self._work.session, statement, (Import.id,), cut, descending=True)

    def receive(
        self, fonds_id: UUID, upload: Upload, options: ImportOptions = STANDARD, *, in_background: bool = True
    ) -> Import:
        """Take a list in, and let the worker check it. The same file again in the same mode is the same import.

        Refuses (FixityError) bytes that are not what was declared; then nothing is kept.
        """
        fonds = self._work.get(Fonds, fonds_id)
        self._work.actor.require(self._work.place_of(fonds), Role.CLERK)
        _require_defaults(options)
        received = receive_bytes(self._outside.home, upload)
        try:
            with self._work.write():
                row = self._find(fonds_id, upload.sha256, options) or self._new(fonds, upload, options)
                if row.state in (ImportState.REFUSED, ImportState.ABORTED):
                    self._move(row, ImportAction.REOPEN)
                    row.options, row.finished_at = options.kept(), None
                if row.state == ImportState.RECEIVED:
                    self._settle(received, row)
                if row.state == ImportState.RECEIVED and in_background:
                    self._enqueue(CHECK_JOB, row)
        finally:
            received.unlink(missing_ok=True)
        return row

    def check(self, import_id: UUID) -> Import:
        """Check every row, outside the write gate; an interrupted check goes on where it stopped."""
        row = self._guarded(import_id)
        if row.state not in (ImportState.RECEIVED, ImportState.CHECKING):
            return row
        staging = self._staging(row)
        with staging.alone():
            with self._work.write():
                fresh = row.state == ImportState.RECEIVED
                self._move(row, ImportAction.CHECK)
            if fresh:
                staging.clear()
            with staging.open() as rows:
                try:
                    for count in Check(self._work, self._outside, row, rows).run(staging.source):
                        if not self._progress(row, count, rows.counts()):
                            return row
                except (UnreadableInputError, FileNotFoundError) as error:
                    rows.add([], [_unreadable(error)], [], {})
                self._conclude(row, rows.counts(), staging)
        return row

    def ask_to_publish(self, import_id: UUID, seen_version: int | None) -> Import:
        """Have the good rows published."""
        with self._work.write():
            row = self._guarded(import_id)
            self._work.require_version(row, seen_version)
            self._move(row, ImportAction.REQUEST_PUBLICATION)
            self._enqueue(PUBLISH_JOB, row)
        return row

    def publish(self, import_id: UUID) -> Import:
        """Register all good rows in one transaction; when a number was taken meanwhile, check again instead."""
        row = self._guarded(import_id)
        if row.state == ImportState.PUBLISHED:
            return row
        next_state(row.state, ImportAction.PUBLISH)
        staging = self._staging(row)
        with staging.alone(), staging.open() as rows:
            keep_files(self._outside, rows)
            try:
                with self._work.write():
                    row = self._guarded(import_id)
                    self._move(row, ImportAction.PUBLISH)
                    row.rows_published = insert_all(self._work, self._outside, row, rows)
                    row.finished_at = self._work.now()
                    self._work.record("ImportPublished", row, after=_told(row))
            except DuplicateError:
                self._check_again(import_id)
        return self._guarded(import_id)

    def abort(self, import_id: UUID, seen_version: int | None) -> Import:
        """End it; nothing of it is registered, and what was staged is removed."""
        with self._work.write():
            row = self._guarded(import_id)
            self._work.require_version(row, seen_version)
            self._move(row, ImportAction.ABORT)
            row.finished_at = self._work.now()
            self._work.record("ImportAborted", row, after={"state": row.state})
        self._staging(row).remove()
        return row

    def findings(self, import_id: UUID, after: int = 0, limit: int = 100) -> Sequence[Finding]:
        """Return a page of what was found, after the finding of that id."""
        staging = self._staging(self.get(import_id))
        if not staging.directory.exists():
            return ()
        with staging.open() as rows:
            return rows.findings(after, limit)

    def write_error_sheet(self, import_id: UUID, name: str, target: BinaryIO, say: Say) -> None:
        """Write all findings as CSV or XLSX (by the extension of `name`), each with the cells of its row."""
        staging = self._staging(self.get(import_id))
        with staging.open() as rows:
            self._outside.tables.write(name, error_sheet(rows.findings, rows.cells, say), target)

    def write_template(self, name: str, target: BinaryIO) -> None:
        """Write an empty list with an example row, as CSV or XLSX."""
        self._outside.tables.write(name, template(), target)

    def _guarded(self, import_id: UUID) -> Import:
        row = self.get(import_id)
        self._work.actor.require(self._work.place_of(row), Role.CLERK)
        return row

    def _staging(self, row: Import) -> Staging:
        return Staging(self._outside.home, row.id)

    def _find(self, fonds_id: UUID, sha256: str, options: ImportOptions) -> Import | None:
        same = (Import.fonds_id == fonds_id, Import.sha256 == sha256.lower(), Import.mode == options.mode)
        return self._work.session.scalar(select(Import).where(*same))

    def _new(self, fonds: Fonds, upload: Upload, options: ImportOptions) -> Import:
        row = Import(
            id=new_id(),
            fonds_id=fonds.id,
            organization_id=fonds.organization_id,
            name=upload.name,
            sha256=upload.sha256.lower(),
            mode=str(options.mode),
            state=str(ImportState.RECEIVED),
            options=options.kept(),
            created_at=self._work.now(),
            created_by=self._work.actor.name,
        )
        self._work.session.add(row)
        after = {"name": row.name, "sha256": row.sha256, "mode": row.mode, "state": row.state, "fonds_id": row.fonds_id}
        self._work.record("ImportReceived", row, after=after)
        return row

    def _settle(self, received: Path, row: Import) -> None:
        staging = self._staging(row)
        staging.directory.mkdir(parents=True, exist_ok=True)
        received.replace(staging.source)

    def _enqueue(self, kind: str, row: Import) -> None:
        self._work.enqueue(kind, key=f"{kind}:{row.id}", import_id=row.id, organization_id=row.organization_id)

    def _move(self, row: Import, action: ImportAction) -> None:
        row.state = str(next_state(row.state, action))

    def _progress(self, row: Import, count: int, counts: Mapping[str, int]) -> bool:
        """Write progress down; False when somebody aborted meanwhile."""
        with self._work.write():
            self._work.session.refresh(row)
            if row.state != ImportState.CHECKING:
                return False
            row.rows_checked = count
            _count(row, counts)
        return True

    def _conclude(self, row: Import, counts: Mapping[str, int], staging: Staging) -> None:
        with self._work.write():
            self._work.session.refresh(row)
            _count(row, counts)
            row.rows_total = row.rows_checked
            spoilt = row.problems > 0 and (row.mode == ImportMode.ALL_OR_NOTHING or not counts.get("good"))
            self._move(row, ImportAction.REFUSE if spoilt else ImportAction.PASS)
            row.finished_at = self._work.now() if spoilt else None
            self._work.record("ImportChecked", row, after=_told(row))
        if row.rows_set_aside:
            staging.source.unlink(missing_ok=True)  # it holds titles that must not be kept here

    def _check_again(self, import_id: UUID) -> None:
        with self._work.write():
            row = self._guarded(import_id)
            self._move(row, ImportAction.CHECK_AGAIN)
            self._enqueue(CHECK_JOB, row)


def _require_defaults(options: ImportOptions) -> None:
    unknown = [
        Problem("unknown_element", f"defaults/{name}") for name in options.defaults or {} if name not in ELEMENTS
    ]
    if unknown:
        raise InvalidInputError(unknown)


def _count(row: Import, counts: Mapping[str, int]) -> None:
    row.rows_good, row.rows_known = counts.get("good", 0), counts.get("known", 0)
    row.rows_set_aside, row.problems = counts.get("aside", 0), counts.get(ERROR, 0)


def _told(row: Import) -> dict[str, object]:
    names = ("state", "rows_total", "rows_good", "rows_known", "rows_set_aside", "rows_published", "problems")
    return {name: getattr(row, name) for name in names}


def _unreadable(error: UnreadableInputError | FileNotFoundError) -> Finding:
    if isinstance(error, FileNotFoundError):
        return Finding(1, "", "source_gone", ERROR)
    facts = {name: str(value) for name, value in error.facts.items() if name != "reason"}
    return Finding(1, "", str(error.facts.get("reason", error.code)), ERROR, "", facts)
