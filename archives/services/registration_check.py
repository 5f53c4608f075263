"""The pre-flight of a bulk registration: every wrong cell of every row, and the good rows made ready to publish.

It runs outside the write gate. Nothing of a row with an unreleased classification is kept, neither here nor staged.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from uuid import uuid4

from archives.domain.description import is_set_aside
from archives.domain.errors import InvalidInputError, Problem
from archives.domain.file_name import name_key, name_problems
from archives.domain.reference_code import key as number_key
from archives.domain.vocabulary import Carrier, FileKind, Level
from archives.models import Fonds, Import
from archives.ports import TableRow
from archives.services.outside import Outside
from archives.services.record_description import kept
from archives.services.records import title_key, year_of
from archives.services.registration_entry import (
    Entry,
    Parent,
    complete,
    entry_columns,
    place_problems,
    read_entry,
    warnings_of,
)
from archives.services.registration_known import Known, Wanted, find_known
from archives.services.registration_numbering import Numbering
from archives.services.registration_reading import MARKS, Heading, Soundness, files_of, read_heading, with_defaults
from archives.services.registration_rows import Accepted, RowForm
from archives.services.registration_rules import rules_of
from archives.services.registration_staging import Finding, StagedRow, StagedRows
from archives.services.unit_of_work import UnitOfWork

BATCH = 2_000  # rows between two steps of progress
EXCERPT = 80  # characters of a wrong value
ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A row on its way: what was given, and by what it will be recognised."""

    row: TableRow
    given: dict[str, str]
    source_key: str
    title_key: str


