"""The plan of a year: drafted from what is due, agreed by both sides to the same entries."""

from datetime import date

import pytest

from archives.domain.errors import BlockedError, IllegalTransitionError, NotFoundError, NotPermittedError
from archives.domain.permission import WORKER
from archives.models import Event
from archives.services.plans import PlanState
from tests.factories import cast as write_cast
from tests.holdings import keep, obligation_of, unit, units


@pytest.fixture
def cast(house):
    return write_cast(house)


@pytest.fixture
def records(house, cast):
    """Two years overdue, one due in 2026, one later."""
    made = units(cast.finance_fonds, "2013-06-30", "2014-06-30", "2014-07-01", "2016-12-31", "2017-01-01")
    keep(house, made)
    return made


@pytest.fixture
def plan(house, cast, records):
    return draft(house, WORKER, cast)


def draft(house, actor, cast, year=2026):
    with house.open(actor) as services:
        return services.plans.draft(cast.finance.id, year)


def agree(house, actor, plan, seen):
    with house.open(actor) as services:
        return services.plans.agree(plan.id, seen)


def entries(house, actor, plan):
    with house.open(actor) as services:
        return {each.batch.obligation.year: each.entry.records for each in services.plans.batches(plan.id)}


def test_the_draft_holds_what_is_overdue_and_what_falls_due_in_the_year(house, cast, plan):
    assert entries(house, cast.clerk, plan) == {2013: 1, 2014: 2, 2016: 1}
    assert plan.facts == {"batches": 3, "records": 4}


def test_an_extended_batch_is_planned_for_the_year_of_its_extension(house, cast, records):
    with house.open(cast.clerk) as services:
        batch = obligation_of(services, records[0])
        asked = services.extensions.request(batch.id, "secret", "需要保密", date(2027, 3, 1))
    with house.open(cast.authority_officer) as services:
        services.extensions.consent(asked.id, "青档函〔2026〕8号", asked.version)

    assert set(entries(house, cast.clerk, draft(house, cast.clerk, cast))) == {2014, 2016}
    assert set(entries(house, cast.clerk, draft(house, cast.clerk, cast, 2027))) == {2013, 2014, 2016, 2017}


def test_it_holds_once_both_sides_agreed(house, cast, plan):
    first = agree(house, cast.approver, plan, 1)
    assert (first.state, first.organization_agreed_by) == (PlanState.AGREED_BY_ORGANIZATION, "王审核")

    both = agree(house, cast.archivist, plan, 2)
    assert (both.state, both.repository_agreed_by) == (PlanState.AGREED, "陈管理")


def test_either_side_may_be_first_and_each_agrees_once(house, cast, plan):
    first = agree(house, cast.director, plan, 1)
    assert first.state == PlanState.AGREED_BY_REPOSITORY
    with pytest.raises(IllegalTransitionError):
        agree(house, cast.archivist, plan, 2)
    assert agree(house, cast.approver, plan, 2).state == PlanState.AGREED


def test_a_plan_overtaken_by_its_batches_must_be_drafted_again_and_then_nobody_has_agreed(house, cast, plan):
    agree(house, cast.approver, plan, 1)
    keep(house, [unit(cast.finance_fonds, date(2014, 8, 1))])
    with pytest.raises(BlockedError) as refusal:
        agree(house, cast.archivist, plan, 2)
    assert [problem.code for problem in refusal.value.problems] == ["plan_outdated"]

    again = draft(house, cast.archivist, cast)
    assert (again.id, again.state, again.organization_agreed_at) == (plan.id, PlanState.DRAFTED, None)
    assert entries(house, cast.clerk, plan) == {2013: 1, 2014: 3, 2016: 1}


def test_drafting_again_without_a_change_keeps_what_was_agreed(house, cast, plan):
    agree(house, cast.approver, plan, 1)

    again = draft(house, cast.clerk, cast)

    assert (again.state, again.version) == (PlanState.AGREED_BY_ORGANIZATION, 2)


def test_an_agreed_plan_stays_whatever_is_registered_later(house, cast, plan):
    agree(house, cast.approver, plan, 1)
    agree(house, cast.director, plan, 2)
    keep(house, [unit(cast.finance_fonds, date(2014, 8, 1))])

    with pytest.raises(IllegalTransitionError):
        draft(house, cast.archivist, cast)
    assert entries(house, cast.clerk, plan) == {2013: 1, 2014: 2, 2016: 1}


def test_without_anything_due_there_is_no_plan(house, cast, records):
    with pytest.raises(BlockedError) as refusal:
        draft(house, cast.archivist, cast, 2022)
    assert [problem.code for problem in refusal.value.problems] == ["nothing_due"]


def test_only_the_two_sides_draft_and_only_those_who_answer_for_them_agree(house, cast, plan):
    for actor in (cast.other_clerk, cast.inspector, cast.city_archivist):
        with pytest.raises(NotPermittedError):
            draft(house, actor, cast)
    for actor in (cast.clerk, cast.authority_officer, WORKER):
        with pytest.raises(NotPermittedError):
            agree(house, actor, plan, 1)
    for actor in (cast.other_approver, cast.city_archivist):
        with pytest.raises(NotFoundError):
            agree(house, actor, plan, 1)


def test_the_trail_of_a_plan_leads_to_its_state(house, cast, plan):
    agree(house, cast.approver, plan, 1)
    agree(house, cast.archivist, plan, 2)

    with house.open(cast.archivist) as services:
        told = services.work.session.query(Event).filter_by(subject_id=plan.id).order_by(Event.sequence).all()
    assert [event.kind for event in told] == ["TransferPlanDrafted", "TransferPlanAgreed", "TransferPlanAgreed"]
    assert '"after":{"state":"agreed"}' in told[-1].leaf
