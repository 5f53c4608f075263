"""The climate log: rooms, readings, corrections, what is computed of them, and who sees it."""

import io
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from archives.domain.climate import Bound
from archives.domain.errors import (
    DuplicateError,
    FrozenError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    StaleVersionError,
)
from archives.domain.hazard import InspectedKind
from archives.domain.permission import WORKER
from archives.domain.supervision import RoomType
from archives.models import ClimateReading, Event, Job
from archives.services.climate_rooms import RoomFacts
from tests.climate import FACTS, at, reading, room_of, take
from tests.factories import cast as write_cast

SPAN = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
def people(house):
    return write_cast(house)


def events(house, kind):
    with house.open(WORKER) as services:
        return list(services.work.session.scalars(select(Event).where(Event.kind == kind).order_by(Event.sequence)))


def stored(house):
    with house.open(WORKER) as services:
        return services.work.session.scalars(select(ClimateReading).order_by(ClimateReading.measured_at)).all()


# --- rooms ---


def test_d31_an_archivist_and_a_clerk_enter_rooms_of_their_own_houses_alone(house, people):
    room_of(house, people)
    room_of(house, people, actor=people.clerk, body=(InspectedKind.ORGANIZATION, people.finance.id))

    for actor, body in (
        (people.clerk, (InspectedKind.REPOSITORY, people.archive.id)),
        (people.archivist, (InspectedKind.ORGANIZATION, people.finance.id)),
        (people.inspector, (InspectedKind.REPOSITORY, people.archive.id)),
        (people.director, (InspectedKind.REPOSITORY, people.archive.id)),
    ):
        with pytest.raises(NotPermittedError):
            room_of(house, people, replace(FACTS, name="二号库房"), actor, body)


def test_d31_rooms_are_seen_by_their_house_and_by_jurisdiction(either_house):
    people = write_cast(either_house)
    room_of(either_house, people)
    room_of(either_house, people, actor=people.clerk, body=(InspectedKind.ORGANIZATION, people.finance.id))

    def seen(actor):
        with either_house.open(actor) as services:
            return [line.body for line in services.climate_log.list()]

    assert sorted(seen(people.inspector)) == ["青山县档案馆", "青山县财政局"]
    assert seen(people.archivist) == seen(people.director) == ["青山县档案馆"]
    assert seen(people.clerk) == seen(people.approver) == ["青山县财政局"]
    for name in ("other_clerk", "city_archivist", "neighbour_inspector", "system_admin", "audit_admin"):
        assert seen(getattr(people, name)) == [], name


def test_two_rooms_of_one_house_have_two_names_until_one_is_retired(house, people):
    room = room_of(house, people)
    with pytest.raises(DuplicateError):
        room_of(house, people)
    with house.open(people.archivist) as services:
        services.climate_rooms.retire(room.id, room.version, "改作办公室")

    assert room_of(house, people).id != room.id


def test_a_room_may_be_made_stricter_which_stays_on_the_trail(house, people):
    room = room_of(house, people)
    stricter = replace(FACTS, own_limits={Bound.TEMPERATURE_HIGH: 200})
    with house.open(people.archivist) as services:
        changed = services.climate_rooms.change(room.id, room.version, stricter)
        assert services.climate_rooms.limits(changed)[Bound.TEMPERATURE_HIGH] == 200
        with pytest.raises(StaleVersionError):
            services.climate_rooms.change(room.id, room.version, FACTS)
        with pytest.raises(InvalidInputError):
            services.climate_rooms.change(
                room.id, changed.version, RoomFacts(" ", RoomType.PAPER, own_limits={Bound.HUMIDITY_HIGH: 610})
            )

    (event,) = events(house, "RoomChanged")
    assert '"before":{"kept_since":"2026-11-02","name":"一号库房","own_limits":{}' in event.leaf
    assert '"own_limits":{"temperature_high":200}' in event.leaf


def test_a_retired_room_is_kept_and_takes_no_reading(house, people):
    room = room_of(house, people)
    take(house, people.archivist, reading(room, at(20)))
    with house.open(people.archivist) as services:
        with pytest.raises(InvalidInputError):
            services.climate_rooms.retire(room.id, room.version, " ")
        services.climate_rooms.retire(room.id, room.version, "改作办公室")
        assert [line.room.id for line in services.climate_log.list(retired=True)] == [room.id]
        assert services.climate_log.list() == []

    with pytest.raises(InvalidInputError) as refused:
        take(house, people.archivist, reading(room, at(21)))
    assert refused.value.problems[0].code == "room_retired"
    assert len(stored(house)) == 1


