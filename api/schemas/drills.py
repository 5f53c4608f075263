"""Drills of emergency plans, as clients see them."""

from typing import Any

from marshmallow import fields, validate

from api.schemas import Choice, Shape
from archives.domain.drill import LONGEST_NAME, LONGEST_WORDS, MOST_PEOPLE, DrillKind, EmergencyPlan, HeldDrill
from archives.domain.hazard import InspectedKind

NAME = validate.Length(min=1, max=LONGEST_NAME)
WORDS = validate.Length(min=1, max=LONGEST_WORDS)


class DrillQuerySchema(Shape):
    """Whose drills are listed; those of every body that one sees without it."""

    body_id = fields.UUID(load_default=None)


class DrillSchema(Shape):
    """A drill, with the edition of the emergency plan that it followed."""

    id = fields.UUID()
    version = fields.Integer()
    inspected_kind = Choice(InspectedKind)
    inspected_id = fields.UUID()
    inspected_name = fields.String()
    kind = Choice(DrillKind)
    held_on = fields.Date()
    plan_name = fields.String()
    plan_edition_on = fields.Date()
    plan_approved_by = fields.String()
    plan_review_on = fields.Date(allow_none=True)
    led_by = fields.String()
    participants = fields.Integer()
    passed = fields.Boolean()
    findings = fields.String()
    evidence = fields.String()
    entered_at = fields.AwareDateTime()
    entered_by = fields.String()


class HeldDrillSchema(Shape):
    """What is said of a drill."""

    kind = Choice(DrillKind, required=True)
    held_on = fields.Date(required=True)
    plan_name = fields.String(required=True, validate=NAME)
    plan_edition_on = fields.Date(required=True)
    plan_approved_by = fields.String(required=True, validate=NAME)
    plan_review_on = fields.Date(load_default=None, allow_none=True)
    led_by = fields.String(required=True, validate=NAME)
    participants = fields.Integer(required=True, strict=True, validate=validate.Range(1, MOST_PEOPLE))
    passed = fields.Boolean(required=True)
    findings = fields.String(required=True, validate=WORDS)
    evidence = fields.String(required=True, validate=WORDS)


class NewDrillSchema(HeldDrillSchema):
    """A drill, and who held it."""

    body_kind = Choice(InspectedKind, required=True)
    body_id = fields.UUID(required=True)


class CorrectedDrillSchema(HeldDrillSchema):
    """All that is said of a drill from now on, and why."""

    reason = fields.String(required=True, validate=WORDS)


def held_drill(said: dict[str, Any]) -> HeldDrill:
    """Return what was said, as the service takes it."""
    plan = EmergencyPlan(*(said[f"plan_{name}"] for name in ("name", "edition_on", "approved_by", "review_on")))
    named = ("kind", "held_on", "led_by", "participants", "passed", "findings", "evidence")
    return HeldDrill(plan=plan, **{name: said[name] for name in named})
