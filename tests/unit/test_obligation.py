"""What falls due when."""

import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives.domain.dates import PartialDate
from archives.domain.errors import BlockedError, InvalidInputError
from archives.domain.obligation import (
    Batch,
    BatchState,
    Consent,
    ExtensionReason,
    OverdueCause,
    Route,
    batch_state,
    batch_year,
    due_on,
    forecast,
    grant_extension,
    is_complete,
    is_past_its_day,
    is_waiting,
    last_day,
    overdue_cause,
    route,
    term_years,
)
from archives.domain.profile import Profile
from archives.domain.vocabulary import Carrier, RepositoryLevel, RetentionClass
from config import load_profile

PROFILE = Profile.from_mapping(load_profile("cn"))
CENTRAL, COUNTY = RepositoryLevel.CENTRAL, RepositoryLevel.COUNTY
PERMANENT = RetentionClass.PERMANENT
TODAY = date(2026, 11, 22)
CONSENT = Consent("国家档案局", date(2025, 6, 1), "档函〔2025〕12号")


def batch(year: int) -> Batch:
    return Batch("J001", year, PERMANENT)


def test_d04_a_county_record_of_ten_years_ago_is_due_today_and_a_central_one_in_ten_years() -> None:
    formed_on = date(2016, 11, 22)

    assert due_on(formed_on, COUNTY, PROFILE) == date(2026, 11, 22)
    assert due_on(formed_on, CENTRAL, PROFILE) == date(2036, 11, 22)
    assert is_past_its_day(date(2026, 11, 22), TODAY)
    assert not is_past_its_day(date(2026, 11, 23), TODAY)


def test_d04_the_batches_of_2005_are_complete_today_and_those_of_2006_wait_for_the_end_of_the_year() -> None:
    assert is_complete(batch(2005), 20, TODAY)
    assert not is_complete(batch(2006), 20, TODAY)
    assert is_waiting(due_on(date(2006, 11, 22), CENTRAL, PROFILE), batch(2006), 20, TODAY)
    assert not is_waiting(due_on(date(2006, 11, 23), CENTRAL, PROFILE), batch(2006), 20, TODAY)
    assert not is_waiting(due_on(date(2005, 11, 22), CENTRAL, PROFILE), batch(2005), 20, TODAY)


@pytest.mark.parametrize(
    ("year", "state"),
    [
        (2005, BatchState.OVERDUE),
        (2006, BatchState.DUE_THIS_YEAR),
        (2007, BatchState.FUTURE),
    ],
)
def test_d04_a_batch_stands_by_the_year_in_which_its_term_ends(year: int, state: BatchState) -> None:
    assert batch_state(batch(year), 20, TODAY) is state


def test_d04_a_batch_is_overdue_from_the_first_of_january() -> None:
    assert batch_state(batch(2006), 20, date(2026, 12, 31)) is BatchState.DUE_THIS_YEAR
    assert batch_state(batch(2006), 20, date(2027, 1, 1)) is BatchState.OVERDUE


@given(st.dates(date(1949, 10, 1), date(2030, 12, 31)), st.dates(date(1970, 1, 1), date(2060, 12, 31)))
def test_d04_every_record_of_a_complete_batch_is_past_its_day(formed_on: date, today: date) -> None:
    due = due_on(formed_on, CENTRAL, PROFILE)
    belongs = batch(batch_year(formed_on))

    if is_complete(belongs, 20, today):
        assert is_past_its_day(due, today)
    assert due <= last_day(belongs, 20)


def test_a_date_known_only_to_its_year_is_due_at_the_end_of_it() -> None:
    assert due_on(PartialDate(2006), CENTRAL, PROFILE) == date(2026, 12, 31)
    assert batch_year(PartialDate(2006)) == 2006


def test_permanent_electronic_records_are_due_after_five_years_only_where_the_rule_is_on() -> None:
    terms = dataclasses.replace(PROFILE.terms, electronic_permanent_on=True)
    strict = dataclasses.replace(PROFILE, terms=terms)

    assert term_years(PROFILE, CENTRAL, Carrier.ELECTRONIC) == 20
    assert term_years(strict, CENTRAL, Carrier.ELECTRONIC) == 5
    assert term_years(strict, CENTRAL, Carrier.PAPER) == 20
    assert term_years(strict, COUNTY, Carrier.ELECTRONIC, RetentionClass.D30) == 10


