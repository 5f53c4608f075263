"""The counter of leads (线索): what late transfers and damaged bytes say by themselves, what officers make of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from archives.domain.hazard import InspectedKind
from archives.domain.lead import LeadAction, LeadSource, LeadState, allowed_actions
from archives.domain.readable_number import NumberKind
from archives.domain.vocabulary import Role
from archives.models import (
    CaseAct,
    Lead,
    Obligation,
    Organization,
    Report,
    Repository,
    Setting,
    StoreIntent,
    Transfer,
    new_id,
)
from archives.services.case_notices import settle, tell
from archives.services.fixity import LAST
from archives.services.lead_life import move_lead
from archives.services.numbers import next_number
from archives.services.obligations_standing import last_day_column
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.supervision import OFFICERS, acts_of, body_of, note, required, today
from archives.services.unit_of_work import UnitOfWork

AT_ONCE = 200  # signs looked at in one write


@dataclass(frozen=True, slots=True)
class Sign:
    """What a machine noticed about a body; `key` names the cause, which makes one lead however often it is seen."""

    source: LeadSource
    key: str
    kind: InspectedKind
    body_id: UUID
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class LeadService:
    """Reading leads, deciding on them, and gathering those that the rows of the day speak of."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def list(self, cut: Cut = FIRST, state: LeadState | None = None) -> Page[Lead]:
        """Return the leads that the actor sees, the newest first."""
        asked = select(Lead)
        if state is not None:
            asked = asked.where(Lead.state == state)
        return page(self._work.session, asked, (Lead.raised_at, Lead.id), cut, descending=True)

    def get(self, lead_id: UUID) -> Lead:
        """Return a lead, or refuse."""
        return self._work.get(Lead, lead_id)

    def acts(self, lead_id: UUID) -> Sequence[CaseAct]:
        """Return all that happened to a lead, in order."""
        return acts_of(self._work, self.get(lead_id))

    def actions(self, lead: Lead) -> frozenset[LeadAction]:
        """Return the buttons that the acting person is shown now."""
        return allowed_actions(lead.state, self._work.actor.roles_at(self._work.place_of(lead)))

    def dismiss(self, lead_id: UUID, seen: int | None, reason: str) -> Lead:
        """Put it away with the reason; a reporter is answered apart."""
        with self._work.write():
            lead = self._work.get(Lead, lead_id)
            self._work.require_version(lead, seen)
            move_lead(self._work, lead, LeadAction.DISMISS, required("reason", reason))
            settle(self._work, lead)
            return lead

    def reporter(self, lead_id: UUID) -> Report | None:
        """Return who reported it, for the authority alone; None when nobody did."""
        lead = self._work.get(Lead, lead_id)
        self._work.actor.require(self._work.place_of(lead), Role.AUTHORITY)
        return self._work.session.scalar(select(Report).where(Report.lead_id == lead.id))

    def answer(self, lead_id: UUID, text: str) -> Lead:
        """Answer the reporter, who reads it by the code (条例 46)."""
        with self._work.write():
            lead = self._work.get(Lead, lead_id)
            role = self._work.actor.require(self._work.place_of(lead), *OFFICERS)
            report = self._work.session.scalar(select(Report).where(Report.lead_id == lead.id))
            if report is not None:
                report.answer, report.answered_at = required("reason", text), self._work.now()
                note(self._work, lead, "ReporterAnswered", role, report.answer)
            return lead

    def collect(self) -> int:
        """Raise a lead for whatever the rows of the day speak of and nobody has looked into; return how many.

        For the worker.
        """
        self._work.actor.require_role(Role.SYSTEM)
        return self.raise_new([*self._late_transfers(today(self._work, self._outside)), *self._damage()])

    def raise_new(self, signs: Sequence[Sign]) -> int:
        """Raise a lead for each sign that made none yet; return how many. For the worker.

        In short writes: what was raised before it was killed is known to the next round, and finding again what was
        found before raises nothing.
        """
        self._work.actor.require_role(Role.SYSTEM)
        raised = 0
        for first in range(0, len(signs), AT_ONCE):
            with self._work.write():
                raised += self._raise(signs[first : first + AT_ONCE])
        return raised

    def notice(self, sign: Sign) -> Lead:
        """Write down what a machine noticed. Inside a write."""
        body = body_of(self._work, sign.kind, sign.body_id)
        lead = Lead(
            id=new_id(),
            jurisdiction_path=body.path,
            number=next_number(self._work, NumberKind.LEAD, today(self._work, self._outside)),
            key=sign.key,
            source=sign.source,
            state=LeadState.NEW,
            about_kind=body.kind,
            about_id=body.id,
            about_name=body.name,
            text=sign.text,
            facts=dict(sign.facts),
            raised_at=self._work.now(),
        )
        self._work.session.add(lead)
        announce(self._work, lead, Role.SYSTEM)
        return lead

    # --- private ---

    def _raise(self, signs: Sequence[Sign]) -> int:
        asked = select(Lead.key).where(Lead.key.in_([sign.key for sign in signs]))
        known = set(self._work.session.scalars(asked))
        fresh = [sign for sign in signs if sign.key not in known]
        for sign in fresh:
            self.notice(sign)
        return len(fresh)

    def _late_transfers(self, day: date) -> Iterator[Sign]:
        """Batches whose last day has passed, by organization and year of looking; an archive's own delay is none."""
        late = last_day_column() < day
        excused = Obligation.archive_not_ready_since <= last_day_column()
        owner = Obligation.organization_id, Organization.name
        sums = func.count(), func.sum(Obligation.records_pending), func.min(last_day_column())
        asked = (
            select(*owner, *sums)
            .join(Organization, Organization.id == Obligation.organization_id)
            .where(Obligation.records_pending > 0, late, excused.is_not(True), Organization.abolished_on.is_(None))
            .group_by(*owner)
        )
        for body_id, name, batches, records, since in self._work.session.execute(asked):
            facts = {"batches": batches, "records": int(records), "since": str(since)}
            key = f"overdue:{body_id}:{day.year}"
            yield Sign(LeadSource.OVERDUE_TRANSFER, key, InspectedKind.ORGANIZATION, body_id, name, facts)

    def _damage(self) -> Iterator[Sign]:
        """The newest check of every kept byte found faults: a lead on each archive that keeps anything here."""
        row = self._work.session.scalar(select(Setting).where(Setting.name == LAST))
        if row is None or not row.value.get("faults"):
            return
        kept = select(Transfer.destination_id).join(StoreIntent, StoreIntent.transfer_id == Transfer.id)
        for archive in self._work.session.scalars(select(Repository).where(Repository.id.in_(kept))):
            facts = {"faults": row.value["faults"], "at": row.value["at"]}
            key = f"fixity:{archive.id}:{row.value['at']}"
            yield Sign(LeadSource.FIXITY, key, InspectedKind.REPOSITORY, archive.id, archive.name, facts)


def announce(work: UnitOfWork, lead: Lead, role: Role) -> None:
    """Write a new lead down and lay it on the desks of its officers. Inside a write."""
    note(work, lead, "LeadRaised", role, number=lead.number, source=lead.source)
    tell(work, lead, "lead_raised", OFFICERS, "", number=lead.number, body=lead.about_name)
