"""The rules themselves, by the codes of DA/T 70-2018 (stage 移交与接收); what each finds stands in its docstring."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from archives.domain.checks import Fault, FileFacts, PackageFacts, RecordFacts, Rule
from archives.domain.description_elements import ELEMENTS
from archives.domain.errors import Problem
from archives.domain.file_name import name_problems
from archives.domain.profile import Profile
from archives.domain.reference_code import key
from archives.domain.vocabulary import Carrier, FileKind, Level, Outcome
from archives.domain.written_values import ValueRule

PROBLEM_RULES: Mapping[str, str] = MappingProxyType(
    {
        "too_long": "1-2",
        "bad_value": "1-4",
        "set_aside": "1-4",
        "in_the_future": "1-5",
        "wrong_order": "1-5",
        "forbidden_character": "1-6",
        "bad_reference_code": "1-7",
        "unknown_element": "2-3",
        "wrong_level": "2-3",
        "required": "2-4",
    }
)
"""Which rule answers for which fault of a description; a date that is no date is a matter of format."""

_SIGNATURES = (
    (b"%PDF-", frozenset({"pdf"})),
    (b"\x89PNG", frozenset({"png"})),
    (b"\xff\xd8\xff", frozenset({"jpg", "jpeg"})),
    (b"II*\x00", frozenset({"tif", "tiff"})),
    (b"MM\x00*", frozenset({"tif", "tiff"})),
    (b"PK\x03\x04", frozenset({"ofd", "docx", "xlsx", "zip", "et", "wps"})),
    (b"\xd0\xcf\x11\xe0", frozenset({"doc", "xls", "wps", "et"})),
    (b"RIFF", frozenset({"wav", "avi"})),
    (b"{\\rtf", frozenset({"rtf"})),
)
_OPEN_FORMS = frozenset().union(*(extensions for _, extensions in _SIGNATURES))


def _of_description(code: str, record: RecordFacts) -> Iterable[Fault]:
    for problem in record.problems:
        if _rule_for(problem) == code:
            yield Fault(problem.code, (("element", problem.where), *problem.facts), record.id)


def _rule_for(problem: Problem) -> str:
    element = ELEMENTS.get(problem.where)
    if problem.code == "bad_value" and element is not None and element.rule is ValueRule.DATE:
        return "1-3"
    return PROBLEM_RULES.get(problem.code, "1-4")


def _description_rule(code: str) -> Rule:
    def faults(record: RecordFacts, _package: PackageFacts, _profile: Profile) -> Iterable[Fault]:
        return _of_description(code, record)

    return Rule(code, of_record=faults)


def _fixity(record: RecordFacts, _package: PackageFacts, _profile: Profile) -> Iterable[Fault]:
    """1-1: every file's bytes still have the recorded digest; files that are not there belong to 1-11."""
    for file in record.files:
        if file.found_size is not None and file.found_sha256 != file.sha256:
            facts = (("name", file.name), ("expected", file.sha256), ("actual", file.found_sha256))
            yield Fault("digest_differs", facts, record.id, file.id)


