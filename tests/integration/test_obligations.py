"""What falls due when: batches, days, standing, calendar, forecast, and who sees them."""

from datetime import date

import pytest

from archives.domain.errors import InvalidInputError, NotFoundError, NotPermittedError, StaleVersionError
from archives.domain.obligation import OverdueCause
from archives.domain.permission import WORKER
from archives.domain.vocabulary import Custody, Level, RetentionClass
from archives.models import CollectionScope, new_id
from archives.services.obligations import Standing, Within, recount_fonds
from archives.services.paging import Cut
from tests.factories import cast as write_cast
from tests.holdings import count, keep, obligation_of, unit, units

# Today is 2026-11-22 and a county archive's term ten years: what was formed on 2016-11-22 is due today.
DUE_TODAY, DUE_TOMORROW, OLD = "2016-11-22", "2016-11-23", "2014-06-30"


@pytest.fixture
def house(either_house):
    return either_house


@pytest.fixture
def cast(house):
    return write_cast(house)


def due(house, actor, **more):
    with house.open(actor) as services:
        return {count.organization: count for count in services.obligations.due(**more)}


def standings(house, actor, **more):
    with house.open(actor) as services:
        return {row.obligation.year: row.standing for row in services.obligations.batches(**more).rows}


def test_d04_past_its_day_and_in_a_complete_year_is_transferable_the_rest_waits(house, cast):
    keep(house, units(cast.finance_fonds, OLD, "2015-12-31", "2016-01-01", DUE_TODAY, DUE_TOMORROW, "2020-02-29"))

    found = due(house, cast.clerk)["青山县财政局"]

    assert (found.past_due, found.transferable, found.waiting, found.total) == (4, 2, 2, 6)


def test_d04_a_batch_filed_under_the_year_before_its_dates_counts_by_its_own_days(house, cast):
    keep(house, units(cast.finance_fonds, "2016-03-01", "2016-12-30", year=2015))

    found = due(house, cast.clerk)["青山县财政局"]

    assert (found.past_due, found.transferable, found.waiting) == (1, 1, 0)


def test_d04_tomorrow_more_is_due(house, cast):
    keep(house, units(cast.finance_fonds, DUE_TODAY, DUE_TOMORROW))

    assert due(house, cast.clerk)["青山县财政局"].past_due == 1
    assert due(house, cast.clerk, on=date(2026, 11, 23))["青山县财政局"].past_due == 2
    assert due(house, cast.clerk, on=date(2027, 1, 1))["青山县财政局"].transferable == 2


def test_the_items_of_a_volume_go_with_it_and_a_series_is_nothing_to_hand_over(house, cast):
    day = date(2014, 5, 1)
    series = unit(cast.finance_fonds, day, level=Level.SERIES)
    volume = unit(cast.finance_fonds, day, level=Level.VOLUME, parent_id=series.id)
    inside = [unit(cast.finance_fonds, day, parent_id=volume.id) for _ in range(3)]
    in_series = unit(cast.finance_fonds, day, parent_id=series.id)
    keep(house, [series, volume, *inside, in_series])

    with house.open(cast.clerk) as services:
        assert obligation_of(services, volume).records_pending == 2


def test_d06_nothing_outside_the_approved_scope_falls_due_until_the_authority_approves_it(house, cast):
    record = unit(cast.finance_fonds, date(2014, 5, 1))
    with house.open(WORKER) as services, services.work.write():
        services.work.session.query(CollectionScope).filter_by(organization_id=cast.finance.id).delete()
    keep(house, [record])
    assert due(house, cast.clerk) == {}

    with house.open(WORKER) as services, services.work.write():
        owner = {"organization_id": cast.finance.id, "repository_id": cast.archive.id}
        approval = {"approved_by_id": cast.authority.id, "approved_on": date(2026, 11, 1)}
        services.work.session.add(CollectionScope(**owner, **approval))
        recount_fonds(services.work, house.outside, [cast.finance_fonds.id])

    assert due(house, cast.clerk)["青山县财政局"].past_due == 1


def test_d06_what_falls_out_of_the_scope_is_no_longer_due(house, cast):
    keep(house, units(cast.finance_fonds, OLD))
    with house.open(WORKER) as services, services.work.write():
        services.work.session.query(CollectionScope).filter_by(organization_id=cast.finance.id).delete()
        recount_fonds(services.work, house.outside, [cast.finance_fonds.id])

    assert due(house, cast.clerk)["青山县财政局"].past_due == 0
    assert standings(house, cast.clerk) == {2014: Standing.DONE}