# --- readings ---


def test_a_reading_is_entered_once_however_often_it_is_sent(either_house):
    people = write_cast(either_house)
    room = room_of(either_house, people)
    first = take(either_house, people.archivist, reading(room, at(20)), reading(room, at(20, 15)))
    again = take(either_house, people.archivist, reading(room, at(20)), reading(room, at(20, 15)))

    assert (first.entered, first.known) == (2, 0)
    assert (again.entered, again.known) == (0, 2)
    (row, _) = stored(either_house)
    assert (row.day, row.temperature, row.humidity, row.origin) == (date(2026, 11, 20), 210, 520, "hand")
    assert (row.entered_by, row.repository_id) == ("陈管理", people.archive.id)
    assert len(events(either_house, "ReadingsEntered")) == 1


def test_a_round_of_readings_is_taken_whole_or_not_at_all(house, people):
    room, other = room_of(house, people), room_of(house, people, replace(FACTS, name="二号库房"))
    take(house, people.archivist, reading(other, at(20)))

    with pytest.raises(InvalidInputError) as refused:
        take(house, people.archivist, reading(room, at(20)), reading(other, at(20), temperature=230))

    (problem,) = refused.value.problems
    assert (problem.code, problem.where) == ("reading_differs", f"measured_at:{other.id}")
    assert dict(problem.facts) == {"temperature": "21.0", "humidity": "52.0"}
    assert len(stored(house)) == 1


def test_a_reading_of_the_future_and_one_for_another_house_are_refused(house, people):
    room = room_of(house, people)

    for actor, when, code in (
        (people.archivist, at(23), "in_the_future"),
        (people.inspector, at(20), "not_your_room"),
        (people.director, at(20), "not_your_room"),
        (people.clerk, at(20), "unknown_room"),
    ):
        with pytest.raises(InvalidInputError) as refused:
            take(house, actor, reading(room, when))
        assert [each.code for each in refused.value.problems] == [code]


def test_a_sensor_pushes_what_is_good_and_is_told_what_is_not(house, people):
    room = room_of(house, people)
    batch = [
        reading(room, at(20), 210, 520, "s1"),
        reading(room, at(20), 210, 520, "s2"),
        reading(room, at(20), 211, 520, "s1"),
        reading(room, at(23), 210, 520, "s1"),
    ]
    with house.open(people.archivist) as services:
        first = services.climate_readings.push(batch)
        again = services.climate_readings.push(batch)

    assert (first.entered, first.known, again.entered, again.known) == (2, 0, 0, 2)
    assert [(place, problem.code) for place, problem in first.refused] == [(2, "reading_differs"), (3, "in_the_future")]
    assert {each.sensor for each in stored(house)} == {"s1", "s2"}


def test_a_correction_leaves_old_and_new_with_the_reason(house, people):
    room = room_of(house, people)
    take(house, people.archivist, reading(room, at(20), temperature=315))
    (row,) = stored(house)
    with house.open(people.archivist) as services:
        with pytest.raises(InvalidInputError):
            services.climate_readings.correct(row.id, row.version, (215, 520), "")
        fixed = services.climate_readings.correct(row.id, row.version, (215, 520), "抄错一位")
        (act,) = services.climate_readings.acts(row.id)

    assert (fixed.temperature, fixed.version) == (215, 2)
    assert (act.text, act.facts["was"], act.facts["now"]) == (
        "抄错一位",
        {"temperature": 315, "humidity": 520},
        {"temperature": 215, "humidity": 520},
    )
    (event,) = events(house, "ReadingCorrected")
    assert '"before":{"humidity":520,"temperature":315}' in event.leaf


