"""Drills of emergency plans (应急演练, D31): written down by the body, seen by jurisdiction, missed when old."""

from dataclasses import replace
from datetime import date

import pytest

from archives.domain.drill import DrillKind
from archives.domain.errors import InvalidInputError, NotFoundError, NotPermittedError, StaleVersionError
from archives.domain.hazard import InspectedKind
from archives.domain.permission import WORKER
from tests.climate import FACTS, leads, room_of
from tests.drilling import FIRE, PLAN, hold
from tests.factories import cast as write_cast

ORGANIZATION, REPOSITORY = InspectedKind.ORGANIZATION, InspectedKind.REPOSITORY


@pytest.fixture
def people(house):
    return write_cast(house)


def seen(house, actor):
    with house.open(actor) as services:
        return [(row.inspected_name, row.kind, row.passed) for row in services.drills.list().rows]


def correct(house, actor, row, drill, reason="误记"):
    with house.open(actor) as services:
        return services.drills.correct(row.id, 1, drill, reason)


def watch(house):
    with house.open(WORKER) as services:
        return services.drills.watch()


def test_d31_a_drill_is_written_down_with_the_plan_that_it_followed(house, people):
    row = hold(house, people.clerk, people.finance)

    assert (row.inspected_name, row.kind, row.held_on) == ("青山县财政局", DrillKind.FIRE, date(2026, 11, 20))
    assert (row.plan_name, row.plan_edition_on, row.plan_approved_by, row.plan_review_on) == (
        *("档案安全应急预案", date(2025, 3, 1), "局务会议", date(2027, 3, 1)),
    )
    assert (row.led_by, row.participants, row.findings, row.evidence) == ("何局长", 23, "疏散用时 3 分", "签到表")
    assert (row.entered_by, row.passed) == (people.clerk.name, True)
    with house.open(people.inspector) as services:
        (act,) = services.drills.acts(row.id)
    assert (act.kind, act.actor, act.facts["now"]["participants"]) == ("DrillHeld", people.clerk.name, 23)


def test_d31_body_inspector_and_authority_see_it_and_nobody_else(house, people):
    hold(house, people.approver, people.finance)
    hold(house, people.director, people.archive, replace(FIRE, kind=DrillKind.FLOOD, passed=False), REPOSITORY)

    unit, archive = ("青山县财政局", "fire", True), ("青山县档案馆", "flood", False)
    assert seen(house, people.clerk) == [unit]
    assert seen(house, people.archivist) == [archive]
    for actor in (people.inspector, people.authority_officer):
        assert sorted(seen(house, actor)) == sorted([unit, archive])
    for actor in (people.other_clerk, people.neighbour_inspector, people.city_archivist):
        assert seen(house, actor) == []


def test_d31_only_the_people_of_the_body_write_it_down_and_correct_it(house, people):
    row = hold(house, people.clerk, people.finance)

    for actor in (people.other_clerk, people.archivist, people.inspector, people.authority_officer):
        with pytest.raises(NotPermittedError):
            hold(house, actor, people.finance)
    with pytest.raises(NotPermittedError):
        hold(house, people.clerk, people.archive, kind=REPOSITORY)
    with pytest.raises(NotPermittedError):
        correct(house, people.inspector, row, FIRE)
    with pytest.raises(NotFoundError):
        correct(house, people.other_clerk, row, FIRE)


def test_d31_a_correction_has_a_reason_and_keeps_old_and_new(house, people):
    row = hold(house, people.clerk, people.finance)
    better = replace(FIRE, participants=32, plan=replace(PLAN, review_on=None))
    with pytest.raises(InvalidInputError):
        correct(house, people.clerk, row, better, " ")

    mended = correct(house, people.approver, row, better, "漏计志愿者")

    assert (mended.version, mended.participants, mended.plan_review_on) == (2, 32, None)
    with house.open(people.clerk) as services:
        act = services.drills.acts(row.id)[-1]
    assert (act.kind, act.text) == ("DrillCorrected", "漏计志愿者")
    assert (act.facts["was"]["participants"], act.facts["now"]["participants"]) == (23, 32)
    with pytest.raises(StaleVersionError):
        correct(house, people.clerk, row, FIRE)


def test_d31_a_drill_of_tomorrow_is_refused(house, people):
    with pytest.raises(InvalidInputError) as refused:
        hold(house, people.clerk, people.finance, replace(FIRE, held_on=date(2026, 11, 23)))

    assert [(each.code, each.where) for each in refused.value.problems] == [("in_the_future", "held_on")]


def test_d31_no_drill_for_too_long_becomes_one_lead_for_each_body_and_period(house, people, clock):
    """Rooms since 2 November 2026: a year later both bodies owe a drill; the one that has none keeps no lead twice."""
    room_of(house, people)
    room_of(house, people, FACTS, people.clerk, (ORGANIZATION, people.finance.id))
    assert watch(house) == 0
    hold(house, people.archivist, people.archive, kind=REPOSITORY)
    hold(house, people.archivist, people.archive, replace(FIRE, passed=False, held_on=date(2026, 11, 22)), REPOSITORY)

    clock.move(days=345)  # 2 November 2027, the 365th day of the rooms
    assert [watch(house), watch(house)] == [1, 0]
    clock.move(days=17)  # 19 November, one day before the archive's drill is a period old
    assert watch(house) == 0
    clock.move(days=1)
    assert [watch(house), watch(house)] == [1, 0]
    hold(house, people.clerk, people.finance, replace(FIRE, held_on=date(2027, 11, 20)))
    clock.move(days=364)
    assert watch(house) == 0

    assert sorted((each.source, each.about_name, each.facts["days"]) for each in leads(house, people.inspector)) == [
        ("drill", "青山县档案馆", 365),
        ("drill", "青山县财政局", 365),
    ]


def test_d31_a_body_that_keeps_nothing_owes_no_drill(house, people, clock):
    clock.move(days=400)

    assert watch(house) == 0


def test_d31_a_room_that_is_out_of_use_owes_no_drill(house, people, clock):
    room = room_of(house, people)
    with house.open(people.archivist) as services:
        services.climate_rooms.retire(room.id, room.version, "改作办公室")
    clock.move(days=400)

    assert watch(house) == 0


def test_d31_a_failed_drill_leaves_another_due(house, people, clock):
    def is_due():
        with house.open(people.clerk) as services:
            return services.drills.standing(people.finance.id).is_due

    hold(house, people.clerk, people.finance, replace(FIRE, passed=False))
    assert is_due()
    hold(house, people.clerk, people.finance)
    assert not is_due()
    clock.move(days=363)
    assert is_due()
