"""Hazards that the climate log raises by itself: one lead for each room and cause, one finding once it is confirmed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from archives.domain.hazard import FindingKind, Grade, InspectedKind
from archives.domain.permission import WORKER
from archives.models import Event
from archives.services.findings import Found
from tests.climate import FACTS, at, leads, look, reading, room_of, take
from tests.factories import cast as write_cast
from tests.inspecting import HAZARD, order

BARE = Found(kind=FindingKind.HAZARD, facts="", grade=Grade.GENERAL)


@pytest.fixture
def people(house):
    return write_cast(house)


@pytest.fixture
def hot(house, people):
    """A room that was too warm on Thursday and on Friday."""
    room = room_of(house, people)
    days = (reading(room, at(day, 9), 252 + day, 520) for day in (19, 20))
    take(house, people.archivist, *days, reading(room, at(18)))
    return room


def confirm(house, people, lead, found=BARE):
    with house.open(people.inspector) as services:
        return services.findings.confirm_lead(lead.id, services.leads.get(lead.id).version, found)


def test_d31_a_reading_out_of_limits_becomes_a_lead_about_its_house(either_house):
    people = write_cast(either_house)
    room = room_of(either_house, people)
    take(either_house, people.archivist, reading(room, at(19), 271), reading(room, at(20), 272), reading(room, at(18)))

    assert look(either_house, room) == 1

    (lead,) = leads(either_house, people.inspector)
    assert (lead.source, lead.about_id, lead.about_kind) == ("climate", people.archive.id, "repository")
    assert lead.key == f"climate:{room.id}:temperature_high"
    assert lead.text == (
        "一号库房：温度高于上限 24.0 ℃，2026-11-19 至 2026-11-20 共 2 次；"
        "最近：2026-11-19 09:00 27.1 ℃，2026-11-20 09:00 27.2 ℃。"
    )
    assert lead.facts["readings"] == [
        {"at": "2026-11-19 09:00", "value": "27.1"},
        {"at": "2026-11-20 09:00", "value": "27.2"},
    ]
    assert leads(either_house, people.archivist) == []


def test_d31_a_swing_of_a_day_becomes_a_lead_of_its_own(house, people):
    room = room_of(house, people)
    take(house, people.archivist, reading(room, at(20, 9), 200, 500), reading(room, at(20, 15), 221, 551))

    assert look(house, room) == 2
    found = {lead.facts["bound"]: lead.facts["readings"] for lead in leads(house, people.inspector)}
    assert found == {
        "temperature_swing": [{"at": "2026-11-20", "value": "2.1"}],
        "humidity_swing": [{"at": "2026-11-20", "value": "5.1"}],
    }


def test_one_lead_for_each_room_and_cause_however_often_the_worker_looks(house, people, hot):
    assert [look(house, hot), look(house, hot)] == [1, 0]
    take(house, people.archivist, reading(hot, at(22, 9), 280, 300))
    with house.open(WORKER) as services:
        assert services.climate_watch.catch_up() == 1  # the humidity

    assert sorted(lead.facts["bound"] for lead in leads(house, people.inspector)) == [
        "humidity_low",
        "temperature_high",
    ]


def test_a_waiting_lead_tells_of_a_further_day(house, people, hot):
    look(house, hot)
    take(house, people.archivist, reading(hot, at(22, 9), 280))
    look(house, hot)
    take(house, people.archivist, reading(hot, at(22, 10), 281))
    look(house, hot)

    (lead,) = leads(house, people.inspector)
    assert (lead.facts["count"], lead.facts["last_on"]) == (3, "2026-11-22")
    with house.open(WORKER) as services:
        asked = select(Event.kind).where(Event.kind == "LeadBroughtUpToDate")
        assert len(services.work.session.scalars(asked).all()) == 1


def test_confirmed_it_is_one_hazard_that_names_room_and_readings(house, people, hot, clock):
    look(house, hot)
    (lead,) = leads(house, people.inspector)
    row = confirm(house, people, lead)

    assert (row.place, row.kind, row.source) == ("一号库房", "hazard", "lead")
    assert "2026-11-20 09:00 27.2 ℃" in row.facts
    assert row.cause == f"climate:{hot.id}:temperature_high"
    clock.move(days=2)
    take(house, people.archivist, reading(hot, at(24, 9), 280))
    assert look(house, hot) == 0
    assert len(leads(house, people.inspector)) == 1


def test_what_an_officer_writes_of_it_stands(house, people, hot):
    look(house, hot)
    (lead,) = leads(house, people.inspector)
    row = confirm(house, people, lead, replace(HAZARD, facts="空调故障，室温连续两日超限", place="主楼"))

    assert (row.facts, row.place) == ("空调故障，室温连续两日超限", "主楼")
    with house.open(WORKER) as services:
        leaf = services.work.session.scalar(select(Event.leaf).where(Event.kind == "FindingRecorded"))
    assert '"value":"27.2"' in leaf


def test_it_comes_up_again_with_days_after_the_hazard_has_ended(house, people, hot, clock):
    look(house, hot)
    row = confirm(house, people, leads(house, people.inspector)[0])
    with house.open(people.inspector) as services:
        services.findings.remedied(row.id, row.version, "空调已修复，现场查看")
    assert look(house, hot) == 0

    clock.move(days=2)
    take(house, people.archivist, reading(hot, at(22, 20), 280), reading(hot, at(24, 9), 280))

    assert look(house, hot) == 1
    newest = leads(house, people.inspector)[0]
    assert [each["at"] for each in newest.facts["readings"]] == ["2026-11-24 09:00"]
    again = confirm(house, people, newest, replace(BARE, category="温湿度"))
    assert again.cause == f"climate:{hot.id}:temperature_high"


def test_a_lead_that_was_put_away_comes_up_with_later_days_only(house, people, hot, clock):
    look(house, hot)
    (lead,) = leads(house, people.inspector)
    with house.open(people.inspector) as services:
        services.leads.dismiss(lead.id, lead.version, "仪器校准中")
    assert look(house, hot) == 0

    clock.move(days=1)
    take(house, people.archivist, reading(hot, at(23, 9), 280))
    assert look(house, hot) == 1


def test_an_old_list_and_a_retired_room_raise_nothing(house, people, hot):
    old = room_of(house, people, replace(FACTS, name="二号库房"))
    take(house, people.archivist, reading(old, at(20, month=10), 280))
    with house.open(people.archivist) as services:
        services.climate_rooms.retire(hot.id, hot.version, "改作办公室")

    assert [look(house, old), look(house, hot)] == [0, 0]


def test_what_was_corrected_before_anybody_looked_raises_nothing(house, people):
    room = room_of(house, people)
    take(house, people.archivist, reading(room, at(20), 310))
    with house.open(people.archivist) as services:
        (row,) = services.climate_log.readings(room.id, date(2026, 11, 20), date(2026, 11, 20))
        services.climate_readings.correct(row.id, row.version, (210, 520), "抄错")

    assert look(house, room) == 0


def test_a_missed_run_is_caught_up_by_the_daily_round_also_for_bodies(house, people, clock):
    body = (InspectedKind.ORGANIZATION, people.finance.id)
    room = room_of(house, people, actor=people.clerk, body=body)
    take(house, people.clerk, reading(room, at(20), 210, 700))
    clock.instant += timedelta(days=3)

    with house.open(WORKER) as services:
        assert services.climate_watch.catch_up() == 1
    (lead,) = leads(house, people.inspector)
    assert (lead.about_name, lead.facts["bound"], leads(house, people.clerk)) == ("青山县财政局", "humidity_high", [])
    assert leads(house, people.neighbour_inspector) == []
    assert order(house, people, confirm(house, people, lead)).state == "found"
