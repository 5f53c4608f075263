"""The counter for content files: bytes are proved and durable before the database hears of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import func, select

from archives.domain.errors import DuplicateError, FrozenError, InvalidInputError, NotFoundError, Problem
from archives.domain.file_name import name_key, name_problems
from archives.domain.vocabulary import Carrier, FileKind, Level, Role
from archives.models import ContentFile, Record
from archives.ports import ExtractedText, KeptContent
from archives.services.outside import Outside
from archives.services.record_editing import require_editable
from archives.services.stored_objects import content_path, object_id
from archives.services.unit_of_work import UnitOfWork
from archives.services.visibility import UNFILTERED


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes on their way in, with what the sender declared about them; end-of-file is never trusted."""

    name: str  # exact characters
    stream: BinaryIO
    size: int  # bytes
    sha256: str  # hex


class ContentService:
    """What can be done with the files of a record."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def list(self, record_id: UUID) -> Sequence[ContentFile]:
        """Return the present files of a record, in their order."""
        self._work.get(Record, record_id)
        statement = select(ContentFile).where(ContentFile.record_id == record_id, ContentFile.replaced_at.is_(None))
        return self._work.session.scalars(statement.order_by(ContentFile.position, ContentFile.id)).all()

    def get(self, record_id: UUID, name: str) -> ContentFile:
        """Return the present file of that exact name, or refuse."""
        self._work.get(Record, record_id)
        found = self._find(record_id, name)
        if found is None:
            raise NotFoundError("content_file", name)
        return found

    def open(self, file: ContentFile) -> BinaryIO:
        """Open the bytes for reading: from the store once they are stored, else from holding."""
        if not file.stored:
            return self._outside.holding.open(file.sha256)
        record = self._work.get(Record, file.record_id)
        return self._outside.store.open(*self._in_store(record, file))

    def attach(self, record_id: UUID, upload: Upload, kind: FileKind | None = None) -> ContentFile:
        """Add a file. The same bytes under the same name again change nothing. A scan of paper is a digitised copy.

        Refuses names that cannot be kept (InvalidInputError), names that differ from another file's only in case or
        composition (DuplicateError), bytes that are not what was declared (FixityError); then nothing is kept.
        """
        record = self._editable(record_id)
        kind = kind or (FileKind.DIGITISED_COPY if record.carrier is Carrier.PAPER else FileKind.ORIGINAL)
        _require_kind(record, kind)
        known = self._find(record_id, upload.name)
        if known is not None and known.sha256 == upload.sha256.lower():
            return known
        self._require_name(record_id, upload.name)
        kept = self._outside.holding.keep(upload.stream, upload.size, upload.sha256)
        with self._work.write():
            record = self._editable(record_id, lock=True)
            self._require_name(record_id, upload.name)
            file = self._add(record, upload.name, kind, kept)
            self._work.record("ContentAttached", record, role=Role.CLERK, after=described(file))
            self._announce(record, file)
        return file

    def replace(self, file_id: UUID, seen_sha256: str, upload: Upload) -> ContentFile:
        """Put a corrected file in the place of another; the old row stays, with its time of replacement (D13)."""
        old = self._work.get(ContentFile, file_id)
        self._editable(old.record_id)
        self._require_present(old, seen_sha256)
        self._require_name(old.record_id, upload.name, beside=old)
        kept = self._outside.holding.keep(upload.stream, upload.size, upload.sha256)
        with self._work.write():
            record, old = self._editable(old.record_id, lock=True), self._work.get(ContentFile, file_id)
            self._require_present(old, seen_sha256)
            self._require_name(record.id, upload.name, beside=old)
            old.replaced_at = self._work.now()
            self._work.session.flush()
            file = self._add(record, upload.name, old.kind, kept, old.position)
            self._work.record("ContentReplaced", record, role=Role.CLERK, before=described(old), after=described(file))
            self._announce(record, file)
        return file

    def extract(self, file_ids: Iterable[UUID]) -> None:
        """Read the text of files into the database and let the index know. For the worker."""
        self._work.actor.require_role(Role.SYSTEM)
        files = [file for each in file_ids if (file := self._work.session.get(ContentFile, each)) is not None]
        texts = {file.id: self._text(file) for file in files}
        with self._work.write():
            for file_id, read in texts.items():
                file = self._work.get(ContentFile, file_id)
                file.text, file.page_starts = read.text, list(read.page_starts)
            self._work.send("index", record_ids=sorted({file.record_id for file in files}))

    def _text(self, file: ContentFile) -> ExtractedText:
        path = self._outside.holding.path(file.sha256)
        return self._outside.extractor.read(path, file.name) if path.exists() else ExtractedText()

    def _in_store(self, record: Record, file: ContentFile) -> tuple[str, str]:
        """An item in a volume is preserved in its volume's object."""
        parent = self._work.get(Record, record.parent_id) if record.parent_id else None
        unit = parent if parent is not None and parent.level is Level.VOLUME else record
        return object_id(unit.id), content_path(file)

    def _find(self, record_id: UUID, name: str) -> ContentFile | None:
        return next((file for file in self.list(record_id) if file.name == name), None)

    def _editable(self, record_id: UUID, *, lock: bool = False) -> Record:
        record = self._work.get(Record, record_id)
        if lock:
            self._work.session.refresh(record, with_for_update=True)
        require_editable(self._work, record)
        return record

    def _require_name(self, record_id: UUID, name: str, beside: ContentFile | None = None) -> None:
        if problems := name_problems(name):
            raise InvalidInputError(problems)
        for other in self.list(record_id):
            if other is not beside and name_key(other.name) == name_key(name):
                text = f"The record already has a file {other.name!r}. Replace that one, or choose another name."
                raise DuplicateError(text, kind="file", value=name, where=other.name)

    def _require_present(self, file: ContentFile, seen_sha256: str) -> None:
        if file.replaced_at is not None or file.sha256 != seen_sha256.lower():
            raise FrozenError("That file has been replaced meanwhile. Read the record again.", reason="replaced")

    def _add(
        self, record: Record, name: str, kind: FileKind, kept: KeptContent, position: int | None = None
    ) -> ContentFile:
        file = ContentFile(
            record_id=record.id,
            organization_id=record.organization_id,
            repository_id=record.repository_id,
            name=name,
            kind=kind,
            position=position or self._next_position(record.id),
            size=kept.size,
            sha256=kept.sha256,
            received_at=self._work.now(),
        )
        self._work.session.add(file)
        self._work.session.flush()
        return file

    def _next_position(self, record_id: UUID) -> int:
        statement = select(func.max(ContentFile.position)).where(ContentFile.record_id == record_id)
        return (self._work.session.scalar(statement, execution_options={UNFILTERED: True}) or 0) + 1

    def _announce(self, record: Record, file: ContentFile) -> None:
        self._work.send("index", record_ids=[record.id])
        self._work.send("extract", file_ids=[file.id])


def _require_kind(record: Record, kind: FileKind) -> None:
    """Paper has no electronic original, and nothing but paper has a digitised copy."""
    wrong = FileKind.ORIGINAL if record.carrier is Carrier.PAPER else FileKind.DIGITISED_COPY
    if kind is wrong and record.carrier is not Carrier.MIXED:
        raise InvalidInputError(
            [Problem("kind_of_other_carrier", "kind", (("carrier", record.carrier), ("kind", kind)))]
        )


def described(file: ContentFile) -> dict[str, object]:
    """Return what the trail says of a file."""
    return {
        "file_id": file.id,
        "name": file.name,
        "kind": file.kind,
        "position": file.position,
        "size": file.size,
        "sha256": file.sha256,
    }
