"""Inspections: their life, their officers; last days and reminders; checklists and grades."""

import copy
from datetime import date
from uuid import UUID

import pytest

from archives.domain.checklist import Answer, Checklist, InspectionGrade, RiskArea, Subject, score
from archives.domain.dates import WorkingCalendar, add_months
from archives.domain.errors import BlockedError, IllegalTransitionError, InvalidInputError, NotPermittedError
from archives.domain.hazard import InspectedKind
from archives.domain.inspection import (
    TRANSITIONS,
    Certified,
    InspectionAction,
    InspectionKind,
    InspectionState,
    allowed_actions,
    next_state,
    require_officers,
)
from archives.domain.profile import Profile
from archives.domain.supervision import Protection, RoomType
from archives.domain.terms import Term, TermUnit, last_day, stages, statutory
from archives.domain.vocabulary import Role
from config import load_profile

LIFE = """
planned --notify by authority+inspector--> notified
planned --open by inspector--> open
notified --open by inspector--> open
open --conclude by inspector--> concluded
planned --cancel by authority+inspector--> cancelled
notified --cancel by authority+inspector--> cancelled
"""
TODAY = date(2026, 11, 22)
BODY = UUID(int=9)
WEEKENDS = WorkingCalendar(frozenset({6, 7}), frozenset({date(2026, 10, 1)}), frozenset({date(2026, 10, 10)}))
S, A, K = InspectionState, InspectionAction, InspectionKind


@pytest.fixture(scope="module")
def supervision():
    return Profile.from_mapping(load_profile("cn")).supervision


def officer(number, **more):
    facts = {"name": f"检查{number}", "certificate_number": f"99-{number}", "valid_until": date(2027, 1, 1), **more}
    return Certified(UUID(int=number), **facts)


def gaps(*officers):
    with pytest.raises(BlockedError) as refused:
        require_officers(officers, BODY, TODAY)
    return [gap.code for gap in refused.value.problems]


def test_d32_the_life_of_an_inspection_is_as_written():
    told = {
        f"{at} --{action} by {'+'.join(sorted(arrow.by))}--> {arrow.to}" for (at, action), arrow in TRANSITIONS.items()
    }

    assert told == set(LIFE.strip().splitlines())


def test_d33_an_inspection_on_a_lead_opens_without_a_word_and_any_other_is_announced():
    inspector = [Role.INSPECTOR]

    assert next_state(S.PLANNED, A.OPEN, inspector, K.ON_LEAD) is S.OPEN
    assert A.NOTIFY not in allowed_actions(S.PLANNED, inspector, K.ON_LEAD)
    for kind in (K.COMPREHENSIVE, K.SPECIAL):
        assert A.OPEN not in allowed_actions(S.PLANNED, inspector, kind)
        with pytest.raises(IllegalTransitionError):
            next_state(S.PLANNED, A.OPEN, inspector, kind)
        assert next_state(S.NOTIFIED, A.OPEN, inspector, kind) is S.OPEN


def test_only_an_inspector_goes_on_site():
    with pytest.raises(NotPermittedError):
        next_state(S.NOTIFIED, A.OPEN, [Role.AUTHORITY], K.SPECIAL)


def test_d38_two_officers_with_valid_certificates_are_needed():
    require_officers([officer(1), officer(2)], BODY, TODAY)

    assert gaps(officer(1)) == ["officers_missing"]
    assert gaps(officer(1), officer(1)) == ["officers_missing"]
    assert gaps(officer(1), officer(2, valid_until=date(2026, 11, 21))) == ["certificate_expired"]
    assert gaps(officer(1), officer(2, certificate_number=" ")) == ["certificate_expired"]


def test_d38_a_certificate_holds_on_its_last_day():
    require_officers([officer(1), officer(2, valid_until=TODAY)], BODY, TODAY)


def test_d40_nobody_inspects_the_own_house():
    assert gaps(officer(1), officer(2, belongs_to=frozenset({BODY}))) == ["conflict_of_interest"]
    require_officers([officer(1), officer(2, belongs_to=frozenset({UUID(int=8)}))], BODY, TODAY)


