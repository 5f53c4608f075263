"""Receipts as clients see them, and what is asked when one is not right."""

from marshmallow import fields, validate

from api.schemas import Choice, Shape
from archives.domain.receipt import ReceiptState
from archives.services.reissue import LANGUAGES


class ReissueSchema(Shape):
    """Why a receipt gets another in its place; a language only where it changes."""

    reason = fields.String(required=True)
    language = fields.String(load_default="", validate=validate.OneOf(["", *LANGUAGES]))


class ReceiptSchema(Shape):
    """A receipt. Out of force it stays where it is, and says what took its place or why it was revoked."""

    id = fields.UUID()
    number = fields.String()
    edition = fields.Integer()
    version = fields.Integer()
    state = Choice(ReceiptState)
    supersedes = fields.String(attribute="supersedes.number", dump_default=None, allow_none=True)
    superseded_by = fields.String(attribute="superseded_by.number", dump_default=None, allow_none=True)
    superseded_at = fields.AwareDateTime(allow_none=True)
    reissue_reason = fields.String()
    reissued_by = fields.String()
    revoked_at = fields.AwareDateTime(allow_none=True)
    revoked_by = fields.String()
    revocation_reason = fields.String()
    transfer_id = fields.UUID()
    issued_at = fields.AwareDateTime()
    language = fields.String()
    form_sha256 = fields.String()
    list_sha256 = fields.String()
    manifest_sha256 = fields.String()
    facts = fields.Dict()