@dataclass(frozen=True, slots=True)
class _Batch:
    """What a batch adds to the staging."""

    rows: list[StagedRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    files: list[tuple[int, int, str, str, str, str]] = field(default_factory=list)

    def say(self, row: int, label: str, problem: Problem, severity: str = ERROR) -> None:
        """Note a finding."""
        facts = dict(problem.facts)
        value = facts.pop("value", "")[:EXCERPT]
        self.findings.append(Finding(row, label, problem.code, severity, value, facts))


class Check:
    """One run over the rows of one import; it goes on where an earlier one stopped."""

    def __init__(self, work: UnitOfWork, outside: Outside, row: Import, rows: StagedRows) -> None:
        self._work, self._outside, self._import, self._staged = work, outside, row, rows
        self._fonds = work.get(Fonds, row.fonds_id)
        self._rules = rules_of(work, outside, self._fonds)
        self._numbering = Numbering(work.session, outside.profile, self._fonds)
        self._numbering.counters.update(rows.fact("counters", {}))
        self._today: date = outside.profile.day_of(work.now())
        self._soundness = Soundness(self._rules, self._today)
        self._defaults: Mapping[str, str] = row.options.get("defaults", {})
        self._files_root = Path(row.options["files"]).resolve() if row.options.get("files") else None
        self._aside: Counter[str] = Counter(rows.fact("aside", {}))
        self._now = rows.fact("now") or f"now-{uuid4().hex}"
        self._form = RowForm(row, self._now)

    def run(self, source: Path) -> Iterator[int]:
        """Check the rows that are left; yield after each batch how many rows were checked in all."""
        table = self._outside.tables.read(source, self._import.name)
        first = next(table, None)
        heading = read_heading(first.cells if first else ())
        done, count = self._staged.fact("done", 0), self._staged.fact("count", 0)
        if not done:
            self._stage_heading(heading, first)
        remaining = (row for row in table if row.number > done)
        while rows := list(islice(remaining, BATCH)):
            count += len(rows)
            self._stage(self._checked(heading, rows), rows[-1].number, count)
            yield count

    def _stage_heading(self, heading: Heading, row: TableRow | None) -> None:
        batch = _Batch()
        for problem in (*heading.problems, *(row.problems if row else ())):
            batch.say(1, problem.where, problem)
        for notice in (*heading.notices, *(row.notices if row else ())):
            batch.say(1, notice.where, notice, WARNING)
        for name in heading.missing(self._rules, self._defaults):
            batch.say(1, heading.label(name), Problem("missing_column", name))
        self._stage(batch, 1, 0)

    def _stage(self, batch: _Batch, number: int, count: int) -> None:
        facts = {"done": number, "count": count, "now": self._now}
        facts |= {"counters": self._numbering.counters, "aside": dict(self._aside)}
        self._staged.add(batch.rows, batch.findings, batch.files, facts)

    def _checked(self, heading: Heading, rows: Sequence[TableRow]) -> _Batch:
        batch, waiting = _Batch(), [self._waiting(heading, row) for row in rows]
        known = find_known(self._work.session, self._fonds.id, self._staged, _wanted(waiting))
        for each in waiting:
            if self._is_aside(each.given):
                self._aside[str(year_of(each.given))] += 1
                batch.rows.append(StagedRow(each.row.number, "aside"))
            elif each.source_key in known.records:
                batch.rows.append(StagedRow(each.row.number, "known"))
            else:
                self._check(heading, each, known, batch)
        return batch

    def _is_aside(self, given: Mapping[str, str]) -> bool:
        """Ask only where the answer can be yes: most rows have neither a classification nor a marked title."""
        marked = given.get("title", "").lstrip()[:1] in MARKS
        return (marked or "classification" in given or "classification" in self._defaults) and is_set_aside(
            with_defaults(given, self._defaults)
        )

    def _waiting(self, heading: Heading, row: TableRow) -> _Waiting:
        given = heading.given(row.cells)
        text = "\0".join(f"{name}\0{given[name]}" for name in sorted(given))
        digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]
        return _Waiting(row, given, digest, title_key(self._outside, given.get("title", "")))

    def _check(self, heading: Heading, each: _Waiting, known: Known, batch: _Batch) -> None:
        described = {name: text for name, text in each.given.items() if name not in ("file", "parent")}
        paths, path_problems = self._files(each.given.get("file", ""))
        parent_id, parent, parent_problems = _parent(each.given.get("parent", ""), known)
        entry, entry_problems = self._entry(described, parent)
        problems = [*_row_problems(heading, each, known), *path_problems, *parent_problems, *entry_problems]
        if entry is not None:
            problems += _taken(entry, known)
        if entry is None or problems:
            if "reference_code" not in described:
                self._numbering.take_back()
            self._refuse(heading, each, problems, batch)
            return
        row = self._form.staged(Accepted(each.row.number, entry, parent_id, parent, each.title_key, each.source_key))
        self._warn(heading, row, entry, known, batch)
        batch.rows.append(row)
        kind = FileKind.DIGITISED_COPY if entry.columns["carrier"] == Carrier.PAPER else FileKind.ORIGINAL
        batch.files.extend((row.number, at, row.id, path, name, kind) for at, (path, name) in enumerate(paths, start=1))
        known.add(row)

    def _entry(self, described: Mapping[str, str], parent: Parent | None) -> tuple[Entry | None, Sequence[Problem]]:
        texts = complete(with_defaults(described, self._defaults), self._rules)
        self._number(texts, parent)
        values = kept(texts)
        sound = "reference_code" in values and self._soundness.holds(texts, values)
        if sound and not place_problems(Level(values["level"]), parent):
            return Entry(entry_columns(values, self._rules, parent), warnings_of(values, self._rules)), ()
        try:
            return read_entry(texts, self._rules, self._numbering, self._today, parent), ()
        except InvalidInputError as refusal:
            return None, refusal.problems

    def _number(self, texts: dict[str, str], parent: Parent | None) -> None:
        """Take notice of a given number, or issue one; why none can be issued is said by the full check."""
        if "reference_code" in texts:
            self._numbering.note(texts["reference_code"])
            return
        within = parent.number if parent and parent.level is Level.VOLUME else None
        with suppress(InvalidInputError):
            texts["reference_code"] = self._numbering.issue(kept(texts), within)

    def _refuse(self, heading: Heading, each: _Waiting, problems: Sequence[Problem], batch: _Batch) -> None:
        """Keep the row's cells for the error sheet; a column that is missing altogether was said once, at the top."""
        absent = heading.missing(self._rules, self._defaults)
        for problem in problems:
            if problem.code != "required" or problem.where not in absent:
                batch.say(each.row.number, heading.label(problem.where), problem)
        batch.rows.append(StagedRow(each.row.number, "bad", cells=json.dumps(each.row.cells, ensure_ascii=False)))

    def _warn(self, heading: Heading, row: StagedRow, entry: Entry, known: Known, batch: _Batch) -> None:
        for warning in entry.warnings:
            batch.say(row.number, heading.label(warning.where), warning, WARNING)
        if row.title_key in known.titles:
            facts = (("other", known.titles[row.title_key]),)
            batch.say(row.number, heading.label("title"), Problem("repeated_title", "title", facts), WARNING)

    def _files(self, cell: str) -> tuple[Sequence[tuple[str, str]], Sequence[Problem]]:
        paths = files_of(cell)
        if not paths:
            return (), ()
        if self._files_root is None:
            return (), (Problem("files_not_here", "file", (("value", cell),)),)
        found, problems = [], []
        for path in paths:
            whole = (self._files_root / path).resolve()
            if not whole.is_relative_to(self._files_root) or "\0" in path:
                problems.append(Problem("path_escapes", "file", (("value", path),)))
            elif not whole.is_file():
                problems.append(Problem("missing_file", "file", (("value", path),)))
            problems += [Problem(each.code, "file", (("value", path),)) for each in name_problems(whole.name)]
            found.append((str(whole), whole.name))
        if len({name_key(name) for _, name in found}) < len(found):
            problems.append(Problem("names_collide", "file", (("value", cell),)))
        return found, problems


def _wanted(waiting: Sequence[_Waiting]) -> Wanted:
    numbers = [each.given[name] for each in waiting for name in ("reference_code", "parent") if name in each.given]
    titles, sources = [each.title_key for each in waiting], [each.source_key for each in waiting]
    return Wanted([number_key(number) for number in numbers], titles, sources)


def _row_problems(heading: Heading, each: _Waiting, known: Known) -> Iterator[Problem]:
    yield from each.row.problems
    if len(each.row.cells) > len(heading.names):
        yield Problem("too_many_cells", "", (("cells", str(len(each.row.cells))), ("columns", str(len(heading.names)))))
    if each.source_key in known.sources:
        yield Problem("repeated_row", "", (("other", known.sources[each.source_key]),))


def _parent(number: str, known: Known) -> tuple[str | None, Parent | None, Sequence[Problem]]:
    if not number:
        return None, None, ()
    found = known.parents.get(number_key(number))
    if found is None:
        return None, None, (Problem("unknown_parent", "parent", (("value", number),)),)
    return found[0], found[1], ()


def _taken(entry: Entry, known: Known) -> Sequence[Problem]:
    where = known.numbers.get(entry.columns["unit_number_key"])
    facts = (("value", entry.columns["unit_number"]), ("other", where or ""))
    return (Problem("duplicate_number", "reference_code", facts),) if where else ()
