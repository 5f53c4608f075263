"""馆编: the archive confirms the unit's number as its own, or assigns the next free one; frozen once issued."""

from sqlalchemy import Select, func, select

from archives.domain.errors import InvalidInputError
from archives.domain.reference_code import ReferenceCode, compose, parse
from archives.domain.vocabulary import Level, RetentionClass
from archives.models import Record, Transfer
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

RETENTION_CODES = {RetentionClass.PERMANENT: "Y", RetentionClass.D30: "D30", RetentionClass.D10: "D10"}
DEFAULT_CATEGORY = "WS"  # 文书


def confirm_number(work: UnitOfWork, outside: Outside, transfer: Transfer, record: Record) -> None:
    """Give the record its archive number. Call it inside `write()`."""
    code = _confirmed(work, outside, transfer, record) or _assigned(work, outside, transfer, record)
    record.archive_number, record.archive_number_key = code.text, code.key
    confirmed = code.text == record.unit_number
    after = {"archive_number": code.text, "confirmed": confirmed}
    work.record("ArchiveNumberIssued", record, before={"unit_number": record.unit_number}, after=after)


def _confirmed(work: UnitOfWork, outside: Outside, transfer: Transfer, record: Record) -> ReferenceCode | None:
    """Return the unit's own number when it is well formed, of this fonds, and free."""
    try:
        code = parse(record.unit_number or "", outside.profile.numbering)
    except InvalidInputError:
        return None
    if code.parts.get("fonds") != transfer.fonds.number or _taken(work, record, code):
        return None
    return code


def _assigned(work: UnitOfWork, outside: Outside, transfer: Transfer, record: Record) -> ReferenceCode:
    number = 1 + (work.session.scalar(_issued_in_year(record)) or 0)
    while _taken(work, record, code := _composed(outside, transfer, record, number)):
        number += 1
    return code


def _composed(outside: Outside, transfer: Transfer, record: Record, number: int) -> ReferenceCode:
    retention = RETENTION_CODES.get(record.retention, "")
    is_filed_item = record.level is Level.ITEM and retention
    scheme = outside.profile.scheme("DA/T 22-2015" if is_filed_item else "DA/T 13-2022 item")
    parts: dict[str, str | int] = {
        "fonds": transfer.fonds.number or "",
        "category": record.category or DEFAULT_CATEGORY,
        "year": record.year,
        "retention": retention,
        "item_no": number,
    }
    return compose(scheme, parts)


def _issued_in_year(record: Record) -> Select[int]:
    return select(func.count(Record.id)).where(
        Record.fonds_id == record.fonds_id,
        Record.year == record.year,
        Record.retention == record.retention,
        Record.archive_number_key.is_not(None),
    )


def _taken(work: UnitOfWork, record: Record, code: ReferenceCode) -> bool:
    asked = select(Record.id).where(
        Record.fonds_id == record.fonds_id, Record.archive_number_key == code.key, Record.id != record.id
    )
    return work.session.scalar(asked) is not None
