"""The life of a bulk registration: received, checked outside the write gate, published in one short transaction."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from archives.domain.errors import IllegalTransitionError


class ImportMode(StrEnum):
    """What happens to the good rows of a file that has bad ones."""

    ALL_OR_NOTHING = "all_or_nothing"
    GOOD_ROWS = "good_rows"


class ImportState(StrEnum):
    """Where a bulk registration stands."""

    RECEIVED = "received"
    CHECKING = "checking"
    CHECKED = "checked"
    REFUSED = "refused"  # it has wrong rows and came all-or-nothing, or cannot be read at all
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    ABORTED = "aborted"


class ImportAction(StrEnum):
    """What can be done to one."""

    CHECK = "check"  # also goes on with an interrupted check
    PASS = "pass"  # noqa: S105 -- the check found it fit to publish
    REFUSE = "refuse"
    REQUEST_PUBLICATION = "request_publication"
    PUBLISH = "publish"
    CHECK_AGAIN = "check_again"  # numbers were taken meanwhile
    REOPEN = "reopen"  # the same file was sent again
    ABORT = "abort"


_S, _A = ImportState, ImportAction

TRANSITIONS: Mapping[tuple[ImportState, ImportAction], ImportState] = MappingProxyType(
    {
        (_S.RECEIVED, _A.CHECK): _S.CHECKING,
        (_S.CHECKING, _A.CHECK): _S.CHECKING,
        (_S.CHECKING, _A.PASS): _S.CHECKED,
        (_S.CHECKING, _A.REFUSE): _S.REFUSED,
        (_S.CHECKED, _A.REQUEST_PUBLICATION): _S.PUBLISHING,
        (_S.CHECKED, _A.PUBLISH): _S.PUBLISHED,
        (_S.PUBLISHING, _A.PUBLISH): _S.PUBLISHED,
        (_S.CHECKED, _A.CHECK_AGAIN): _S.RECEIVED,
        (_S.PUBLISHING, _A.CHECK_AGAIN): _S.RECEIVED,
        (_S.REFUSED, _A.REOPEN): _S.RECEIVED,
        (_S.ABORTED, _A.REOPEN): _S.RECEIVED,
    }
    | {(state, _A.ABORT): _S.ABORTED for state in (_S.RECEIVED, _S.CHECKING, _S.CHECKED, _S.REFUSED, _S.PUBLISHING)}
)


def next_state(state: str, action: ImportAction) -> ImportState:
    """Return the state that follows, or refuse."""
    following = TRANSITIONS.get((ImportState(state), action))
    if following is None:
        raise IllegalTransitionError("bulk registration", state, action)
    return following
