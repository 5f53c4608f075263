"""Officers, inspections, answers and evidence, as clients see them. Days are in the profile's time zone."""

from typing import Any

from marshmallow import fields, post_load, validate

from api.schemas import Choice, Shape
from archives.domain.checklist import Answer, GradingRule, RiskArea, Subject
from archives.domain.hazard import InspectedKind
from archives.domain.inspection import InspectionKind, InspectionState
from archives.services.inspections import Proposal, SignedRecord

WORDS = validate.Length(max=4000)


class NewOfficerSchema(Shape):
    """An inspector and the certificate (行政执法证)."""

    username = fields.String(required=True)
    certificate_number = fields.String(required=True, validate=validate.Length(max=100))
    valid_until = fields.Date(required=True)


class CertificateSchema(Shape):
    """A new certificate."""

    certificate_number = fields.String(required=True, validate=validate.Length(max=100))
    valid_until = fields.Date(required=True)


class OfficerSchema(Shape):
    """An officer."""

    id = fields.UUID()
    version = fields.Integer()
    name = fields.String()
    certificate_number = fields.String()
    valid_until = fields.Date()


class AssignedOfficerSchema(Shape):
    """An officer of one inspection, with the certificate as it was shown."""

    id = fields.UUID()
    officer_id = fields.UUID()
    name = fields.String()
    certificate_number = fields.String()


class OfficersSchema(Shape):
    """Who goes."""

    officer_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(max=20))


class InspectionQuerySchema(Shape):
    """Which inspections are listed."""

    state = Choice(InspectionState, load_default=None)


class NewInspectionSchema(Shape):
    """A planned inspection; `firm` names a service firm inspected where it works."""

    kind = Choice(InspectionKind, required=True)
    inspected_kind = Choice(InspectedKind, required=True)
    inspected_id = fields.UUID(required=True)
    planned_on = fields.Date(required=True)
    ground = fields.String(load_default="", validate=WORDS)
    checklist = fields.String(load_default="")
    firm = fields.String(load_default="", validate=validate.Length(max=200))
    lead_id = fields.UUID(load_default=None)

    @post_load
    def _proposal(self, data: dict[str, Any], **_: object) -> Proposal:
        return Proposal(**data)


class InspectionSchema(Shape):
    """An inspection; `result` is what the answers came to when it was concluded."""

    id = fields.UUID()
    version = fields.Integer()
    number = fields.String()
    kind = Choice(InspectionKind)
    state = Choice(InspectionState)
    inspected_kind = Choice(InspectedKind)
    inspected_id = fields.UUID()
    inspected_name = fields.String()
    ground = fields.String()
    planned_on = fields.Date()
    checklist = fields.String()
    notified_at = fields.AwareDateTime(allow_none=True)
    opened_at = fields.AwareDateTime(allow_none=True)
    concluded_at = fields.AwareDateTime(allow_none=True)
    record = fields.String()
    signed_by = fields.String()
    unsigned_because = fields.String()
    result = fields.Dict()
    cancelled_because = fields.String()


class NewInspectionPlanSchema(Shape):
    """The plan of a place for a year."""

    jurisdiction_id = fields.UUID(required=True)
    year = fields.Integer(required=True, validate=validate.Range(2000, 2200))
    title = fields.String(required=True, validate=validate.Length(max=200))


class InspectionPlanSchema(Shape):
    """年度检查计划."""

    id = fields.UUID()
    version = fields.Integer()
    year = fields.Integer()
    title = fields.String()
    made_by = fields.String()
    approved_at = fields.AwareDateTime(allow_none=True)
    approved_by = fields.String()


class PlannedInspectionSchema(Shape):
    """Which inspection goes on the plan."""

    inspection_id = fields.UUID(required=True)


class SignedRecordSchema(Shape):
    """The record on site, and who signed it for the inspected, or why nobody did."""

    text = fields.String(required=True, validate=validate.Length(max=20000))
    signed_by = fields.String(load_default="", validate=validate.Length(max=200))
    unsigned_because = fields.String(load_default="", validate=WORDS)

    @post_load
    def _record(self, data: dict[str, Any], **_: object) -> SignedRecord:
        return SignedRecord(**data)


class ItemSchema(Shape):
    """One item of a checklist."""

    code = fields.String()
    group = fields.String()
    text = fields.String()
    subject = Choice(Subject)
    area = Choice(RiskArea, allow_none=True)
    weight = fields.Integer()
    veto = fields.Boolean()


class ChecklistSchema(Shape):
    """A checklist in the edition that the inspection uses; `sha256` tells editions apart."""

    name = fields.String()
    edition = fields.String()
    title = fields.String()
    grading = Choice(GradingRule)
    sha256 = fields.String()
    items = fields.List(fields.Nested(ItemSchema))


class NewAnswerSchema(Shape):
    """What an officer says of an item; `seen` is the version of the answer it changes, none for the first."""

    answer = Choice(Answer, required=True)
    note = fields.String(load_default="", validate=WORDS)
    seen = fields.Integer(load_default=None, allow_none=True)


class AnswerSchema(Shape):
    """What was said of an item."""

    id = fields.UUID()
    version = fields.Integer()
    code = fields.String()
    answer = Choice(Answer)
    note = fields.String()
    answered_by = fields.String()
    answered_at = fields.AwareDateTime()


class EvidenceSchema(Shape):
    """A photo or paper; its bytes are at /evidence/{evidence_id}/content."""

    id = fields.UUID()
    subject_kind = fields.String()
    subject_id = fields.UUID()
    name = fields.String()
    caption = fields.String()
    size = fields.Integer()
    sha256 = fields.String()
    added_at = fields.AwareDateTime()
    added_by = fields.String()
