"""The rulebook of the four-property check (DA/T 70-2018; Law 39, 条例 40): facts in, findings out.

A rule looks at one record or at the whole package and yields what is wrong with it; silence means that it passed.
What no machine can decide is `manual_review`, what was not scanned `not_scanned`; neither ever passes by itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from archives.domain.errors import Problem
from archives.domain.profile import OnFail, Profile
from archives.domain.vocabulary import Carrier, FileKind, Level, Outcome, Property

EDITION = "1"  # raise it when a rule changes: each run notes the edition that it used
STAGE = "YJ"  # 移交与接收

_PROPERTIES = {
    "1": Property.AUTHENTICITY,
    "2": Property.INTEGRITY,
    "3": Property.USABILITY,
    "4": Property.SECURITY,
}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A content file: what is recorded of it, and what was found when its bytes were read again."""

    id: UUID
    name: str
    kind: FileKind
    size: int  # bytes, recorded
    sha256: str  # recorded
    found_size: int | None  # None: the bytes are not there
    found_sha256: str
    head: bytes = b""  # the first bytes, for telling formats
    encrypted: bool = False
    is_proved_at_intake: bool = False  # not read again: its bytes were proved when they came, a short time ago

    @property
    def extension(self) -> str:
        """The extension of the name, lower case, no dot."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """A record as the rules see it."""

    id: UUID
    level: Level
    carrier: Carrier
    number: str  # 室编, normalised text; '' when the unit gave none
    number_series: str  # everything before the counting part; '' when the number is not recognised
    number_serial: int
    title: str
    document_number: str
    description: Mapping[str, object]
    problems: Sequence[Problem]  # of the description, by archives.domain.description
    has_process: bool
    files: Sequence[FileFacts]
    children: int  # items in a volume, found
    declared_children: int | None  # items in a volume, declared
    in_schedule: bool | None  # None: the unit has no approved schedule (D02)


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """The whole, and what is known outside it."""

    declared_records: int
    declared_files: int
    declared_bytes: int
    signed_sha256: str  # '' before the unit has signed
    found_sha256: str
    used_numbers: Mapping[str, str] = field(default_factory=dict)  # number key → where it is already used
    used_document_numbers: Mapping[str, str] = field(default_factory=dict)
    repeated_titles: Mapping[str, int] = field(default_factory=dict)  # title → times, in package and fonds
    listed_files: frozenset[str] = frozenset()  # digests of all listed files
    accepted_exceptions: Mapping[str, str] = field(default_factory=dict)  # extension → reason agreed


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one record or file, or (without ids) of the whole."""

    rule: str  # 'YJ-1-7'
    outcome: Outcome
    message: str = ""  # code of the text
    facts: tuple[tuple[str, str], ...] = ()
    record_id: UUID | None = None
    file_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule function yields; the rulebook makes findings of it."""

    message: str
    facts: tuple[tuple[str, str], ...] = ()
    record_id: UUID | None = None
    file_id: UUID | None = None
    is_warning: bool = False


RecordRule = Callable[[RecordFacts, PackageFacts, Profile], Iterable[Fault]]
PackageRule = Callable[[Sequence[RecordFacts], PackageFacts, Profile], Iterable[Fault]]
Note = Callable[[Sequence[RecordFacts]], tuple[str, tuple[tuple[str, str], ...]]]
"""What stands beside a rule that found no fault: code and values of a text, or '' and nothing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One item of DA/T 70-2018: exactly one of the functions, or a standing outcome for what no machine decides."""

    code: str  # 'n-m'
    of_record: RecordRule | None = None
    of_package: PackageRule | None = None
    standing: Outcome | None = None
    message: str = ""
    note: Note | None = None

    @property
    def tested(self) -> Property:
        """Which of the four properties it tests."""
        return _PROPERTIES[self.code[0]]

    @property
    def name(self) -> str:
        """The code with its stage, as it is kept and shown."""
        return f"{STAGE}-{self.code}"


def run_rules(
    rules: Sequence[Rule], records: Sequence[RecordFacts], package: PackageFacts, profile: Profile
) -> list[Finding]:
    """Return for each rule one finding for everything it faults; and, unless any failed, one about the whole."""
    found: list[Finding] = []
    for rule in rules:
        item = profile.checks.get(rule.code)
        if item is None or not item.on:
            continue
        noted = rule.note(records) if rule.note else ("", ())
        found += _findings(rule, item.on_fail, _faults(rule, records, package, profile), noted)
    return found


def may_be_decided(outcome: Outcome, on_fail: OnFail) -> bool:
    """Tell whether a named person may decide a finding: open questions always, failures where the profile allows."""
    if outcome in (Outcome.MANUAL_REVIEW, Outcome.NOT_SCANNED):
        return True
    return outcome is Outcome.FAILED and on_fail is OnFail.CONFIRM


def _faults(rule: Rule, records: Sequence[RecordFacts], package: PackageFacts, profile: Profile) -> list[Fault]:
    if rule.of_package:
        return list(rule.of_package(records, package, profile))
    if rule.of_record:
        return [fault for record in records for fault in rule.of_record(record, package, profile)]
    return []


def _findings(
    rule: Rule, on_fail: OnFail, faults: Sequence[Fault], noted: tuple[str, tuple[tuple[str, str], ...]]
) -> Iterable[Finding]:
    if rule.standing is not None:
        yield Finding(rule.name, rule.standing, rule.message)
        return
    failing = Outcome.WARNING if on_fail is OnFail.CONTINUE else Outcome.FAILED
    outcomes = [Outcome.WARNING if fault.is_warning else failing for fault in faults]
    if Outcome.FAILED not in outcomes:
        yield Finding(rule.name, Outcome.WARNING if outcomes else Outcome.PASSED, *noted)
    for fault, outcome in zip(faults, outcomes, strict=True):
        yield Finding(rule.name, outcome, fault.message, fault.facts, fault.record_id, fault.file_id)