@pytest.mark.parametrize(
    ("retention", "batches"),
    [
        (RetentionClass.PERMANENT, 1),
        (RetentionClass.D30, 1),
        (RetentionClass.LONG, 1),
        (RetentionClass.D10, 0),
        (RetentionClass.SHORT, 0),
    ],
)
def test_d06_a_county_archive_collects_permanent_thirty_years_and_long(house, cast, retention, batches):
    keep(house, units(cast.finance_fonds, OLD, retention=retention))

    assert len(standings(house, cast.clerk)) == batches


def test_a_batch_follows_its_records_through_a_transfer(house, cast):
    records = units(cast.finance_fonds, OLD, "2014-07-01", "2014-08-01")
    keep(house, records)
    with house.open(WORKER) as services, services.work.write():
        first, second, _ = (services.work.session.merge(record) for record in records)
        first.transfer_id = new_id()
        second.transfer_id, second.custody = new_id(), Custody.REPOSITORY
        count(services.work, house, records)

    with house.open(cast.clerk) as services:
        batch = obligation_of(services, records[0])
    assert (batch.records_pending, batch.records_in_transfer, batch.records_transferred) == (1, 1, 1)
    assert (batch.first_due_on, batch.last_due_on) == (date(2024, 8, 1), date(2024, 8, 1))


def test_counting_again_what_has_not_changed_writes_nothing(house, cast):
    records = units(cast.finance_fonds, OLD)
    keep(house, records)

    with house.open(WORKER) as services:
        before = obligation_of(services, records[0]).version
        with services.work.write():
            count(services.work, house, records)
        assert obligation_of(services, records[0]).version == before


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        (date(2023, 12, 31), Standing.FUTURE),
        (date(2024, 1, 1), Standing.DUE_THIS_YEAR),
        (date(2024, 12, 31), Standing.DUE_THIS_YEAR),
        (date(2025, 1, 1), Standing.OVERDUE),
    ],
)
def test_d04_a_batch_is_due_in_the_year_its_term_ends_and_overdue_from_the_first_of_january(
    house, cast, today, standing
):
    keep(house, units(cast.finance_fonds, OLD))

    assert standings(house, cast.clerk, on=today) == {2014: standing}


def test_the_list_by_standing_finds_what_the_standing_says(house, cast):
    records = [unit(cast.finance_fonds, date(year, 6, 1)) for year in range(2012, 2020)]
    keep(house, records)
    fates = {2012: {"custody": Custody.REPOSITORY}, 2013: {"transfer_id": new_id()}}
    with house.open(WORKER) as services, services.work.write():
        for record in map(services.work.session.merge, records):
            for name, value in fates.get(record.year, {}).items():
                setattr(record, name, value)
        count(services.work, house, records)
        obligation_of(services, records[2]).extended_to = date(2026, 11, 22)
        obligation_of(services, records[3]).extended_to = date(2026, 11, 21)

    expected = {
        2012: Standing.DONE,
        2013: Standing.IN_TRANSFER,
        2014: Standing.EXTENDED,
        2015: Standing.OVERDUE,
        2016: Standing.DUE_THIS_YEAR,
        2017: Standing.FUTURE,
        2018: Standing.FUTURE,
        2019: Standing.FUTURE,
    }
    assert standings(house, cast.clerk) == expected
    for standing in Standing:
        listed = standings(house, cast.clerk, standing=standing)
        assert listed == {year: each for year, each in expected.items() if each is standing}


def test_batches_are_paged_in_the_order_of_their_days(house, cast):
    keep(house, [unit(cast.finance_fonds, date(year, 6, 1)) for year in range(2010, 2015)])

    with house.open(cast.clerk) as services:
        first = services.obligations.batches(cut=Cut(limit=3))
        rest = services.obligations.batches(cut=Cut(after=first.next_key, limit=3))
    assert [row.obligation.year for row in (*first.rows, *rest.rows)] == [2010, 2011, 2012, 2013, 2014]
    assert rest.next_key is None


