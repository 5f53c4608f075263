"""The hits of a question as a finding aid: fonds, series, volumes and items as the records lie, and nothing unseen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archives.domain.vocabulary import Classification, Level
from archives.models import Fonds, FondsCreator, Record, Repository
from archives.ports import AidHead, AidUnit
from archives.services.finding_aid_order import Shelf
from archives.services.finding_aid_words import WORDS
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

AT_ONCE = 200  # records in memory
LEVELS: Mapping[Level, str] = {
    Level.FONDS: "fonds",
    Level.SERIES: "series",
    Level.VOLUME: "file",
    Level.ITEM: "item",
}


class FindingAidWriter:
    """Writes one finding aid of what the session shows."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside
        self._language = work.actor.locale
        self._words = WORDS[self._language]

    def write(self, question: str, found: Iterable[Sequence[UUID]], target: BinaryIO) -> None:
        """Write the records, which come in any order; `question` becomes the title."""
        with closing(Shelf()) as shelf:
            for ids in found:
                shelf.add(self._work, ids)
            head = self._head(question, shelf.fonds())
            self._outside.finding_aids.write(head, self._units(head.title, shelf), target)

    # --- private ---

    def _head(self, question: str, fonds: Sequence[UUID]) -> AidHead:
        """Return what is said of the aid: in the name of the archive of the one fonds, or of this house."""
        title = self._words["title"].format(question=question.strip() or self._words["all"])
        found = self._work.session.get(Fonds, fonds[0]) if len(fonds) == 1 else None
        archive = self._work.session.get(Repository, found.archive_id) if found else None
        now, base = self._work.now(), self._outside.base_url
        return AidHead(
            f"{base}/search#{now.isoformat()}", title, archive.name if archive else base, now, self._language
        )

    def _units(self, title: str, shelf: Shelf) -> Iterator[AidUnit]:
        """Yield the one fonds as the whole; a collection around it when there are several, or none."""
        is_one = len(shelf.fonds()) == 1
        if not is_one:
            yield AidUnit(0, "collection", title)
        walk = _Walk(self._work, self._words, 0 if is_one else 1)
        ids = shelf.ordered()
        while some := list(islice(ids, AT_ONCE)):
            for record in self._records(some):
                yield from walk.unit(record)

    def _records(self, ids: Sequence[UUID]) -> Iterator[Record]:
        asked = select(Record).where(Record.id.in_(ids)).options(joinedload(Record.parent))
        rows = {row.id: row for row in self._work.session.scalars(asked)}
        return (rows[each] for each in ids if each in rows)


class _Walk:
    """Goes from record to record, and says first what stands above one and was not yet said."""

    def __init__(self, work: UnitOfWork, words: Mapping[str, str], top: int) -> None:
        self._work, self._words, self._top = work, words, top
        self._fonds: UUID | None = None
        self._series = ""
        self._volume: UUID | None = None

    def unit(self, record: Record) -> Iterator[AidUnit]:
        """Yield the record, behind its fonds, series and volume where they are new."""
        volume = record.parent
        if record.fonds_id != self._fonds:
            self._fonds, self._series = record.fonds_id, ""
            yield self._of_fonds(record.fonds_id)
        series = (volume or record).series
        if series != self._series:
            self._series = series
            yield AidUnit(self._top + 1, "series", series)
        depth = self._top + 1 + bool(series)
        if volume is not None and volume.id != self._volume:
            yield self._of_record(volume, depth)
        self._volume = volume.id if volume is not None else record.id
        yield self._of_record(record, depth + (volume is not None))

    def _of_fonds(self, fonds_id: UUID) -> AidUnit:
        fonds = self._work.session.get(Fonds, fonds_id)
        if fonds is None:
            return AidUnit(self._top, "fonds", "")
        named = (
            select(FondsCreator).where(FondsCreator.fonds_id == fonds_id).order_by(FondsCreator.since, FondsCreator.id)
        )
        creators = self._work.session.scalars(named).all()
        archive = self._work.session.get(Repository, fonds.archive_id)
        return AidUnit(
            self._top,
            "fonds",
            fonds.name,
            number=fonds.number or "",
            identifier=fonds.id.urn,
            creators=tuple(dict.fromkeys(each.name for each in creators)),
            repository=archive.name if archive else "",
            notes=(("custodial_history", fonds.history),),
        )

    def _of_record(self, record: Record, depth: int) -> AidUnit:
        told: Mapping[str, str] = {name: str(value) for name, value in record.elements.items() if value}
        return AidUnit(
            depth,
            LEVELS[record.level],
            record.title,
            number=record.archive_number or record.unit_number or "",
            identifier=record.id.urn,
            first_day=record.formed_from.isoformat() if record.formed_from else "",
            last_day=record.formed_on.isoformat() if record.formed_on else str(record.year),
            date_as_stated=told.get("date_as_stated", ""),
            responsible=record.responsible_party,
            quantities=tuple(self._quantities(record)),
            extent=told.get("extent", ""),
            language=told.get("language", ""),
            access=tuple(self._access(record, told.get("access_conditions", ""))),
            notes=(*told.items(), *self._notes(record)),
        )

    def _quantities(self, record: Record) -> Iterator[tuple[int, str]]:
        for count, unit in ((record.item_count, "items"), (record.pages, "pages")):
            if count:
                yield count, self._words[unit]

    def _access(self, record: Record, conditions: str) -> Iterator[tuple[str, str]]:
        """Yield the conditions of access: status, classification where there is one, and what else is said."""
        yield record.access_status, self._words["access"].format(value=self._words[record.access_status])
        if record.classification is not Classification.NONE:
            level = self._words[record.classification]
            yield record.classification, self._words["classification"].format(value=level)
        if conditions:
            yield "conditions", conditions

    def _notes(self, record: Record) -> Iterator[tuple[str, str]]:
        yield "retention", self._words["retention"].format(value=self._words[record.retention])
        if record.document_number:
            yield "document_number", self._words["document_number"].format(value=record.document_number)
