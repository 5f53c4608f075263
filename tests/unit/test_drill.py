"""What the record of a drill must say."""

from dataclasses import replace
from datetime import date

import pytest

from archives.domain.drill import DrillKind, faults_of_drill
from tests.drilling import FIRE, PLAN

TODAY = date(2026, 11, 20)
KINDS = (DrillKind.FIRE, DrillKind.FLOOD)


def test_d31_a_drill_of_today_by_a_plan_of_today_is_sound():
    assert faults_of_drill(FIRE, TODAY, KINDS) == []
    assert faults_of_drill(replace(FIRE, plan=replace(PLAN, edition_on=TODAY, review_on=None)), TODAY, KINDS) == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kind": DrillKind.THEFT}, ("unknown_value", "kind")),
        ({"held_on": date(2026, 11, 21)}, ("in_the_future", "held_on")),
        ({"participants": 0}, ("out_of_range", "participants")),
        ({"led_by": " "}, ("required", "led_by")),
        ({"evidence": ""}, ("required", "evidence")),
        ({"findings": "长" * 4001}, ("length", "findings")),
        ({"plan": replace(PLAN, name="")}, ("required", "plan_name")),
        ({"plan": replace(PLAN, edition_on=date(2026, 11, 21))}, ("plan_after_drill", "plan_edition_on")),
        ({"plan": replace(PLAN, review_on=date(2025, 3, 1))}, ("review_before_edition", "plan_review_on")),
    ],
)
def test_d31_what_is_wrong_with_a_drill_is_named_with_its_field(wrong, told):
    assert [(each.code, each.where) for each in faults_of_drill(replace(FIRE, **wrong), TODAY, KINDS)] == [told]


def test_d31_all_that_is_wrong_is_said_at_once():
    wrong = replace(FIRE, kind=DrillKind.THEFT, participants=0, led_by="", held_on=date(2027, 1, 1))

    assert len(faults_of_drill(wrong, TODAY, KINDS)) == 4
