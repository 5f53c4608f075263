"""What a stranger asks about a receipt, and is told."""

from marshmallow import fields, validate

from api.schemas import Choice, Shape
from archives.domain.case_paper import PaperKind
from archives.domain.receipt import ReceiptState
from archives.domain.verification import Match


class HashSchema(Shape):
    """Number and SHA-256 of a file; or the 16 digits `h` of the printed code."""

    number = fields.String(required=True, validate=validate.Length(min=1, max=64))
    sha256 = fields.String(required=True, validate=validate.Length(max=100))


class PublicReceiptSchema(Shape):
    """What stands on the receipt, or on a paper of a case (`paper`). `match` says to what of it the digest belongs."""

    number = fields.String()
    match = Choice(Match)
    state = Choice(ReceiptState)
    unit = fields.String()
    archive = fields.String()
    issued_at = fields.AwareDateTime()
    item_count = fields.Integer()
    volume_count = fields.Integer()
    gigabytes = fields.String()
    manifest_sha256 = fields.String()
    is_demo = fields.Boolean()
    superseded_by = fields.String()
    superseded_at = fields.AwareDateTime(allow_none=True)
    revoked_at = fields.AwareDateTime(allow_none=True)
    paper = Choice(PaperKind)
    instrument = fields.String()
    document_number = fields.String()
    authority = fields.String()
    inspected = fields.String()
