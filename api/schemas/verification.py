"""What the verification of a receipt found, as programs see it."""

from marshmallow import fields

from api.schemas import Shape


class VerificationFindingSchema(Shape):
    """One look: at what, what was found, and whether that is good, bad or open (cannot be said here)."""

    point = fields.String()
    code = fields.String()
    verdict = fields.String()
    facts = fields.Dict(keys=fields.String(), values=fields.String())


class VerificationSchema(Shape):
    """All findings; `number` and `document` are empty unless these very bytes were issued here."""

    is_good = fields.Boolean()
    number = fields.String()
    document = fields.String()
    findings = fields.List(fields.Nested(VerificationFindingSchema))


class HoldingFaultSchema(Shape):
    """One thing that is not as the receipt says."""

    code = fields.String()
    unit = fields.String()
    name = fields.String()
    sha256 = fields.String()


class HoldingsSchema(Shape):
    """What is held, compared with a receipt; nothing is read unless the receipt itself is good."""

    is_good = fields.Boolean()
    units = fields.Integer()
    files = fields.Integer()
    faults = fields.List(fields.Nested(HoldingFaultSchema))
    verification = fields.Nested(VerificationSchema)
