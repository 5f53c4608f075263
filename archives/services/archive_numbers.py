"""馆编: the archive confirms the unit's number as its own, or assigns the next free one; frozen once issued."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, case, func, select, update
from sqlalchemy.orm.attributes import set_committed_value

from archives.domain.errors import InvalidInputError
from archives.domain.reference_code import ReferenceCode, compose, parse
from archives.domain.vocabulary import Level, RetentionClass
from archives.models import Record, Transfer
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

RETENTION_CODES = {RetentionClass.PERMANENT: "Y", RetentionClass.D30: "D30", RetentionClass.D10: "D10"}
DEFAULT_CATEGORY = "WS"  # 文书


def confirm_numbers(work: UnitOfWork, outside: Outside, transfer: Transfer, records: Sequence[Record]) -> None:
    """Give each record its archive number. Call it inside `write()`; rows apart from the session learn them too.

    Those with a number of their own come first, so that none is assigned that a later one has on its label.
    """
    owned = {record.id: _own(outside, transfer, record) for record in records}
    taken = _taken(work, transfer.fonds_id, [code.key for code in owned.values() if code])
    issued: dict[UUID, ReferenceCode] = {}
    for record in records:
        code = owned[record.id]
        if code is not None and code.key not in taken:
            issued[record.id] = code
            taken.add(code.key)
    rest = [record for record in records if record.id not in issued]
    _write(work, records, issued)
    for record in rest:
        _write(work, [record], {record.id: _assigned(work, outside, transfer, record)})


def _write(work: UnitOfWork, records: Sequence[Record], issued: Mapping[UUID, ReferenceCode]) -> None:
    """Write the numbers in one statement: SQLAlchemy would send one for each row that has a version."""
    told = [record for record in records if record.id in issued]
    for record in told:
        after = {"archive_number": issued[record.id].text, "confirmed": issued[record.id].text == record.unit_number}
        work.record("ArchiveNumberIssued", record, before={"unit_number": record.unit_number}, after=after)
    if told:
        texts = case({record.id: issued[record.id].text for record in told}, value=Record.id)
        keys = case({record.id: issued[record.id].key for record in told}, value=Record.id)
        numbered = {"archive_number": texts, "archive_number_key": keys, "version": Record.version + 1}
        which = Record.id.in_([record.id for record in told])
        said = update(Record).where(which).values(**numbered)
        work.session.execute(said, execution_options={"synchronize_session": False})
    for record in told:
        if record in work.session:
            work.session.expire(record)
        else:
            set_committed_value(record, "archive_number", issued[record.id].text)
            set_committed_value(record, "archive_number_key", issued[record.id].key)


def _own(outside: Outside, transfer: Transfer, record: Record) -> ReferenceCode | None:
    """Return the unit's own number when it is well formed and of this fonds."""
    try:
        code = parse(record.unit_number or "", outside.profile.numbering)
    except InvalidInputError:
        return None
    return code if code.parts.get("fonds") == transfer.fonds.number else None


def _assigned(work: UnitOfWork, outside: Outside, transfer: Transfer, record: Record) -> ReferenceCode:
    number = 1 + (work.session.scalar(_issued_in_year(record)) or 0)
    while _taken(work, record.fonds_id, [(code := _composed(outside, transfer, record, number)).key]):
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


def _taken(work: UnitOfWork, fonds_id: UUID, keys: Sequence[str]) -> set[str]:
    """Return which of these the archive has issued in the fonds already."""
    asked = select(Record.archive_number_key).where(Record.fonds_id == fonds_id, Record.archive_number_key.in_(keys))
    return set(filter(None, work.session.scalars(asked)))
