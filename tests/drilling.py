"""Drills of emergency plans, for tests: what is said of one, and the step of writing it down."""

from datetime import date

from archives.domain.drill import DrillKind, EmergencyPlan, HeldDrill
from archives.domain.hazard import InspectedKind

PLAN = EmergencyPlan("档案安全应急预案", date(2025, 3, 1), "局务会议", date(2027, 3, 1))
FIRE = HeldDrill(
    *(DrillKind.FIRE, date(2026, 11, 20), PLAN, "何局长", 23),
    passed=True,
    findings="疏散用时 3 分",
    evidence="签到表",
)


def hold(house, actor, body, drill=FIRE, kind=InspectedKind.ORGANIZATION):
    with house.open(actor) as services:
        return services.drills.record(kind, body.id, drill)
