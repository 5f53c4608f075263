"""What falls due, extensions and retention review, as clients see them. Days are in the profile's time zone."""

from marshmallow import fields, validate

from api.schemas import Choice, Shape
from archives.domain.obligation import ExtensionReason, OverdueCause
from archives.domain.vocabulary import RetentionClass
from archives.services.extensions import ExtensionState
from archives.services.obligations import Standing


class WithinSchema(Shape):
    """Which part of what one may see is meant."""

    organization_id = fields.UUID()
    repository_id = fields.UUID()
    fonds_id = fields.UUID()


class DueQuerySchema(WithinSchema):
    """On which day; today by default."""

    on = fields.Date(load_default=None)


class BatchQuerySchema(DueQuerySchema):
    """Which batches are listed."""

    standing = Choice(Standing, load_default=None)


class CalendarQuerySchema(WithinSchema):
    """A year, or a month of it."""

    year = fields.Integer(required=True, validate=validate.Range(1900, 2200))
    month = fields.Integer(load_default=None, validate=validate.Range(1, 12))


class DueCountSchema(Shape):
    """Transferable units of one organization; past_due = transferable + waiting for the end of their year."""

    organization_id = fields.UUID()
    organization = fields.String()
    past_due = fields.Integer()
    transferable = fields.Integer()
    waiting = fields.Integer()
    extended = fields.Integer()
    in_transfer = fields.Integer()
    total = fields.Integer()


class BatchSchema(Shape):
    """A batch (fonds, year, retention class) as it stands on the day asked for."""

    id = fields.UUID(attribute="obligation.id")
    version = fields.Integer(attribute="obligation.version")
    organization_id = fields.UUID(attribute="obligation.organization_id")
    organization = fields.String(attribute="obligation.fonds.organization.name")
    repository_id = fields.UUID(attribute="obligation.repository_id")
    fonds_id = fields.UUID(attribute="obligation.fonds_id")
    fonds = fields.String(attribute="obligation.fonds.name")
    fonds_number = fields.String(attribute="obligation.fonds.number", allow_none=True)
    year = fields.Integer(attribute="obligation.year")
    retention = Choice(RetentionClass, attribute="obligation.retention")
    standing = Choice(Standing)
    cause = Choice(OverdueCause, allow_none=True)
    last_day = fields.Date()
    overdue_since = fields.Date(allow_none=True)
    offer_on = fields.Date(attribute="obligation.offer_on")
    extended_to = fields.Date(attribute="obligation.extended_to", allow_none=True)
    archive_not_ready_since = fields.Date(attribute="obligation.archive_not_ready_since", allow_none=True)
    first_due_on = fields.Date(attribute="obligation.first_due_on", allow_none=True)
    last_due_on = fields.Date(attribute="obligation.last_due_on", allow_none=True)
    records_pending = fields.Integer(attribute="obligation.records_pending")
    records_in_transfer = fields.Integer(attribute="obligation.records_in_transfer")
    records_transferred = fields.Integer(attribute="obligation.records_transferred")


class DaySchema(Shape):
    """A month of the year, or a day of the month, and the records whose day it brings."""

    number = fields.Integer()
    records = fields.Integer()


class CalendarSchema(Shape):
    """Records by their strict day; batches, and the records in them, by their last day."""

    year = fields.Integer()
    month = fields.Integer(allow_none=True)
    days = fields.List(fields.Nested(DaySchema))
    batches = fields.Integer()
    records = fields.Integer()


class ForecastSchema(Shape):
    """Records to be handed over: what is late before the first year, then by year."""

    backlog = fields.Integer()
    by_year = fields.Dict(keys=fields.String(), values=fields.Integer())


class OrganizationForecastSchema(Shape):
    """The forecast of one organization."""

    organization_id = fields.UUID()
    organization = fields.String()
    forecast = fields.Nested(ForecastSchema)


class NotReadySchema(Shape):
    """Why the archive cannot take the batch."""

    reason = fields.String(required=True, validate=validate.Length(max=2000))


class ExtensionQuerySchema(Shape):
    """Which extensions are listed."""

    state = Choice(ExtensionState, load_default=None)


class NewExtensionSchema(Shape):
    """More time asked for, on one of the two grounds of the law."""

    obligation_id = fields.UUID(required=True)
    ground = fields.String(required=True, validate=validate.OneOf([str(reason) for reason in ExtensionReason]))
    reason = fields.String(required=True, validate=validate.Length(max=2000))
    until = fields.Date(required=True)


class DecisionSchema(Shape):
    """What the authority notes with its decision, such as the document number."""

    note = fields.String(load_default="", validate=validate.Length(max=2000))


class ExtensionSchema(Shape):
    """An extension asked for, and what became of it."""

    id = fields.UUID()
    version = fields.Integer()
    obligation_id = fields.UUID()
    organization_id = fields.UUID()
    ground = fields.String()
    reason = fields.String()
    until = fields.Date()
    state = fields.String()
    requested_at = fields.AwareDateTime()
    requested_by = fields.String()
    decided_at = fields.AwareDateTime(allow_none=True)
    decided_by = fields.String()
    decision_note = fields.String()


class ReviewQuerySchema(Shape):
    """On which day; today by default."""

    on = fields.Date(load_default=None)


class ReviewedRecordSchema(Shape):
    """A record that waits for appraisal."""

    id = fields.UUID()
    fonds_id = fields.UUID()
    unit_number = fields.String(allow_none=True)
    title = fields.String()
    year = fields.Integer()
    retention = Choice(RetentionClass)
    formed_on = fields.Date(allow_none=True)
