"""The periodic report on the archives work (条例 45): its life, its periods, what it must say.

条例 45 names no period and no day; both are the profile's. The life is written down in TRANSITIONS alone. Whoever
filled a report in does not sign it off (统计法 24: 审核、签署), and overdue is worked out from the day, never kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Self
from uuid import UUID

from archives.domain.dates import WorkingCalendar
from archives.domain.errors import InvalidInputError, NotPermittedError, Problem
from archives.domain.hazard import InspectedKind
from archives.domain.life import Arrow, follow, offered
from archives.domain.plain_mapping import PlainMapping
from archives.domain.rectification import HEADS, INSPECTED, OFFICERS
from archives.domain.vocabulary import Role


class ReportState(StrEnum):
    """Where a report stands. The words complete 'a report that is …'."""

    DRAFTED = "drafted"
    UNDER_REVIEW = "under_review"  # before whoever signs it off
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACKNOWLEDGED = "acknowledged"


class ReportAction(StrEnum):
    """What can be done to a report, one for each button."""

    FILL_IN = "fill_in"
    HAND_IN = "hand_in"  # to whoever signs it off
    SEND_BACK = "send_back"  # inside the body
    SUBMIT = "submit"  # signed off, to the authority
    ACKNOWLEDGE = "acknowledge"
    RETURN = "return"  # by the authority, with reasons


_S, _A = ReportState, ReportAction
TRANSITIONS: Mapping[tuple[ReportState, ReportAction], Arrow[ReportState]] = MappingProxyType(
    {
        (_S.DRAFTED, _A.FILL_IN): Arrow(_S.DRAFTED, INSPECTED),
        (_S.RETURNED, _A.FILL_IN): Arrow(_S.DRAFTED, INSPECTED),
        (_S.DRAFTED, _A.HAND_IN): Arrow(_S.UNDER_REVIEW, INSPECTED),
        (_S.UNDER_REVIEW, _A.SEND_BACK): Arrow(_S.DRAFTED, HEADS),
        (_S.UNDER_REVIEW, _A.SUBMIT): Arrow(_S.SUBMITTED, HEADS),
        (_S.SUBMITTED, _A.ACKNOWLEDGE): Arrow(_S.ACKNOWLEDGED, OFFICERS),
        (_S.SUBMITTED, _A.RETURN): Arrow(_S.RETURNED, frozenset({Role.AUTHORITY})),
    }
)
REPORTED = frozenset({_S.SUBMITTED, _S.ACKNOWLEDGED})
"""A body in one of these has done its duty; one that was returned has not yet."""


def next_state(state: ReportState, action: ReportAction, roles: Iterable[Role]) -> ReportState:
    """Return the state that follows, or refuse."""
    return follow(TRANSITIONS, "a report", state, action, roles)


def allowed_actions(state: ReportState, roles: Iterable[Role]) -> frozenset[ReportAction]:
    """Return the buttons that these roles may be shown."""
    return offered(TRANSITIONS, state, roles)


def require_other_signer(filled_by: UUID | None, signer: UUID | None) -> None:
    """Refuse that one person fills a report in and signs it off."""
    if filled_by == signer:
        raise NotPermittedError("Whoever filled the report in does not sign it off.", roles=" or ".join(sorted(HEADS)))


# --- periods ---


class PeriodKind(StrEnum):
    """How often it is reported."""

    YEAR = "year"
    HALF_YEAR = "half_year"
    QUARTER = "quarter"


_MONTHS = {PeriodKind.YEAR: 12, PeriodKind.HALF_YEAR: 6, PeriodKind.QUARTER: 3}
YEARS = range(1987, 2201)  # the first Archives Law is of 1987
_LETTERS = {PeriodKind.YEAR: "", PeriodKind.HALF_YEAR: "H", PeriodKind.QUARTER: "Q"}


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """A year, or the n-th half or quarter of it. Its code is '2026', '2026-H1', '2026-Q3'."""

    kind: PeriodKind
    year: int
    part: int = 1

    @classmethod
    def of(cls, kind: PeriodKind, day: date) -> Self:
        """Return the period that a day lies in."""
        return cls(kind, day.year, (day.month - 1) // _MONTHS[kind] + 1)

    @classmethod
    def ended_before(cls, kind: PeriodKind, day: date) -> Self:
        """Return the newest period that had ended before a day."""
        return cls.of(kind, cls.of(kind, day).first - timedelta(days=1))

    @classmethod
    def parse(cls, kind: PeriodKind, code: str) -> Self:
        """Read a code of that kind of period, or refuse (`bad_period`)."""
        year, _, rest = code.partition("-")
        part = rest.removeprefix(_LETTERS[kind]) if rest else "1"
        whole = year.isdecimal() and part.isdecimal() and int(year) in YEARS
        found = cls(kind, int(year), int(part)) if whole else None
        if found is None or found.code != code or not 1 <= found.part <= 12 // _MONTHS[kind]:
            raise InvalidInputError([Problem("bad_period", "period", (("value", code[:64]),))])
        return found

    @property
    def code(self) -> str:
        """Return how rows and addresses name it."""
        return f"{self.year:04}" + (f"-{_LETTERS[self.kind]}{self.part}" if _LETTERS[self.kind] else "")

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, (self.part - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def last(self) -> date:
        """Return its last day."""
        month = self.part * _MONTHS[self.kind]
        return (date(self.year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


# --- what it says ---


class Counted(StrEnum):
    """A figure that the system counts itself, from its own rows."""

    RECORDS_KEPT = "records_kept"  # in the body's own custody now
    RECORDS_FILED = "records_filed"  # of the period's years
    TRANSFERS = "transfers"  # accepted in the period: made, or received
    RECORDS_TRANSFERRED = "records_transferred"  # items and volumes in them
    BATCHES_OVERDUE = "batches_overdue"  # now
    FINDINGS_FOUND = "findings_found"
    FINDINGS_CLOSED = "findings_closed"
    FINDINGS_OPEN = "findings_open"  # at the end of the period
    ORDERS_ISSUED = "orders_issued"
    ORDERS_LATE = "orders_late"  # of these, reported too late
    KEEPERS = "keepers"  # on file now (D01)


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One figure: its name and unit; `source` when the system counts it. Asked of these kinds of bodies."""

    code: str
    title: str
    unit: str
    source: Counted | None
    inspected: frozenset[InspectedKind]


