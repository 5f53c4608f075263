"""Saved searches, as clients see them."""

from marshmallow import fields, validate

from api.schemas import Choice, Shape
from api.schemas.search import QuestionSchema
from archives.domain.saved_search import LONGEST_NAME, Telling
from archives.domain.vocabulary import Custody, Level


class NewSavedSearchSchema(QuestionSchema):
    """A question as it is asked of /search, a name for it, and how one is told of new hits."""

    class Meta:
        """Which hits one is shown is not kept."""

        exclude = ("offset", "limit")

    name = fields.String(required=True, validate=validate.Length(1, LONGEST_NAME))
    telling = Choice(Telling, load_default=Telling.DESK)


class SavedSearchSchema(Shape):
    """A saved search; `letter_fault` says why its last letter was given up, '' if it was not."""

    id = fields.UUID()
    version = fields.Integer()
    name = fields.String()
    q = fields.String(attribute="question")
    filters = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    sort = fields.String()
    telling = Choice(Telling)
    created_at = fields.AwareDateTime()
    paused_at = fields.AwareDateTime(allow_none=True)
    letter_sent_at = fields.AwareDateTime(allow_none=True)
    letter_fault = fields.String()


class WatchedSchema(Shape):
    """A saved search, and how many records that one may see came to answer it since one looked."""

    search = fields.Nested(SavedSearchSchema)
    new = fields.Integer()


class NewNameSchema(Shape):
    """Another name."""

    name = fields.String(required=True, validate=validate.Length(1, LONGEST_NAME))


class TellingSchema(Shape):
    """How one is told."""

    telling = Choice(Telling, required=True)


class NewHitSchema(Shape):
    """A record that came to answer."""

    id = fields.UUID(attribute="record.id")
    reference_code = fields.Function(lambda hit: hit.record.archive_number or hit.record.unit_number or "")
    title = fields.String(attribute="record.title")
    organization_id = fields.UUID(attribute="record.organization_id")
    fonds_id = fields.UUID(attribute="record.fonds_id")
    formed_on = fields.Date(attribute="record.formed_on", allow_none=True)
    level = Choice(Level, attribute="record.level")
    custody = Choice(Custody, attribute="record.custody")
    found_at = fields.AwareDateTime()
