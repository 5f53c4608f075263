"""Responsible persons, periodic reports and published summaries, as clients see them."""

from marshmallow import fields, validate

from api.schemas import Choice, Shape
from archives.domain.hazard import InspectedKind
from archives.domain.responsibility import Office
from archives.domain.work_report import ReportState

NAME, WORDS = validate.Length(max=200), validate.Length(max=4000)


class ResponsiblePersonSchema(Shape):
    """Who answers for the archives of a body; `until` is the last day of a term that has ended."""

    id = fields.UUID()
    version = fields.Integer()
    inspected_kind = Choice(InspectedKind)
    inspected_id = fields.UUID()
    inspected_name = fields.String()
    office = Choice(Office)
    name = fields.String()
    position = fields.String()
    phone = fields.String()
    since = fields.Date()
    until = fields.Date(allow_none=True)
    ended_because = fields.String()


class NewResponsiblePersonSchema(Shape):
    """A person who takes an office over."""

    office = Choice(Office, required=True)
    name = fields.String(required=True, validate=NAME)
    since = fields.Date(required=True)
    position = fields.String(load_default="", validate=NAME)
    phone = fields.String(load_default="", validate=NAME)


class EndedTermSchema(Shape):
    """The last day of a term, and why it ended."""

    until = fields.Date(required=True)
    reason = fields.String(required=True, validate=WORDS)


class LackingSchema(Shape):
    """A body without a head or without staff of its archives."""

    id = fields.UUID()
    name = fields.String()


class ReportedFigureSchema(Shape):
    """One figure of a report."""

    counted = fields.Integer(allow_none=True)
    said = fields.Integer(allow_none=True)
    remark = fields.String()


class WorkReportQuerySchema(Shape):
    """Which reports are listed."""

    period = fields.String(load_default="")
    state = Choice(ReportState, load_default=None)


class WorkReportSchema(Shape):
    """A report; figures and texts by the codes of the profile."""

    id = fields.UUID()
    version = fields.Integer()
    inspected_kind = Choice(InspectedKind)
    inspected_id = fields.UUID()
    inspected_name = fields.String()
    period = fields.String()
    due_on = fields.Date()
    state = Choice(ReportState)
    figures = fields.Dict(keys=fields.String(), values=fields.Nested(ReportedFigureSchema))
    texts = fields.Dict(keys=fields.String(), values=fields.String())
    filled_at = fields.AwareDateTime()
    filled_by = fields.String()
    signed_by = fields.String()
    submitted_at = fields.AwareDateTime(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    decided_by = fields.String()
    reason = fields.String()


class NewWorkReportSchema(Shape):
    """Whose report is begun; without a period on the newest that has ended."""

    inspected_kind = Choice(InspectedKind, required=True)
    inspected_id = fields.UUID(required=True)
    period = fields.String(load_default="", validate=validate.Length(max=16))


class FillingSchema(Shape):
    """What is filled in, by code; what is left out stays as it was, but texts."""

    numbers = fields.Dict(keys=fields.String(), values=fields.Integer(allow_none=True), load_default=dict)
    remarks = fields.Dict(keys=fields.String(), values=fields.String(validate=WORDS), load_default=dict)
    texts = fields.Dict(keys=fields.String(), values=fields.String(validate=WORDS), load_default=dict)


class SilentSchema(Shape):
    """A body that has not reported."""

    kind = Choice(InspectedKind)
    id = fields.UUID()
    name = fields.String()


class PeriodQuerySchema(Shape):
    """Which period is asked about; the newest that has ended without one."""

    period = fields.String(load_default="")


class StandingSchema(Shape):
    """How a period stands in the places of whoever asks."""

    period = fields.String(attribute="period.code")
    due_on = fields.Date()
    is_overdue = fields.Boolean()
    submitted = fields.Integer()
    acknowledged = fields.Integer()
    silent_count = fields.Integer()
    silent = fields.List(fields.Nested(SilentSchema))


class PlaceFiguresSchema(Shape):
    """A place in a published summary."""

    code = fields.String()
    name = fields.String()
    found = fields.Integer(allow_none=True)
    closed = fields.Integer(allow_none=True)
    open = fields.Integer(allow_none=True)


class SummarySchema(Shape):
    """Sums of a place and a period; null is a number above 0 and below `least`, or one that would tell it."""

    least = fields.Integer()
    inspections = fields.Integer(allow_none=True)
    found = fields.Dict(keys=fields.String(), values=fields.Integer(allow_none=True))
    hazards = fields.Dict(keys=fields.String(), values=fields.Integer(allow_none=True))
    closed = fields.Integer(allow_none=True)
    open = fields.Integer(allow_none=True)
    orders = fields.Integer(allow_none=True)
    on_time = fields.Integer(allow_none=True)
    days_to_close = fields.Integer(allow_none=True)
    recurrences = fields.Integer(allow_none=True)
    districts = fields.List(fields.Nested(PlaceFiguresSchema))


class PublishedSummarySchema(Shape):
    """A published summary, for everybody."""

    id = fields.UUID()
    place_name = fields.String()
    period = fields.String()
    edition = fields.Integer()
    published_at = fields.AwareDateTime()
    figures = fields.Nested(SummarySchema)


class NewSummarySchema(Shape):
    """Of which place and period a summary is published; without a period of the newest that has ended."""

    jurisdiction_id = fields.UUID(required=True)
    period = fields.String(load_default="", validate=validate.Length(max=16))
