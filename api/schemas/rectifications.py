"""The register, orders and what is done with them, as clients see them."""

from typing import Any

from marshmallow import fields, post_load, validate

from api.schemas import Choice, Shape
from archives.domain.hazard import FindingKind, FindingSource, FindingState, Grade, InspectedKind, Instrument, Offence
from archives.domain.rectification import EscalationKind, OrderState
from archives.domain.vocabulary import DeliveryState
from archives.services.findings import Found, Register
from archives.services.rectification import Escalation, Issue, Looked
from archives.services.rectification_inspected import Measure

WORDS = validate.Length(max=4000)


class RegisterQuerySchema(Shape):
    """Which lines of the register are listed."""

    state = Choice(FindingState, load_default=None)
    kind = Choice(FindingKind, load_default=None)
    inspection_id = fields.UUID(load_default=None)
    order_id = fields.UUID(load_default=None)
    inspected_id = fields.UUID(load_default=None)

    @post_load
    def _register(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        return {"asked": Register(**data)}


class FoundSchema(Shape):
    """What was found: a hazard has a grade, an offence its name."""

    kind = Choice(FindingKind, required=True)
    facts = fields.String(required=True, validate=WORDS)
    grade = Choice(Grade, load_default=None, allow_none=True)
    offence = Choice(Offence, load_default=None, allow_none=True)
    category = fields.String(load_default="", validate=validate.Length(max=100))
    place = fields.String(load_default="", validate=validate.Length(max=200))
    concerned = fields.String(load_default="", validate=WORDS)
    immediate_measures = fields.String(load_default="", validate=WORDS)
    requirement = fields.String(load_default="", validate=WORDS)
    checklist_code = fields.String(load_default="", validate=validate.Length(max=32))

    @post_load
    def _found(self, data: dict[str, Any], **_: object) -> Found:
        return Found(**data)


class OwnFindingSchema(Shape):
    """What a body found in its own house (Law 44); an accident is told apart."""

    inspected_kind = Choice(InspectedKind, required=True)
    inspected_id = fields.UUID(required=True)
    found = fields.Nested(FoundSchema, required=True)
    is_accident = fields.Boolean(load_default=False)


class ConfirmedLeadSchema(Shape):
    """What a lead turned out to be; the body where the lead does not know it."""

    found = fields.Nested(FoundSchema, required=True)
    inspected_kind = Choice(InspectedKind, load_default=None, allow_none=True)
    inspected_id = fields.UUID(load_default=None, allow_none=True)


class FindingSchema(Shape):
    """A line of the register."""

    id = fields.UUID()
    version = fields.Integer()
    number = fields.String()
    kind = Choice(FindingKind)
    source = Choice(FindingSource)
    state = Choice(FindingState)
    grade = Choice(Grade, allow_none=True)
    offence = Choice(Offence, allow_none=True)
    inspected_kind = Choice(InspectedKind)
    inspected_id = fields.UUID()
    inspected_name = fields.String()
    inspection_id = fields.UUID(allow_none=True)
    order_id = fields.UUID(allow_none=True)
    checklist_code = fields.String()
    category = fields.String()
    place = fields.String()
    concerned = fields.String()
    facts = fields.String()
    immediate_measures = fields.String()
    found_on = fields.Date()
    found_by = fields.String()
    requirement = fields.String()
    measures = fields.String()
    responsible = fields.String()
    planned_by = fields.Date(allow_none=True)
    done = fields.String()
    recheck = fields.String()
    recheck_note = fields.String()
    recurrence_of_id = fields.UUID(allow_none=True)
    closed_on = fields.Date(allow_none=True)
    closing_note = fields.String()


class RequirementSchema(Shape):
    """What is required."""

    requirement = fields.String(required=True, validate=WORDS)


class SaidSchema(Shape):
    """Words that an act needs: a reason, a statement, a manner."""

    text = fields.String(required=True, validate=WORDS)


class UntilSchema(SaidSchema):
    """More time, with the reason."""

    until = fields.Date(required=True)


class NewOrderSchema(Shape):
    """Open lines of the register: one body, one kind."""

    finding_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(max=500))


