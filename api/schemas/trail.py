"""Events of the trail."""

import json

from marshmallow import fields

from api.schemas import Shape


class EventSchema(Shape):
    """What somebody did. `leaf` is the canonical JSON (RFC 8785) as it is kept; `facts` are read from it."""

    sequence = fields.Integer()
    kind = fields.String()
    subject_kind = fields.String()
    subject_id = fields.UUID()
    transfer_id = fields.UUID(allow_none=True)
    actor = fields.String()
    role = fields.String()
    happened_at = fields.AwareDateTime()
    facts = fields.Function(lambda event: json.loads(event.leaf)["facts"])
    leaf = fields.String()


class EventQuerySchema(Shape):
    """Which events."""

    subject_id = fields.UUID()
    transfer_id = fields.UUID()
    kind = fields.String(load_default="")
    actor_id = fields.UUID()
