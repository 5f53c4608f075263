"""Transfer plans, as clients see them."""

from marshmallow import fields, validate

from api.schemas import Shape
from api.schemas.obligations import BatchSchema


class PlanQuerySchema(Shape):
    """Which plans are listed."""

    year = fields.Integer()
    organization_id = fields.UUID()


class NewPlanSchema(Shape):
    """The plan of one organization for one year."""

    organization_id = fields.UUID(required=True)
    year = fields.Integer(required=True, validate=validate.Range(1900, 2200))
    repository_id = fields.UUID(load_default=None)


class PlanSchema(Shape):
    """A plan and who has agreed; `facts` sums up its batches."""

    id = fields.UUID()
    version = fields.Integer()
    organization_id = fields.UUID()
    repository_id = fields.UUID()
    year = fields.Integer()
    state = fields.String()
    drafted_at = fields.AwareDateTime()
    organization_agreed_at = fields.AwareDateTime(allow_none=True)
    organization_agreed_by = fields.String()
    repository_agreed_at = fields.AwareDateTime(allow_none=True)
    repository_agreed_by = fields.String()
    facts = fields.Dict()


class PlannedBatchSchema(Shape):
    """A batch of a plan: the records counted when it was drafted, and how it stands today."""

    records = fields.Integer(attribute="entry.records")
    note = fields.String(attribute="entry.note")
    batch = fields.Nested(BatchSchema)
