"""Records as the index knows them: made in bulk, through the filter of whoever asks."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from archives.models import ContentFile, Organization, OutboxMessage, Record
from archives.ports import SearchDocument
from archives.services.unit_of_work import UnitOfWork

TOPIC = "index"


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file, and at which character each of its pages begins; without pages, none."""

    file_id: UUID
    name: str
    text: str
    page_starts: Sequence[int]

    def page_at(self, place: int) -> int:
        """Return the page of a character, from 1; 0 where there are no pages."""
        return bisect_right(self.page_starts, place)


def documents(work: UnitOfWork, ids: Collection[UUID], *, texts: bool = True) -> list[SearchDocument]:
    """Return the documents of those records that the actor may see; without `texts`, the descriptions alone."""
    records = work.session.scalars(select(Record).where(Record.id.in_(ids)).order_by(Record.id)).all()
    places = _places(work, {record.organization_id for record in records})
    content = texts_of(work, ids) if texts else {}
    return [_document(record, places.get(record.organization_id, ""), content.get(record.id, ())) for record in records]


def texts_of(work: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, Sequence[str]]:
    """Return the extracted texts of the present files of each record, in order."""
    return {record_id: [each.text for each in texts] for record_id, texts in file_texts_of(work, ids).items()}


def file_texts_of(work: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, Sequence[FileText]]:
    """Return the extracted texts of the present files of each record, in order."""
    file = ContentFile
    asked = select(file.record_id, file.id, file.name, file.text, file.page_starts).where(
        file.record_id.in_(ids), file.replaced_at.is_(None), file.text.is_not(None)
    )
    found: dict[UUID, list[FileText]] = defaultdict(list)
    for record_id, file_id, name, text, starts in work.session.execute(asked.order_by(file.position, file.id)):
        found[record_id].append(FileText(file_id, name, text or "", starts or ()))
    return found


def pending(work: UnitOfWork, most: int) -> list[UUID]:
    """Return the records that the index does not yet know as they are, the newest first, at most so many."""
    asked = select(OutboxMessage.payload).where(OutboxMessage.topic == TOPIC).order_by(OutboxMessage.id.desc())
    found: dict[UUID, None] = {}
    for payload in work.session.scalars(asked.limit(most)):
        found.update(dict.fromkeys(named(payload)))
        if len(found) >= most:
            break
    return list(found)[:most]


def named(payload: Mapping[str, Sequence[str]]) -> Iterator[UUID]:
    """Yield the records that a message names."""
    return (UUID(each) for each in payload["record_ids"])


def _places(work: UnitOfWork, organizations: Collection[UUID]) -> dict[UUID, str]:
    asked = select(Organization.id, Organization.jurisdiction_path).where(Organization.id.in_(organizations))
    return dict(work.session.execute(asked).all())


def _document(record: Record, jurisdiction: str, texts: Sequence[str]) -> SearchDocument:
    return SearchDocument(
        record_id=str(record.id),
        organization_id=str(record.organization_id),
        repository_id=str(record.repository_id or ""),
        fonds_id=str(record.fonds_id),
        unit_number=record.unit_number or "",
        archive_number=record.archive_number or "",
        title=record.title,
        document_number=record.document_number,
        responsible_party=record.responsible_party,
        description="\n".join([record.series, *_words(record.elements)]),
        text="\n".join(texts),
        formed_on=record.formed_on.isoformat() if record.formed_on else "",
        year=record.year,
        level=record.level,
        category=record.category,
        retention=record.retention,
        access_status=record.access_status,
        classification=record.classification,
        custody=record.custody,
        jurisdiction=jurisdiction,
    )


def _words(value: object) -> Iterator[str]:
    """Yield every text in a nested value."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _words(inner)
    elif value is not None:
        yield str(value)
