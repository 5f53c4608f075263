"""The counter of the register (问题): what officers found, and what a body found in its own house (Law 44, 45)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import FrozenError, InvalidInputError, Problem
from archives.domain.hazard import (
    FindingKind,
    FindingSource,
    FindingState,
    Grade,
    InspectedKind,
    LegalBasis,
    Offence,
    legal_basis,
    require_grade,
)
from archives.domain.inspection import InspectionState
from archives.domain.lead import LeadAction, LeadSource
from archives.domain.permission import Place
from archives.domain.readable_number import NumberKind
from archives.domain.rectification import INSPECTED, OrderState
from archives.domain.vocabulary import Role
from archives.models import CaseAct, Finding, Inspection, Lead, RectificationOrder, new_id
from archives.services.case_notices import settle, tell
from archives.services.lead_life import move_lead
from archives.services.numbers import next_number
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.supervision import OFFICERS, Body, acts_of, body_of, note, required, today
from archives.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. A hazard has a grade, an offence its name, a problem of the work neither."""

    kind: FindingKind
    facts: str
    grade: Grade | None = None
    offence: Offence | None = None
    category: str = ""
    place: str = ""
    concerned: str = ""
    immediate_measures: str = ""
    requirement: str = ""
    checklist_code: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """Which lines of the register are asked for."""

    state: FindingState | None = None
    kind: FindingKind | None = None
    inspection_id: UUID | None = None
    order_id: UUID | None = None
    inspected_id: UUID | None = None


EVERYTHING = Register()


