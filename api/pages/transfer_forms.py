"""What the forms of a transfer send, read into the values that the services take."""

from collections.abc import Callable, Iterator
from datetime import date
from hashlib import file_digest
from os import SEEK_END
from typing import Any, BinaryIO, cast
from uuid import UUID

from werkzeug.datastructures import FileStorage, MultiDict

from archives.domain.errors import InvalidInputError, NotFoundError, Problem
from archives.domain.transfer import TransferAction
from archives.domain.vocabulary import AccessStatus, ClassificationChange, Disclosure, Outcome, Role, Side
from archives.services import Services
from archives.services.content import Upload
from archives.services.counting import Tick
from archives.services.signing import PaperLines
from archives.services.transfer_life import Ground
from archives.services.transfer_lists import Opinions

_A = TransferAction
BUTTONS: dict[str, Callable[[Services], Callable[..., Any]]] = {
    _A.PREPARE: lambda s: s.transfers.prepare,
    _A.REQUEST_APPROVAL: lambda s: s.transfers.request_approval,
    _A.SEND_BACK: lambda s: s.transfers.send_back,
    _A.SUBMIT: lambda s: s.transfers.submit,
    _A.WITHDRAW: lambda s: s.transfers.withdraw,
    _A.ABORT: lambda s: s.transfers.abort,
    _A.BEGIN_CHECKS: lambda s: s.reception.begin_checks,
    _A.RETURN: lambda s: s.reception.return_for_correction,
    _A.RETURN_ON_NEW_GROUND: lambda s: s.reception.return_for_correction,
    _A.PROPOSE_ACCEPTANCE: lambda s: s.reception.propose_acceptance,
    _A.REOPEN_REVIEW: lambda s: s.reception.reopen_review,
    _A.SEAL: lambda s: s.reception.seal,
    _A.DISPUTE: lambda s: s.reception.dispute,
    _A.RULE_WITHIN_SCOPE: lambda s: s.reception.rule_within_scope,
    _A.RULE_OUTSIDE_SCOPE: lambda s: s.reception.rule_outside_scope,
}
NEEDS_REASON = frozenset({_A.SEND_BACK, _A.WITHDRAW, _A.ABORT, _A.REOPEN_REVIEW, _A.DISPUTE, _A.RULE_WITHIN_SCOPE})
NEEDS_CONFIRMATION = frozenset({_A.SUBMIT, _A.SEAL})
"""Signing and sealing: nobody does it by a slip of the hand."""

NEEDS_GROUNDS = frozenset({_A.RETURN, _A.RETURN_ON_NEW_GROUND, _A.RULE_OUTSIDE_SCOPE})
_LINES = ("filler", "reviewer", "seal")

Form = MultiDict[str, str]


def identifier(text: str) -> UUID:
    """Read an id that a form carries; one that is none belongs to nothing."""
    try:
        return UUID(text)
    except ValueError as fault:
        raise NotFoundError("row", text[:64]) from fault


def button(action: str) -> Callable[[Services], Callable[..., Any]]:
    """Return what a button calls, or refuse an act that does not exist."""
    if action not in BUTTONS:
        raise NotFoundError("action", action[:64])
    return BUTTONS[action]


def opinions_from(form: Form) -> Opinions:
    """Read the three opinions; an empty choice leaves one unsaid."""
    return Opinions(
        _choice(AccessStatus, form, "opening"),
        _choice(Disclosure, form, "disclosure"),
        _choice(ClassificationChange, form, "classification"),
        form.get("note", ""),
    )


def grounds_from(form: Form) -> list[Ground]:
    """Read the reasons of a return: one for each record with words, and one for the whole if there are words for it."""
    grounds = []
    for name, text in form.items():
        kind, _, named = name.partition(":")
        if kind == "record" and text.strip():
            rule = form.get(f"rule:{named}", "")
            grounds.append(Ground(text.strip(), rule, identifier(named), who_acts=Role.CLERK))
    if whole := form.get("whole", "").strip():
        grounds.append(Ground(whole))
    return grounds


def ticks_from(form: Form) -> Iterator[tuple[UUID, Tick]]:
    """Read the counting list: the units for which an outcome was chosen."""
    for name, outcome in form.items():
        kind, _, named = name.partition(":")
        if kind == "outcome" and outcome:
            pages = form.get(f"pages:{named}", "").strip()
            number = int(pages) if pages.isascii() and pages.isdigit() else None
            yield identifier(named), Tick(outcome, number, form.get(f"note:{named}", ""))


def paper_from(
    form: Form, files: MultiDict[str, FileStorage], services: Services, transfer_id: UUID
) -> tuple[Side, PaperLines]:
    """Read names and day from the form, and keep the scan."""
    upload = files.get("scan")
    if upload is None or not upload.filename:
        raise InvalidInputError([Problem("required", "/scan")])
    received = Upload(upload.filename, cast("BinaryIO", upload.stream), *_measured(upload))
    digest = services.signing.keep_scan(transfer_id, received)
    names = {line: form.get(line, "") for line in _LINES}
    lines = PaperLines(**names, signed_on=_day(form), scan_sha256=digest, scan_name=upload.filename)
    return side_from(form), lines


def side_from(form: Form) -> Side:
    """Read which column is meant."""
    side: Side | None = _choice(Side, form, "side")
    if side is None:
        raise InvalidInputError([Problem("required", "/side")])
    return side


def outcome_from(form: Form) -> Outcome:
    """Read what was decided."""
    outcome: Outcome | None = _choice(Outcome, form, "outcome")
    if outcome is None:
        raise InvalidInputError([Problem("required", "/outcome")])
    return outcome


def _measured(upload: FileStorage) -> tuple[int, str]:
    """Return size and SHA-256 of a form's file; a multipart form arrives whole or not at all."""
    size = upload.stream.seek(0, SEEK_END)
    upload.stream.seek(0)
    digest = file_digest(upload.stream, "sha256").hexdigest()  # type: ignore[arg-type]  # a readable stream
    upload.stream.seek(0)
    return size, digest


def _day(form: Form) -> date:
    try:
        return date.fromisoformat(form.get("signed_on", ""))
    except ValueError as fault:
        raise InvalidInputError([Problem("bad_date", "/signed_on", (("value", form.get("signed_on", "")),))]) from fault


def _choice(vocabulary: Any, form: Form, name: str) -> Any:  # noqa: ANN401 -- a member of the vocabulary
    value = form.get(name, "")
    if value and value not in list(vocabulary):
        raise InvalidInputError([Problem("unknown_value", f"/{name}", (("allowed", ", ".join(vocabulary)),))])
    return vocabulary(value) if value else None
