"""Records as they lie in the table, for tests about what falls due: written directly, with their due days."""

from datetime import UTC, date, datetime

from archives.domain.obligation import due_on
from archives.domain.permission import WORKER
from archives.domain.vocabulary import Carrier, Custody, Level, RepositoryLevel, RetentionClass
from archives.models import Obligation, Record, new_id
from archives.services.obligations import recount

CREATED = datetime(2026, 1, 5, tzinfo=UTC)


def unit(fonds, formed_on, **more):
    """Return an item that stands alone, permanent, of a fonds of the county archive; `more` says otherwise."""
    given = {
        "id": new_id(),
        "level": Level.ITEM,
        "carrier": Carrier.PAPER,
        "retention": RetentionClass.PERMANENT,
        "custody": Custody.ORGANIZATION,
        "year": formed_on.year,
        "formed_on": formed_on,
        "title": "关于预算的通知",
        "title_key": "关于预算的通知",
        "created_at": CREATED,
    }
    return Record(fonds_id=fonds.id, organization_id=fonds.organization_id, **(given | more))


def units(fonds, *days, **more):
    """Return one such item for each ISO date."""
    return [unit(fonds, date.fromisoformat(day), **more) for day in days]


def keep(house, records, level=RepositoryLevel.COUNTY):
    """Write the records with their due days, and count their batches."""
    with house.open(WORKER) as services, services.work.write():
        for record in records:
            record.due_on = due_on(record.formed_on, level, house.outside.profile)
        services.work.session.add_all(records)
        count(services.work, house, records)


def count(work, house, records):
    """Count the batches of these records again, inside the current write."""
    recount(work, house.outside, [batch_of(record) for record in records])


def batch_of(record):
    return record.fonds_id, record.year, record.retention


def obligation_of(services, record):
    """Return the batch in which the record lies, as the actor of `services` sees it; None when there is none."""
    fonds_id, year, retention = batch_of(record)
    query = services.work.session.query(Obligation)
    return query.filter_by(fonds_id=fonds_id, year=year, retention=retention).one_or_none()
