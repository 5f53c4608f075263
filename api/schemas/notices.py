"""Notices and the desk, as clients see them."""

from marshmallow import fields

from api.schemas import Choice, Shape
from api.schemas.obligations import BatchSchema
from api.schemas.saved_searches import WatchedSchema
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import Role


class NoticeSchema(Shape):
    """A line on somebody's desk; `kind` is the code of its text, `facts` the values in it."""

    id = fields.UUID()
    role = Choice(Role)
    kind = fields.String()
    facts = fields.Dict()
    organization_id = fields.UUID(allow_none=True)
    repository_id = fields.UUID(allow_none=True)
    subject_kind = fields.String()
    subject_id = fields.UUID(allow_none=True)
    raised_at = fields.AwareDateTime()
    closed_at = fields.AwareDateTime(allow_none=True)


class WaitingTransferSchema(Shape):
    """A transfer on which the next step is one's own."""

    id = fields.UUID()
    number = fields.String()
    name = fields.String()
    organization = fields.String(attribute="organization.name")
    state = Choice(TransferState)
    escalated_to = fields.String()


class BatchSumSchema(Shape):
    """So many batches with so many records."""

    batches = fields.Integer()
    records = fields.Integer()


class DeskSchema(Shape):
    """What one sees first: counts, and the first few of each list."""

    today = fields.Date()
    transfers = fields.Dict(keys=fields.String(), values=fields.Integer())
    waiting = fields.Integer()
    waiting_transfers = fields.List(fields.Nested(WaitingTransferSchema))
    overdue = fields.Nested(BatchSumSchema)
    overdue_batches = fields.List(fields.Nested(BatchSchema))
    due_this_year = fields.Nested(BatchSumSchema)
    notices = fields.Integer()
    newest_notices = fields.List(fields.Nested(NoticeSchema))
    plans_to_agree = fields.Integer()
    extensions_to_decide = fields.Integer()
    failed_jobs = fields.Integer()
    watched = fields.List(fields.Nested(WatchedSchema))