# --- terms ---


@pytest.mark.parametrize("days", [2, 3, 5, 7])
def test_only_two_three_five_and_seven_days_are_working_days(days):
    assert statutory(days) == Term(days, TermUnit.WORKING_DAY)


@pytest.mark.parametrize("days", [1, 4, 6, 10, 15, 30, 90])
def test_every_other_number_of_days_is_calendar_days(days):
    assert statutory(days) == Term(days, TermUnit.DAY)
    with pytest.raises(InvalidInputError):
        Term(days, TermUnit.WORKING_DAY)


def test_working_days_leave_out_weekends_and_holidays_and_take_in_days_worked_instead():
    # Wednesday 30 September; 1 October is a holiday, 3 and 4 a weekend, Saturday 10 is worked.
    assert last_day(date(2026, 9, 30), Term(3, TermUnit.WORKING_DAY), WEEKENDS) == date(2026, 10, 6)
    assert last_day(date(2026, 9, 30), Term(7, TermUnit.WORKING_DAY), WEEKENDS) == date(2026, 10, 10)


def test_a_last_day_on_which_offices_are_closed_moves_on_only_where_the_profile_says_so():
    friday = date(2026, 9, 18)

    assert last_day(friday, Term(15), WEEKENDS) == date(2026, 10, 3)
    assert last_day(friday, Term(15), WEEKENDS, rolls=True) == date(2026, 10, 5)


def test_at_once_is_today_even_on_a_sunday():
    assert last_day(TODAY, Term(0), WEEKENDS, rolls=True) == TODAY


def test_months_end_on_the_same_day_or_the_last_of_the_month():
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert last_day(TODAY, Term(3, TermUnit.MONTH), WEEKENDS) == date(2027, 2, 22)


# --- reminders ---


def due(today, last=date(2026, 12, 20), given=date(2026, 11, 22)):
    return list(stages(given, last, today))


def test_reminders_fall_due_seven_three_and_one_day_before_on_the_day_the_day_after_and_then_weekly():
    assert due(date(2026, 12, 12)) == []
    assert due(date(2026, 12, 13)) == [-7]
    assert due(date(2026, 12, 18)) == [-7, -3]
    assert due(date(2026, 12, 20)) == [-7, -3, -1, 0]
    assert due(date(2026, 12, 21)) == [-7, -3, -1, 0, 1]
    assert due(date(2026, 12, 27)) == [-7, -3, -1, 0, 1]
    assert due(date(2027, 1, 4)) == [-7, -3, -1, 0, 1, 8, 15]


def test_the_paper_itself_is_the_reminder_of_its_own_day():
    assert due(date(2026, 12, 14), last=date(2026, 12, 17), given=date(2026, 12, 14)) == []
    assert due(date(2026, 12, 16), last=date(2026, 12, 17), given=date(2026, 12, 14)) == [-1]


# --- checklists ---


def test_d32_the_comprehensive_list_covers_the_six_subjects_of_law_42(supervision):
    found = {item.subject for item in supervision.checklist("comprehensive").items}

    assert found == set(Subject)


def test_d31_the_risk_index_has_four_areas_fifteen_groups_and_fifty_six_indicators(supervision):
    items = supervision.checklist("risk").items

    assert {item.area for item in items} == set(RiskArea)
    assert (len({(item.area, item.group) for item in items}), len(items)) == (15, 56)


def test_d31_stores_have_ten_protections_and_every_kind_of_room_its_climate(supervision):
    assert set(supervision.protections["ten"]) == set(Protection)
    assert len(supervision.protections["eight"]) == 8
    assert set(supervision.climate) == set(RoomType)
    assert supervision.climate[RoomType.PAPER].temperature == (14, 24)
    assert supervision.climate[RoomType.FILM_MASTER].humidity == (35, 45)