class OrderQuerySchema(Shape):
    """Which orders are listed."""

    state = fields.List(Choice(OrderState), load_default=list)
    overdue = fields.Boolean(load_default=False)


class IssueSchema(Shape):
    """文号, or the next of the series; and the last day or a term of the profile such as 15-day."""

    document_number = fields.String(load_default="", validate=validate.Length(max=100))
    due_on = fields.Date(load_default=None, allow_none=True)
    term = fields.String(load_default="")

    @post_load
    def _issue(self, data: dict[str, Any], **_: object) -> Issue:
        return Issue(**data)


class MeasureSchema(Shape):
    """What will be done for one item, by whom, by when."""

    measures = fields.String(required=True, validate=WORDS)
    responsible = fields.String(required=True, validate=validate.Length(max=200))
    by = fields.Date(load_default=None, allow_none=True)

    @post_load
    def _measure(self, data: dict[str, Any], **_: object) -> Measure:
        return Measure(**data)


class PlanSchema(Shape):
    """整改清单 and 责任清单: a measure for each item, by the id of its line."""

    items = fields.Dict(keys=fields.UUID(), values=fields.Nested(MeasureSchema), required=True)


class DoneSchema(SaidSchema):
    """整改报告: the whole in words, and what was done for each item."""

    items = fields.Dict(keys=fields.UUID(), values=fields.String(validate=WORDS), required=True)


class LookedSchema(Shape):
    """What a recheck found of one item."""

    passed = fields.Boolean(required=True)
    text = fields.String(required=True, validate=WORDS)

    @post_load
    def _looked(self, data: dict[str, Any], **_: object) -> Looked:
        return Looked(**data)


class RecheckSchema(Shape):
    """A recheck of every item that has not passed; `until` gives a failed order a new last day."""

    items = fields.Dict(keys=fields.UUID(), values=fields.Nested(LookedSchema), required=True)
    until = fields.Date(load_default=None, allow_none=True)


class EscalationSchema(Shape):
    """How an order that is not kept is taken further."""

    kind = Choice(EscalationKind, required=True)
    addressee = fields.String(required=True, validate=validate.Length(max=200))
    text = fields.String(required=True, validate=WORDS)

    @post_load
    def _escalation(self, data: dict[str, Any], **_: object) -> Escalation:
        return Escalation(**data)


class OrderSchema(Shape):
    """An order. Whether it is overdue follows from `due_on` and `state`: see /orders?overdue=true."""

    id = fields.UUID()
    version = fields.Integer()
    number = fields.String()
    document_number = fields.String()
    instrument = Choice(Instrument)
    state = Choice(OrderState)
    bases = fields.List(fields.String())
    inspected_kind = Choice(InspectedKind)
    inspected_id = fields.UUID()
    inspected_name = fields.String()
    routed_from = fields.String()
    due_on = fields.Date(allow_none=True)
    first_due_on = fields.Date(allow_none=True)
    issued_at = fields.AwareDateTime(allow_none=True)
    issued_by = fields.String()
    extended_at = fields.AwareDateTime(allow_none=True)
    acknowledged_at = fields.AwareDateTime(allow_none=True)
    reported_at = fields.AwareDateTime(allow_none=True)
    is_late = fields.Boolean()
    rechecked_at = fields.AwareDateTime(allow_none=True)
    rechecked_by = fields.String()
    closed_at = fields.AwareDateTime(allow_none=True)
    round = fields.Integer()


class CaseActSchema(Shape):
    """One act in a case."""

    id = fields.UUID()
    kind = fields.String()
    happened_at = fields.AwareDateTime()
    actor = fields.String()
    role = fields.String()
    text = fields.String()
    facts = fields.Dict()


class ReminderSchema(Shape):
    """A reminder: so many days from the last day, negative before it."""

    id = fields.UUID()
    due_on = fields.Date()
    stage = fields.Integer()
    made_at = fields.AwareDateTime()
    overtaken = fields.Boolean()
    address = fields.String()
    mail_state = Choice(DeliveryState, allow_none=True)
    reason = fields.String()
