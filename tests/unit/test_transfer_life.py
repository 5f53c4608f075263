"""The whole life of a transfer, tried with every action by every role in every state."""

from itertools import product

import pytest

from archives.domain.errors import IllegalTransitionError, NotPermittedError
from archives.domain.permission import ARCHIVE_ROLES
from archives.domain.transfer import (
    TRANSITIONS,
    TransferAction,
    TransferState,
    allowed_actions,
    next_state,
    return_action,
)
from archives.domain.vocabulary import Role

# Written by hand from the regulations, not taken from the code: a change of the law is a change of both.
LIFE = """
planned --prepare by clerk--> preparing
preparing --request_approval by clerk--> awaiting_approval
returned --request_approval by clerk--> awaiting_approval
awaiting_approval --send_back by approver--> preparing
awaiting_approval --submit by approver--> submitted
submitted --begin_checks by archivist--> checking
checking --complete_checks by system--> under_review
under_review --return by archivist--> returned
under_review --return_on_new_ground by director--> returned
under_review --propose_acceptance by archivist--> signing
signing --reopen_review by archivist+director--> under_review
signing --seal by director--> storing
storing --complete_storing by system--> accepted
submitted --dispute by approver+director--> disputed
under_review --dispute by approver+director--> disputed
disputed --rule_within_scope by authority--> submitted
disputed --rule_outside_scope by authority--> returned
"""
OPEN = [
    "planned",
    "preparing",
    "awaiting_approval",
    "submitted",
    "checking",
    "returned",
    "under_review",
    "signing",
    "disputed",
]
UNDONE = [f"{state} --withdraw by approver+clerk--> withdrawn" for state in OPEN] + [
    f"{state} --abort by approver+authority--> aborted" for state in OPEN
]


def test_the_life_is_as_written():
    told = {
        f"{at} --{action} by {'+'.join(sorted(arrow.by))}--> {arrow.to}" for (at, action), arrow in TRANSITIONS.items()
    }

    assert told == {*LIFE.strip().splitlines(), *UNDONE}


@pytest.mark.parametrize(("state", "action", "role"), list(product(TransferState, TransferAction, Role)))
def test_what_is_offered_is_exactly_what_is_possible(state, action, role):
    if action in allowed_actions(state, [role]):
        assert next_state(state, action, [role]) in TransferState
    else:
        with pytest.raises((IllegalTransitionError, NotPermittedError)):
            next_state(state, action, [role])


def test_d05_no_archive_can_end_a_transfer_without_taking_it():
    """Law 15¶1: whatever the archive does, in whatever order, it never reaches an end but acceptance."""
    for start in TransferState:
        if start in ("withdrawn", "aborted"):
            continue
        reached, frontier = set(), {start}
        while frontier:
            reached |= frontier
            frontier = {
                arrow.to
                for (at, _), arrow in TRANSITIONS.items()
                if at in frontier and arrow.by & (ARCHIVE_ROLES | {Role.SYSTEM})
            } - reached

        assert not reached & {TransferState.WITHDRAWN, TransferState.ABORTED}, start


def test_d05_no_state_or_action_speaks_of_refusal():
    spoken = {*TransferState, *TransferAction}

    assert not [word for word in spoken if "refus" in word or "reject" in word or "declin" in word]


def test_d05_every_open_state_leads_to_acceptance():
    for start in OPEN:
        reached, frontier = set(), {TransferState(start)}
        while frontier:
            reached |= frontier
            frontier = {arrow.to for (at, _), arrow in TRANSITIONS.items() if at in frontier} - reached

        assert TransferState.ACCEPTED in reached, start


def test_nothing_is_accepted_that_was_not_sealed_by_both_sides():
    for gate in (TransferAction.SUBMIT, TransferAction.SEAL, TransferAction.COMPLETE_STORING):
        reached, frontier = set(), {TransferState.PLANNED}
        while frontier:
            reached |= frontier
            frontier = {
                arrow.to for (at, act), arrow in TRANSITIONS.items() if at in frontier and act is not gate
            } - reached

        assert TransferState.ACCEPTED not in reached, gate


def test_after_the_last_signature_nobody_can_take_it_back():
    for state in (TransferState.STORING, TransferState.ACCEPTED):
        assert not allowed_actions(state, [role for role in Role if role is not Role.SYSTEM])


def test_a_first_return_is_the_archivists():
    assert return_action([], [("YJ-1-7", "a")], returns=0) is TransferAction.RETURN


def test_the_same_ground_again_is_the_archivists():
    assert return_action([("YJ-1-7", "a")], [("YJ-1-7", "a")], returns=1) is TransferAction.RETURN


def test_d05_a_later_new_ground_needs_the_director():
    assert return_action([("YJ-1-7", "a")], [("YJ-1-7", "b")], returns=1) is TransferAction.RETURN_ON_NEW_GROUND
