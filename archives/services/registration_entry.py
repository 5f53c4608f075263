"""One entry on its way to become a record: completed from what is known, checked whole, turned into columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from archives.domain import reference_code
from archives.domain.description import problems_of
from archives.domain.errors import InvalidInputError, Problem
from archives.domain.vocabulary import AccessStatus, Carrier, Level, RetentionClass
from archives.services.record_description import kept, kept_form, plain_columns
from archives.services.registration_numbering import Numbering
from archives.services.registration_rules import FondsRules, counts_alone

NEEDED = ("level", "carrier", "retention")
"""Elements without which no record can be kept, whatever the profile requires."""

REGISTERED = "registered"  # 登记, the first act of the records' process (GB/T 18894-2016 §9.5.3)


@dataclass(frozen=True, slots=True)
class Parent:
    """What an entry needs to know of the volume or series it belongs to."""

    level: Level
    number: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A sound entry: `columns` in JSON's own types (see record_description), and what is worth a warning."""

    columns: dict[str, Any]
    warnings: tuple[Problem, ...]


def complete(description: Mapping[str, str], rules: FondsRules) -> dict[str, str]:
    """Add what the archives know without being told: the year, the creator of that time, the access status."""
    done = {"level": str(Level.ITEM), **description}
    formed_on = kept_form("formed_on", done["formed_on"]) if "formed_on" in done else None
    if kept_form("level", done["level"]) != Level.SERIES:
        done.setdefault("access_status", AccessStatus.UNREVIEWED)
        if formed_on:
            done.setdefault("year", formed_on[:4])
    if "creator" not in done:
        done["creator"] = rules.creator(formed_on or "")
    return done


def read_entry(
    description: Mapping[str, str], rules: FondsRules, numbering: Numbering, today: date, parent: Parent | None = None
) -> Entry:
    """Check a completed description whole and return its columns, or refuse naming every problem.

    Raises InvalidInputError. The caller has already set classified entries aside.
    """
    values = kept(description)
    numbered, number_problems = _numbered(description, values, numbering, parent)
    problems = [*entry_problems(numbered, rules, today, parent), *number_problems]
    if problems:
        raise InvalidInputError(_ordered(problems))
    values = kept(numbered)
    return Entry(entry_columns(values, rules, parent), warnings_of(values, rules))


def entry_problems(
    description: Mapping[str, str], rules: FondsRules, today: date, parent: Parent | None = None
) -> list[Problem]:
    """Return everything wrong with a completed description that has its number."""
    values = kept(description)
    missing = [Problem("required", name) for name in NEEDED if name not in description]
    level = Level(values.get("level", Level.ITEM))
    carrier = Carrier(values.get("carrier", Carrier.PAPER))
    found = problems_of({"process": REGISTERED, **description}, level, carrier, rules.profile, today)
    named = {problem.where for problem in found}
    return [
        *(each for each in found if not _is_excused(each, level)),
        *(each for each in missing if each.where not in named),
        *_number_problems(values, rules),
        *place_problems(level, parent),
    ]


def entry_columns(values: Mapping[str, str], rules: FondsRules, parent: Parent | None) -> dict[str, Any]:
    """Return the columns of kept values, with the due day."""
    columns = plain_columns(values)
    columns["year"] = columns["year"] or int((columns["formed_on"] or "0")[:4])
    alone = counts_alone(Level(values["level"]), parent.level if parent else None)
    columns["due_on"] = rules.due_day(columns["formed_on"] or "", values["retention"]) if alone else None
    return columns


def warnings_of(values: Mapping[str, str], rules: FondsRules) -> tuple[Problem, ...]:
    """Return what the approved retention schedule says against the entry (D02)."""
    category, series = values.get("category", ""), values.get("series", "")
    found = rules.schedule_finding(category, series, RetentionClass(values["retention"]))
    facts = (("category", category), ("series", series), ("retention", values["retention"]))
    return (Problem(found, "retention", facts, "authority"),) if found else ()


def is_of_fonds(number: str, fonds: str) -> bool:
    """Tell whether a reference code begins with the number of the fonds."""
    whole, start = (number, fonds) if number.startswith(fonds) else map(reference_code.key, (number, fonds))
    return whole.startswith(start) and not whole[len(start) : len(start) + 1].isalnum()


def place_problems(level: Level, parent: Parent | None) -> list[Problem]:
    """Return what is wrong with the level, or with the parent for that level."""
    if level is Level.FONDS:
        return [Problem("fonds_is_not_a_record", "level")]
    allowed = {Level.SERIES: (Level.SERIES,), Level.VOLUME: (Level.SERIES,), Level.ITEM: (Level.SERIES, Level.VOLUME)}
    if parent is None or parent.level in allowed[level]:
        return []
    return [Problem("wrong_parent", "parent", (("level", str(level)), ("parent_level", str(parent.level))))]


def _numbered(
    description: Mapping[str, str], values: Mapping[str, str], numbering: Numbering, parent: Parent | None
) -> tuple[dict[str, str], list[Problem]]:
    if "reference_code" in description:
        return dict(description), []
    try:
        within = parent.number if parent and parent.level is Level.VOLUME else None
        number = numbering.issue(values, within)
    except InvalidInputError as refusal:
        return {**description, "reference_code": "?"}, list(refusal.problems)
    return {**description, "reference_code": number}, []


def _ordered(problems: list[Problem]) -> list[Problem]:
    """Drop what only follows from a number that could not be issued."""
    return [each for each in problems if (each.code, dict(each.facts).get("value")) != ("bad_reference_code", "?")]


def _is_excused(problem: Problem, level: Level) -> bool:
    """A series has no counting part, so the schemes, which are of records, need not know its number."""
    return problem.code == "bad_reference_code" and level is Level.SERIES


def _number_problems(values: Mapping[str, str], rules: FondsRules) -> list[Problem]:
    """The number must be of this fonds (GB/T 18894-2016 §8.6.3)."""
    number, fonds = values.get("reference_code", "?"), rules.fonds.number
    if number == "?" or not fonds or is_of_fonds(number, fonds):
        return []
    return [Problem("number_of_other_fonds", "reference_code", (("value", number), ("fonds", fonds)))]
