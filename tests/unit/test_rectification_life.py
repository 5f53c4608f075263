"""The whole life of an order to rectify, tried with every action by every role in every state."""

from datetime import date
from itertools import product
from uuid import UUID

import pytest

from archives.domain.errors import BlockedError, IllegalTransitionError, InvalidInputError, NotPermittedError
from archives.domain.hazard import (
    CITATIONS,
    FindingKind,
    Grade,
    InspectedKind,
    Instrument,
    LegalBasis,
    Offence,
    consequence,
    legal_basis,
    possible_offences,
    require_grade,
)
from archives.domain.rectification import (
    NEXT,
    TRANSITIONS,
    EscalationKind,
    OrderAction,
    OrderItem,
    OrderState,
    allowed_actions,
    is_overdue,
    next_state,
    order_gaps,
    require_escalation,
    require_extension,
    require_other_person,
    require_whole,
    whose_turn,
)
from archives.domain.vocabulary import Role

# Written by hand from the Law and the regulation, not taken from the code.
MOVES = """
found --issue by authority--> ordered
found --revoke by authority+inspector--> revoked
ordered --acknowledge by approver+archivist+clerk+director--> acknowledged
ordered --note_service by authority+inspector--> acknowledged
acknowledged --begin by approver+archivist+clerk+director--> rectifying
not_passed --begin by approver+archivist+clerk+director--> rectifying
rectifying --report by approver+director--> reported
reported --pass by inspector--> rechecked
reported --fail by inspector--> not_passed
rechecked --close_out by authority--> closed
""".strip().splitlines()
RUNNING = ["ordered", "acknowledged", "rectifying", "not_passed"]
ISSUED = [*RUNNING, "reported", "rechecked"]
STAYS = {
    ("ask_extension", "approver+archivist+clerk+director"): RUNNING,
    ("extend", "authority"): RUNNING,
    ("answer", "approver+archivist+clerk+director"): ISSUED,
    ("object", "approver+director"): ISSUED,
    ("reply", "authority"): ISSUED,
    ("appeal", "approver+director"): [*ISSUED, "closed"],
    ("escalate", "authority"): RUNNING,
    ("note_employer_answer", "authority+inspector"): [*ISSUED, "closed"],
}
TODAY = date(2026, 11, 22)
ONE, OTHER = UUID(int=1), UUID(int=2)


def item(**more):
    return OrderItem(
        **{
            "number": "WT1",
            "kind": FindingKind.HAZARD,
            "basis": LegalBasis.LAW_45,
            "facts": "灭火器过期",
            "requirement": "更换灭火器",
            **more,
        }
    )


def codes(gaps):
    return [(gap.where, gap.code) for gap in gaps]


def test_d35_the_life_is_as_written():
    told = {
        f"{at} --{action} by {'+'.join(sorted(arrow.by))}--> {arrow.to}" for (at, action), arrow in TRANSITIONS.items()
    }

    revoked = {f"{state} --revoke by authority--> revoked" for state in ISSUED}
    stays = {f"{at} --{action} by {by}--> {at}" for (action, by), states in STAYS.items() for at in states}
    assert told == {*MOVES, *revoked, *stays}


@pytest.mark.parametrize(("state", "action", "role"), list(product(OrderState, OrderAction, Role)))
def test_what_is_offered_is_exactly_what_is_possible(state, action, role):
    if action in allowed_actions(state, [role]):
        assert next_state(state, action, [role]) in OrderState
    else:
        with pytest.raises((IllegalTransitionError, NotPermittedError)):
            next_state(state, action, [role])


def test_d35_nothing_is_closed_that_was_not_issued_reported_and_rechecked():
    for gate in (OrderAction.ISSUE, OrderAction.REPORT, OrderAction.PASS, OrderAction.CLOSE_OUT):
        reached, frontier = set(), {OrderState.FOUND}
        while frontier:
            reached |= frontier
            frontier = {
                arrow.to for (at, act), arrow in TRANSITIONS.items() if at in frontier and act is not gate
            } - reached

        assert OrderState.CLOSED not in reached, gate


def test_every_state_that_has_not_ended_names_the_next_act_and_who_does_it():
    for state in OrderState:
        if state in ("closed", "revoked"):
            assert (whose_turn(state), state in NEXT) == (frozenset(), False)
        else:
            assert whose_turn(state) <= TRANSITIONS[state, NEXT[state]].by


def test_the_inspected_never_issue_recheck_close_extend_or_revoke():
    mine = (Role.CLERK, Role.APPROVER, Role.ARCHIVIST, Role.DIRECTOR)
    for state in OrderState:
        assert not allowed_actions(state, mine) & {
            OrderAction.ISSUE,
            OrderAction.PASS,
            OrderAction.FAIL,
            OrderAction.CLOSE_OUT,
            OrderAction.EXTEND,
            OrderAction.REVOKE,
            OrderAction.ESCALATE,
        }


# --- legal basis ---


def test_d35_a_hazard_is_ordered_to_be_rectified_by_law_45():
    assert legal_basis(FindingKind.HAZARD, None, InspectedKind.ORGANIZATION) is LegalBasis.LAW_45
    assert legal_basis(FindingKind.HAZARD, None, InspectedKind.REPOSITORY) is LegalBasis.LAW_45
    assert "第四十五条" in CITATIONS[LegalBasis.LAW_45]


