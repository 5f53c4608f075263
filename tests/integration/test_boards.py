"""The boards: their numbers are those of the register, counted again by hand."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from archives.domain.hazard import FindingKind, Grade
from archives.domain.permission import WORKER
from archives.models import Finding, RectificationOrder
from tests.factories import cast as write_cast
from tests.inspecting import HAZARD, ORGANIZATION, act, close, find, issued, on_site, propose, rectify

PROBLEM = replace(HAZARD, kind=FindingKind.WORK_PROBLEM, grade=None, checklist_code="G2")
GENERAL = replace(HAZARD, grade=Grade.GENERAL, checklist_code="F3")


@pytest.fixture
def people(house):
    return write_cast(house)


@pytest.fixture
def register(house, people, clock):
    """One closed, one overdue, one reported late, one of another body without an order; one planned inspection."""
    close(house, people, issued(house, people).id)
    clock.move(days=40)
    issued(house, people, GENERAL, date(2027, 1, 10))
    late = issued(house, people, PROBLEM, date(2027, 1, 10))
    health = (ORGANIZATION, people.health.id)
    find(house, people, on_site(house, people, body=health))
    clock.move(days=31)
    rectify(house, people, late.id)
    propose(house, people)


def board(house, actor, which):
    with house.open(actor) as services:
        return getattr(services.boards, which)()


def test_the_authority_sees_the_register_by_grade_and_age(house, people, register):
    found = board(house, people.authority_officer, "authority")

    assert (found.open, found.ended, found.overdue) == (3, 1, 1)
    assert found.open_by == {"": (0, 1, 0), "general": (0, 1, 0), "major": (0, 1, 0)}
    assert (found.reported, found.on_time, found.on_time_percent) == (2, 1, 33)
    assert (found.days_to_close, found.recurrences) == (0, 0)


def test_every_number_reconciles_with_the_register(house, people, register):
    found = board(house, people.authority_officer, "authority")

    with house.open(WORKER) as services:
        findings = services.work.session.scalars(select(Finding)).all()
        orders = services.work.session.scalars(select(RectificationOrder)).all()
    opened = [each for each in findings if each.closed_on is None]
    assert found.open == len(opened) == sum(map(sum, found.open_by.values()))
    assert found.open + found.ended == len(findings)
    late = [o for o in orders if o.state in ("ordered", "acknowledged", "rectifying") and o.due_on < found.today]
    assert found.overdue == len(late)
    assert found.districts[0].open == found.open


def test_both_databases_count_alike(either_house):
    people = write_cast(either_house)
    close(either_house, people, issued(either_house, people).id)
    issued(either_house, people, GENERAL)

    found = board(either_house, people.authority_officer, "authority")

    assert (found.open_by, found.ended, found.on_time_percent) == ({"general": (1, 0, 0)}, 1, 100)
    assert (found.districts[0].open, board(either_house, people.neighbour_inspector, "authority").open) == (1, 0)
    assert board(either_house, people.inspector, "inspector").to_recheck.count == 0


def test_places_are_summed_up_the_tree(house, people, register):
    lines = board(house, people.authority_officer, "authority").districts

    assert [(each.jurisdiction.name, each.depth, each.open, each.overdue) for each in lines] == [("青山县", 0, 3, 1)]
    assert board(house, people.neighbour_inspector, "authority").open == 0


def test_an_inspector_sees_today_what_is_due_and_what_is_late(house, people, register):
    found = board(house, people.inspector, "inspector")

    assert [each.inspected_name for each in found.inspections] == ["青山县卫生局", "青山县财政局"]
    assert (found.to_recheck.count, found.due.count, found.overdue.count, found.new_leads) == (1, 0, 1, 0)
    assert found.overdue.first[0].due_on == date(2027, 1, 10)


def test_a_body_sees_its_own_three_lists(house, people, register):
    found = board(house, people.clerk, "body")

    assert [(each.finding.kind, each.order.state, each.overdue) for each in found.items] == [
        ("hazard", "ordered", True),
        ("work_problem", "reported", False),
    ]
    assert [each.finding.responsible for each in found.items] == ["", "李经办"]
    assert board(house, people.other_clerk, "body").items == ()


def test_what_is_due_within_a_week_is_listed(house, people):
    made = issued(house, people, due_on=date(2026, 11, 29))
    found = board(house, people.inspector, "inspector")

    assert [each.id for each in found.due.first] == [made.id]
    act(house, people.authority_officer, "revoke", made.id, "对象有误")
    assert board(house, people.inspector, "inspector").due.count == 0
