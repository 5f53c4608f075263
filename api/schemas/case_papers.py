"""The papers of inspections and cases, as clients see them."""

from marshmallow import fields

from api.schemas import Choice, Shape
from archives.domain.case_paper import PaperKind


class CasePaperSchema(Shape):
    """One paper. `printed_at` is null, and there is nothing to fetch, while it is still being drawn."""

    id = fields.UUID()
    number = fields.String()
    document_number = fields.String()
    kind = Choice(PaperKind)
    instrument = fields.String()
    subject_kind = fields.String()
    subject_id = fields.UUID()
    ordinal = fields.Integer()
    issuer = fields.String()
    inspected_name = fields.String()
    addressee = fields.String()
    language = fields.String()
    issued_at = fields.AwareDateTime()
    printed_at = fields.AwareDateTime(allow_none=True)
    revoked_at = fields.AwareDateTime(allow_none=True)
    facts_sha256 = fields.String()
    pdf_sha256 = fields.String()
    is_demo = fields.Boolean()
    version = fields.Integer()