def test_d31_there_is_a_list_for_every_kind_of_body(supervision):
    names = {kind: [each.name for each in supervision.checklists_for(kind)] for kind in InspectedKind}

    assert names == {
        InspectedKind.ORGANIZATION: ["comprehensive", "store", "transfer"],
        InspectedKind.REPOSITORY: ["risk", "store"],
        InspectedKind.SERVICE_FIRM: ["store"],
    }


def small(grading="share", count=10, veto="5"):
    items = [{"code": str(i), "text": f"第{i}项", "veto": str(i) == veto} for i in range(1, count + 1)]
    group = {"title": "组", "subject": "premises", "items": items}
    facts = {"name": "s", "edition": "1", "title": "小", "grading": grading, "inspected": ["organization"]}
    return Checklist.from_mapping({**facts, "groups": [group]})


def graded(checklist, unmet, none=()):
    answers = {item.code: Answer.MET for item in checklist.items}
    answers |= dict.fromkeys(map(str, unmet), Answer.NOT_MET) | dict.fromkeys(map(str, none), Answer.NOT_APPLICABLE)
    return score(checklist, answers)


@pytest.mark.parametrize(
    ("unmet", "grade"),
    [([], "excellent"), ([1, 2], "excellent"), ([1, 2, 3], "good"), ([1, 2, 3, 4], "passed"), (range(6, 11), "failed")],
)
def test_d32_grades_go_by_eighty_seventy_and_sixty_per_cent(unmet, grade):
    assert graded(small(), unmet).grade == grade


def test_d32_a_veto_item_keeps_the_best_grade_away_and_no_other():
    assert graded(small(), [5]).grade is InspectionGrade.GOOD
    assert graded(small(), [5, 6, 7, 8]).grade is InspectionGrade.PASSED


def test_a_special_inspection_is_passed_or_not_and_failed_by_a_veto_item():
    assert graded(small("pass"), [1, 2]).grade is InspectionGrade.PASSED
    assert graded(small("pass"), [5]).grade is InspectionGrade.FAILED
    assert graded(small("pass"), range(6, 11)).grade is InspectionGrade.FAILED


def test_a_risk_assessment_goes_by_the_worst_that_was_found():
    assert graded(small("risk"), []).grade is InspectionGrade.NO_RISK
    assert graded(small("risk"), [1]).grade is InspectionGrade.RISK
    assert graded(small("risk"), [1, 5]).grade is InspectionGrade.HIGH_RISK


def test_what_does_not_apply_is_not_counted_and_what_is_open_counts_as_unmet():
    found = graded(small(), [1], none=range(2, 7))

    assert (found.met, found.counted, found.percent) == (4, 5, 80)
    assert (score(small(), {"1": Answer.MET}).open, score(small(), {"1": Answer.MET}).percent) == (9, 10)


def test_weights_count():
    plain = copy.deepcopy(dict(small(count=2, veto="").source))
    plain["groups"][0]["items"][0]["weight"] = 3

    assert graded(Checklist.from_mapping(plain), [2]).percent == 75


def test_an_edition_is_known_by_its_digest():
    other = {**small().source, "edition": "2"}

    assert small().sha256 == small().sha256
    assert Checklist.from_mapping(other).sha256 != small().sha256


def test_every_fault_of_a_checklist_is_named():
    plain = copy.deepcopy(dict(small(count=2).source))
    plain["groups"][0]["items"][1] |= {"code": "1", "weight": 0, "colour": "red"}
    plain["groups"][0]["subject"] = "weather"

    with pytest.raises(InvalidInputError) as refused:
        Checklist.from_mapping(plain)

    assert {(each.where, each.code) for each in refused.value.problems} == {
        ("/groups/0/subject", "unknown_value"),
        ("/groups/0/items/1/weight", "too_small"),
        ("/groups/0/items/1/colour", "unknown_key"),
        ("/groups", "duplicate"),
    }


def test_a_profile_with_working_days_that_the_statute_does_not_know_is_refused():
    plain = copy.deepcopy(dict(load_profile("cn")))
    plain["inspection"]["terms"][0] = {"amount": 30, "unit": "working_day"}

    with pytest.raises(InvalidInputError, match="not_working_days"):
        Profile.from_mapping(plain)
