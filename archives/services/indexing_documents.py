"""Records as the index knows them: made in bulk, through the filter of whoever asks."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from archives.models import ContentFile, Organization, OutboxMessage, Record
from archives.ports import SearchDocument
from archives.services.unit_of_work import UnitOfWork

TOPIC = "index"


def documents(work: UnitOfWork, ids: Collection[UUID], *, texts: bool = True) -> list[SearchDocument]:
    """Return the documents of those records that the actor may see; without `texts`, the descriptions alone."""
    records = work.session.scalars(select(Record).where(Record.id.in_(ids)).order_by(Record.id)).all()
    places = _places(work, {record.organization_id for record in records})
    content = texts_of(work, ids) if texts else {}
    return [_document(record, places.get(record.organization_id, ""), content.get(record.id, ())) for record in records]


def texts_of(work: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, Sequence[str]]:
    """Return the extracted texts of the present files of each record, in order."""
    return {record_id: [text for _, text in texts] for record_id, texts in named_texts_of(work, ids).items()}


def named_texts_of(work: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, Sequence[tuple[str, str]]]:
    """Return the names and extracted texts of the present files of each record, in order."""
    asked = select(ContentFile.record_id, ContentFile.name, ContentFile.text).where(
        ContentFile.record_id.in_(ids), ContentFile.replaced_at.is_(None), ContentFile.text.is_not(None)
    )
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for record_id, name, text in work.session.execute(asked.order_by(ContentFile.position, ContentFile.id)):
        found[record_id].append((name, text or ""))
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