class FindingService:
    """Entering what was found, and ending what needs no order."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def list(self, asked: Register = EVERYTHING, cut: Cut = FIRST) -> Page[Finding]:
        """Return lines of the register that the actor sees, the newest first."""
        statement = select(Finding)
        for name in ("state", "kind", "inspection_id", "order_id", "inspected_id"):
            if (value := getattr(asked, name)) is not None:
                statement = statement.where(getattr(Finding, name) == value)
        return page(self._work.session, statement, (Finding.found_on, Finding.id), cut, descending=True)

    def get(self, finding_id: UUID) -> Finding:
        """Return a line of the register, or refuse."""
        return self._work.get(Finding, finding_id)

    def acts(self, finding_id: UUID) -> Sequence[CaseAct]:
        """Return all that happened to a line, in order."""
        return acts_of(self._work, self.get(finding_id))

    def earlier(self, finding: Finding) -> Sequence[Finding]:
        """Return the chain of earlier lines of the same kind that came up again in this one, the newest first."""
        chain: list[Finding] = []
        before = finding.recurrence_of_id
        while before is not None and len(chain) < 50:  # noqa: PLR2004 -- enough for any page
            found = self._work.session.get(Finding, before)
            if found is None:
                break
            chain.append(found)
            before = found.recurrence_of_id
        return chain

    def record(self, inspection_id: UUID, found: Found) -> Finding:
        """Enter what an officer found on site; the inspected see it when the inspection is concluded."""
        with self._work.write():
            inspection = self._work.get(Inspection, inspection_id)
            if inspection.state is not InspectionState.OPEN:
                raise FrozenError("Findings are entered while the inspection is open.", state=inspection.state)
            role = self._work.actor.require(self._work.place_of(inspection), Role.INSPECTOR)
            body = body_of(self._work, inspection.inspected_kind, inspection.inspected_id, inspection.inspected_name)
            row = self._entered(body, found, FindingSource.INSPECTION)
            row.inspection_id = inspection.id
            self._tell(row, "FindingRecorded", role)
            return row

    def confirm_lead(
        self, lead_id: UUID, seen: int | None, found: Found, body: tuple[InspectedKind, UUID] | None = None
    ) -> Finding:
        """Make a line of the register of a lead; `body` says whom it is about when the lead does not."""
        with self._work.write():
            lead = self._work.get(Lead, lead_id)
            self._work.require_version(lead, seen)
            kind, identifier = body or _about(lead)
            about = body_of(self._work, kind, identifier, lead.about_name)
            role = self._work.actor.require(about.place, *OFFICERS)
            row = self._entered(about, _of_lead(found, lead), FindingSource.LEAD)
            row.lead_id, row.cause = lead.id, lead.key
            move_lead(self._work, lead, LeadAction.CONFIRM, row.number)
            self._tell(row, "FindingRecorded", role, lead=lead.number, seen=lead.facts)
            return row

    def report_own(self, kind: InspectedKind, identifier: UUID, found: Found, *, is_accident: bool = False) -> Finding:
        """Enter what a body found in its own house, or an accident it must report at once (Law 44, D34)."""
        with self._work.write():
            body = body_of(self._work, kind, identifier)
            role = self._work.actor.require(Place(**_place(body)), *sorted(INSPECTED))
            if found.kind is not FindingKind.HAZARD:
                raise InvalidInputError([Problem("own_hazards_only", "kind")])
            required("immediate_measures", found.immediate_measures)
            source = FindingSource.ACCIDENT if is_accident else FindingSource.SELF_FOUND
            row = self._entered(body, found, source)
            row.organization_id, row.repository_id = body.viewers["organization_id"], body.viewers["repository_id"]
            self._tell(row, "AccidentReported" if is_accident else "HazardReported", role)
            notice = "accident_reported" if is_accident else "hazard_reported"
            tell(self._work, row, notice, OFFICERS, "", number=row.number, body=row.inspected_name)
            return row

    def require(self, finding_id: UUID, seen: int | None, requirement: str) -> Finding:
        """Say what is required for this line, before its order is issued."""
        with self._work.write():
            row = self._open(finding_id, seen, FindingState.OPEN, FindingState.ORDERED)
            self._require_unissued(row)
            before, row.requirement = row.requirement, required("requirement", requirement)
            role = self._work.actor.require(self._work.place_of(row), *OFFICERS)
            changed: dict[str, Any] = {"before": {"requirement": before}, "after": {"requirement": row.requirement}}
            note(self._work, row, "RequirementStated", role, row.requirement, **changed)
            return row

    def remedied(self, finding_id: UUID, seen: int | None, text: str) -> Finding:
        """Note that it was mended at once (立行立改) and that an officer has looked."""
        return self._end(finding_id, seen, FindingState.REMEDIED, text, "FindingRemedied")

    def dismiss(self, finding_id: UUID, seen: int | None, reason: str) -> Finding:
        """Take it off the register: none after all, with the reason."""
        return self._end(finding_id, seen, FindingState.DISMISSED, reason, "FindingDismissed")

    # --- private ---

    def _open(self, finding_id: UUID, seen: int | None, *states: FindingState) -> Finding:
        row = self._work.get(Finding, finding_id)
        self._work.require_version(row, seen)
        if row.state not in states:
            raise FrozenError(f"This finding is {row.state}.", state=row.state)
        return row

    def _require_unissued(self, row: Finding) -> None:
        order = self._work.get(RectificationOrder, row.order_id) if row.order_id else None
        if order is not None and order.state is not OrderState.FOUND:
            raise FrozenError("The order has been issued; its requirements stay.", state=order.state)

    def _end(self, finding_id: UUID, seen: int | None, state: FindingState, text: str, event: str) -> Finding:
        with self._work.write():
            row = self._open(finding_id, seen, FindingState.OPEN)
            role = self._work.actor.require(self._work.place_of(row), *OFFICERS)
            row.closing_note = required("reason", text)
            before = row.state
            end_finding(row, state, today(self._work, self._outside))
            settle(self._work, row)
            changed: dict[str, Any] = {"before": {"state": before}, "after": {"state": state}}
            note(self._work, row, event, role, row.closing_note, **changed)
            return row

    def _entered(self, body: Body, found: Found, source: FindingSource) -> Finding:
        scale = self._outside.profile.supervision.grades
        legal_basis(found.kind, found.offence, body.kind)
        require_grade(found.kind, found.grade, scale)
        found = replace(found, facts=required("facts", found.facts))
        row = Finding(**body.columns, id=new_id(), source=source, state=FindingState.OPEN)
        for name in Found.__slots__:
            setattr(row, name, getattr(found, name))
        row.number = next_number(self._work, NumberKind.FINDING, today(self._work, self._outside))
        row.found_on, row.found_by = today(self._work, self._outside), self._work.actor.name
        row.recurrence_of_id = self._newest_ended(row)
        self._work.session.add(row)
        return row

    def _newest_ended(self, row: Finding) -> UUID | None:
        """Return the newest line of the same kind against the same body that had ended: it has come up again."""
        same = select(Finding.id).where(
            Finding.inspected_id == row.inspected_id,
            Finding.state.in_((FindingState.CLOSED, FindingState.REMEDIED)),
            Finding.kind == row.kind,
        )
        if row.offence is not None:
            same = same.where(Finding.offence == row.offence)
        elif row.checklist_code:
            same = same.where(Finding.checklist_code == row.checklist_code)
        elif row.category:
            same = same.where(Finding.category == row.category)
        else:
            return None
        return self._work.session.scalars(same.order_by(Finding.id.desc()).limit(1)).first()

    def _tell(self, row: Finding, event: str, role: Role, **more: object) -> None:
        facts: dict[str, Any] = {"number": row.number, "finding": row.kind, "grade": row.grade, "offence": row.offence}
        note(self._work, row, event, role, **{**facts, **more})


def basis_of(row: Finding) -> LegalBasis:
    """Return the article that follows from the line of the register."""
    return legal_basis(row.kind, row.offence, row.inspected_kind)


def end_finding(row: Finding, state: FindingState, day: date) -> None:
    """Let a line end; its cause may come up again from now on."""
    row.state, row.closed_on, row.cause = state, day, None
    row.days_open = (day - row.found_on).days


def _of_lead(found: Found, lead: Lead) -> Found:
    """Let a lead of the climate fill what the officer leaves empty: it names the room and its readings."""
    if lead.source is not LeadSource.CLIMATE:
        return found
    return replace(found, facts=found.facts.strip() or lead.text, place=found.place or str(lead.facts.get("room", "")))


def _about(lead: Lead) -> tuple[InspectedKind, UUID]:
    if not lead.about_kind or lead.about_id is None:
        raise InvalidInputError([Problem("required", "body")])
    return InspectedKind(lead.about_kind), lead.about_id


def _place(body: Body) -> dict[str, Any]:
    viewers = body.viewers
    return {"organization": viewers["organization_id"], "repository": viewers["repository_id"]}
