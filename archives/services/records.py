"""The counter for records: register one, describe it, find it again. Nothing here deletes (Law 21, D13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from archives.domain import reference_code
from archives.domain.description import frozen_changes, is_set_aside, kept_value
from archives.domain.description_elements import ELEMENTS
from archives.domain.errors import DuplicateError, FrozenError, InvalidInputError, Problem, SetAsideError
from archives.domain.vocabulary import Custody, Level, RetentionClass, Role
from archives.models import Event, Fonds, Record, SetAsideCount, new_id
from archives.services.obligations_recount import recount
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.record_description import columns_of, description_of, kept, present, told, typed
from archives.services.record_editing import require_editable
from archives.services.record_titles import repeated_title
from archives.services.record_volumes import refresh_volumes
from archives.services.registration_entry import (
    REGISTERED,
    Parent,
    complete,
    entry_columns,
    entry_problems,
    read_entry,
    warnings_of,
)
from archives.services.registration_numbering import Numbering
from archives.services.registration_rules import rules_of
from archives.services.unit_of_work import UnitOfWork
from archives.services.visibility import UNFILTERED

TITLE_KEY = 100  # characters
NEVER = frozenset({"level", "process"})
"""Not even filled in later: the level decides where a record may lie; process metadata comes from what is done."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A record, and what is worth a second look about it: warnings forbid nothing."""

    record: Record
    warnings: tuple[Problem, ...]

    @property
    def id(self) -> UUID:
        """The record's."""
        return self.record.id

    @property
    def version(self) -> int:
        """The record's."""
        return self.record.version


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """What a list of records shows; None or '' stands for everything."""

    fonds_id: UUID | None = None
    parent_id: UUID | None = None
    year: int | None = None
    retention: RetentionClass | None = None
    level: Level | None = None
    custody: Custody | None = None
    due: str = ""  # past | future | none
    number: str = ""  # the beginning of either number


