"""Transfers, their lists, checks, signatures and receipts, as clients see them."""

from typing import Any

from marshmallow import fields, post_load, validate

from api.schemas import Choice, Shape
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import AccessStatus, ClassificationChange, Disclosure, Outcome, Role, Side
from archives.services.counting import OUTCOMES, Tick
from archives.services.signing import PaperLines
from archives.services.transfer_life import Ground
from archives.services.transfer_lists import Opinions


class TransferSchema(Shape):
    """A transfer. `custody_from` is the instant of the later seal."""

    id = fields.UUID()
    version = fields.Integer()
    number = fields.String()
    state = Choice(TransferState)
    organization_id = fields.UUID()
    destination_id = fields.UUID()
    fonds_id = fields.UUID()
    plan_id = fields.UUID(allow_none=True)
    name = fields.String()
    description = fields.String()
    round = fields.Integer()
    returns = fields.Integer()
    opening_opinion = Choice(AccessStatus, allow_none=True)
    disclosure_opinion = Choice(Disclosure, allow_none=True)
    classification_opinion = Choice(ClassificationChange, allow_none=True)
    opinion_note = fields.String()
    package_sha256 = fields.String()
    item_count = fields.Integer()
    volume_count = fields.Integer()
    file_count = fields.Integer()
    byte_count = fields.Integer()
    created_at = fields.AwareDateTime()
    submitted_at = fields.AwareDateTime(allow_none=True)
    receipt_due_on = fields.Date(allow_none=True)
    check_due_on = fields.Date(allow_none=True)
    escalated_to = fields.String()
    accepted_at = fields.AwareDateTime(allow_none=True)
    custody_from = fields.AwareDateTime(allow_none=True)
    copies_released_on = fields.Date(allow_none=True)
    is_demo = fields.Boolean()


class TransferQuerySchema(Shape):
    """Which transfers are listed."""

    state = fields.List(Choice(TransferState))
    fonds_id = fields.UUID()


class NewTransferSchema(Shape):
    """The batches that are handed over together, whole."""

    obligation_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1))
    plan_id = fields.UUID(load_default=None, allow_none=True)


class TransferTextSchema(Shape):
    """交接工作名称 and 内容描述."""

    name = fields.String(required=True)
    description = fields.String(required=True)


class OpinionsSchema(Shape):
    """The three opinions of 条例 30."""

    opening = Choice(AccessStatus, allow_none=True, load_default=None)
    disclosure = Choice(Disclosure, allow_none=True, load_default=None)
    classification = Choice(ClassificationChange, allow_none=True, load_default=None)
    note = fields.String(load_default="")

    @post_load
    def _value(self, data: dict[str, Any], **_: object) -> Opinions:
        return Opinions(**data)


class ReasonSchema(Shape):
    """Words that must be given for an act."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=2000))


class GroundSchema(Shape):
    """One reason of a return, bound to a record or a file where it can be."""

    text = fields.String(required=True)
    rule = fields.String(load_default="")
    record_id = fields.UUID(allow_none=True, load_default=None)
    file_id = fields.UUID(allow_none=True, load_default=None)
    who_acts = fields.String(load_default=str(Role.CLERK))

    @post_load
    def _value(self, data: dict[str, Any], **_: object) -> Ground:
        return Ground(**data)


class GroundsSchema(Shape):
    """Every reason at once."""

    grounds = fields.List(fields.Nested(GroundSchema), required=True)


class TransferItemSchema(Shape):
    """A unit in a transfer's list."""

    record_id = fields.UUID()
    sequence = fields.Integer()
    unit_number = fields.String(attribute="record.unit_number", allow_none=True)
    archive_number = fields.String(attribute="record.archive_number", allow_none=True)
    title = fields.String(attribute="record.title")
    level = fields.String(attribute="record.level")
    carrier = fields.String(attribute="record.carrier")
    opening_opinion = Choice(AccessStatus, allow_none=True)
    disclosure_opinion = Choice(Disclosure, allow_none=True)
    classification_opinion = Choice(ClassificationChange, allow_none=True)
    to_correct = fields.Boolean()
    counted = fields.String()
    counted_pages = fields.Integer(allow_none=True)
    counted_note = fields.String()
    counted_by = fields.String()
    stored = fields.Boolean()


