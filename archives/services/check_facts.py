"""Gathers what the rules look at: descriptions from the database, bytes from holding, read again and hashed."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from os import SEEK_END

from sqlalchemy import func, select

from archives.domain import reference_code
from archives.domain.checks import FileFacts, PackageFacts, RecordFacts
from archives.domain.description import problems_of
from archives.domain.errors import InvalidInputError, NotFoundError
from archives.domain.vocabulary import Level, RetentionClass, Side
from archives.models import (
    ContentFile,
    FormatException,
    Record,
    Transfer,
)
from archives.services import packages
from archives.services.outside import Outside
from archives.services.packages import Unit
from archives.services.record_description import description_of
from archives.services.records import title_key
from archives.services.registration_entry import REGISTERED
from archives.services.registration_rules import rules_of
from archives.services.unit_of_work import UnitOfWork

HEAD = 32  # first bytes of a file, that tell its format
TAIL = 4096  # last bytes, in which a PDF says that it is encrypted
LARGE = 8 << 20  # bytes from which reading a file again is work
FRESH = timedelta(hours=24)  # how long the unit may take the proof of the intake for its own
LOOKUP = 500  # values in one IN list
Progress = Callable[[int, int], None]


class Facts:
    """Collects the facts of one transfer; reads every file once.

    The unit's run need not read a large file again whose bytes were proved within FRESH and have lain untouched since;
    the archive's run reads every byte.
    """

    def __init__(self, work: UnitOfWork, outside: Outside, transfer: Transfer, side: Side) -> None:
        self._work, self._outside, self._transfer = work, outside, transfer
        self._fresh_since = work.now() - FRESH if side is Side.UNIT else None
        self._today = outside.profile.day_of(work.now())
        self._rules = rules_of(work, outside, transfer.fonds)

    def records(self, units: Sequence[Unit], progress: Progress | None = None) -> list[RecordFacts]:
        """Return the facts of every record, volumes before their items."""
        found: list[RecordFacts] = []
        total = sum(len(unit.records) for unit in units)
        for unit in units:
            for record in unit.records:
                found.append(self._record(record, unit))
                if progress:
                    progress(len(found), total)
        return found

    def package(self, units: Sequence[Unit], records: Sequence[RecordFacts]) -> PackageFacts:
        """Return what is declared about the whole, and what is known outside it."""
        transfer = self._transfer
        return PackageFacts(
            declared_records=transfer.item_count + transfer.volume_count,
            declared_files=transfer.file_count,
            declared_bytes=transfer.byte_count,
            signed_sha256=transfer.package_sha256,
            found_sha256=packages.digest_of(packages.manifest_of(transfer, units)),
            used_numbers=self._used(Record.archive_number_key, {_key(record.number) for record in records}),
            used_document_numbers=self._used(Record.document_number, {r.document_number for r in records}),
            repeated_titles=self._titles({record.title for record in records}),
            listed_files=frozenset(file.sha256 for record in records for file in record.files),
            accepted_exceptions=self._exceptions(),
        )

    def _record(self, record: Record, unit: Unit) -> RecordFacts:
        description = description_of(record)
        series, serial = self._counted(record.unit_number)
        is_volume = record.level is Level.VOLUME
        profile = self._outside.profile
        return RecordFacts(
            id=record.id,
            level=record.level,
            carrier=record.carrier,
            number=record.unit_number or "",
            number_series=series,
            number_serial=serial,
            title=record.title,
            document_number=record.document_number,
            description=description,
            problems=problems_of(
                {**_process(record), **description}, record.level, record.carrier, profile, self._today
            ),
            has_process=bool(record.process),
            files=[self._file(file) for file in unit.files[record.id]],
            children=len(unit.children) if is_volume else 0,
            declared_children=record.item_count if is_volume else None,
            in_schedule=self._in_schedule(record),
        )

    def _file(self, file: ContentFile) -> FileFacts:
        is_proved = self._is_proved(file)
        found_size, digest, head, encrypted = _glance(file, self._outside) if is_proved else _read(file, self._outside)
        return FileFacts(
            id=file.id,
            name=file.name,
            kind=file.kind,
            size=file.size,
            sha256=file.sha256,
            found_size=found_size,
            found_sha256=digest,
            head=head,
            encrypted=encrypted,
            is_proved_at_intake=is_proved,
        )

    def _is_proved(self, file: ContentFile) -> bool:
        """Tell whether the intake's proof holds: recent, of a large file, which nobody has written to since."""
        if self._fresh_since is None or file.size < LARGE or file.received_at < self._fresh_since:
            return False
        try:
            there = self._outside.holding.path(file.sha256).stat()
        except FileNotFoundError:
            return False
        return there.st_size == file.size and there.st_mtime <= file.received_at.timestamp() + 1

    def _counted(self, number: str | None) -> tuple[str, int]:
        try:
            code = reference_code.parse(number or "", self._outside.profile.numbering)
        except InvalidInputError:
            return "", 0
        return code.series, code.serial

    def _in_schedule(self, record: Record) -> bool | None:
        found = self._rules.schedule_finding(record.category, record.series, RetentionClass(record.retention))
        return None if found == "no_approved_schedule" else not found

    def _used(self, column, values: set[str]) -> dict[str, str]:  # type: ignore[no-untyped-def]  # noqa: ANN001 -- a column
        """Return which of the values other records of the fonds bear, and under which title."""
        used: dict[str, str] = {}
        for some in _slices(sorted(value for value in values if value)):
            asked = select(column, Record.title).where(
                Record.fonds_id == self._transfer.fonds_id,
                column.in_(some),
                Record.transfer_id.is_distinct_from(self._transfer.id),
            )
            used.update((value, title) for value, title in self._work.session.execute(asked))
        return used

    def _titles(self, titles: set[str]) -> dict[str, int]:
        """Count each title in the fonds, by the folded form that has an index."""
        keys = {title: title_key(self._outside, title) for title in titles}
        times: Counter[str] = Counter()
        for some in _slices(sorted(set(keys.values()))):
            asked = (
                select(Record.title_key, func.count(Record.id))
                .where(Record.fonds_id == self._transfer.fonds_id, Record.title_key.in_(some))
                .group_by(Record.title_key)
            )
            times.update(dict(self._work.session.execute(asked).all()))
        return {title: times[key] for title, key in keys.items()}

    def _exceptions(self) -> dict[str, str]:
        asked = select(FormatException).where(FormatException.fonds_id == self._transfer.fonds_id)
        return {exception.extension: exception.reason for exception in self._work.session.scalars(asked)}


