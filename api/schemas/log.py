"""Proofs of the log, for witnesses."""

from marshmallow import fields, validate

from api.schemas import Shape

_COUNT = validate.Range(min=1, max=2**53 - 1)


class ConsistencyQuerySchema(Shape):
    """Two sizes of the log."""

    old = fields.Integer(required=True, validate=_COUNT)
    new = fields.Integer(required=True, validate=_COUNT)


class ConsistencySchema(ConsistencyQuerySchema):
    """That the log of `new` events only added to that of `old` (RFC 9162 section 2.1.4); hashes in Base64."""

    hashes = fields.List(fields.String())


class InclusionQuerySchema(Shape):
    """An event by its number, from 1 on, and a size of the log."""

    sequence = fields.Integer(required=True, validate=_COUNT)
    size = fields.Integer(required=True, validate=_COUNT)


class InclusionSchema(InclusionQuerySchema):
    """That an event is among the first `size`, at the index `sequence` - 1 (RFC 9162 section 2.1.3); in Base64."""

    hashes = fields.List(fields.String())
