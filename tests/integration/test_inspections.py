"""Inspections: who sees them when, who carries them out, what is kept of them."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from sqlalchemy import func, select

from archives.domain.checklist import Answer, InspectionGrade
from archives.domain.errors import (
    BlockedError,
    DuplicateError,
    FrozenError,
    IllegalTransitionError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    StaleVersionError,
)
from archives.domain.hazard import FindingKind, Grade, Offence
from archives.domain.inspection import InspectionKind, InspectionState
from archives.domain.permission import WORKER, Actor, Permission, Scope
from archives.domain.vocabulary import Role
from archives.models import ChecklistEdition, Event, Finding, Grant
from archives.services.inspections import Proposal, SignedRecord
from tests.factories import cast as write_cast
from tests.inspecting import (
    HAZARD,
    ORGANIZATION,
    REPOSITORY,
    conclude,
    enter_officers,
    find,
    on_site,
    photo,
    propose,
    step,
)

ON_LEAD = InspectionKind.ON_LEAD


@pytest.fixture
def people(house):
    return write_cast(house)


def sees(house, actor, inspection):
    with house.open(actor) as services:
        try:
            return services.inspections.get(inspection.id) is not None
        except NotFoundError:
            return False


def test_d40_the_inspected_see_an_inspection_once_it_is_announced(either_house):
    people = write_cast(either_house)
    planned = propose(either_house, people)
    assert not sees(either_house, people.clerk, planned)

    step(either_house, people.inspector, "notify", planned.id)

    assert sees(either_house, people.clerk, planned)
    for stranger in ("other_clerk", "archivist", "neighbour_inspector", "system_admin", "audit_admin"):
        assert not sees(either_house, getattr(people, stranger), planned), stranger


def test_d33_one_on_a_lead_is_seen_when_it_stands_at_the_door(house, people):
    planned = propose(house, people, ON_LEAD, ground="举报：库房堆放杂物")
    with pytest.raises(IllegalTransitionError):
        step(house, people.inspector, "notify", planned.id)
    assert not sees(house, people.clerk, planned)

    step(house, people.inspector, "open", planned.id)

    assert sees(house, people.clerk, planned)


def test_d33_one_on_a_lead_says_what_lead(house, people):
    with pytest.raises(InvalidInputError):
        propose(house, people, ON_LEAD, ground=" ")


def test_d38_it_is_not_opened_by_one_officer_or_with_an_expired_certificate(house, people, clock):
    planned = propose(house, people, ON_LEAD)
    officers = enter_officers(house, people)
    step(house, people.inspector, "assign", planned.id, officers[:1])
    with pytest.raises(BlockedError, match="officers_missing"):
        step(house, people.inspector, "open", planned.id)

    step(house, people.inspector, "assign", planned.id, officers)
    clock.move(days=3 * 366)
    with pytest.raises(BlockedError, match="certificate_expired"):
        step(house, people.inspector, "open", planned.id)


def test_d40_nobody_inspects_the_house_that_the_same_person_works_for(house, people):
    planned = propose(house, people)
    with house.open(people.inspector) as services, services.work.write():
        grant = Grant(account_id=people.inspector.account_id, role="clerk", organization_id=people.finance.id)
        services.work.session.add(grant)

    with pytest.raises(BlockedError, match="conflict_of_interest"):
        step(house, people.inspector, "notify", planned.id)


def test_d40_officers_act_in_their_own_jurisdiction_only(house, people):
    plan = Proposal(InspectionKind.SPECIAL, ORGANIZATION, people.finance.id, date(2026, 11, 22))

    for name in ("neighbour_inspector", "clerk", "archivist", "system_admin"):
        with house.open(getattr(people, name)) as services, pytest.raises(NotPermittedError):
            services.inspections.propose(plan)


def test_the_archive_itself_is_inspected_too(house, people):
    planned = propose(house, people, body=(REPOSITORY, people.archive.id), checklist="risk")
    step(house, people.inspector, "notify", planned.id)

    assert sees(house, people.director, planned)
    assert not sees(house, people.clerk, planned)
    assert not sees(house, people.city_archivist, planned)


def test_a_list_for_another_kind_of_body_is_refused(house, people):
    with pytest.raises(InvalidInputError, match="unknown_value"):
        propose(house, people, checklist="risk")


def test_an_abolished_body_is_inspected_at_its_successor(house, people):
    planned = propose(house, people, body=(ORGANIZATION, people.tax.id))

    assert (planned.inspected_id, planned.inspected_name) == (people.finance.id, "青山县财政局")


# --- answers ---


def tell(house, actor, inspection, *said):
    """`said`: code, answer, and for a change the version that was seen and a text."""
    code, answer, seen, text = (*said, None, "")[:4] if len(said) < 4 else said
    with house.open(actor) as services:
        return services.answer_sheets.answer(inspection.id, code, answer, text, seen)


def test_d32_the_grade_follows_from_the_answers_and_the_edition_is_kept(house, people):
    inspection = on_site(house, people)
    codes = [f"F{n}" for n in range(1, 11)] + [f"G{n}" for n in range(1, 5)]
    for code in codes:
        tell(house, people.inspector, inspection, code, Answer.NOT_MET if code == "F1" else Answer.MET)

    ended = conclude(house, people, inspection)

    assert ended.result["grade"] == InspectionGrade.FAILED
    assert (ended.result["vetoed"], ended.result["percent"], ended.result["open"]) == (["F1"], 92, 0)
    with house.open(people.inspector) as services:
        kept = services.work.session.scalars(select(ChecklistEdition)).one()
        assert services.answer_sheets.checklist(ended).sha256 == kept.sha256


def test_two_officers_at_one_item_see_both_versions(house, people):
    inspection = on_site(house, people)
    first = tell(house, people.inspector, inspection, "F2", Answer.MET, None, "门锁完好")
    changed = tell(house, people.inspector, inspection, "F2", Answer.NOT_MET, first.version, "后门锁坏")

    with pytest.raises(StaleVersionError) as refused:
        tell(house, people.inspector, inspection, "F2", Answer.MET, first.version, "我看是好的")

    assert refused.value.facts["present_answer"] == "not_met"
    assert refused.value.facts["present_note"] == "后门锁坏"
    assert refused.value.facts["present"] == changed.version


def test_items_are_answered_on_site_by_inspectors_only(house, people):
    planned = propose(house, people)
    with pytest.raises(FrozenError):
        tell(house, people.inspector, planned, "F1", Answer.MET)
    step(house, people.inspector, "notify", planned.id)
    step(house, people.inspector, "open", planned.id)
    with pytest.raises(InvalidInputError, match="unknown_item"):
        tell(house, people.inspector, planned, "Z9", Answer.MET)
    with pytest.raises(NotPermittedError):
        tell(house, people.clerk, planned, "F1", Answer.MET)


# --- findings, record ---


def test_what_is_found_is_shown_to_the_inspected_with_the_record_and_not_before(house, people):
    inspection = on_site(house, people)
    row = find(house, people, inspection)
    with house.open(people.inspector) as services:
        proof = services.evidence.attach("finding", row.id, photo(), "一号库房")
    with house.open(people.clerk) as services:
        assert services.findings.list().rows == ()

    conclude(house, people, inspection)

    with house.open(people.clerk) as services:
        assert [each.id for each in services.findings.list().rows] == [row.id]
        with services.evidence.open(services.evidence.get(proof.id)) as stream:
            assert stream.read() == b"\xff\xd8\xff photo"


def test_a_record_is_signed_by_the_inspected_or_says_why_it_is_not(house, people):
    inspection = on_site(house, people)
    with pytest.raises(InvalidInputError, match="signature_or_reason"):
        step(house, people.inspector, "conclude", inspection.id, SignedRecord("检查了库房"))

    ended = step(house, people.inspector, "conclude", inspection.id, SignedRecord("检查了库房", "", "负责人拒签"))

    assert (ended.state, ended.unsigned_because) == (InspectionState.CONCLUDED, "负责人拒签")


def test_a_finding_has_its_grade_or_its_offence_and_never_the_wrong_one(house, people):
    inspection = on_site(house, people)
    wrong = {
        "grade_of_scale": replace(HAZARD, grade=Grade.HIGHLY_DANGEROUS),
        "offence_required": replace(HAZARD, kind=FindingKind.OFFENCE, grade=None),
        "offence_of_other_body": replace(HAZARD, kind=FindingKind.OFFENCE, grade=None, offence=Offence.SCOPE_CHANGED),
        "required": replace(HAZARD, facts=" "),
    }
    for code, found in wrong.items():
        with pytest.raises(InvalidInputError, match=code):
            find(house, people, inspection, found)


def test_the_same_photo_twice_is_kept_once_and_after_the_end_none_is_added(house, people):
    inspection = on_site(house, people)
    for _ in range(2):
        with house.open(people.inspector) as services:
            services.evidence.attach("inspection", inspection.id, photo())
    with house.open(people.inspector) as services:
        assert len(services.evidence.list("inspection", inspection.id)) == 1
    conclude(house, people, inspection)
    with house.open(people.inspector) as services, pytest.raises(FrozenError):
        services.evidence.attach("inspection", inspection.id, photo("b.jpg", b"other"))


def test_every_step_is_on_the_trail_with_its_states(house, people):
    inspection = on_site(house, people)
    conclude(house, people, inspection)

    with house.open(people.audit_admin) as services:
        told = services.work.session.scalars(
            select(Event).where(Event.subject_id == inspection.id).order_by(Event.sequence)
        )
        kinds = [event.kind for event in told]
    assert kinds == [
        "InspectionPlanned",
        "OfficersAssigned",
        "InspectionAnnounced",
        "InspectionOpened",
        "InspectionConcluded",
    ]


def test_a_hazard_mended_on_the_spot_needs_no_order(house, people):
    inspection = on_site(house, people)
    row = find(house, people, inspection)

    with house.open(people.inspector) as services:
        with pytest.raises(InvalidInputError):
            services.findings.remedied(row.id, row.version, " ")
        ended = services.findings.remedied(row.id, row.version, "当场更换，已查看")
        with pytest.raises(FrozenError):
            services.findings.dismiss(row.id, ended.version, "误记")
        found = services.findings.get(row.id)
        assert (found.state, found.closed_on, found.days_open) == ("remedied", date(2026, 11, 22), 0)


def test_what_comes_up_again_is_linked_to_what_was_ended(house, people):
    first = find(house, people, on_site(house, people))
    with house.open(people.inspector) as services:
        services.findings.remedied(first.id, first.version, "当场更换")
    again = find(house, people, on_site(house, people))
    other = find(house, people, on_site(house, people), replace(HAZARD, checklist_code="F3", category="water"))

    assert (again.recurrence_of_id, other.recurrence_of_id) == (first.id, None)


# --- Law 44 ---


def test_d34_a_body_enters_its_own_hazard_with_what_it_did_at_once(house, people):
    own = replace(HAZARD, immediate_measures="断电，移走档案", requirement="")
    with house.open(people.clerk) as services:
        with pytest.raises(InvalidInputError, match="immediate_measures"):
            services.findings.report_own(ORGANIZATION, people.finance.id, HAZARD)
        row = services.findings.report_own(ORGANIZATION, people.finance.id, own, is_accident=True)

    assert (row.source, row.state) == ("accident", "open")
    with house.open(people.inspector) as services:
        assert services.findings.get(row.id).facts == own.facts
        assert [each.kind for each in services.notices.open().rows] == ["accident_reported"]
    with house.open(people.other_clerk) as services, pytest.raises(NotFoundError):
        services.findings.get(row.id)


def test_d34_nobody_reports_for_another_body(house, people):
    own = replace(HAZARD, immediate_measures="断电")
    for name in ("other_clerk", "archivist", "inspector"):
        with house.open(getattr(people, name)) as services, pytest.raises(NotPermittedError):
            services.findings.report_own(ORGANIZATION, people.finance.id, own)
    with house.open(people.archivist) as services:
        assert services.findings.report_own(REPOSITORY, people.archive.id, own).repository_id == people.archive.id


# --- the yearly plan ---


def test_a_plan_of_a_year_takes_inspections_until_the_authority_approves_it(house, people):
    planned = propose(house, people)
    with house.open(people.inspector) as services:
        plan_id = services.inspection_plans.draw_up(people.county.id, 2026, "2026 年度检查计划").id
        other_id = services.inspection_plans.draw_up(people.county.id, 2027, "2027 年度检查计划").id
    with house.open(people.inspector) as services:
        with pytest.raises(DuplicateError):
            services.inspection_plans.draw_up(people.county.id, 2026, "又一份")
        services.inspection_plans.put_on(plan_id, planned.id)
        with pytest.raises(NotPermittedError):
            services.inspection_plans.approve(plan_id, 1)
        with pytest.raises(InvalidInputError):
            services.inspection_plans.put_on(other_id, planned.id)
    with house.open(people.authority_officer) as services:
        services.inspection_plans.approve(plan_id, 1)
        with pytest.raises(FrozenError):
            services.inspection_plans.put_on(plan_id, planned.id)
        assert [each.id for each in services.inspection_plans.lines(plan_id)] == [planned.id]


def test_a_plan_is_not_there_for_the_inspected_or_next_door(house, people):
    with house.open(people.inspector) as services:
        plan = services.inspection_plans.draw_up(people.county.id, 2026, "2026 年度检查计划")
    for name in ("clerk", "director", "neighbour_inspector"):
        with house.open(getattr(people, name)) as services, pytest.raises(NotFoundError):
            services.inspection_plans.get(plan.id)
    with house.open(people.neighbour_inspector) as services, pytest.raises(NotPermittedError):
        services.inspection_plans.draw_up(people.county.id, 2026, "2026 年度检查计划")


def test_an_announced_inspection_lies_on_the_desks_of_the_inspected_until_it_is_over(house, people):
    planned = propose(house, people)
    step(house, people.inspector, "notify", planned.id)
    with house.open(people.clerk) as services:
        assert [each.kind for each in services.notices.open().rows] == ["inspection_announced"]
    step(house, people.inspector, "open", planned.id)
    conclude(house, people, planned)

    with house.open(people.clerk) as services:
        assert services.notices.count() == 0


def test_evidence_is_read_again_by_the_fixity_check(house, people):
    inspection = on_site(house, people)
    with house.open(people.inspector) as services:
        added = services.evidence.attach("inspection", inspection.id, photo())
    with house.open(WORKER) as services:
        assert services.fixity.check_all().faults == ()
        house.outside.holding.path(added.sha256).write_bytes(b"other")
        assert len(services.fixity.check_all().faults) == 1


def test_people_asking_in_turn_never_share_what_they_see(either_house):
    people = write_cast(either_house)
    inspection = on_site(either_house, people)
    find(either_house, people, inspection)
    officers = Permission(Role.INSPECTOR, Scope(jurisdictions=frozenset({people.county.path, people.neighbour.path})))
    seen = {
        "county": (people.inspector, 1),
        "next county": (people.neighbour_inspector, 0),
        "both": (Actor(None, "both", (officers,)), 1),
        "no path": (Actor(None, "odd", (Permission(Role.INSPECTOR, Scope(jurisdictions=frozenset({"/99"}))),)), 0),
        "inspected": (people.clerk, 0),
        "nobody": (Actor(None, "nobody", ()), 0),
    }

    for first, second in product(seen, seen):
        for name in (first, second, first):
            with either_house.open(seen[name][0]) as services:
                assert services.work.session.scalar(select(func.count(Finding.id))) == seen[name][1], (first, second)