@dataclass(frozen=True, slots=True)
class ReportText:
    """One part in words."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class ReportRules:
    """How a jurisdiction wants to be reported to; `due_days` after the end of the period."""

    period: PeriodKind
    due_days: int
    items: tuple[ReportItem, ...]
    texts: tuple[ReportText, ...]

    def items_for(self, kind: InspectedKind) -> tuple[ReportItem, ...]:
        """Return the figures asked of such a body."""
        return tuple(each for each in self.items if kind in each.inspected)

    def due_on(self, period: ReportPeriod, calendar: WorkingCalendar) -> date:
        """Return the last day; one on which offices are closed moves on."""
        day = period.last + timedelta(days=self.due_days)
        while not calendar.is_working_day(day):
            day += timedelta(days=1)
        return day


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says of one figure: as counted by the system (None where it counts none), and as reported."""

    counted: int | None
    said: int | None
    remark: str = ""


def report_gaps(
    items: Iterable[ReportItem], figures: Mapping[str, Said], texts: Mapping[ReportText, str]
) -> list[Problem]:
    """Return all that a report still lacks: a figure, the remark on one that differs from the count, a text."""
    gaps = []
    for each in items:
        said = figures.get(each.code, Said(None, None))
        if said.said is None:
            gaps.append(Problem("figure_missing", f"figure-{each.code}", (("name", each.title),)))
        elif said.counted is not None and said.said != said.counted and not said.remark.strip():
            facts = (("name", each.title), ("counted", str(said.counted)))
            gaps.append(Problem("remark_missing", f"remark-{each.code}", facts))
    return gaps + [
        Problem("text_missing", f"text-{part.code}", (("name", part.title),))
        for part, text in texts.items()
        if not text.strip()
    ]


def read_report_rules(plain: PlainMapping) -> ReportRules:
    """Read the table `work_report`; what is wrong is noted in it."""
    return ReportRules(
        period=plain.word("period", PeriodKind),
        due_days=plain.whole("due_days", minimum=1),
        items=tuple(_item(each) for each in plain.tables("items")),
        texts=tuple(ReportText(each.text("code"), each.text("title")) for each in plain.tables("texts")),
    )


def _item(plain: PlainMapping) -> ReportItem:
    source = plain.word("source", Counted) if plain.has("source") else None
    kinds = plain.words("inspected", InspectedKind)
    return ReportItem(plain.text("code"), plain.text("title"), plain.text("unit"), source, kinds)
