"""The counter of inspections: planned, announced, opened on site, concluded with both signatures (Law 42, 43)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from archives.domain.canonical import plain
from archives.domain.errors import FrozenError, InvalidInputError, NotFoundError, Problem
from archives.domain.hazard import InspectedKind
from archives.domain.inspection import (
    InspectionAction,
    InspectionKind,
    InspectionState,
    allowed_actions,
    next_state,
    require_officers,
)
from archives.domain.lead import LeadAction
from archives.domain.readable_number import NumberKind, ReadableNumber
from archives.domain.rectification import INSPECTED
from archives.models import (
    CaseAct,
    Evidence,
    Finding,
    Inspection,
    InspectionAnswer,
    InspectionOfficer,
    Lead,
    Officer,
    new_id,
)
from archives.services.answer_sheets import AnswerSheetService
from archives.services.case_notices import settle, tell
from archives.services.case_paper_acts import paper_after_visit
from archives.services.lead_life import move_lead
from archives.services.numbers import next_number
from archives.services.officers import OfficerService
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.supervision import OFFICERS, Body, about, acts_of, body_of, note, required, show, today
from archives.services.unit_of_work import UnitOfWork

_A = InspectionAction
EVENTS = {
    _A.NOTIFY: "InspectionAnnounced",
    _A.OPEN: "InspectionOpened",
    _A.CONCLUDE: "InspectionConcluded",
    _A.CANCEL: "InspectionCancelled",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an inspection is planned as; `firm` names a service firm, `checklist` a list of the profile or ''."""

    kind: InspectionKind
    inspected_kind: InspectedKind
    inspected_id: UUID
    planned_on: date
    ground: str = ""
    checklist: str = ""
    firm: str = ""
    plan_id: UUID | None = None
    lead_id: UUID | None = None
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """The record of an inspection on site; unsigned only with the reason why the inspected would not sign."""

    text: str
    signed_by: str = ""
    unsigned_because: str = ""


