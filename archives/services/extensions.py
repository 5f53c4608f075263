"""The counter of extensions (延期移交): asked by the organization, given by its authority or not at all (条例 20¶3).

This module is the only one that moves the last day of a batch.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import DuplicateError, IllegalTransitionError, InvalidInputError, NotPermittedError, Problem
from archives.domain.obligation import Batch, Consent, ExtensionReason, grant_extension
from archives.domain.vocabulary import Role
from archives.models import Authority, Extension, Obligation, Repository
from archives.services.obligations_standing import last_day
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.unit_of_work import UnitOfWork


class ExtensionState(StrEnum):
    """Where a request stands. Only a request can be decided or withdrawn, and only once."""

    REQUESTED = "requested"
    CONSENTED = "consented"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ExtensionService:
    """Asking for more time, and answering."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def find(self, state: ExtensionState | None = None, cut: Cut = FIRST) -> Page[Extension]:
        """Return the extensions the actor may see, the oldest first."""
        statement = select(Extension)
        if state is not None:
            statement = statement.where(Extension.state == state)
        return page(self._work.session, statement, (Extension.requested_at, Extension.id), cut)

    def get(self, extension_id: UUID) -> Extension:
        """Return one extension, or refuse with NotFoundError."""
        return self._work.get(Extension, extension_id)

    def request(self, obligation_id: UUID, ground: str, reason: str, until: date) -> Extension:
        """Ask for more time on one of the two grounds of the law, `specialised` or `secret`, with a reason."""
        with self._work.write():
            batch = self._work.get(Obligation, obligation_id)
            role = self._work.actor.require(self._work.place_of(batch), Role.CLERK, Role.APPROVER)
            _check(batch, ground, reason, until)
            self._check_alone(batch)
            row = Extension(
                obligation_id=batch.id,
                organization_id=batch.organization_id,
                repository_id=batch.repository_id,
                ground=ground,
                reason=reason.strip(),
                until=until,
                requested_at=self._work.now(),
                requested_by=self._work.actor.name,
                state=ExtensionState.REQUESTED,
            )
            self._work.session.add(row)
            asked = {"state": row.state, "ground": ground, "until": until}
            self._work.record("ExtensionRequested", row, role=role, after=asked, reason=row.reason)
            return row

    def withdraw(self, extension_id: UUID, seen: int | None) -> Extension:
        """Take the request back."""
        with self._work.write():
            row = self._open(extension_id, seen, "withdraw")
            role = self._work.actor.require(self._work.place_of(row), Role.CLERK, Role.APPROVER)
            self._end(row, ExtensionState.WITHDRAWN, role, "")
            return row

    def decline(self, extension_id: UUID, note: str, seen: int | None) -> Extension:
        """Refuse the extension, with the reason; the day stays."""
        with self._work.write():
            row = self._open(extension_id, seen, "decline")
            self._require_authority(row)
            self._require_note(note)
            self._end(row, ExtensionState.DECLINED, Role.AUTHORITY, note)
            return row

    def consent(self, extension_id: UUID, note: str, seen: int | None) -> Extension:
        """Consent after examination (检查和同意): from now on the batch is in time until the day asked for.

        `note` names the decision, as by its document number.
        """
        with self._work.write():
            row = self._open(extension_id, seen, "consent")
            self._require_authority(row)
            self._require_note(note)
            batch = self._work.get(Obligation, row.obligation_id)
            consent = Consent(self._authority_of(row), self._today(), note.strip())
            same = Batch(str(batch.fonds_id), batch.year, batch.retention)
            term = batch.offer_on.year - batch.year
            granted = grant_extension(row.until, row.ground, consent, batch=same, term=term)
            before, batch.extended_to = batch.extended_to, granted.until
            self._end(row, ExtensionState.CONSENTED, Role.AUTHORITY, note)
            moved = {"before": {"extended_to": before}, "after": {"extended_to": batch.extended_to}}
            self._work.record("ObligationExtended", batch, role=Role.AUTHORITY, extension=row.id, **moved)
            return row

    def _open(self, extension_id: UUID, seen: int | None, action: str) -> Extension:
        row = self._work.get(Extension, extension_id)
        self._work.require_version(row, seen)
        if row.state != ExtensionState.REQUESTED:
            raise IllegalTransitionError("request for an extension", row.state, action)
        return row

    def _require_authority(self, row: Extension) -> None:
        """Refuse everybody else: nor may the worker consent."""
        if Role.AUTHORITY not in self._work.actor.roles_at(self._work.place_of(row)):
            raise NotPermittedError("Only the authority of this place may decide an extension.", roles=Role.AUTHORITY)

    def _require_note(self, note: str) -> None:
        if not note.strip():
            raise InvalidInputError([Problem("required", "note")])

    def _end(self, row: Extension, state: ExtensionState, role: Role, note: str) -> None:
        before, row.state = row.state, state
        row.decided_at, row.decided_by = self._work.now(), self._work.actor.name
        row.decision_note = note.strip()
        kind = f"Extension{state.value.capitalize()}"
        self._work.record(
            kind, row, role=role, before={"state": before}, after={"state": state}, note=row.decision_note
        )

    def _check_alone(self, batch: Obligation) -> None:
        same = select(Extension.id).where(
            Extension.obligation_id == batch.id, Extension.state == ExtensionState.REQUESTED
        )
        if self._work.session.scalar(same):
            raise DuplicateError(
                "An extension of this batch has been asked for and not answered.", kind="extension", value=str(batch.id)
            )

    def _authority_of(self, row: Extension) -> str:
        """Return the name of the authority at the level of the archive (同级档案主管部门), else of who decides."""
        statement = (
            select(Authority.name)
            .join(Repository, Repository.jurisdiction_id == Authority.jurisdiction_id)
            .where(Repository.id == row.repository_id)
        )
        return self._work.session.scalar(statement) or self._work.actor.name

    def _today(self) -> date:
        return self._outside.profile.day_of(self._work.now())


def _check(batch: Obligation, ground: str, reason: str, until: date) -> None:
    last, problems = last_day(batch), []
    if ground not in set(ExtensionReason):
        allowed = ", ".join(ExtensionReason)
        problems.append(Problem("extension_reason", "ground", (("value", ground), ("allowed", allowed))))
    if not reason.strip():
        problems.append(Problem("required", "reason"))
    if until <= last:
        facts = (("value", until.isoformat()), ("after", last.isoformat()))
        problems.append(Problem("extension_too_short", "until", facts))
    if problems:
        raise InvalidInputError(problems)
