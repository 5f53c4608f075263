"""The life of a transfer: who may move it, and from which state to which.

A transfer hands records, and the duty to keep them, from an organization to an archive (ISO 15489-1; Law 15).
TRANSITIONS is the only place where that life is written down; every door reads it here.
No arrow lets an archive end a transfer: it may return it for correction or take it, never refuse (Law 15¶1, D05).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from archives.domain.life import Arrow, follow, offered
from archives.domain.vocabulary import Role


class TransferState(StrEnum):
    """Where a transfer stands. The words complete 'a transfer that is …'."""

    PLANNED = "planned"
    PREPARING = "preparing"
    AWAITING_APPROVAL = "awaiting_approval"
    SUBMITTED = "submitted"
    CHECKING = "checking"
    RETURNED = "returned"  # 退回补正
    UNDER_REVIEW = "under_review"
    SIGNING = "signing"
    STORING = "storing"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"
    ABORTED = "aborted"


class TransferAction(StrEnum):
    """What can be done to a transfer. The words are verbs, one for each button."""

    PREPARE = "prepare"
    REQUEST_APPROVAL = "request_approval"  # the clerk signs the unit's column as filler
    SEND_BACK = "send_back"  # inside the organization, approver to clerk
    SUBMIT = "submit"  # the approver signs as reviewer and seals for the unit
    BEGIN_CHECKS = "begin_checks"
    COMPLETE_CHECKS = "complete_checks"
    RETURN = "return"  # for correction, with reasons
    RETURN_ON_NEW_GROUND = "return_on_new_ground"  # a ground not named at an earlier return
    PROPOSE_ACCEPTANCE = "propose_acceptance"  # the archivist signs the archive's column as filler
    REOPEN_REVIEW = "reopen_review"
    SEAL = "seal"  # the director signs as reviewer and seals for the archive: the last signature
    COMPLETE_STORING = "complete_storing"
    DISPUTE = "dispute"  # scope goes to the authority (条例 48)
    RULE_WITHIN_SCOPE = "rule_within_scope"
    RULE_OUTSIDE_SCOPE = "rule_outside_scope"
    WITHDRAW = "withdraw"
    ABORT = "abort"


def _by(to: TransferState, *roles: Role) -> Arrow[TransferState]:
    return Arrow(to, frozenset(roles))


_S, _A, _R = TransferState, TransferAction, Role

BEFORE_LAST_SIGNATURE = (
    _S.PLANNED,
    _S.PREPARING,
    _S.AWAITING_APPROVAL,
    _S.SUBMITTED,
    _S.CHECKING,
    _S.RETURNED,
    _S.UNDER_REVIEW,
    _S.SIGNING,
    _S.DISPUTED,
)
ENDED = frozenset({_S.ACCEPTED, _S.WITHDRAWN, _S.ABORTED})
AT_REPOSITORY = frozenset({_S.SUBMITTED, _S.CHECKING, _S.UNDER_REVIEW, _S.SIGNING, _S.STORING, _S.DISPUTED})
EDITABLE = frozenset({_S.PLANNED, _S.PREPARING, _S.RETURNED})

TRANSITIONS: Mapping[tuple[TransferState, TransferAction], Arrow[TransferState]] = MappingProxyType(
    {
        (_S.PLANNED, _A.PREPARE): _by(_S.PREPARING, _R.CLERK),
        (_S.PREPARING, _A.REQUEST_APPROVAL): _by(_S.AWAITING_APPROVAL, _R.CLERK),
        (_S.RETURNED, _A.REQUEST_APPROVAL): _by(_S.AWAITING_APPROVAL, _R.CLERK),
        (_S.AWAITING_APPROVAL, _A.SEND_BACK): _by(_S.PREPARING, _R.APPROVER),
        (_S.AWAITING_APPROVAL, _A.SUBMIT): _by(_S.SUBMITTED, _R.APPROVER),
        (_S.SUBMITTED, _A.BEGIN_CHECKS): _by(_S.CHECKING, _R.ARCHIVIST),
        (_S.CHECKING, _A.COMPLETE_CHECKS): _by(_S.UNDER_REVIEW, _R.SYSTEM),
        (_S.UNDER_REVIEW, _A.RETURN): _by(_S.RETURNED, _R.ARCHIVIST),
        (_S.UNDER_REVIEW, _A.RETURN_ON_NEW_GROUND): _by(_S.RETURNED, _R.DIRECTOR),
        (_S.UNDER_REVIEW, _A.PROPOSE_ACCEPTANCE): _by(_S.SIGNING, _R.ARCHIVIST),
        (_S.SIGNING, _A.REOPEN_REVIEW): _by(_S.UNDER_REVIEW, _R.ARCHIVIST, _R.DIRECTOR),
        (_S.SIGNING, _A.SEAL): _by(_S.STORING, _R.DIRECTOR),
        (_S.STORING, _A.COMPLETE_STORING): _by(_S.ACCEPTED, _R.SYSTEM),
        (_S.SUBMITTED, _A.DISPUTE): _by(_S.DISPUTED, _R.DIRECTOR, _R.APPROVER),
        (_S.UNDER_REVIEW, _A.DISPUTE): _by(_S.DISPUTED, _R.DIRECTOR, _R.APPROVER),
        (_S.DISPUTED, _A.RULE_WITHIN_SCOPE): _by(_S.SUBMITTED, _R.AUTHORITY),
        (_S.DISPUTED, _A.RULE_OUTSIDE_SCOPE): _by(_S.RETURNED, _R.AUTHORITY),
    }
    | {(state, _A.WITHDRAW): _by(_S.WITHDRAWN, _R.CLERK, _R.APPROVER) for state in BEFORE_LAST_SIGNATURE}
    | {(state, _A.ABORT): _by(_S.ABORTED, _R.APPROVER, _R.AUTHORITY) for state in BEFORE_LAST_SIGNATURE}
)


def next_state(state: TransferState, action: TransferAction, roles: Iterable[Role]) -> TransferState:
    """Return the state that follows, or refuse."""
    return follow(TRANSITIONS, "a transfer", state, action, roles)


def allowed_actions(state: TransferState, roles: Iterable[Role]) -> frozenset[TransferAction]:
    """Return the buttons that these roles may be shown for a transfer in `state`."""
    return offered(TRANSITIONS, state, roles)


def return_action(earlier: Iterable[tuple[str, str]], now: Iterable[tuple[str, str]], returns: int) -> TransferAction:
    """Return which button a return needs: grounds are (rule or text, record or file id).

    The first return names everything; a ground that could have been named then needs the director (no silent refusal).
    """
    if returns == 0 or frozenset(now) <= frozenset(earlier):
        return TransferAction.RETURN
    return TransferAction.RETURN_ON_NEW_GROUND
