"""How the findings of a run add up: for each rule its worst finding, for each property its rules (DA/T 70-2018)."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import func, select

from archives.domain.vocabulary import Outcome, Property
from archives.models import CheckFinding
from archives.services.unit_of_work import UnitOfWork

PROPERTY_OF: Mapping[str, Property] = MappingProxyType(
    {
        "1": Property.AUTHENTICITY,
        "2": Property.INTEGRITY,
        "3": Property.USABILITY,
        "4": Property.SECURITY,
    }
)
ORDER = ("passed", "warning", "decided", "not_applicable", "open", "failed")
"""What is said of a rule, from the best to the worst; `decided` by a person, `open` waits for one."""


def worst_of(work: UnitOfWork, run_id: UUID) -> dict[str, str]:
    """Return for each rule of a run the worst that is said of it, a word of ORDER."""
    asked = (
        select(CheckFinding.rule, CheckFinding.outcome, CheckFinding.decided, func.count(CheckFinding.id))
        .where(CheckFinding.run_id == run_id)
        .group_by(CheckFinding.rule, CheckFinding.outcome, CheckFinding.decided)
    )
    worst: dict[str, str] = {}
    for rule, outcome, decided, _count in work.session.execute(asked):
        worst[rule] = max(worst.get(rule, ORDER[0]), _said(outcome, decided), key=ORDER.index)
    return worst


def counts_of(worst: Mapping[str, str], wanted: Property) -> Counter[str]:
    """Count the rules of one property by what is said of them."""
    return Counter(said for rule, said in worst.items() if _property_of(rule) is wanted)


def _said(outcome: Outcome, decided: Outcome | None) -> str:
    if decided is not None:
        return "failed" if decided is Outcome.FAILED else "decided"
    if outcome in (Outcome.MANUAL_REVIEW, Outcome.NOT_SCANNED):
        return "open"
    return str(outcome)


def _property_of(rule: str) -> Property | None:
    """'YJ-1-7' and '1-7' are both of authenticity."""
    return PROPERTY_OF.get(rule.split("-")[-2]) if "-" in rule else None