@pytest.mark.parametrize(
    ("offence", "inspected", "basis"),
    [
        ("late_transfer", "organization", "reg_49"),
        ("refused_filing", "organization", "reg_49"),
        ("kept_as_own", "organization", "reg_49"),
        ("scope_changed", "repository", "reg_48"),
        ("not_opened", "repository", "reg_48"),
        ("firm_idle", "service_firm", "reg_51"),
    ],
)
def test_d36_the_article_follows_from_the_case(offence, inspected, basis):
    assert legal_basis(FindingKind.OFFENCE, Offence(offence), InspectedKind(inspected)) == basis
    assert offence in possible_offences(InspectedKind(inspected))
    for other in set(InspectedKind) - {inspected}:
        with pytest.raises(InvalidInputError, match="offence_of_other_body"):
            legal_basis(FindingKind.OFFENCE, Offence(offence), other)


def test_d36_an_offence_has_a_name_and_nothing_else_has_one():
    with pytest.raises(InvalidInputError, match="offence_required"):
        legal_basis(FindingKind.OFFENCE, None, InspectedKind.ORGANIZATION)
    with pytest.raises(InvalidInputError, match="offence_of_other_kind"):
        legal_basis(FindingKind.HAZARD, Offence.LATE_TRANSFER, InspectedKind.ORGANIZATION)


def test_d37_what_threatens_is_cited_only_where_law_48_says_so():
    assert "第八项" in consequence(Instrument.RECTIFICATION_ORDER, [])
    assert "第六项" in consequence(Instrument.CORRECTION_ORDER, [Offence.LATE_TRANSFER])
    assert consequence(Instrument.CORRECTION_ORDER, [Offence.SCOPE_CHANGED]) == ""
    assert consequence(Instrument.OPINION, []) == ""


def test_a_hazard_has_a_grade_of_the_chosen_scale_and_nothing_else_has_one():
    scale = (Grade.GENERAL, Grade.MAJOR)

    require_grade(FindingKind.HAZARD, Grade.MAJOR, scale)
    for wrong in (None, Grade.HIGHLY_DANGEROUS):
        with pytest.raises(InvalidInputError, match="grade_of_scale"):
            require_grade(FindingKind.HAZARD, wrong, scale)
    with pytest.raises(InvalidInputError, match="grade_of_hazard_only"):
        require_grade(FindingKind.WORK_PROBLEM, Grade.GENERAL, scale)


# --- issuing ---


def test_d35_an_order_without_basis_facts_requirement_or_deadline_is_not_issued_and_every_gap_is_named():
    bare = item(basis=None, facts=" ", requirement="")

    with pytest.raises(BlockedError) as refused:
        require_whole([bare], None, TODAY)

    assert codes(refused.value.problems) == [
        ("WT1", "basis_missing"),
        ("WT1", "facts_missing"),
        ("WT1", "requirement_missing"),
        ("due_on", "deadline_missing"),
    ]


def test_d35_an_order_about_nothing_or_with_a_day_that_has_passed_is_not_issued():
    assert codes(order_gaps([], date(2026, 11, 21), TODAY)) == [
        ("findings", "findings_missing"),
        ("due_on", "deadline_past"),
    ]


def test_at_once_is_a_deadline_too():
    assert order_gaps([item()], TODAY, TODAY) == []


def test_d36_hazard_and_offence_never_share_an_order():
    offence = item(number="WT2", kind=FindingKind.OFFENCE, basis=LegalBasis.REG_49)

    assert codes(order_gaps([item(), offence], TODAY, TODAY)) == [("findings", "kinds_mixed")]


# --- recheck, extension, overdue, escalation ---


def test_d40_whoever_took_part_in_the_rectification_does_not_recheck_it():
    require_other_person(OTHER, [ONE], OrderAction.PASS)
    with pytest.raises(NotPermittedError):
        require_other_person(ONE, [ONE], OrderAction.PASS)


def test_d35_nothing_is_closed_without_a_recheck():
    with pytest.raises(BlockedError) as refused:
        require_other_person(None, [ONE], OrderAction.CLOSE_OUT)

    assert codes(refused.value.problems) == [("recheck", "recheck_missing")]


def test_an_order_is_extended_once_and_only_to_a_later_day():
    due = date(2026, 12, 1)

    require_extension(due, date(2026, 12, 2), TODAY, extended=False)
    with pytest.raises(BlockedError, match="extended_already"):
        require_extension(due, date(2026, 12, 2), TODAY, extended=True)
    for until in (due, date(2026, 11, 1)):
        with pytest.raises(InvalidInputError, match="extension_too_short"):
            require_extension(due, until, TODAY, extended=False)
    with pytest.raises(InvalidInputError, match="extension_too_short"):
        require_extension(date(2026, 11, 1), TODAY, TODAY, extended=False)


def test_overdue_begins_the_day_after_and_ends_with_the_report():
    for state in RUNNING:
        assert not is_overdue(OrderState(state), TODAY, TODAY)
        assert is_overdue(OrderState(state), date(2026, 11, 21), TODAY)
    for state in ("found", "reported", "rechecked", "closed", "revoked"):
        assert not is_overdue(OrderState(state), date(2026, 11, 21), TODAY)


def test_d37_only_an_order_that_is_not_kept_is_escalated():
    late, early = date(2026, 11, 21), date(2026, 12, 1)

    require_escalation(EscalationKind.SANCTION_PROPOSAL, OrderState.RECTIFYING, late, TODAY, "")
    require_escalation(EscalationKind.CIRCULAR, OrderState.NOT_PASSED, early, TODAY, "")
    with pytest.raises(BlockedError, match="not_overdue"):
        require_escalation(EscalationKind.CIRCULAR, OrderState.RECTIFYING, early, TODAY, "")


def test_d37_criticism_is_a_penalty_and_only_where_local_law_grants_it():
    late = date(2026, 11, 21)

    with pytest.raises(BlockedError, match="local_law_missing"):
        require_escalation(EscalationKind.CRITICISM, OrderState.ORDERED, late, TODAY, "")
    require_escalation(EscalationKind.CRITICISM, OrderState.ORDERED, late, TODAY, "《浙江省档案条例》第三十七条")
