"""Jobs as those see them whom they concern."""

from marshmallow import fields, validate

from api.schemas import Shape

STATES = ("queued", "running", "done", "dead", "aborted")


class JobSchema(Shape):
    """Work that no person waits for; `done` of `total` steps, `error` of the last attempt."""

    id = fields.UUID()
    kind = fields.String()
    state = fields.String(validate=validate.OneOf(STATES))
    attempts = fields.Integer()
    done = fields.Integer()
    total = fields.Integer()
    error = fields.String()
    organization_id = fields.UUID(allow_none=True)
    created_at = fields.AwareDateTime()
    run_at = fields.AwareDateTime()
    finished_at = fields.AwareDateTime(allow_none=True)


class JobQuerySchema(Shape):
    """Which jobs."""

    state = fields.String(load_default="", validate=validate.OneOf(("", *STATES)))
