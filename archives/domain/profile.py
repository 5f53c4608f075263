"""The profile of a jurisdiction: every figure that is not statutory, and the statutory ones beside their sources.

It is read from plain nested data (`config.load_profile`), whole and checked: `Profile.from_mapping` names all faults.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from archives.domain.dates import WorkingCalendar
from archives.domain.description_elements import ELEMENTS
from archives.domain.numbering_data import read_schemes
from archives.domain.plain_mapping import PlainMapping
from archives.domain.reference_code import NumberingScheme
from archives.domain.supervision import Supervision, read_supervision
from archives.domain.vocabulary import Level, RepositoryLevel, RetentionClass
from archives.domain.work_report import ReportRules, read_report_rules


class OnFail(StrEnum):
    """What a failed check does to the run (DA/T 70-2018 products' three strategies)."""

    BLOCK = "block"  # 不允许继续
    CONFIRM = "confirm"  # 允许手动继续: a named person decides, with a reason
    CONTINUE = "continue"  # 允许自动继续: reported only


class CheckKind(StrEnum):
    """Who can do a check."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"
    EXTERNAL = "external"  # needs an engine outside this system


@dataclass(frozen=True, slots=True)
class TransferTerms:
    """When records are handed over, and which."""

    years: Mapping[RepositoryLevel, int]  # from formation, 条例 20
    collected: Mapping[RepositoryLevel, frozenset[RetentionClass]]
    electronic_permanent_on: bool  # rule CN-E5
    electronic_permanent_years: int
    kept_years: Mapping[RetentionClass, int]  # how long a class is kept at the most; permanent has no end
    kept_copy_years: int  # how long the unit keeps its own copy after the transfer
    forecast_years: int


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long the archive may take, in working days; then it escalates instead of lapsing in silence."""

    receipt_working_days: int  # from submission until the archive begins to check
    checking_working_days: int  # from then until it accepts or returns
    director_after_working_days: int  # after a deadline has passed
    authority_after_working_days: int  # after a deadline has passed
    returns_that_escalate: int  # the n-th return of one transfer goes to the director


@dataclass(frozen=True, slots=True)
class LoginRules:
    """Passwords, lockout and login sessions (GB/T 39784-2021 T35)."""

    password_length: int
    failures: int
    lockout_minutes: int
    idle_minutes: int
    absolute_hours: int


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One item of DA/T 70-2018: code 'n-m', n being 1 authenticity, 2 integrity, 3 usability, 4 security."""

    code: str
    name: str
    kind: CheckKind
    on: bool
    on_fail: OnFail


@dataclass(frozen=True, slots=True)
class DescriptionRules:
    """What a description must contain and may not."""

    required: Mapping[Level, frozenset[str]]  # element names, beyond which some are required by carrier
    forbidden_characters: frozenset[str]
    longest: Mapping[str, int]  # characters, by element; `other` for the rest


@dataclass(frozen=True, slots=True)
class FormatRule:
    """File name extensions (lower case, no dot) that a kind of content may have."""

    kind: str
    extensions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Profile:
    """All rules of one jurisdiction that are data."""

    name: str
    title: str
    zone: ZoneInfo
    terms: TransferTerms
    deadlines: Deadlines
    login: LoginRules
    calendar: WorkingCalendar
    description: DescriptionRules
    numbering: tuple[NumberingScheme, ...]  # tried in this order
    checks: Mapping[str, CheckItem]
    formats: tuple[FormatRule, ...]
    supervision: Supervision
    work_report: ReportRules
    publish_least: int  # numbers below it are withheld from what is published

    @classmethod
    def from_mapping(cls, data: Mapping[str, object]) -> Self:
        """Build and check; InvalidInputError lists every fault by JSON pointer, unknown keys included."""
        plain = PlainMapping(data)
        profile = cls(
            name=plain.text("name"),
            title=plain.text("title"),
            zone=_zone(plain),
            terms=_terms(plain.table("transfer")),
            deadlines=_deadlines(plain.table("deadlines")),
            login=_login(plain.table("login")),
            calendar=_calendar(plain.table("calendar")),
            description=_description(plain.table("description")),
            numbering=read_schemes(plain),
            checks=_checks(plain),
            formats=_formats(plain.table("formats")),
            supervision=read_supervision(plain.table("inspection")),
            work_report=read_report_rules(plain.table("work_report")),
            publish_least=plain.table("publication").whole("least", minimum=1),
        )
        plain.finish()
        return profile

    def day_of(self, instant: datetime) -> date:
        """Return the day that an instant lies in, by the jurisdiction's clocks: 'today' and every deadline."""
        return instant.astimezone(self.zone).date()

    @property
    def accepted_extensions(self) -> frozenset[str]:
        """Every extension that some kind of content may have."""
        return frozenset().union(*(rule.extensions for rule in self.formats))

    def scheme(self, name: str) -> NumberingScheme:
        """Return the numbering scheme of that name; KeyError when the profile has none."""
        return {scheme.name: scheme for scheme in self.numbering}[name]

    def issuing_schemes(self) -> tuple[NumberingScheme, ...]:
        """Return the schemes under which new numbers may be issued."""
        return tuple(scheme for scheme in self.numbering if not scheme.legacy)


def _zone(plain: PlainMapping) -> ZoneInfo:
    name = plain.text("time_zone")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # absent, malformed, a directory
        if name:
            plain.fault("unknown_value", "time_zone", value=name)
        return ZoneInfo("UTC")


def _terms(plain: PlainMapping) -> TransferTerms:
    years, collected, electronic = plain.table("years"), plain.table("collected"), plain.table("electronic_permanent")
    kept = plain.table("kept_years")
    return TransferTerms(
        years={level: years.whole(level, minimum=1) for level in RepositoryLevel},
        collected={level: collected.words(level, RetentionClass) for level in RepositoryLevel},
        electronic_permanent_on=electronic.truth("on"),
        electronic_permanent_years=electronic.whole("years", minimum=1),
        kept_years={
            each: kept.whole(each, minimum=1) for each in RetentionClass if each is not RetentionClass.PERMANENT
        },
        kept_copy_years=plain.whole("kept_copy_years"),
        forecast_years=plain.whole("forecast_years", minimum=1),
    )


def _deadlines(plain: PlainMapping) -> Deadlines:
    return Deadlines(
        receipt_working_days=plain.whole("receipt_working_days", minimum=1),
        checking_working_days=plain.whole("checking_working_days", minimum=1),
        director_after_working_days=plain.whole("director_after_working_days"),
        authority_after_working_days=plain.whole("authority_after_working_days"),
        returns_that_escalate=plain.whole("returns_that_escalate", minimum=1),
    )


def _login(plain: PlainMapping) -> LoginRules:
    return LoginRules(
        password_length=plain.whole("password_length", minimum=8),
        failures=plain.whole("failures", minimum=1),
        lockout_minutes=plain.whole("lockout_minutes", minimum=1),
        idle_minutes=plain.whole("idle_minutes", minimum=1),
        absolute_hours=plain.whole("absolute_hours", minimum=1),
    )


def _calendar(plain: PlainMapping) -> WorkingCalendar:
    weekend = frozenset(plain.wholes("weekend"))
    if not weekend < frozenset(range(1, 8)):  # all seven days off would let no deadline ever end
        plain.fault("unknown_value", "weekend", value=sorted(weekend), allowed="some of 1 to 7")
    return WorkingCalendar(weekend, plain.days("holidays"), plain.days("extra_workdays"))


def _description(plain: PlainMapping) -> DescriptionRules:
    required, longest = plain.table("required"), plain.table("longest")
    for level in Level:
        _require_elements(required, level, required.texts(level))
    _require_elements(longest, "", set(longest.names()) - {"other"})
    return DescriptionRules(
        required={level: frozenset(required.texts(level)) for level in Level},
        forbidden_characters=frozenset(plain.text("forbidden_characters")),
        longest={name: longest.whole(name, minimum=1) for name in {*longest.names(), "other"}},
    )


def _require_elements(plain: PlainMapping, key: str, names: Iterable[str]) -> None:
    for name in sorted(set(names) - set(ELEMENTS)):
        plain.fault("unknown_element", key, value=name)


def _checks(plain: PlainMapping) -> Mapping[str, CheckItem]:
    items = [
        CheckItem(
            code=check.text("code"),
            name=check.text("name"),
            kind=check.word("kind", CheckKind),
            on=check.truth("on"),
            on_fail=check.word("on_fail", OnFail),
        )
        for check in plain.tables("checks")
    ]
    by_code = {item.code: item for item in items}
    if len(by_code) < len(items):
        plain.fault("duplicate", "checks")
    return by_code


def _formats(plain: PlainMapping) -> tuple[FormatRule, ...]:
    return tuple(FormatRule(kind, frozenset(plain.texts(kind))) for kind in plain.names())
