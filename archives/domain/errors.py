"""Every refusal the archives can utter. Doors translate them; nothing below a door knows HTTP.

Each class has a stable `code`, on which clients match and by which the text in the reader's language is found;
`facts` are the values that go into that text. `str(error)` is the English text, naming the remedy.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class ArchivesError(Exception):
    """Base of all refusals."""

    code = "archives_error"

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.facts = facts


class NotFoundError(ArchivesError):
    """Nothing that this person may see is kept under that identifier."""

    code = "not_found"

    def __init__(self, kind: str, identifier: object) -> None:
        super().__init__(f"No {kind} {identifier}.", kind=kind, identifier=str(identifier))


class NotPermittedError(ArchivesError):
    """The actor's roles do not carry this act here."""

    code = "not_permitted"


class NotAuthenticatedError(ArchivesError):
    """Nobody is logged in, or the login has ended."""

    code = "not_authenticated"


class LockedOutError(ArchivesError):
    """Too many failed logins; facts: until (ISO instant)."""

    code = "locked_out"


class WrongLoginError(ArchivesError):
    """The name or the password is wrong; which of them is not said."""

    code = "wrong_login"


class NotVerifiedError(ArchivesError):
    """No receipt of that number belongs to that digest: one answer, whether the number exists or not."""

    code = "not_verified"


class TooManyRequestsError(ArchivesError):
    """A public door was knocked at too often; facts: retry_after (whole seconds)."""

    code = "too_many_requests"


class CrossSiteRequestError(ArchivesError):
    """A write came with a login's cookie but not from our own pages: its CSRF token or origin is wrong."""

    code = "cross_site_request"


class IllegalTransitionError(ArchivesError):
    """The act does not exist in the present state."""

    code = "illegal_transition"

    def __init__(self, subject: str, state: str, action: str) -> None:
        super().__init__(
            f"A {subject} that is {state} cannot {action}.", subject=subject, state=str(state), action=str(action)
        )


class StaleVersionError(ArchivesError):
    """Somebody else changed the thing since the caller last read it; facts: seen, present, changed (names)."""

    code = "stale_version"


class VersionRequiredError(ArchivesError):
    """A write came without the version that its author saw (If-Match)."""

    code = "version_required"


class IdempotencyKeyReusedError(ArchivesError):
    """The same Idempotency-Key came with another request."""

    code = "idempotency_key_reused"


class FixityError(ArchivesError):
    """Content does not match the size or digest that was declared for it; facts: what, expected, actual."""

    code = "fixity_mismatch"


class StorageFullError(ArchivesError):
    """The disk has no room; nothing was kept. The operator frees space, then the caller repeats."""

    code = "storage_full"


class DatabaseUnavailableError(ArchivesError):
    """The database is locked for too long, away, or not writable; nothing was changed. The operator looks after it."""

    code = "database_unavailable"


class FrozenError(ArchivesError):
    """The element can no longer be changed, or never could (issued numbers, process metadata, submitted records)."""

    code = "frozen"


class SetAsideError(ArchivesError):
    """The entry carries an unreleased classification: it is handled separately (另行办理), only its count is kept."""

    code = "set_aside"


class DuplicateError(ArchivesError):
    """What must be unique already exists; facts: kind, value, where."""

    code = "duplicate"


class UnsafeDeploymentError(ArchivesError):
    """A setting under which accepted records could be lost; the system does not start."""

    code = "unsafe_deployment"


class UnreadableInputError(ArchivesError):
    """A file that cannot be read as what it claims to be; facts: name, reason."""

    code = "unreadable_input"


class IndexUnusableError(ArchivesError):
    """The search index is damaged or of another version; `archives reindex` builds a new one."""

    code = "index_unusable"


class IndexBusyError(ArchivesError):
    """Another process is writing the search index; the caller repeats later."""

    code = "index_busy"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a stable code, where it is, the values for its text, and who mends it.

    `where` is a JSON pointer, a column name, or 'row 12, column 题名'; `who` a Role value or ''.
    """

    code: str
    where: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    who: str = ""


class InvalidInputError(ArchivesError):
    """The input is wrong in the ways listed: all of them at once."""

    code = "invalid_input"

    def __init__(self, problems: Sequence[Problem]) -> None:
        listed = "; ".join(f"{problem.where}: {problem.code}" for problem in problems)
        super().__init__(f"{len(problems)} problem(s): {listed}")
        self.problems = tuple(problems)


class BlockedError(ArchivesError):
    """The act exists but something is missing first: every gap is named (条例 30 opinions, checks, counts, scans)."""

    code = "blocked"

    def __init__(self, action: str, gaps: Sequence[Problem]) -> None:
        listed = "; ".join(f"{gap.where}: {gap.code}" for gap in gaps)
        super().__init__(f"Cannot {action} yet: {listed}", action=action)
        self.problems = tuple(gaps)


class LogDamagedError(ArchivesError):
    """The log does not follow from the trail, or not from its newest checkpoint: nothing is signed; facts: what."""

    code = "log_damaged"


class SigningKeyError(ArchivesError):
    """A key to sign with is gone, cannot be opened, or is not the one that signed before; facts: key (file name)."""

    code = "signing_key"


class SignerUnavailableError(ArchivesError):
    """The time-stamp service, or the device that holds the key, does not answer; facts: service. Repeat later."""

    code = "signer_unavailable"


class MissingFontError(ArchivesError):
    """A face of the documents is not installed; facts: path."""

    code = "missing_font"

    def __init__(self, path: object) -> None:
        super().__init__(
            f"The font {path} is not there: run 'make install' again, or mend the list of fallback fonts.",
            path=str(path),
        )