class RecordService:
    """What can be done with records."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def get(self, record_id: UUID) -> Record:
        """Return the record, or refuse."""
        return self._work.get(Record, record_id)

    def list(self, wanted: RecordFilter, cut: Cut = FIRST) -> Page[Record]:
        """Return a page of records in the order of their registration."""
        statement = select(Record).where(*self._conditions(wanted))
        return page(self._work.session, statement, (Record.id,), cut)

    def trail(self, record_id: UUID) -> Sequence[Event]:
        """Return what was done to the record, oldest first."""
        record = self.get(record_id)
        statement = select(Event).where(Event.subject_id == record.id).order_by(Event.sequence)
        return self._work.session.scalars(statement).all()

    def register(self, fonds_id: UUID, description: Mapping[str, object], parent_id: UUID | None = None) -> Registered:
        """Register one record; its number is issued when none is given.

        Refuses: InvalidInputError with every problem, SetAsideError for an unreleased classification (only a count is
        kept), DuplicateError naming the record that has the number.
        """
        fonds = self._work.get(Fonds, fonds_id)
        role = self._work.actor.require(self._work.place_of(fonds), Role.CLERK)
        given = present(description)
        if is_set_aside(given):
            self._set_aside(fonds, given)
        rules = rules_of(self._work, self._outside, fonds)  # before the gate: the less is done inside, the better
        completed = complete(given, rules)
        with self._work.write():
            numbering, parent = self._numbering(fonds), self._parent(fonds, parent_id)
            entry = read_entry(completed, rules, numbering, self._today(), _as_parent(parent))
            if "reference_code" in given:
                self._require_free(fonds.id, entry.columns)
            record = self._new(fonds, parent, entry.columns, entry.warnings)
            warnings = (*entry.warnings, *repeated_title(self._work, record))
            self._work.session.add(record)
            self._work.session.flush()
            self._work.record("RecordRegistered", record, role=role, after=told(columns_of(record)))
            self._follow(record)
        return Registered(record, warnings)

    def describe(self, record_id: UUID, seen_version: int | None, changes: Mapping[str, object]) -> Registered:
        """Change elements of the description; '' empties one. Old and new values go on the trail.

        Refuses (FrozenError) background, structure and process metadata and issued numbers (GB/T 18894-2016 §9.5.5).
        """
        with self._work.write():
            record = self.get(record_id)
            self._work.require_version(record, seen_version)
            require_editable(self._work, record)
            old = description_of(record)
            new = self._changed(old, changes, issued=record.unit_number is not None)
            rules = rules_of(self._work, self._outside, self._work.get(Fonds, record.fonds_id))
            parent = _as_parent(self._work.get(Record, record.parent_id) if record.parent_id else None)
            if problems := entry_problems(new, rules, self._today(), parent):
                raise InvalidInputError(problems)
            values, before = kept(new), columns_of(record)
            batch = _batch(record)
            self._assign(record, entry_columns(values, rules, parent))
            self._tell_changes(record, before)
            self._follow(record, batch)
        return Registered(record, (*warnings_of(values, rules), *repeated_title(self._work, record)))

    def _conditions(self, wanted: RecordFilter) -> Sequence[ColumnElement[bool]]:
        equal = ("fonds_id", "parent_id", "year", "retention", "level", "custody")
        columns: dict[str, InstrumentedAttribute[object]] = {name: getattr(Record, name) for name in equal}
        conditions = [column == getattr(wanted, name) for name, column in columns.items() if getattr(wanted, name)]
        if wanted.due:
            conditions.append(_due(wanted.due, self._today()))
        if wanted.number:
            start = reference_code.key(wanted.number)
            numbers = (Record.unit_number_key, Record.archive_number_key)
            conditions.append(or_(*(column.startswith(start, autoescape=True) for column in numbers)))
        return conditions

    def _set_aside(self, fonds: Fonds, given: Mapping[str, str]) -> None:
        """Count the entry and refuse it. Nothing of it is kept: no title, no number, not on the trail either."""
        with self._work.write():
            count_set_aside(self._work, fonds, {year_of(given): 1})
        raise SetAsideError("The entry is classified: only a count is kept here, it goes its own way (另行办理).")

    def _parent(self, fonds: Fonds, parent_id: UUID | None) -> Record | None:
        if parent_id is None:
            return None
        parent = self.get(parent_id)
        if parent.fonds_id != fonds.id:
            raise InvalidInputError([Problem("parent_of_other_fonds", "parent_id")])
        require_editable(self._work, parent)
        return parent

    def _numbering(self, fonds: Fonds) -> Numbering:
        self._work.session.refresh(fonds, with_for_update=True)  # one issuer of numbers at a time, on PostgreSQL too
        return Numbering(self._work.session, self._outside.profile, fonds)

    def _require_free(self, fonds_id: UUID, columns: Mapping[str, object]) -> None:
        number_key = columns["unit_number_key"]
        statement = select(Record).where(Record.fonds_id == fonds_id, Record.unit_number_key == number_key)
        other = self._work.session.scalar(statement)
        if number_key and other is not None:
            text = (
                f"The number {other.unit_number} is taken by {other.title!r}. Give another, or leave it to be issued."
            )
            raise DuplicateError(text, kind="reference_code", value=columns["unit_number"], where=str(other.id))

    def _new(
        self, fonds: Fonds, parent: Record | None, columns: Mapping[str, object], warnings: Sequence[Problem]
    ) -> Record:
        record = Record(
            id=new_id(),
            organization_id=fonds.organization_id,
            fonds_id=fonds.id,
            parent_id=parent.id if parent else None,
            custody=Custody.ORGANIZATION,
            created_at=self._work.now(),
            title_key=title_key(self._outside, str(columns["title"])),
            **typed(columns),
        )
        step = registered_step(self._work.now().isoformat(), self._work.actor.name, [each.code for each in warnings])
        record.process = [*record.process, step]
        record.year = record.year or self._today().year
        return record

    def _assign(self, record: Record, columns: Mapping[str, object]) -> None:
        for name, value in typed(columns).items():
            if name != "process" and getattr(record, name) != value:
                setattr(record, name, value)
        record.title_key = title_key(self._outside, record.title)

    def _changed(self, old: Mapping[str, str], changes: Mapping[str, object], *, issued: bool) -> dict[str, str]:
        if unknown := [Problem("unknown_element", name) for name in changes if name not in ELEMENTS]:
            raise InvalidInputError(unknown)
        texts = {name: "" if value is None else str(value) for name, value in changes.items()}
        forms = {name: kept_value(name, text) if text else "" for name, text in texts.items()}
        new = {name: texts[name] if form is None else form for name, form in forms.items()}
        names = [problem.where for problem in frozen_changes(old, new, issued=issued)]
        names += [name for name in new if name not in names and name in NEVER and new[name] != old.get(name)]
        if names:
            text = (
                f"These are never edited: {', '.join(names)}. Numbers once issued, background, structure and process."
            )
            raise FrozenError(text, reason="element", elements=", ".join(names))
        result = {name: text for name, text in {**old, **new}.items() if text}
        if is_set_aside(result):
            raise SetAsideError("An entry that is classified cannot be kept here; it goes its own way (另行办理).")
        return result

    def _tell_changes(self, record: Record, before: Mapping[str, object]) -> None:
        after = columns_of(record)
        names = [name for name in after if after[name] != before[name]]
        if names:
            self._work.record(
                "RecordDescribed",
                record,
                role=Role.CLERK,
                before={name: before[name] for name in names},
                after={name: after[name] for name in names},
            )

    def _follow(self, record: Record, *old: tuple[UUID, int, RetentionClass]) -> None:
        """Let everything that depends on the record follow: its volume, the batches, the index."""
        self._work.send("index", record_ids=[record.id])
        keys = {_batch(record), *old}
        if record.parent_id is not None:
            keys |= refresh_volumes(self._work, self._outside, [record.parent_id])
        recount(self._work, self._outside, keys)

    def _today(self) -> date:
        return self._outside.profile.day_of(self._work.now())


def title_key(outside: Outside, title: str) -> str:
    """Return the form under which repeated titles are found."""
    return outside.fold(title)[:TITLE_KEY]


def registered_step(at: str, agent: str, findings: Sequence[str]) -> dict[str, object]:
    """Return the first entry that the system itself writes into a record's process metadata (登记; 条例 39)."""
    step: dict[str, object] = {"action": REGISTERED, "at": at, "agent": agent}
    return {**step, "findings": list(findings)} if findings else step