def test_a_withdrawn_reading_stays_and_counts_nowhere(house, people):
    room = room_of(house, people)
    take(house, people.archivist, reading(room, at(20), temperature=300), reading(room, at(20, 15)))
    hot = stored(house)[0]
    with house.open(people.archivist) as services:
        gone = services.climate_readings.withdraw(hot.id, hot.version, "误录到本库房")
        with pytest.raises(FrozenError):
            services.climate_readings.correct(hot.id, gone.version, (200, 500), "再改")
        assert services.climate_log.statistics(room.id, *SPAN).readings == 1
        assert [day.count for day in services.climate_log.days(room.id, date(2026, 11, 20), date(2026, 11, 20))] == [1]
        assert len(services.climate_log.readings(room.id, *SPAN)) == 2
    with pytest.raises(InvalidInputError) as refused:
        take(house, people.archivist, reading(room, at(20), temperature=300))

    assert refused.value.problems[0].code == "reading_withdrawn"


def test_only_the_keeper_corrects_and_others_do_not_even_see(house, people):
    room = room_of(house, people)
    take(house, people.archivist, reading(room, at(20)))
    (row,) = stored(house)

    with house.open(people.inspector) as services, pytest.raises(NotPermittedError):
        services.climate_readings.correct(row.id, row.version, (200, 500), "改")
    with house.open(people.clerk) as services, pytest.raises(NotFoundError):
        services.climate_readings.get(row.id)


# --- what is computed ---


def test_d31_days_shares_and_gaps_are_computed(either_house):
    people = write_cast(either_house)
    room = room_of(either_house, people)  # owed from Monday 2 November on; today is Sunday 22
    take(
        either_house,
        people.archivist,
        reading(room, at(2, 9), 200, 500),
        reading(room, at(2, 15), 225, 500),
        reading(room, at(3, 9), 245, 500),
        reading(room, at(7, 9), 200, 400),
    )

    with either_house.open(people.inspector) as services:
        log = services.climate_log
        days = log.days(room.id, date(2026, 11, 1), date(2026, 11, 8))
        found = log.statistics(room.id, *SPAN)
        gaps = log.gaps(room.id, date(2026, 10, 1), date(2026, 11, 22))
        assert log.years(room.id) == (2026, 2026)

    told = [(each.day.day, each.count, each.missing) for each in days]
    assert told == [(2, 2, 0), (3, 1, 1), (4, 0, 2), (5, 0, 2), (6, 0, 2), (7, 1, 0)]
    assert (days[0].temperature, days[0].owed) == ((200, 225), 2)
    assert (found.readings, found.within, found.share, found.swings) == (4, 2, 50, 1)
    assert gaps[:2] == [(date(2026, 11, 3), 1), (date(2026, 11, 4), 2)]
    assert found.missing == sum(missing for _, missing in gaps) == 1 + 13 * 2  # 13 further working days until the 20th


def test_a_stricter_room_is_judged_anew_for_it_stores_no_judgement(house, people):
    room = room_of(house, people)
    take(house, people.archivist, reading(room, at(20), temperature=220))
    with house.open(people.archivist) as services:
        assert services.climate_log.list()[0].faults == set()
        services.climate_rooms.change(room.id, room.version, replace(FACTS, own_limits={Bound.TEMPERATURE_HIGH: 200}))
        assert services.climate_log.list()[0].faults == {"temperature_high"}


def test_the_log_is_taken_away_as_csv_by_the_clocks_of_the_place(house, people):
    room = room_of(house, people)
    take(house, people.archivist, reading(room, at(20, 9), 245, 500), reading(room, at(20, 15)))
    target = io.BytesIO()
    with house.open(people.archivist) as services:
        services.climate_log.export("log.csv", room.id, SPAN, target)

    lines = target.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0] == "room,measured_at,temperature,humidity,sensor,origin,entered_at,entered_by,faults"
    assert lines[1] == "一号库房,2026-11-20 09:00:00,24.5,50.0,,hand,2026-11-22 12:00:00,陈管理,temperature_high"
    assert len(lines) == 3


def test_every_reading_has_the_worker_look_after_the_commit(house, people):
    room = room_of(house, people)
    take(house, people.archivist, reading(room, at(20)))
    take(house, people.archivist, reading(room, at(20, 15)))

    with house.open(WORKER) as services:
        jobs = services.work.session.scalars(select(Job).where(Job.kind == "climate").order_by(Job.run_at)).all()
    assert [(job.key, job.payload["room_id"]) for job in jobs] == [
        (f"climate:{room.id}", str(room.id)),
        (f"climate:{room.id}:next", str(room.id)),
    ]