def test_d08_an_extension_with_consent_moves_the_last_day() -> None:
    extension = grant_extension(date(2028, 12, 31), "specialised", CONSENT, batch=batch(2005), term=20)

    assert extension.reason is ExtensionReason.SPECIALISED
    assert last_day(batch(2005), 20, extension) == date(2028, 12, 31)
    assert batch_state(batch(2005), 20, TODAY, extension) is BatchState.EXTENDED
    assert batch_state(batch(2005), 20, date(2029, 1, 1), extension) is BatchState.OVERDUE


@pytest.mark.parametrize("consent", [None, Consent(" ", date(2025, 6, 1))])
def test_d08_without_consent_no_extension_is_possible(consent: Consent | None) -> None:
    with pytest.raises(BlockedError) as refusal:
        grant_extension(date(2028, 12, 31), "secret", consent, batch=batch(2005), term=20)

    assert [problem.code for problem in refusal.value.problems] == ["consent_missing"]


def test_d08_another_ground_and_a_day_that_extends_nothing_are_refused_together() -> None:
    with pytest.raises(InvalidInputError) as refusal:
        grant_extension(date(2025, 12, 31), "no time", CONSENT, batch=batch(2005), term=20)

    assert [problem.code for problem in refusal.value.problems] == ["extension_reason", "extension_too_short"]


@pytest.mark.parametrize(
    ("offered_on", "not_ready_on", "cause"),
    [
        (None, None, OverdueCause.UNIT),
        (date(2026, 1, 2), None, OverdueCause.UNIT),
        (date(2025, 12, 31), None, OverdueCause.ARCHIVE_NOT_READY),
        (None, date(2025, 11, 1), OverdueCause.ARCHIVE_NOT_READY),
        (None, date(2026, 1, 1), OverdueCause.UNIT),
    ],
)
def test_a_delay_belongs_to_the_archive_if_it_was_offered_in_time_or_was_not_ready(
    offered_on: date | None, not_ready_on: date | None, cause: OverdueCause
) -> None:
    assert overdue_cause(date(2025, 12, 31), offered_on, not_ready_on) is cause


@pytest.mark.parametrize(
    ("level", "retention", "in_scope", "expected"),
    [
        (CENTRAL, PERMANENT, True, Route.TRANSFER),
        (CENTRAL, RetentionClass.D30, True, Route.RETENTION_REVIEW),
        (COUNTY, RetentionClass.D30, True, Route.TRANSFER),
        (COUNTY, RetentionClass.LONG, True, Route.TRANSFER),
        (COUNTY, RetentionClass.D10, True, Route.RETENTION_REVIEW),
        (COUNTY, RetentionClass.SHORT, True, Route.RETENTION_REVIEW),
        (CENTRAL, PERMANENT, False, Route.OUT_OF_SCOPE),
    ],
)
def test_d02_only_what_is_in_scope_and_collected_is_transferred(
    level: RepositoryLevel, retention: RetentionClass, in_scope: bool, expected: Route
) -> None:
    assert route(PROFILE, level, retention, in_scope=in_scope) is expected


def test_the_forecast_counts_by_the_year_in_which_the_term_ends() -> None:
    counts = {batch(2004): 3, batch(2005): 4, batch(2006): 5, batch(2031): 6, Batch("J002", 2006, PERMANENT): 7}

    seen = forecast(counts, 20, first_year=2026, years=3)

    assert seen.backlog == 7
    assert seen.by_year == {2026: 12, 2027: 0, 2028: 0}


@given(st.dictionaries(st.integers(1950, 2080), st.integers(0, 1000)), st.integers(1, 60))
def test_the_forecast_counts_every_record_once(by_year: dict[int, int], years: int) -> None:
    counts = {batch(year): count for year, count in by_year.items()}

    seen = forecast(counts, 20, first_year=2026, years=years)

    beyond = sum(count for year, count in by_year.items() if year + 20 >= 2026 + years)
    assert seen.backlog + sum(seen.by_year.values()) + beyond == sum(by_year.values())


@given(st.integers(1990, 2020), st.integers(1, 3000))
def test_d08_an_extension_never_shortens(year: int, days: int) -> None:
    ordinary = last_day(batch(year), 20)

    extension = grant_extension(ordinary + timedelta(days=days), "secret", CONSENT, batch=batch(year), term=20)

    assert last_day(batch(year), 20, extension) == ordinary + timedelta(days=days)