def _process(record: Record) -> dict[str, str]:
    """What the system itself did is process metadata too, as it is when a record is registered."""
    return {"process": REGISTERED} if record.process else {}


def _glance(file: ContentFile, outside: Outside) -> tuple[int | None, str, bytes, bool]:
    """Read only the ends of a file: size and digest as recorded, first bytes, whether it says that it is encrypted."""
    with outside.holding.open(file.sha256) as stream:
        head = stream.read(HEAD)
        stream.seek(-min(TAIL, file.size), SEEK_END)
        return file.size, file.sha256, head, _is_encrypted(head, stream.read(TAIL))


def _read(file: ContentFile, outside: Outside) -> tuple[int | None, str, bytes, bool]:
    """Read a file once: its size, digest, first bytes, and whether it says that it is encrypted."""
    digest, size, head, tail = hashlib.sha256(), 0, b"", b""
    try:
        for piece in outside.holding.read(file.sha256):
            head, tail = head or bytes(piece[:HEAD]), (tail + bytes(piece[-TAIL:]))[-TAIL:]
            digest.update(piece)
            size += len(piece)
    except NotFoundError:
        return None, "", b"", False
    return size, digest.hexdigest(), head, _is_encrypted(head, tail)


def _is_encrypted(head: bytes, tail: bytes) -> bool:
    """A ZIP entry with its encryption bit, or a PDF whose trailer names /Encrypt."""
    if head.startswith(b"PK\x03\x04"):
        return bool(head[6:7] and head[6] & 1)
    return head.startswith(b"%PDF-") and b"/Encrypt" in tail


def _key(number: str) -> str:
    return reference_code.key(number) if number else ""


def _slices(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + LOOKUP] for start in range(0, len(values), LOOKUP))
