"""The one place that assigns the state of a lead."""

from typing import Any

from archives.domain.lead import OPEN, LeadAction, key_after, next_state
from archives.domain.vocabulary import Role
from archives.models import Lead
from archives.services.supervision import OFFICERS, note
from archives.services.unit_of_work import UnitOfWork

EVENTS = {
    LeadAction.INSPECT: "LeadTakenUp",
    LeadAction.CONFIRM: "LeadConfirmed",
    LeadAction.DISMISS: "LeadDismissed",
}


def move_lead(work: UnitOfWork, lead: Lead, action: LeadAction, decision: str) -> None:
    """Take one arrow of the life, under the actor's name; inside a write. `decision` is a number or a reason."""
    roles = work.actor.roles_at(work.place_of(lead))
    before, after = lead.state, next_state(lead.state, action, roles)
    lead.state, lead.decided_at, lead.decided_by = after, work.now(), work.actor.name
    lead.decision = decision
    if after not in OPEN:
        lead.key = key_after(lead.source, lead.key, lead.number)
    role: Role = min(roles & set(OFFICERS))
    states: dict[str, Any] = {"before": {"state": before}, "after": {"state": after}}
    note(work, lead, EVENTS[action], role, decision, **states)