def _proved_at_intake(records: Sequence[RecordFacts]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Say how many files the unit's run took the intake's proof for."""
    files = sum(file.is_proved_at_intake for record in records for file in record.files)
    return ("proved_at_intake", (("files", str(files)),)) if files else ("", ())


def _number(record: RecordFacts, _package: PackageFacts, _profile: Profile) -> Iterable[Fault]:
    """1-7: the number follows one of the profile's schemes; none at all is for the archive to assign."""
    if not record.number:
        yield Fault("number_missing", (), record.id, is_warning=True)
    yield from _of_description("1-7", record)


def _repeated(records: Sequence[RecordFacts], package: PackageFacts, _profile: Profile) -> Iterable[Fault]:
    """1-8: no number twice, here or in what is held already; repeated 文号 and titles are worth a look only."""
    numbers = Counter(key(record.number) for record in records if record.number)
    papers = Counter(record.document_number for record in records if record.document_number)
    for record in records:
        if record.number and numbers[key(record.number)] > 1:
            yield Fault("number_repeated", (("value", record.number),), record.id)
        if where := package.used_numbers.get(key(record.number)):
            yield Fault("number_used", (("value", record.number), ("where", where)), record.id)
        where = package.used_document_numbers.get(record.document_number)
        if record.document_number and (papers[record.document_number] > 1 or where):
            yield Fault("document_number_repeated", (("value", record.document_number),), record.id, is_warning=True)
        if package.repeated_titles.get(record.title, 0) > 1:
            times = str(package.repeated_titles[record.title])
            yield Fault("title_repeated", (("value", record.title), ("times", times)), record.id, is_warning=True)


def _attributes(record: RecordFacts, _package: PackageFacts, _profile: Profile) -> Iterable[Fault]:
    """1-10: name, size and kind of the bytes agree with what is recorded."""
    for file in record.files:
        if file.found_size is not None and file.found_size != file.size:
            facts = (("name", file.name), ("expected", str(file.size)), ("actual", str(file.found_size)))
            yield Fault("size_differs", facts, record.id, file.id)
        for problem in name_problems(file.name):
            yield Fault(problem.code, problem.facts, record.id, file.id)


def _present(record: RecordFacts, _package: PackageFacts, _profile: Profile) -> Iterable[Fault]:
    """1-11: what the description names is there."""
    for file in record.files:
        if file.found_size is None:
            yield Fault("file_missing", (("name", file.name),), record.id, file.id)


def _as_signed(_records: Sequence[RecordFacts], package: PackageFacts, _profile: Profile) -> Iterable[Fault]:
    """1-14: the package is the one that the unit signed."""
    if package.signed_sha256 and package.signed_sha256 != package.found_sha256:
        yield Fault("package_differs", (("expected", package.signed_sha256), ("actual", package.found_sha256)))


def _total_records(records: Sequence[RecordFacts], package: PackageFacts, _profile: Profile) -> Iterable[Fault]:
    """2-1: as many records as declared."""
    if len(records) != package.declared_records:
        yield Fault("count_differs", (("expected", str(package.declared_records)), ("actual", str(len(records)))))


def _total_bytes(records: Sequence[RecordFacts], package: PackageFacts, _profile: Profile) -> Iterable[Fault]:
    """2-2: as many bytes as declared."""
    found = sum(file.found_size or 0 for record in records for file in record.files)
    if found != package.declared_bytes:
        yield Fault("bytes_differ", (("expected", str(package.declared_bytes)), ("actual", str(found))))


def _process(record: RecordFacts, _package: PackageFacts, _profile: Profile) -> Iterable[Fault]:
    """2-5: an electronic item tells its process (条例 39, D25)."""
    if record.level is Level.ITEM and record.carrier is not Carrier.PAPER and not record.has_process:
        yield Fault("process_missing", (), record.id)


def _continuous(records: Sequence[RecordFacts], _package: PackageFacts, _profile: Profile) -> Iterable[Fault]:
    """2-6: within a series numbers run on without a gap; a gap is named by the number before it."""
    series: dict[str, list[RecordFacts]] = defaultdict(list)
    for record in records:
        if record.number_series:
            series[record.number_series].append(record)
    for prefix, numbered in series.items():
        ordered = sorted(numbered, key=lambda record: record.number_serial)
        for before, after in pairwise(ordered):
            if after.number_serial - before.number_serial > 1:
                gap = f"{before.number_serial + 1}–{after.number_serial - 1}"
                yield Fault("number_gap", (("series", prefix), ("missing", gap)), before.id)


def _content(record: RecordFacts, _package: PackageFacts, _profile: Profile) -> Iterable[Fault]:
    """2-7: an electronic or mixed item has its content, a volume its items; paper needs no file."""
    kinds = {file.kind for file in record.files}
    if record.level is Level.ITEM and record.carrier is not Carrier.PAPER and not kinds:
        yield Fault("content_missing", (), record.id)
    if record.level is Level.VOLUME and record.declared_children not in (None, record.children):
        facts = (("expected", str(record.declared_children)), ("actual", str(record.children)))
        yield Fault("volume_count_differs", facts, record.id)
    if record.carrier is Carrier.PAPER and FileKind.ORIGINAL in kinds:
        yield Fault("paper_has_original", (), record.id, is_warning=True)


def _scheduled(record: RecordFacts, _package: PackageFacts, _profile: Profile) -> Iterable[Fault]:
    """2-9: the record is of the approved filing scope (Law 13, D02)."""
    if record.in_schedule is None:
        yield Fault("no_approved_schedule", (), record.id, is_warning=True)
    elif not record.in_schedule:
        yield Fault("outside_schedule", (), record.id, is_warning=True)


def _total_files(records: Sequence[RecordFacts], package: PackageFacts, _profile: Profile) -> Iterable[Fault]:
    """2-11: as many files as recorded."""
    found = sum(file.found_size is not None for record in records for file in record.files)
    if found != package.declared_files:
        yield Fault("files_differ", (("expected", str(package.declared_files)), ("actual", str(found))))


def _formats(record: RecordFacts, package: PackageFacts, profile: Profile) -> Iterable[Fault]:
    """3-3: the format is on the list (GB/T 18894 §8.3) or agreed as an exception; the bytes begin as it demands."""
    for file in record.files:
        facts = (("name", file.name), ("format", file.extension))
        if file.extension not in profile.accepted_extensions:
            reason = package.accepted_exceptions.get(file.extension)
            if reason:
                yield Fault("format_exception", (*facts, ("reason", reason)), record.id, file.id, is_warning=True)
            else:
                yield Fault("format_unlisted", facts, record.id, file.id)
        elif not _begins_as_named(file):
            yield Fault("format_differs", facts, record.id, file.id)


def _begins_as_named(file: FileFacts) -> bool:
    if not file.head or file.extension not in _OPEN_FORMS:
        return True
    return any(file.head.startswith(start) and file.extension in extensions for start, extensions in _SIGNATURES)


def _plain(record: RecordFacts, _package: PackageFacts, _profile: Profile) -> Iterable[Fault]:
    """3-8: nothing is encrypted (§8.1.3 e: decrypted before transfer)."""
    for file in record.files:
        if file.encrypted:
            yield Fault("file_encrypted", (("name", file.name),), record.id, file.id)


def _superfluous(records: Sequence[RecordFacts], package: PackageFacts, _profile: Profile) -> Iterable[Fault]:
    """4-3: nothing beside what is listed; the same bytes under two records are worth a look."""
    times = Counter(file.sha256 for record in records for file in record.files)
    for record in records:
        for file in record.files:
            if file.sha256 not in package.listed_files:
                yield Fault("file_unlisted", (("name", file.name),), record.id, file.id)
            elif times[file.sha256] > 1:
                yield Fault("content_repeated", (("name", file.name),), record.id, file.id, is_warning=True)


RULES: tuple[Rule, ...] = (
    Rule("1-1", of_record=_fixity, note=_proved_at_intake),
    *(_description_rule(code) for code in ("1-2", "1-3", "1-4", "1-5", "1-6")),
    Rule("1-7", of_record=_number),
    Rule("1-8", of_package=_repeated),
    Rule("1-10", of_record=_attributes),
    Rule("1-11", of_record=_present),
    Rule("1-12", standing=Outcome.NOT_APPLICABLE, message="online_only"),
    Rule("1-13", standing=Outcome.NOT_APPLICABLE, message="online_only"),
    Rule("1-14", of_package=_as_signed),
    Rule("2-1", of_package=_total_records),
    Rule("2-2", of_package=_total_bytes),
    *(_description_rule(code) for code in ("2-3", "2-4")),
    Rule("2-5", of_record=_process),
    Rule("2-6", of_package=_continuous),
    Rule("2-7", of_record=_content),
    Rule("2-8", standing=Outcome.MANUAL_REVIEW, message="attachments_by_eye"),
    Rule("2-9", of_record=_scheduled),
    Rule("2-10", standing=Outcome.NOT_APPLICABLE, message="no_encapsulation"),
    Rule("2-11", of_package=_total_files),
    Rule("3-1", standing=Outcome.NOT_APPLICABLE, message="online_only"),
    Rule("3-2", of_package=_total_records),
    Rule("3-3", of_record=_formats),
    Rule("3-4", standing=Outcome.MANUAL_REVIEW, message="readable_by_eye"),
    Rule("3-5", standing=Outcome.MANUAL_REVIEW, message="environment_by_eye"),
    Rule("3-8", of_record=_plain),
    Rule("4-1", standing=Outcome.NOT_SCANNED, message="no_scanner"),
    Rule("4-2", standing=Outcome.NOT_SCANNED, message="no_scanner"),
    Rule("4-3", of_package=_superfluous),
    *(Rule(code, standing=Outcome.NOT_APPLICABLE, message="no_carrier") for code in ("4-4", "4-5", "4-6")),
    Rule("4-7", standing=Outcome.MANUAL_REVIEW, message="procedure_by_eye"),
)
"""In the order of the standard. Files of more kinds and scanners come with their engines."""
