"""Drills of emergency plans (应急演练, Law 19, 条例 22): what was drilled, by which plan, what is said of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from archives.domain.errors import Problem

MOST_PEOPLE = 100_000
LONGEST_NAME = 200  # characters
LONGEST_WORDS = 4_000  # characters


class DrillKind(StrEnum):
    """Against what is drilled; the profile says which of them a place lists."""

    FIRE = "fire"
    FLOOD = "flood"
    EARTHQUAKE = "earthquake"
    POWER_CUT = "power_cut"
    THEFT = "theft"
    CYBER_ATTACK = "cyber_attack"
    EVACUATION = "evacuation"  # of the holdings: 抢救转移


@dataclass(frozen=True, slots=True)
class EmergencyPlan:
    """应急预案: its name, the day of its edition, who approved that, and when it is looked at again."""

    name: str
    edition_on: date
    approved_by: str
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class HeldDrill:
    """What is said of one drill."""

    kind: DrillKind
    held_on: date
    plan: EmergencyPlan
    led_by: str
    participants: int
    passed: bool
    findings: str
    evidence: str


def faults_of_drill(drill: HeldDrill, today: date, kinds: Collection[DrillKind]) -> list[Problem]:
    """Return all that is wrong with what is said of a drill.

    `unknown_value`, `required`, `length`, `out_of_range`, `in_the_future`, `plan_after_drill`, `review_before_edition`;
    `where` names the field, those of the plan as `plan_name`, `plan_edition_on`, `plan_approved_by`, `plan_review_on`.
    """
    problems = _words(drill)
    if drill.kind not in kinds:
        problems.append(Problem("unknown_value", "kind", (("allowed", ", ".join(kinds)),)))
    if not 1 <= drill.participants <= MOST_PEOPLE:
        problems.append(Problem("out_of_range", "participants", (("least", "1"), ("most", str(MOST_PEOPLE)))))
    if drill.held_on > today:
        problems.append(_of_day("in_the_future", "held_on", drill.held_on))
    if drill.plan.edition_on > drill.held_on:
        problems.append(_of_day("plan_after_drill", "plan_edition_on", drill.plan.edition_on))
    if drill.plan.review_on is not None and drill.plan.review_on <= drill.plan.edition_on:
        problems.append(_of_day("review_before_edition", "plan_review_on", drill.plan.review_on))
    return problems


def _words(drill: HeldDrill) -> list[Problem]:
    names = (("plan_name", drill.plan.name), ("plan_approved_by", drill.plan.approved_by), ("led_by", drill.led_by))
    texts = (("findings", drill.findings), ("evidence", drill.evidence))
    asked = [(*each, LONGEST_NAME) for each in names] + [(*each, LONGEST_WORDS) for each in texts]
    problems = [Problem("required", where) for where, said, _ in asked if not said.strip()]
    return problems + [
        Problem("length", where, (("least", "1"), ("most", str(longest))))
        for where, said, longest in asked
        if len(said) > longest
    ]


def _of_day(code: str, where: str, day: date) -> Problem:
    return Problem(code, where, (("value", day.isoformat()),))