class InspectionService:
    """What is done with an inspection, one method for each button."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    # --- reading ---

    def list(self, cut: Cut = FIRST, state: InspectionState | None = None) -> Page[Inspection]:
        """Return the inspections that the actor sees, the newest first."""
        asked = select(Inspection)
        if state is not None:
            asked = asked.where(Inspection.state == state)
        return page(self._work.session, asked, (Inspection.planned_on, Inspection.id), cut, descending=True)

    def get(self, inspection_id: UUID) -> Inspection:
        """Return an inspection, or refuse."""
        return self._work.get(Inspection, inspection_id)

    def by_number(self, number: str) -> Inspection:
        """Return the inspection of that number, however it was typed, or refuse."""
        plain = str(ReadableNumber.parse(number))
        found = self._work.session.scalar(select(Inspection).where(Inspection.number == plain))
        if found is None:
            raise NotFoundError("inspection", number)
        return found

    def officers(self, inspection_id: UUID) -> Sequence[InspectionOfficer]:
        """Return who carries it out."""
        self._work.get(Inspection, inspection_id)
        asked = select(InspectionOfficer).where(InspectionOfficer.inspection_id == inspection_id)
        return self._work.session.scalars(asked.order_by(InspectionOfficer.id)).all()

    def acts(self, inspection_id: UUID) -> Sequence[CaseAct]:
        """Return all that happened, in order."""
        return acts_of(self._work, self.get(inspection_id))

    def actions(self, inspection: Inspection) -> frozenset[InspectionAction]:
        """Return the buttons that the acting person is shown now."""
        roles = self._work.actor.roles_at(self._work.place_of(inspection))
        return allowed_actions(inspection.state, roles, inspection.kind)

    # --- acting ---

    def propose(self, proposal: Proposal) -> Inspection:
        """Enter a planned inspection; the inspected see nothing yet."""
        with self._work.write():
            body = body_of(self._work, proposal.inspected_kind, proposal.inspected_id, proposal.firm)
            role = self._work.actor.require(body.place, *OFFICERS)
            self._require_list(proposal)
            if proposal.kind is InspectionKind.ON_LEAD:
                required("ground", proposal.ground)
            row = self._planned(body, proposal)
            self._work.session.add(row)
            if proposal.lead_id:
                move_lead(self._work, self._work.get(Lead, proposal.lead_id), LeadAction.INSPECT, row.number)
            note(self._work, row, "InspectionPlanned", role, number=row.number, planned_on=row.planned_on)
            return row

    def assign(self, inspection_id: UUID, seen: int | None, officer_ids: Sequence[UUID]) -> Inspection:
        """Say who goes; whether that is enough is asked when it is announced and when it is opened."""
        with self._work.write():
            row = self._guarded(inspection_id, seen)
            role = self._work.actor.require(self._work.place_of(row), *OFFICERS)
            if row.state not in (InspectionState.PLANNED, InspectionState.NOTIFIED):
                raise FrozenError("Officers are assigned before the inspection begins.", state=row.state)
            for each in self.officers(row.id):
                self._work.session.delete(each)
            self._work.session.flush()
            for officer_id in dict.fromkeys(officer_ids):
                self._work.session.add(_assigned(row, self._work.get(Officer, officer_id)))
            names = [each.name for each in self.officers(row.id)]
            note(self._work, row, "OfficersAssigned", role, officers=names)
            flag_modified(row, "state")  # a new version: its officers are part of it
            return row

    def notify(self, inspection_id: UUID, seen: int | None) -> Inspection:
        """Announce it: from now on the inspected see it, with its officers and its day."""
        with self._work.write():
            row = self._guarded(inspection_id, seen)
            self._require_officers(row)
            self._move(row, _A.NOTIFY)
            row.notified_at = self._work.now()
            self._show(row)
            self._tell(row)
            paper_after_visit(self._work, self._outside, row, _A.NOTIFY)
            return row

    def open(self, inspection_id: UUID, seen: int | None) -> Inspection:
        """Open it on site: the certificates are shown, the edition of the checklist is kept from now on."""
        with self._work.write():
            row = self._guarded(inspection_id, seen)
            self._require_officers(row)
            self._move(row, _A.OPEN)
            row.opened_at = self._work.now()
            row.edition_id = AnswerSheetService(self._work, self._outside).keep_edition(row)
            self._show(row)
            return row

    def conclude(self, inspection_id: UUID, seen: int | None, record: SignedRecord) -> Inspection:
        """End it on site: the record is signed by both sides, or the reason is noted why it is not."""
        with self._work.write():
            row = self._guarded(inspection_id, seen)
            self._require_signed(record)
            self._move(row, _A.CONCLUDE)
            found = AnswerSheetService(self._work, self._outside).score(row)
            row.record, row.concluded_at = required("record", record.text), self._work.now()
            row.signed_by, row.unsigned_because = record.signed_by.strip(), record.unsigned_because.strip()
            told: Any = plain(asdict(found)) if found else {}
            row.result = told
            self._show_findings(row)
            settle(self._work, row)
            paper_after_visit(self._work, self._outside, row, _A.CONCLUDE)
            return row

    def cancel(self, inspection_id: UUID, seen: int | None, reason: str) -> Inspection:
        """Give it up before it was opened, with the reason."""
        with self._work.write():
            row = self._guarded(inspection_id, seen)
            row.cancelled_because = required("reason", reason)
            self._move(row, _A.CANCEL, row.cancelled_because)
            settle(self._work, row)
            paper_after_visit(self._work, self._outside, row, _A.CANCEL)
            return row

    # --- private ---

    def _planned(self, body: Body, proposal: Proposal) -> Inspection:
        return Inspection(
            **body.columns,
            id=new_id(),
            number=next_number(self._work, NumberKind.INSPECTION, today(self._work, self._outside)),
            kind=proposal.kind,
            plan_id=proposal.plan_id,
            lead_id=proposal.lead_id,
            ground=proposal.ground.strip(),
            planned_on=proposal.planned_on,
            state=InspectionState.PLANNED,
            checklist=proposal.checklist,
            created_at=self._work.now(),
            created_by=self._work.actor.name,
            is_demo=proposal.is_demo,
        )

    def _guarded(self, inspection_id: UUID, seen: int | None) -> Inspection:
        row = self._work.get(Inspection, inspection_id)
        self._work.require_version(row, seen)
        return row

    def _move(self, row: Inspection, action: InspectionAction, text: str = "") -> None:
        """Take one arrow of the life. The only place that assigns the state of an inspection."""
        roles = self._work.actor.roles_at(self._work.place_of(row))
        before, after = row.state, next_state(row.state, action, roles, row.kind)
        row.state = after
        role = min(roles & set(OFFICERS))
        note(self._work, row, EVENTS[action], role, text, before={"state": before}, after={"state": after})

    def _show(self, row: Inspection) -> None:
        viewers = body_of(self._work, row.inspected_kind, row.inspected_id, row.inspected_name).viewers
        show(self._work, row, viewers, CaseAct, Evidence)
        for each in self.officers(row.id):
            each.organization_id, each.repository_id = row.organization_id, row.repository_id

    def _tell(self, row: Inspection) -> None:
        """Lay it on the desks of the inspected."""
        facts = {"number": row.number, "body": row.inspected_name, "planned_on": row.planned_on}
        tell(self._work, row, "inspection_announced", INSPECTED, "", **facts)

    def _show_findings(self, row: Inspection) -> None:
        """Let the inspected see what was said and found, with what proves it."""
        viewers = {"organization_id": row.organization_id, "repository_id": row.repository_id}
        for each in self._work.session.scalars(
            select(InspectionAnswer).where(InspectionAnswer.inspection_id == row.id)
        ):
            each.organization_id, each.repository_id = row.organization_id, row.repository_id
        for found in self._work.session.scalars(select(Finding).where(Finding.inspection_id == row.id)):
            show(self._work, found, viewers, CaseAct, Evidence)

    def _require_list(self, proposal: Proposal) -> None:
        fitting = self._outside.profile.supervision.checklists_for(proposal.inspected_kind)
        if proposal.checklist and proposal.checklist not in {each.name for each in fitting}:
            allowed = ", ".join(each.name for each in fitting)
            raise InvalidInputError([Problem("unknown_value", "checklist", (("allowed", allowed),))])

    def _require_officers(self, row: Inspection) -> None:
        service = OfficerService(self._work, self._outside)
        going = [self._work.get(Officer, each.officer_id) for each in self.officers(row.id)]
        certified = [service.certified(each) for each in going]
        require_officers(certified, row.inspected_id, today(self._work, self._outside))

    def _require_signed(self, record: SignedRecord) -> None:
        if not record.signed_by.strip() and not record.unsigned_because.strip():
            raise InvalidInputError([Problem("signature_or_reason", "signed_by")])


def _assigned(row: Inspection, officer: Officer) -> InspectionOfficer:
    return InspectionOfficer(
        **about(row),
        inspection_id=row.id,
        officer_id=officer.id,
        account_id=officer.account_id,
        name=officer.name,
        certificate_number=officer.certificate_number,
    )
