"""Who answers for the archives (档案工作责任制): on file with dates, passed on, and missed where nobody does."""

from datetime import date

import pytest

from archives.domain.errors import BlockedError, FrozenError, InvalidInputError, NotFoundError, NotPermittedError
from archives.domain.hazard import InspectedKind
from archives.domain.lead import LeadSource
from archives.domain.permission import WORKER
from archives.domain.responsibility import Office, missing_offices
from archives.services.responsibility import Person
from tests.factories import cast as write_cast

ORGANIZATION, REPOSITORY = InspectedKind.ORGANIZATION, InspectedKind.REPOSITORY
FIRST, SECOND = date(2020, 3, 1), date(2025, 9, 1)


@pytest.fixture
def people(house):
    return write_cast(house)


def enter(house, actor, body, person, kind=ORGANIZATION):
    with house.open(actor) as services:
        return services.responsibility.enter(kind, body.id, person)


def head(name="何局长", since=FIRST):
    return Person(Office.HEAD, name, since, "局长", "0551-6001")


def keeper(name="李经办", since=FIRST):
    return Person(Office.KEEPER, name, since)


def on_file(house, actor, body):
    with house.open(actor) as services:
        return [
            (each.office, each.name, each.since, each.until)
            for each in services.responsibility.of_body(ORGANIZATION, body.id)
        ]


def lacking(house, actor):
    with house.open(actor) as services:
        count, rows = services.responsibility.lacking_count(), services.responsibility.lacking().rows
        archives = services.responsibility.lacking_archives()
    assert count == len(rows) + len(archives)
    return [each.name for each in (*rows, *archives)]


def test_d01_the_responsible_are_on_file_with_dates_and_history(house, people):
    enter(house, people.clerk, people.finance, head())
    enter(house, people.clerk, people.finance, keeper())
    enter(house, people.clerk, people.finance, head("许局长", SECOND))

    assert on_file(house, people.authority_officer, people.finance) == [
        (Office.HEAD, "许局长", SECOND, None),
        (Office.HEAD, "何局长", FIRST, date(2025, 8, 31)),
        (Office.KEEPER, "李经办", FIRST, None),
    ]
    with house.open(people.inspector) as services:
        assert services.responsibility.missing_of(people.finance.id) == ()
        assert [each.name for each in services.responsibility.current([people.finance.id])[people.finance.id]] == [
            "许局长",
            "李经办",
        ]


def test_d01_bodies_that_have_none_are_found_until_they_have(house, people):
    assert lacking(house, people.inspector) == ["青山县卫生局", "青山县财政局", "青山县档案馆"]
    enter(house, people.clerk, people.finance, head())
    assert lacking(house, people.inspector) == ["青山县卫生局", "青山县财政局", "青山县档案馆"]
    enter(house, people.clerk, people.finance, keeper())
    enter(house, people.director, people.archive, head("周馆长"), REPOSITORY)
    enter(house, people.director, people.archive, keeper("陈管理"), REPOSITORY)

    assert lacking(house, people.inspector) == ["青山县卫生局"]
    assert lacking(house, people.neighbour_inspector) == []
    assert "云溪市档案馆" in lacking(house, WORKER)


def test_d01_an_officer_makes_a_lead_of_a_missing_one_once(house, people):
    with house.open(people.inspector) as services:
        lead = services.responsibility.raise_lead(ORGANIZATION, people.health.id)
        again = services.responsibility.raise_lead(ORGANIZATION, people.health.id)

    assert (lead.id, lead.source, lead.about_name) == (again.id, LeadSource.RESPONSIBILITY, "青山县卫生局")
    assert lead.facts == {"offices": ["head", "keeper"]}
    enter(house, people.clerk, people.finance, head())
    enter(house, people.clerk, people.finance, keeper())
    with house.open(people.inspector) as services, pytest.raises(BlockedError):
        services.responsibility.raise_lead(ORGANIZATION, people.finance.id)
    with house.open(people.clerk) as services, pytest.raises(NotPermittedError):
        services.responsibility.raise_lead(ORGANIZATION, people.health.id)


def test_a_term_is_ended_with_its_reason_and_stays_on_file(house, people):
    row = enter(house, people.clerk, people.finance, keeper())
    with house.open(people.approver) as services:
        ended = services.responsibility.end(row.id, row.version, date(2026, 11, 20), "调离")
    with house.open(people.clerk) as services, pytest.raises(FrozenError):
        services.responsibility.end(row.id, ended.version, date(2026, 11, 21), "再次")

    assert on_file(house, people.clerk, people.finance) == [(Office.KEEPER, "李经办", FIRST, date(2026, 11, 20))]
    with house.open(people.clerk) as services:
        assert services.responsibility.missing_of(people.finance.id) == (Office.HEAD, Office.KEEPER)


@pytest.mark.parametrize("wrong", [head(since=date(2026, 11, 23)), head("许局长", FIRST), head(" ", SECOND)])
def test_a_term_in_the_future_or_before_the_last_and_one_without_a_name_are_refused(house, people, wrong):
    enter(house, people.clerk, people.finance, head())

    with pytest.raises(InvalidInputError):
        enter(house, people.clerk, people.finance, wrong)


def test_an_end_outside_the_term_is_refused(house, people):
    row = enter(house, people.clerk, people.finance, keeper())
    with house.open(people.clerk) as services:
        for day in (date(2020, 2, 29), date(2026, 11, 23)):
            with pytest.raises(InvalidInputError):
                services.responsibility.end(row.id, row.version, day, "调离")


def test_others_neither_see_nor_enter_them(house, people):
    row = enter(house, people.authority_officer, people.finance, head())

    for actor in (people.other_clerk, people.archivist, people.neighbour_inspector):
        with pytest.raises(NotFoundError):
            on_file(house, actor, people.finance)
        with pytest.raises(NotPermittedError):
            enter(house, actor, people.finance, keeper())
    with house.open(people.other_clerk) as services, pytest.raises(NotFoundError):
        services.responsibility.end(row.id, row.version, date(2026, 11, 20), "调离")


def test_who_is_in_charge_between_head_and_keeper_is_asked_of_nobody():
    assert missing_offices([]) == (Office.HEAD, Office.KEEPER)
    assert missing_offices([Office.IN_CHARGE, Office.KEEPER]) == (Office.HEAD,)