def count_set_aside(work: UnitOfWork, fonds: Fonds, by_year: Mapping[int, int]) -> None:
    """Add to the counts of entries handled separately, inside the current write; the year is 0 where none is known."""
    for year, number in sorted(by_year.items()):
        statement = select(SetAsideCount).where(SetAsideCount.fonds_id == fonds.id, SetAsideCount.year == year)
        row = work.session.scalar(statement, execution_options={UNFILTERED: True})
        if row is None:
            row = SetAsideCount(fonds_id=fonds.id, year=year, count=0, organization_id=fonds.organization_id)
            work.session.add(row)
        before, row.count = row.count, row.count + number
        work.record("EntriesSetAside", row, before=before, after=row.count, fonds_id=fonds.id, year=year)


def year_of(given: Mapping[str, str]) -> int:
    """Return the year of an entry, from its year or date alone."""
    year = kept_value("year", given.get("year", "")) or (kept_value("formed_on", given.get("formed_on", "")) or "")[:4]
    return int(year) if len(year) == len("YYYY") else 0


def _batch(record: Record) -> tuple[UUID, int, RetentionClass]:
    return record.fonds_id, record.year, record.retention


def _as_parent(record: Record | None) -> Parent | None:
    return Parent(record.level, record.unit_number) if record else None


def _due(state: str, today: date) -> ColumnElement[bool]:
    if state == "past":
        return Record.due_on <= today
    return Record.due_on > today if state == "future" else Record.due_on.is_(None)
