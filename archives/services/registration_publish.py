"""Publishing a bulk registration: one transaction that only inserts, so that all of it is there, or nothing."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from archives.domain.vocabulary import RetentionClass, Role
from archives.models import Event, Fonds, Import
from archives.services.obligations_recount import recount
from archives.services.outside import Outside
from archives.services.record_volumes import refresh_volumes
from archives.services.records import count_set_aside
from archives.services.registration_rows import EVENT_COLUMNS, EventForm, Inserter
from archives.services.registration_staging import StagedRows
from archives.services.unit_of_work import UnitOfWork

MESSAGE = 500  # records in one outbox message
KEPT_AT_ONCE = 256  # files


def keep_files(outside: Outside, rows: StagedRows) -> None:
    """Keep the bytes of the files that good rows name, batch by batch; what was kept before is passed over."""
    waiting = iter(rows.files_to_keep())
    while batch := list(islice(waiting, KEPT_AT_ONCE)):
        kept = outside.holding.keep_many(Path(path) for _, _, path in batch)
        rows.note_kept(
            [(each.size, each.sha256, row, position) for each, (row, position, _) in zip(kept, batch, strict=True)]
        )


def insert_all(work: UnitOfWork, outside: Outside, row: Import, rows: StagedRows) -> int:
    """Insert records, events, files and messages inside the current write; return how many records."""
    now, instant = rows.fact("now", ""), work.now()
    inserter = Inserter(work.session.connection())
    actor_id = str(work.actor.account_id) if work.actor.account_id else None
    form = EventForm(work.actor.name, actor_id, _role(work), instant, row.organization_id.hex)
    sequence = work.next_sequence()
    count = 0
    for records, facts in zip(rows.records(), rows.facts(), strict=True):
        inserter.records(records, instant, now)
        events = form.rows(facts, sequence + count, now, inserter.instant(instant))
        inserter.insert(Event, EVENT_COLUMNS, events)
        work.log_leaves(sequence + count, [event[-1] for event in events])
        _send(work, "index", "record_ids", [identifier for identifier, _ in facts])
        count += len(records)
    _insert_files(work, inserter, row, rows, instant)
    _follow(work, outside, row, rows)
    return count


def _insert_files(work: UnitOfWork, inserter: Inserter, row: Import, rows: StagedRows, instant: datetime) -> None:
    for batch in rows.files():
        ids = inserter.files(batch, row.organization_id.hex, instant)
        _send(work, "extract", "file_ids", ids)


def _follow(work: UnitOfWork, outside: Outside, row: Import, rows: StagedRows) -> None:
    keys = {(row.fonds_id, year, RetentionClass(word)) for year, word in rows.batches()}
    keys |= refresh_volumes(work, outside, rows.volumes())
    recount(work, outside, keys)
    aside = {int(year): number for year, number in rows.fact("aside", {}).items()}
    count_set_aside(work, work.get(Fonds, row.fonds_id), aside)


def _send(work: UnitOfWork, topic: str, name: str, ids: list[str]) -> None:
    for chunk in _chunks(ids):
        work.send(topic, **{name: [str(UUID(each)) for each in chunk]})


def _chunks(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), MESSAGE):
        yield ids[start : start + MESSAGE]


def _role(work: UnitOfWork) -> str:
    return str(Role.CLERK if Role.CLERK in work.actor.roles else Role.SYSTEM)
