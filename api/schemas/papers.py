"""Documents that are drawn when somebody asks for them: what is asked, and what can be chosen."""

from typing import Any

from marshmallow import fields, post_load, validate

from api.schemas import Shape
from archives.services.document_language import LANGUAGES
from archives.services.labels import MOST_SETS, CarrierWish

_LONGEST = validate.Length(max=200)


class LanguageQuerySchema(Shape):
    """In which language a document is drawn; '' leaves it to the house."""

    language = fields.String(load_default="", validate=validate.OneOf(["", *LANGUAGES]))


class ReturnedSchema(Shape):
    """One return of a transfer; `ordinal` leads to its notice."""

    ordinal = fields.Integer()
    round = fields.Integer()
    returned_at = fields.AwareDateTime()
    returned_by = fields.String()
    reasons = fields.Integer()
    on_new_ground = fields.Boolean()


class BoxSchema(Shape):
    """A box and what its label says."""

    id = fields.UUID()
    number = fields.String()
    place = fields.String()
    category = fields.String(attribute="label.category")
    year = fields.String(attribute="label.year")
    retention = fields.String(attribute="label.retention")
    series = fields.String(attribute="label.series")
    first_number = fields.String(attribute="label.first_number")
    last_number = fields.String(attribute="label.last_number")
    items = fields.Integer(attribute="label.items")


class BoxQuerySchema(LanguageQuerySchema):
    """Which boxes; none named means all."""

    box = fields.List(fields.UUID(), load_default=list)


class CarrierQuerySchema(LanguageQuerySchema):
    """What is known of the carriers of a transfer's package; what is left out follows from the transfer."""

    kind = fields.String(load_default="", validate=_LONGEST)
    sets = fields.Integer(load_default=1, validate=validate.Range(min=1, max=MOST_SETS))
    number = fields.String(load_default="", validate=validate.Length(max=60))
    content = fields.String(load_default="", validate=_LONGEST)
    gigabytes = fields.String(load_default="", validate=validate.Regexp(r"^$|^[0-9]{1,9}(\.[0-9]{1,3})?$"))
    items = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=0, max=10**9))
    made_on = fields.Date(load_default=None, allow_none=True)
    maker = fields.String(load_default="", validate=_LONGEST)
    checker = fields.String(load_default="", validate=_LONGEST)
    environment = fields.String(load_default="", validate=_LONGEST)

    @post_load
    def _value(self, data: dict[str, Any], **_: object) -> tuple[CarrierWish, str]:
        language = data.pop("language")
        return CarrierWish(**data), language
