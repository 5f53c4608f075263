"""What falls due when, and to whom the delay belongs (Law 15 ¶1, 条例 20).

Two clocks run. A record is past its day from the day its term is full; a batch (fonds, year of formation, retention
class) is handed over whole, so it is in time until 31 December of year + term and overdue from the day after. Records
that are past their day in a batch whose year has not ended wait for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from archives.domain.dates import PartialDate, due_day, offer_day
from archives.domain.errors import BlockedError, InvalidInputError, Problem
from archives.domain.profile import Profile
from archives.domain.vocabulary import Carrier, RepositoryLevel, RetentionClass


class BatchState(StrEnum):
    """Where a batch that has not been handed over stands on a day."""

    FUTURE = "future"
    DUE_THIS_YEAR = "due_this_year"
    EXTENDED = "extended"  # its term has ended, the authority has moved it
    OVERDUE = "overdue"


class OverdueCause(StrEnum):
    """Whose delay it is."""

    UNIT = "unit"
    ARCHIVE_NOT_READY = "archive_not_ready"


class Route(StrEnum):
    """Where the records of a retention class go at the end of their term."""

    TRANSFER = "transfer"
    RETENTION_REVIEW = "retention_review"  # 鉴定: the archive does not collect this class
    OUT_OF_SCOPE = "out_of_scope"  # not in the approved scope of filing (条例 19)


class ExtensionReason(StrEnum):
    """The only grounds of 条例 20 ¶3."""

    SPECIALISED = "specialised"  # 专业性较强
    SECRET = "secret"  # noqa: S105 -- 需要保密, a ground, no password


@dataclass(frozen=True, slots=True)
class Batch:
    """What is planned and handed over as one: a fonds, a year of formation (档案所属年度), a retention class."""

    fonds: str
    year: int
    retention: RetentionClass


@dataclass(frozen=True, slots=True)
class Consent:
    """The authority's agreement (同级档案主管部门检查和同意)."""

    authority: str
    given_on: date
    document_number: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """A later last day for a batch. It exists only with consent: see `grant_extension`."""

    until: date
    reason: ExtensionReason
    consent: Consent


@dataclass(frozen=True, slots=True)
class Forecast:
    """Records to be handed over: `backlog` from years whose term ended before the first year, then by year."""

    backlog: int
    by_year: Mapping[int, int]  # every year of the span, also those with nothing


def term_years(
    profile: Profile,
    level: RepositoryLevel,
    carrier: Carrier = Carrier.PAPER,
    retention: RetentionClass = RetentionClass.PERMANENT,
) -> int:
    """Return N of "满 N 年": by level (条例 20), for permanent electronic records at most that of CN-E5 if it is on."""
    term = profile.terms.years[level]
    is_electronic_permanent = carrier is Carrier.ELECTRONIC and retention is RetentionClass.PERMANENT
    if profile.terms.electronic_permanent_on and is_electronic_permanent:
        return min(term, profile.terms.electronic_permanent_years)
    return term


def due_on(formed_on: PartialDate | date, level: RepositoryLevel, profile: Profile) -> date:
    """Return the strict due day by the level's term. A volume is as old as its latest item: pass that item's date."""
    return due_day(formed_on, term_years(profile, level))


def is_past_its_day(due: date, today: date) -> bool:
    """Tell whether the term is full: on the due day itself it is."""
    return due <= today


def batch_year(formed_on: PartialDate | date) -> int:
    """Return the year to whose batch a record belongs; for a volume, pass its latest item's date."""
    return formed_on.year


def last_day(batch: Batch, term: int, extension: Extension | None = None) -> date:
    """Return the last day on which the batch is in time."""
    ordinary = offer_day(batch.year, term)
    return ordinary if extension is None else max(ordinary, extension.until)


def is_complete(batch: Batch, term: int, today: date) -> bool:
    """Tell whether the batch's last year has ended, so that all of it is past its day and can be handed over whole."""
    return today > offer_day(batch.year, term)


def is_waiting(due: date, batch: Batch, term: int, today: date) -> bool:
    """Tell whether a record past its day waits for the end of its batch's year."""
    return is_past_its_day(due, today) and not is_complete(batch, term, today)


def batch_state(batch: Batch, term: int, today: date, extension: Extension | None = None) -> BatchState:
    """Return where a batch not yet handed over stands."""
    if today > last_day(batch, term, extension):
        return BatchState.OVERDUE
    if is_complete(batch, term, today):
        return BatchState.EXTENDED
    return BatchState.DUE_THIS_YEAR if batch.year + term == today.year else BatchState.FUTURE


def overdue_cause(last: date, offered_on: date | None, not_ready_on: date | None = None) -> OverdueCause:
    """Return whose delay it is that a batch was not taken over by its last day.

    It is the archive's if the unit had submitted it in time (`offered_on`), or if the archive itself had said by the
    last day that it was not ready (`not_ready_on`); else the unit's.
    """
    answers = [day for day in (offered_on, not_ready_on) if day is not None and day <= last]
    return OverdueCause.ARCHIVE_NOT_READY if answers else OverdueCause.UNIT


def grant_extension(until: date, reason: str, consent: Consent | None, *, batch: Batch, term: int) -> Extension:
    """Return the extension, or refuse.

    BlockedError without consent (consent_missing); InvalidInputError for another ground than the two of 条例 20 ¶3
    (extension_reason) and for a day that extends nothing (extension_too_short).
    """
    problems = [*_reason_problems(reason), *_until_problems(until, offer_day(batch.year, term))]
    if problems:
        raise InvalidInputError(problems)
    if consent is None or not consent.authority.strip():
        raise BlockedError("extend the transfer", [Problem("consent_missing", "consent", who="authority")])
    return Extension(until, ExtensionReason(reason), consent)


def route(profile: Profile, level: RepositoryLevel, retention: RetentionClass, *, in_scope: bool) -> Route:
    """Return where records go: only those in scope and of a class that the archive collects are transferred."""
    if not in_scope:
        return Route.OUT_OF_SCOPE
    collected = retention in profile.terms.collected[level]
    return Route.TRANSFER if collected else Route.RETENTION_REVIEW


def forecast(counts: Mapping[Batch, int], term: int, first_year: int, years: int) -> Forecast:
    """Count records by the year in which their batch's term ends, over `years` years from `first_year` on."""
    ends = [(batch.year + term, count) for batch, count in counts.items()]
    span = range(first_year, first_year + years)
    return Forecast(
        backlog=_total(count for year, count in ends if year < first_year),
        by_year={each: _total(count for year, count in ends if year == each) for each in span},
    )


def _total(counts: Iterable[int]) -> int:
    return sum(counts)


def _reason_problems(reason: str) -> list[Problem]:
    if reason in set(ExtensionReason):
        return []
    return [Problem("extension_reason", "reason", (("value", reason), ("allowed", ", ".join(ExtensionReason))))]


def _until_problems(until: date, ordinary: date) -> list[Problem]:
    if until > ordinary:
        return []
    return [Problem("extension_too_short", "until", (("value", until.isoformat()), ("after", ordinary.isoformat())))]