def test_the_calendar_of_a_year_counts_by_month_and_that_of_a_month_by_day(house, cast):
    keep(house, units(cast.finance_fonds, "2016-01-05", "2016-01-20", "2016-12-31", "2015-12-31"))

    with house.open(cast.archivist) as services:
        year = services.obligations.calendar(2026)
        month = services.obligations.calendar(2026, 1)
        december = services.obligations.calendar(2026, 12)
    assert [(day.number, day.records) for day in year.days] == [(1, 2), (12, 1)]
    assert (year.batches, year.records) == (1, 3)
    assert [(day.number, day.records) for day in month.days] == [(5, 1), (20, 1)]
    assert (month.batches, december.batches) == (0, 1)


def test_the_forecast_runs_twenty_five_years_with_the_backlog_apart(house, cast):
    keep(house, units(cast.finance_fonds, "2010-01-01", "2015-05-05", "2016-05-05", "2040-01-01", "2041-01-01"))
    keep(house, units(cast.health_fonds, "2017-05-05"))

    with house.open(cast.archivist) as services:
        whole = services.obligations.forecast()
        each = {row.organization: row.forecast for row in services.obligations.forecasts()}
    assert (whole.backlog, whole.by_year[2026], whole.by_year[2027], whole.by_year[2050]) == (2, 1, 1, 1)
    assert list(whole.by_year) == list(range(2026, 2051))
    assert (each["青山县财政局"].by_year[2027], each["青山县卫生局"].by_year[2027]) == (0, 1)


def test_each_sees_the_batches_of_his_own_place_and_the_archive_sees_those_of_all_its_bodies(house, cast):
    keep(house, [*units(cast.finance_fonds, OLD), *units(cast.health_fonds, OLD, DUE_TODAY, DUE_TOMORROW)])

    assert set(due(house, cast.clerk)) == {"青山县财政局"}
    assert set(due(house, cast.other_clerk)) == {"青山县卫生局"}
    for actor in (cast.archivist, cast.director, cast.inspector, cast.authority_officer):
        assert {name: found.past_due for name, found in due(house, actor).items()} == {
            "青山县财政局": 1,
            "青山县卫生局": 2,
        }
    for actor in (cast.city_archivist, cast.neighbour_inspector, cast.system_admin):
        assert due(house, actor) == {}


def test_a_question_can_be_narrowed_but_not_widened(house, cast):
    keep(house, [*units(cast.finance_fonds, OLD), *units(cast.health_fonds, OLD)])

    assert set(due(house, cast.archivist, within=Within(organization_id=cast.health.id))) == {"青山县卫生局"}
    assert due(house, cast.clerk, within=Within(organization_id=cast.health.id)) == {}


def test_the_delay_is_the_archives_if_it_said_in_time_that_it_is_not_ready(house, cast, clock):
    records = units(cast.finance_fonds, OLD, "2016-06-30")
    keep(house, records)
    with house.open(cast.director) as services:
        for record in records:
            batch = obligation_of(services, record)
            services.obligations.declare_not_ready(batch.id, "库房改造", batch.version)
    clock.move(days=60)

    with house.open(cast.clerk) as services:
        causes = {row.obligation.year: row.cause for row in services.obligations.batches().rows}
    assert causes == {2014: OverdueCause.UNIT, 2016: OverdueCause.ARCHIVE_NOT_READY}


def test_the_archive_can_say_that_it_is_ready_again(house, cast, clock):
    records = units(cast.finance_fonds, "2016-06-30")
    keep(house, records)
    with house.open(cast.director) as services:
        batch = obligation_of(services, records[0])
        services.obligations.declare_not_ready(batch.id, "库房改造", batch.version)
        services.obligations.declare_ready(batch.id, batch.version)
        clock.move(days=60)
        assert services.obligations.batch(batch.id).cause is OverdueCause.UNIT


def test_only_the_director_may_say_so_with_a_reason_and_the_version_he_saw(house, cast):
    records = units(cast.finance_fonds, OLD)
    keep(house, records)
    for actor in (cast.clerk, cast.approver, cast.archivist, cast.authority_officer):
        with house.open(actor) as services, pytest.raises(NotPermittedError):
            services.obligations.declare_not_ready(obligation_of(services, records[0]).id, "库房改造", 1)
    with house.open(cast.director) as services:
        batch_id = obligation_of(services, records[0]).id
        with pytest.raises(InvalidInputError):
            services.obligations.declare_not_ready(batch_id, "  ", 1)
        with pytest.raises(StaleVersionError):
            services.obligations.declare_not_ready(batch_id, "库房改造", 7)
    with house.open(cast.city_archivist) as services, pytest.raises(NotFoundError):
        services.obligations.declare_not_ready(batch_id, "库房改造", 1)
