"""Bulk registrations, as clients see them."""

from marshmallow import fields, validate

from api.schemas import Choice, Shape
from archives.domain.registration import ImportMode


class ImportSchema(Shape):
    """A bulk registration and how far it is. `rows_known` were registered by an earlier list."""

    id = fields.UUID()
    version = fields.Integer()
    fonds_id = fields.UUID()
    name = fields.String()
    sha256 = fields.String()
    mode = fields.String()
    state = fields.String()
    rows_total = fields.Integer()
    rows_checked = fields.Integer()
    rows_good = fields.Integer()
    rows_known = fields.Integer()
    rows_set_aside = fields.Integer()
    rows_published = fields.Integer()
    problems = fields.Integer()
    created_at = fields.AwareDateTime()
    created_by = fields.String()
    finished_at = fields.AwareDateTime(allow_none=True)


class NewImportSchema(Shape):
    """What a list is and how it is read; `default` is 'element=value', for cells left empty."""

    fonds_id = fields.UUID(required=True)
    name = fields.String(required=True, validate=validate.Length(min=1, max=255))
    mode = Choice(ImportMode, load_default=ImportMode.ALL_OR_NOTHING)
    default = fields.List(fields.String(validate=validate.Regexp("^[a-z_]+=")), load_default=list)


class ImportQuerySchema(Shape):
    """Which imports are listed."""

    fonds_id = fields.UUID(load_default=None)


class FindingQuerySchema(Shape):
    """Which findings are listed: those after the one of id `after`."""

    after = fields.Integer(load_default=0, validate=validate.Range(min=0))
    limit = fields.Integer(load_default=100, validate=validate.Range(min=1, max=1000))


class FindingSchema(Shape):
    """Something said about a row: an error stops it, a warning does not."""

    id = fields.Integer()
    row = fields.Integer()
    column = fields.String(attribute="label")
    code = fields.String()
    severity = fields.String()
    value = fields.String()
    facts = fields.Dict()
