"""An order from the first word to the close-out: who does what, what is refused, what the trail says."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from archives.domain.errors import (
    BlockedError,
    FrozenError,
    IllegalTransitionError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    StaleVersionError,
)
from archives.domain.hazard import FindingKind, FindingState, Instrument, Offence
from archives.domain.permission import Actor
from archives.domain.rectification import EscalationKind, OrderState
from archives.models import Event
from archives.services.findings import Register
from archives.services.rectification import Escalation, Issue, Looked
from archives.services.rectification_inspected import Measure
from tests.factories import cast as write_cast
from tests.inspecting import (
    HAZARD,
    REPOSITORY,
    act,
    answer,
    close,
    conclude,
    find,
    issued,
    items,
    on_site,
    order,
    recheck,
    rectify,
)

LATE = replace(HAZARD, kind=FindingKind.OFFENCE, grade=None, offence=Offence.LATE_TRANSFER, requirement="六十日内移交")
ISSUE = Issue("青档改〔2026〕1号", date(2026, 12, 22))
PROPOSAL = Escalation(EscalationKind.SANCTION_PROPOSAL, "青山县人民政府", "建议给予处分")


@pytest.fixture
def people(house):
    return write_cast(house)


def drawn(house, people, *found):
    inspection = on_site(house, people)
    rows = [find(house, people, inspection, each) for each in found or (HAZARD,)]
    conclude(house, people, inspection)
    return order(house, people, *rows)


def notices(house, actor):
    with house.open(actor) as services:
        return [each.kind for each in services.notices.open().rows]


def test_d35_the_whole_way_from_the_hazard_to_the_close_out(either_house):
    people = write_cast(either_house)
    made = issued(either_house, people)
    ended = close(either_house, people, made.id)

    assert (ended.state, ended.is_late, ended.round) == (OrderState.CLOSED, False, 1)
    (row,) = items(either_house, people.clerk, made.id)
    assert (row.state, row.recheck, row.days_open) == (FindingState.CLOSED, "passed", 0)
    with either_house.open(people.clerk) as services:
        acts = [each.kind for each in services.answering.acts(made.id)]
    assert acts == [
        "OrderDrawnUp",
        "OrderIssued",
        "OrderAcknowledged",
        "RectificationBegun",
        "RectificationReported",
        "RecheckPassed",
        "OrderClosedOut",
    ]


def test_the_trail_leads_to_the_state_that_the_column_has(house, people):
    made = issued(house, people)
    rectify(house, people, made.id)
    recheck(house, people, made.id, passed=False)

    with house.open(people.audit_admin) as services:
        events = services.work.session.scalars(
            select(Event).where(Event.subject_id == made.id).order_by(Event.sequence)
        ).all()
    state = "found"
    for event in events:
        facts = json.loads(event.leaf)["facts"]
        if "after" in facts:
            assert facts["before"]["state"] == state
            state = facts["after"]["state"]
    assert state == items_state(house, people, made.id) == "not_passed"


def items_state(house, people, order_id):
    with house.open(people.inspector) as services:
        return services.rectification.get(order_id).state


def test_d35_the_inspected_see_an_order_when_it_is_issued_and_not_before(house, people):
    made = drawn(house, people)
    with house.open(people.clerk) as services, pytest.raises(NotFoundError):
        services.rectification.get(made.id)

    act(house, people.authority_officer, "issue", made.id, ISSUE)

    assert items_state(house, people, made.id) == "ordered"
    with house.open(people.clerk) as services:
        assert services.rectification.get(made.id).document_number == "青档改〔2026〕1号"
    for stranger in ("other_clerk", "archivist", "neighbour_inspector", "system_admin"):
        with house.open(getattr(people, stranger)) as services, pytest.raises(NotFoundError):
            services.rectification.get(made.id)


def test_d35_without_requirement_or_last_day_it_is_not_issued_and_nothing_is_shown(house, people):
    made = drawn(house, people, replace(HAZARD, requirement=""))

    with pytest.raises(BlockedError) as refused:
        act(house, people.authority_officer, "issue", made.id, Issue("青档改〔2026〕1号"))

    assert [gap.code for gap in refused.value.problems] == ["requirement_missing", "deadline_missing"]
    assert items_state(house, people, made.id) == "found"


def test_a_deadline_in_the_past_is_refused(house, people):
    made = drawn(house, people)

    with pytest.raises(BlockedError, match="deadline_past"):
        act(house, people.authority_officer, "issue", made.id, Issue("x", date(2026, 11, 21)))


def test_a_term_of_the_profile_becomes_a_day(house, people):
    made = drawn(house, people)
    # Fifteen days from Sunday 22 November is Monday 7 December; three months is Monday 22 February.
    made = act(house, people.authority_officer, "issue", made.id, Issue("x", term="15-day"))

    assert made.due_on == made.first_due_on == date(2026, 12, 7)
    other = act(house, people.authority_officer, "issue", drawn(house, people).id, Issue("y", term="7-working_day"))
    assert other.due_on == date(2026, 12, 1)
    with pytest.raises(InvalidInputError, match="term"):
        act(house, people.authority_officer, "issue", drawn(house, people).id, Issue("z", term="8-day"))


def test_d36_a_late_transfer_is_ordered_to_be_corrected_by_article_49(house, people):
    made = act(house, people.authority_officer, "issue", drawn(house, people, LATE).id, ISSUE)

    assert (made.instrument, made.bases) == (Instrument.CORRECTION_ORDER, ["reg_49"])


def test_d36_kinds_and_bodies_are_not_mixed_and_nothing_is_ordered_twice(house, people):
    inspection = on_site(house, people)
    hazard, late = find(house, people, inspection), find(house, people, inspection, LATE)
    other = find(house, people, on_site(house, people, body=("organization", people.health.id)))

    for rows, code in (([hazard, late], "kinds_mixed"), ([hazard, other], "bodies_mixed"), ([], "findings_missing")):
        with pytest.raises(InvalidInputError, match=code):
            order(house, people, *rows)
    order(house, people, hazard)
    with pytest.raises(FrozenError):
        order(house, people, hazard)


def test_an_inspector_draws_up_and_only_the_authority_issues(house, people):
    made = drawn(house, people)

    for name in ("inspector",):
        with pytest.raises(NotPermittedError):
            act(house, getattr(people, name), "issue", made.id, ISSUE)


def test_d40_a_recheck_by_whoever_took_part_is_refused_and_so_is_closing(house, people):
    made = issued(house, people)
    both = Actor(people.inspector.account_id, "吴检查", (*people.inspector.permissions, *people.approver.permissions))
    (row,) = items(house, people.clerk, made.id)
    answer(house, people.clerk, "acknowledge", made.id)
    answer(house, people.clerk, "begin", made.id, {row.id: Measure("换", "李经办")})
    answer(house, both, "report", made.id, "已整改", {row.id: "已换"})

    with pytest.raises(NotPermittedError):
        recheck(house, people, made.id)


def test_a_failed_item_goes_back_and_what_passed_is_not_looked_at_again(house, people):
    inspection = on_site(house, people)
    rows = [find(house, people, inspection), find(house, people, inspection, replace(HAZARD, checklist_code="F3"))]
    conclude(house, people, inspection)
    made = act(house, people.authority_officer, "issue", order(house, people, *rows).id, ISSUE)
    rectify(house, people, made.id)
    looked = {rows[0].id: Looked(True, "已换"), rows[1].id: Looked(False, "仍渗水")}
    with pytest.raises(InvalidInputError, match="recheck_of_item"):
        act(house, people.inspector, "recheck", made.id, {rows[0].id: looked[rows[0].id]})

    back = act(house, people.inspector, "recheck", made.id, looked, date(2027, 1, 10))

    assert (back.state, back.round, back.due_on, back.extended_at) == ("not_passed", 2, date(2027, 1, 10), None)
    rectify(house, people, made.id)
    again = act(house, people.inspector, "recheck", made.id, {rows[1].id: Looked(True, "不再渗水")})
    assert again.state == OrderState.RECHECKED


def test_closing_before_a_recheck_does_not_exist(house, people):
    made = issued(house, people)
    rectify(house, people, made.id)

    with pytest.raises(IllegalTransitionError):
        act(house, people.authority_officer, "close_out", made.id)


def test_a_closed_case_takes_nothing_more(house, people):
    made = issued(house, people)
    close(house, people, made.id)

    with pytest.raises(IllegalTransitionError):
        answer(house, people.approver, "object", made.id, "不服")
    with pytest.raises(IllegalTransitionError):
        act(house, people.authority_officer, "revoke", made.id, "撤销")


def test_every_item_needs_a_measure_a_person_and_what_was_done(house, people):
    made = issued(house, people)
    (row,) = items(house, people.clerk, made.id)
    answer(house, people.clerk, "acknowledge", made.id)
    with pytest.raises(InvalidInputError) as refused:
        answer(house, people.clerk, "begin", made.id, {row.id: Measure(" ", "", date(2026, 12, 23))})
    assert [each.code for each in refused.value.problems] == ["required", "required", "after_deadline"]
    answer(house, people.clerk, "begin", made.id, {row.id: Measure("换", "李经办", date(2026, 12, 22))})
    with pytest.raises(InvalidInputError, match="done"):
        answer(house, people.approver, "report", made.id, "已整改", {})
    with pytest.raises(NotPermittedError):
        answer(house, people.clerk, "report", made.id, "已整改", {row.id: "已换"})


def test_it_is_extended_once_with_a_reason_by_the_authority(house, people):
    made = issued(house, people)
    answer(house, people.clerk, "ask_extension", made.id, date(2027, 1, 22), "采购周期长")
    assert "order_ask_extension" in notices(house, people.authority_officer)
    with pytest.raises(InvalidInputError, match="reason"):
        act(house, people.authority_officer, "extend", made.id, date(2027, 1, 22), " ")
    with pytest.raises(NotPermittedError):
        act(house, people.inspector, "extend", made.id, date(2027, 1, 22), "采购周期长")

    longer = act(house, people.authority_officer, "extend", made.id, date(2027, 1, 22), "采购周期长")

    assert (longer.due_on, longer.first_due_on) == (date(2027, 1, 22), date(2026, 12, 22))
    assert "order_ask_extension" not in notices(house, people.authority_officer)
    with pytest.raises(BlockedError, match="extended_already"):
        act(house, people.authority_officer, "extend", made.id, date(2027, 2, 22), "仍不够")


def test_overdue_is_seen_on_the_next_day_and_a_report_ends_it(house, people, clock):
    made = issued(house, people)
    clock.move(days=30)
    assert not is_overdue(house, people, made.id)
    clock.move(days=1)
    assert is_overdue(house, people, made.id)

    late = rectify(house, people, made.id)

    assert (late.is_late, is_overdue(house, people, made.id)) == (True, False)


def is_overdue(house, people, order_id):
    with house.open(people.inspector) as services:
        found = [each.id for each in services.rectification.list(overdue=True).rows]
        told = services.rectification.is_overdue(services.rectification.get(order_id))
        assert (order_id in found) == told
        return told


def test_d37_a_proposal_to_the_employer_is_answered_in_writing_on_file(house, people, clock):
    made = issued(house, people)
    with pytest.raises(BlockedError, match="not_overdue"):
        act(house, people.authority_officer, "escalate", made.id, PROPOSAL)
    with pytest.raises(BlockedError, match="no_proposal"):
        act(house, people.inspector, "note_employer_answer", made.id, "已处理")
    clock.move(days=31)
    act(house, people.authority_officer, "escalate", made.id, PROPOSAL)

    act(house, people.inspector, "note_employer_answer", made.id, "已给予警告处分，青政函〔2027〕1号")

    with house.open(people.clerk) as services:
        told = [(each.kind, each.text) for each in services.answering.acts(made.id)][-2:]
    assert told == [("OrderEscalated", "建议给予处分"), ("EmployerAnswered", "已给予警告处分，青政函〔2027〕1号")]
    assert items_state(house, people, made.id) == "ordered"


def test_d37_criticism_is_no_button_where_no_local_law_grants_it(house, people, clock):
    made = issued(house, people)
    clock.move(days=31)

    criticism = Escalation(EscalationKind.CRITICISM, "各单位", "通报批评")
    with pytest.raises(BlockedError, match="local_law_missing"):
        act(house, people.authority_officer, "escalate", made.id, criticism)


def test_d40_the_inspected_answer_object_and_appeal_within_the_case(house, people):
    made = issued(house, people)
    answer(house, people.clerk, "answer", made.id, "灭火器已在采购")
    with pytest.raises(NotPermittedError):
        answer(house, people.clerk, "object", made.id, "不服")
    answer(house, people.approver, "object", made.id, "压力表有误")
    assert "order_object" in notices(house, people.authority_officer)
    act(house, people.authority_officer, "reply", made.id, "经复核，维持")
    assert "order_object" not in notices(house, people.authority_officer)
    answer(house, people.approver, "appeal", made.id, "已向云溪市档案局申请复议")

    assert items_state(house, people, made.id) == "ordered"


def test_a_revoked_order_says_why_and_its_findings_stand_open_again(house, people):
    made = issued(house, people)
    with pytest.raises(InvalidInputError):
        act(house, people.authority_officer, "revoke", made.id, "")
    act(house, people.authority_officer, "revoke", made.id, "对象有误")

    with house.open(people.inspector) as services:
        (row,) = services.findings.list(Register(state=FindingState.OPEN)).rows
    assert row.order_id is None


def test_an_order_to_a_body_abolished_meanwhile_goes_to_its_successor(house, people):
    inspection = on_site(house, people, body=("organization", people.health.id))
    row = find(house, people, inspection)
    conclude(house, people, inspection)
    made = order(house, people, row)
    with house.open(people.system_admin) as services:
        body = services.parties.organization(people.health.id)
        services.parties.abolish_organization(body.id, date(2026, 11, 20), people.finance.id, body.version)

    made = act(house, people.authority_officer, "issue", made.id, ISSUE)

    assert (made.inspected_name, made.routed_from) == ("青山县财政局", "青山县卫生局")
    assert [each.id for each in items(house, people.clerk, made.id)] == [row.id]
    with house.open(people.other_clerk) as services, pytest.raises(NotFoundError):
        services.rectification.get(made.id)


def test_an_abolished_body_that_nobody_succeeds_is_ordered_nothing(house, people):
    with house.open(people.system_admin) as services:
        body = services.parties.organization(people.health.id)
        services.parties.abolish_organization(body.id, date(2026, 11, 20), None, body.version)

    with pytest.raises(BlockedError, match="no_successor"):
        on_site(house, people, body=("organization", people.health.id))


def test_the_archive_itself_is_ordered_and_answers(house, people):
    made = issued(house, people, body=(REPOSITORY, people.archive.id))
    rectify(house, people, made.id, by=("archivist", "director"))
    recheck(house, people, made.id)

    assert act(house, people.authority_officer, "close_out", made.id).state == OrderState.CLOSED


def test_each_step_lies_on_the_desk_of_whoever_acts_next_and_no_longer_on_the_last_one(house, people):
    made = issued(house, people)
    assert "order_ordered" in notices(house, people.clerk)
    rectify(house, people, made.id)
    assert notices(house, people.clerk) == []
    assert "order_reported" in notices(house, people.inspector)
    recheck(house, people, made.id)
    assert "order_reported" not in notices(house, people.inspector)
    assert "order_rechecked" in notices(house, people.authority_officer)
    act(house, people.authority_officer, "close_out", made.id)
    assert notices(house, people.authority_officer) == []


def test_a_stale_page_changes_nothing(house, people):
    made = issued(house, people)
    with house.open(people.clerk) as services:
        services.answering.acknowledge(made.id, made.version)
        with pytest.raises(StaleVersionError):
            services.answering.answer(made.id, made.version, "说明")


def test_an_order_served_on_paper_is_noted_by_the_officers(house, people):
    made = issued(house, people)

    served = act(house, people.inspector, "note_service", made.id, "直接送达，王审核签收")

    assert (served.state, served.acknowledged_at is not None) == (OrderState.ACKNOWLEDGED, True)
