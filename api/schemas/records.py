"""Records and their files, as clients see them."""

from marshmallow import fields, validate

from api.schemas import Choice, Shape
from archives.domain.vocabulary import (
    AccessStatus,
    Carrier,
    Classification,
    Custody,
    Disclosure,
    FileKind,
    Generation,
    Level,
    RetentionClass,
)


class ProblemOfRecordSchema(Shape):
    """Something worth a second look; it forbids nothing."""

    code = fields.String()
    where = fields.String()
    facts = fields.Function(lambda problem: dict(problem.facts))
    who = fields.String()


class BoxedSchema(Shape):
    """Into which box; an empty number takes the record out of its box."""

    number = fields.String(required=True, validate=validate.Length(max=64))
    place = fields.String(load_default="", validate=validate.Length(max=200))


class RecordSchema(Shape):
    """A unit of description; `elements` holds what has no field of its own, `process` what was done to it."""

    id = fields.UUID()
    version = fields.Integer()
    organization_id = fields.UUID()
    fonds_id = fields.UUID()
    parent_id = fields.UUID(allow_none=True)
    level = Choice(Level)
    carrier = Choice(Carrier)
    box_id = fields.UUID(allow_none=True)
    unit_number = fields.String(allow_none=True)
    archive_number = fields.String(allow_none=True)
    title = fields.String()
    responsible_party = fields.String()
    document_number = fields.String()
    formed_on = fields.Date(allow_none=True)
    formed_from = fields.Date(allow_none=True)
    year = fields.Integer()
    category = fields.String()
    series = fields.String()
    retention = Choice(RetentionClass)
    classification = Choice(Classification)
    access_status = Choice(AccessStatus)
    disclosure = Choice(Disclosure, allow_none=True)
    generation = Choice(Generation, allow_none=True)
    pages = fields.Integer(allow_none=True)
    item_count = fields.Integer(allow_none=True)
    elements = fields.Dict()
    process = fields.List(fields.Dict())
    due_on = fields.Date(allow_none=True)
    custody = Choice(Custody)
    transfer_id = fields.UUID(allow_none=True)
    created_at = fields.AwareDateTime()


class RegisteredSchema(Shape):
    """A record just registered or described, with warnings."""

    record = fields.Nested(RecordSchema)
    warnings = fields.List(fields.Nested(ProblemOfRecordSchema))


class NewRecordSchema(Shape):
    """What is registered: the elements by their names, as people write them or as they are kept."""

    fonds_id = fields.UUID(required=True)
    parent_id = fields.UUID(allow_none=True, load_default=None)
    description = fields.Dict(keys=fields.String(), required=True)


class ChangesSchema(Shape):
    """Elements to change, by name; an empty text empties one."""

    changes = fields.Dict(keys=fields.String(), required=True, validate=validate.Length(min=1))


class RecordQuerySchema(Shape):
    """What a list of records shows."""

    fonds_id = fields.UUID(load_default=None)
    parent_id = fields.UUID(load_default=None)
    year = fields.Integer(load_default=None)
    retention = Choice(RetentionClass, load_default=None)
    level = Choice(Level, load_default=None)
    custody = Choice(Custody, load_default=None)
    due = fields.String(load_default="", validate=validate.OneOf(["", "past", "future", "none"]))
    number = fields.String(load_default="", metadata={"description": "the beginning of either number"})


class FileQuerySchema(Shape):
    """What a file is to its record; by default a scan of paper is a digitised copy, anything else the original."""

    kind = Choice(FileKind, load_default=None)


class ContentFileSchema(Shape):
    """A file of a record."""

    id = fields.UUID()
    record_id = fields.UUID()
    name = fields.String()
    kind = Choice(FileKind)
    position = fields.Integer()
    size = fields.Integer()
    sha256 = fields.String()
    received_at = fields.AwareDateTime()
    stored = fields.Boolean()


class RecordEventSchema(Shape):
    """One thing that was done to a record; `leaf` is canonical JSON."""

    sequence = fields.Integer()
    kind = fields.String()
    actor = fields.String()
    role = fields.String()
    happened_at = fields.AwareDateTime()
    leaf = fields.String()
