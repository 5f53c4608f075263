"""Letters with receipts, and the addresses to which they go, as clients see them."""

from marshmallow import fields, validate

from api.schemas import Choice, Shape
from archives.domain.email_address import LONGEST
from archives.domain.vocabulary import DeliveryState, Side


class DeliverySchema(Shape):
    """A receipt on its way to one party. `reason` is a code, `answer` the mail server's own words."""

    id = fields.UUID()
    transfer_id = fields.UUID()
    side = Choice(Side)
    address = fields.String()
    state = Choice(DeliveryState)
    attempts = fields.Integer()
    reason = fields.String()
    answer = fields.String()
    created_at = fields.AwareDateTime()
    next_at = fields.AwareDateTime(allow_none=True)
    sent_at = fields.AwareDateTime(allow_none=True)


class ContactSchema(Shape):
    """Where a body gets mail; empty for nowhere."""

    contact_email = fields.String(required=True, validate=validate.Length(max=LONGEST))
