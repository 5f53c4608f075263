"""Certificates and seals, as programs and the command line see them."""

from marshmallow import fields, validate

from api.schemas import Shape


class RevocationSchema(Shape):
    """That a certificate does not count from then on."""

    at = fields.AwareDateTime()
    reason = fields.String()


class CertificateSchema(Shape):
    """A certificate; `body_id` is empty for the CA's own."""

    serial = fields.String()
    name = fields.String()
    body_id = fields.String()
    not_before = fields.AwareDateTime()
    not_after = fields.AwareDateTime()
    fingerprint = fields.String()
    pem = fields.String()
    revocation = fields.Nested(RevocationSchema, allow_none=True)


class RootSchema(Shape):
    """Of which root: its serial, hexadecimal; empty for the first."""

    root = fields.String(load_default="", validate=validate.Length(max=64))


class SealSchema(Shape):
    """One seal as it was found; `faults` are codes, none of them means that it is good."""

    role = fields.String()
    signer = fields.String()
    body_id = fields.String()
    serial = fields.String()
    issuer = fields.String()
    signed_at = fields.AwareDateTime(allow_none=True)
    stamped_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String()
    is_whole_file = fields.Boolean()
    is_good = fields.Boolean()
    faults = fields.List(fields.String())


class SealReportSchema(Shape):
    """All seals of a document, and what is wrong with the whole."""

    is_good = fields.Boolean()
    faults = fields.List(fields.String())
    seals = fields.List(fields.Nested(SealSchema))
