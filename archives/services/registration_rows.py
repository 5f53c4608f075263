"""The form in which good rows are staged: the very values of the tables, so that publishing only inserts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table

from archives.domain.canonical import canonical_json
from archives.domain.vocabulary import Custody, Level
from archives.models import Base, ContentFile, Import, Record, new_id
from archives.services.record_description import told
from archives.services.records import registered_step
from archives.services.registration_entry import Entry, Parent
from archives.services.registration_staging import COLUMNS, StagedRow

_CREATED_AT, _PROCESS = COLUMNS.index("created_at"), COLUMNS.index("process")
compact_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


@dataclass(frozen=True, slots=True)
class Accepted:
    """A good row, with where it belongs and what it is recognised by."""

    number: int
    entry: Entry
    parent_id: str | None  # hex
    parent: Parent | None
    title_key: str
    source_key: str


class RowForm:
    """Writes staged rows of one import. `now` stands for the instant of publication until that has come."""

    def __init__(self, row: Import, now: str) -> None:
        self._now, self._agent = now, row.created_by
        self._json = lru_cache(maxsize=10_000)(lambda elements: compact_json(dict(elements)))
        self._processes: dict[tuple[str, ...], tuple[list[dict[str, object]], str]] = {}
        self._same = {
            "organization_id": row.organization_id.hex,
            "version": 1,
            "fonds_id": row.fonds_id.hex,
            "custody": str(Custody.ORGANIZATION),
            "import_id": row.id.hex,
        }
        self._told = {"fonds_id": str(row.fonds_id), "import_id": str(row.id)}

    def staged(self, accepted: Accepted) -> StagedRow:
        """Return the row as it is staged."""
        columns, identifier = accepted.entry.columns, new_id().hex
        process = self._process(accepted.entry)
        columns = {**columns, "process": process[0], "import_row": accepted.number}
        parent_told = {"parent_id": _dashed(accepted.parent_id)} if accepted.parent_id else {}
        facts = {"after": {**told(columns), **parent_told, **self._told}}
        in_volume = accepted.parent is not None and accepted.parent.level is Level.VOLUME
        return StagedRow(
            number=accepted.number,
            state="good",
            id=identifier,
            number_key=columns["unit_number_key"],
            title_key=accepted.title_key,
            source_key=accepted.source_key,
            level=columns["level"],
            code=columns["unit_number"] or "",
            batch=f"{columns['year']}|{columns['retention']}",
            volume=(accepted.parent_id or "") if in_volume else "",
            record=self._record(columns, (identifier, process[1]), accepted),
            facts=compact_json(facts),
        )

    def _process(self, entry: Entry) -> tuple[list[dict[str, object]], str]:
        """Return the process metadata, and the same as JSON: most rows of a list have the same."""
        described = "".join(step["action"] for step in entry.columns["process"])
        wanted = (described, *(warning.code for warning in entry.warnings))
        if wanted not in self._processes:
            step = registered_step(self._now, self._agent, wanted[1:])
            process = [*entry.columns["process"], step]
            self._processes[wanted] = (process, compact_json(process))
        return self._processes[wanted]

    def _record(self, columns: Mapping[str, Any], own: tuple[str, str], accepted: Accepted) -> tuple[Any, ...]:
        values = {
            **columns,
            **self._same,
            "id": own[0],
            "parent_id": accepted.parent_id,
            "title_key": accepted.title_key,
            "source_key": accepted.source_key,
            "elements": self._json(tuple(columns["elements"].items())),
            "process": own[1],
        }
        return tuple(map(values.get, COLUMNS))


class Inserter:
    """Inserts rows that are already in the form of the database, in the transaction of a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        self.is_sqlite = connection.dialect.name == "sqlite"

    def insert(self, model: type[Base], names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert the rows; `names` says what they hold."""
        table: Table = model.__table__  # type: ignore[assignment]
        quote = self._connection.dialect.identifier_preparer.quote
        columns, marks = ", ".join(quote(name) for name in names), ", ".join([self._mark] * len(names))
        statement = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608 -- names of our tables
        if rows:
            self._connection.exec_driver_sql(statement, list(rows))

    def instant(self, instant: datetime) -> str:
        """Return an instant as the database keeps it."""
        form = "%Y-%m-%d %H:%M:%S.%f" if self.is_sqlite else "%Y-%m-%d %H:%M:%S.%f+00:00"
        return instant.astimezone(UTC).strftime(form)

    def records(self, rows: Iterable[tuple[Any, ...]], instant: datetime, now: str) -> None:
        """Insert staged records."""
        created, said = self.instant(instant), instant.isoformat()
        values = []
        for row in rows:
            value = list(row)
            value[_CREATED_AT], value[_PROCESS] = created, value[_PROCESS].replace(now, said)
            values.append(tuple(value))
        self.insert(Record, COLUMNS, values)

    def files(self, rows: Iterable[tuple[Any, ...]], organization_id: str, instant: datetime) -> list[str]:
        """Insert kept files as content files, and return their ids."""
        names = ("record_id", "name", "kind", "position", "size", "sha256")
        received = self.instant(instant)
        values = [(new_id().hex, organization_id, received, False, *file) for file in rows]
        self.insert(ContentFile, ("id", "organization_id", "received_at", "stored", *names), values)
        return [value[0] for value in values]


@dataclass(frozen=True, slots=True)
class EventForm:
    """Writes the events of many records at once; each leaf is canonical JSON (RFC 8785), as a single event's is."""

    actor: str
    actor_id: str | None
    role: str
    at: datetime
    organization_id: str  # hex

    def rows(
        self, told_of: Iterable[tuple[str, str]], sequence: int, now: str, stored_at: str
    ) -> list[tuple[Any, ...]]:
        """Return the rows of RecordRegistered events from `sequence` on."""
        who = canonical_json({"id": self.actor_id, "name": self.actor, "role": self.role})
        said = self.at.isoformat()
        head, same = (
            f'{{"actor":{who},"at":"{said}","facts":',
            (None, self.organization_id, None, self.actor, self.actor_hex),
        )
        owners = {"organization_id": _dashed(self.organization_id), "repository_id": None, "transfer_id": None}
        owner = f'"owner":{canonical_json(owners)}'
        found = []
        for offset, (identifier, facts) in enumerate(told_of):
            subject = f'"subject":{{"id":"{_dashed(identifier)}","kind":"record"}}}}'
            leaf = f'{head}{facts.replace(now, said)},"kind":"RecordRegistered",{owner},{subject}'
            row = (new_id().hex, sequence + offset, "RecordRegistered", "record", identifier)
            found.append((*row, *same, self.role, stored_at, leaf))
        return found

    @property
    def actor_hex(self) -> str | None:
        """The actor's id as a column holds it."""
        return self.actor_id.replace("-", "") if self.actor_id else None


EVENT_COLUMNS = (
    *("id", "sequence", "kind", "subject_kind", "subject_id", "transfer_id", "organization_id", "repository_id"),
    *("actor", "actor_id", "role", "happened_at", "leaf"),
)


def _dashed(identifier: str) -> str:
    return f"{identifier[:8]}-{identifier[8:12]}-{identifier[12:16]}-{identifier[16:20]}-{identifier[20:]}"