class ListQuerySchema(Shape):
    """A page of a list by sequence."""

    after_sequence = fields.Integer(load_default=0, validate=validate.Range(min=0, max=2**31 - 1))
    limit = fields.Integer(load_default=100, validate=validate.Range(min=1, max=500))


class ReturnReasonSchema(Shape):
    """Why a transfer came back."""

    id = fields.UUID()
    round = fields.Integer()
    record_id = fields.UUID(allow_none=True)
    file_id = fields.UUID(allow_none=True)
    rule = fields.String()
    text = fields.String()
    who_acts = fields.String()
    new_ground = fields.Boolean()
    raised_at = fields.AwareDateTime()
    raised_by = fields.String()
    corrected_at = fields.AwareDateTime(allow_none=True)


class GapSchema(Shape):
    """Something that is still missing, and who mends it."""

    code = fields.String()
    where = fields.String()
    facts = fields.Function(lambda gap: dict(gap.facts))
    who = fields.String()


class ActionsSchema(Shape):
    """The buttons that the asking person has now."""

    actions = fields.List(fields.String())


class TickSchema(Shape):
    """What counting found of one unit with paper."""

    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    pages = fields.Integer(allow_none=True, load_default=None, validate=validate.Range(min=0, max=1_000_000))
    note = fields.String(load_default="")

    @post_load
    def _value(self, data: dict[str, Any], **_: object) -> Tick:
        return Tick(**data)


class SideSchema(Shape):
    """One of the two columns."""

    side = Choice(Side, required=True)


class ScanSchema(Shape):
    """A scan that is kept; its digest is named with the signatures that it shows."""

    name = fields.String()
    sha256 = fields.String()


class PutBackSchema(Shape):
    """A file whose bytes are sound again."""

    id = fields.UUID()
    record_id = fields.UUID()
    name = fields.String()
    sha256 = fields.String()


class PaperLinesSchema(Shape):
    """The names and the day on a signed paper form; the scan was uploaded before."""

    side = Choice(Side, required=True)
    filler = fields.String(required=True)
    reviewer = fields.String(required=True)
    seal = fields.String(required=True)
    signed_on = fields.Date(required=True)
    scan_sha256 = fields.String(required=True, validate=validate.Regexp("^[0-9a-f]{64}$"))
    scan_name = fields.String(load_default="")

    @post_load
    def _value(self, data: dict[str, Any], **_: object) -> tuple[Side, PaperLines]:
        return data.pop("side"), PaperLines(**data)


class SignatureSchema(Shape):
    """A line of the form, void ones too."""

    round = fields.Integer()
    side = Choice(Side)
    line = fields.String()
    name = fields.String()
    signed_at = fields.AwareDateTime()
    method = fields.String()
    package_sha256 = fields.String()
    scan_sha256 = fields.String()
    confirmed_at = fields.AwareDateTime(allow_none=True)
    confirmed_by = fields.String()
    voided_at = fields.AwareDateTime(allow_none=True)


class CheckRunSchema(Shape):
    """One run of the rulebook by one side."""

    id = fields.UUID()
    side = Choice(Side)
    round = fields.Integer()
    state = fields.String()
    rulebook = fields.String()
    package_sha256 = fields.String()
    records_total = fields.Integer()
    records_done = fields.Integer()
    started_at = fields.AwareDateTime()
    finished_at = fields.AwareDateTime(allow_none=True)
    started_by = fields.String()


class FindingSchema(Shape):
    """What a rule found: of the whole (no record), or of one record or file."""

    id = fields.UUID()
    rule = fields.String()
    outcome = Choice(Outcome)
    message = fields.String()
    facts = fields.Dict()
    record_id = fields.UUID(allow_none=True)
    file_id = fields.UUID(allow_none=True)
    decided = Choice(Outcome, allow_none=True)
    decided_by = fields.String()
    decided_at = fields.AwareDateTime(allow_none=True)
    decision_note = fields.String()


class FindingQuerySchema(Shape):
    """Which findings are shown."""

    outcome = Choice(Outcome)
    after = fields.UUID()
    limit = fields.Integer(load_default=200, validate=validate.Range(min=1, max=1000))


class DecisionSchema(Shape):
    """What a named person decides, with the reason."""

    outcome = Choice(Outcome, required=True)
    note = fields.String(required=True)
