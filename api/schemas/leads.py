"""Leads, reports by anybody, and the boards, as clients see them."""

from typing import Any

from marshmallow import fields, post_dump, validate

from api.schemas import Choice, Shape
from api.schemas.inspections import InspectionSchema
from api.schemas.rectifications import FindingSchema, OrderSchema
from archives.domain.lead import LeadSource, LeadState

WORDS = validate.Length(max=4000)


class LeadQuerySchema(Shape):
    """Which leads are listed."""

    state = Choice(LeadState, load_default=None)


class LeadSchema(Shape):
    """A lead; who reported it is not among it."""

    id = fields.UUID()
    version = fields.Integer()
    number = fields.String()
    source = Choice(LeadSource)
    state = Choice(LeadState)
    about_kind = fields.String()
    about_id = fields.UUID(allow_none=True)
    about_name = fields.String()
    text = fields.String()
    facts = fields.Dict()
    raised_at = fields.AwareDateTime()
    decided_at = fields.AwareDateTime(allow_none=True)
    decided_by = fields.String()
    decision = fields.String()


class ReporterSchema(Shape):
    """Who reported, for the authority alone; both empty for an anonymous report, and where nobody reported."""

    reporter_name = fields.String()
    reporter_contact = fields.String()
    answer = fields.String()
    answered_at = fields.AwareDateTime(allow_none=True)


class NewReportSchema(Shape):
    """What anybody tells; name and contact may be left out."""

    jurisdiction_id = fields.UUID(required=True)
    about = fields.String(required=True, validate=validate.Length(max=200))
    text = fields.String(required=True, validate=WORDS)
    name = fields.String(load_default="", validate=validate.Length(max=200))
    contact = fields.String(load_default="", validate=validate.Length(max=200))


class CodeSchema(Shape):
    """The code by which a report is followed; it is shown once."""

    code = fields.String(required=True, validate=validate.Length(max=64))


class FollowedSchema(Shape):
    """Where a report stands."""

    number = fields.String()
    raised_at = fields.AwareDateTime()
    state = Choice(LeadState)
    answer = fields.String()
    answered_at = fields.AwareDateTime(allow_none=True)


class OrderLineSchema(Shape):
    """So many orders, and the first of them."""

    count = fields.Integer()
    first = fields.List(fields.Nested(OrderSchema))


class InspectorBoardSchema(Shape):
    """What an inspector does today, soon, and too late."""

    today = fields.Date()
    inspections = fields.List(fields.Nested(InspectionSchema))
    to_recheck = fields.Nested(OrderLineSchema)
    due = fields.Nested(OrderLineSchema)
    overdue = fields.Nested(OrderLineSchema)
    new_leads = fields.Integer()


class OpenItemSchema(Shape):
    """An open line of the register with its order."""

    finding = fields.Nested(FindingSchema)
    order = fields.Nested(OrderSchema, allow_none=True)
    overdue = fields.Boolean()


class BodyBoardSchema(Shape):
    """What a body has to do: the three lists are columns of its items."""

    today = fields.Date()
    items = fields.List(fields.Nested(OpenItemSchema))
    orders = fields.List(fields.Nested(OrderSchema))


class DistrictSchema(Shape):
    """A place and all below it."""

    jurisdiction_id = fields.UUID(attribute="jurisdiction.id")
    name = fields.String(attribute="jurisdiction.name")
    depth = fields.Integer()
    open = fields.Integer()
    overdue = fields.Integer()
    opens = fields.Boolean()


class BoardQuerySchema(Shape):
    """Of which place the board is asked for; of all that the reader supervises without one."""

    jurisdiction_id = fields.UUID(load_default=None)


class AuthorityBoardSchema(Shape):
    """How the register stands; `open_by` has for each grade ('none' where there is none) young, middle and old."""

    today = fields.Date()
    jurisdiction_id = fields.UUID(attribute="place.id")
    open = fields.Integer()
    open_by = fields.Dict(keys=fields.String(), values=fields.List(fields.Integer()))
    ended = fields.Integer()
    overdue = fields.Integer()
    reported = fields.Integer()
    on_time = fields.Integer()
    on_time_percent = fields.Integer(allow_none=True)
    days_to_close = fields.Integer(allow_none=True)
    recurrences = fields.Integer()
    districts = fields.List(fields.Nested(DistrictSchema))

    @post_dump
    def _named(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        counted = data["open_by"].items()
        return {**data, "open_by": {grade or "none": counts for grade, counts in counted}}
