"""Questions and findings of the search."""

from collections.abc import Sequence

from marshmallow import fields, validate

from api.schemas import Choice, Shape
from archives.domain.vocabulary import AccessStatus, Classification, Custody, Level, RetentionClass
from archives.services.search import MOST_HITS
from archives.services.search_suggestions import SuggestionKind

SORTS = ("relevance", "formed_on", "-formed_on", "number")


class QuestionSchema(Shape):
    """A question: words, accepted values of facets (each may come several times), order, and which hits."""

    q = fields.String(load_default="")
    organization_id = fields.List(fields.UUID())
    repository_id = fields.List(fields.UUID())
    fonds_id = fields.List(fields.UUID())
    year = fields.List(fields.Integer())
    category = fields.List(fields.String(validate=validate.Length(max=100)))
    level = fields.List(Choice(Level))
    retention = fields.List(Choice(RetentionClass))
    access_status = fields.List(Choice(AccessStatus))
    classification = fields.List(Choice(Classification))
    custody = fields.List(Choice(Custody))
    sort = fields.String(load_default="relevance", validate=validate.OneOf(SORTS))
    offset = fields.Integer(load_default=0)
    limit = fields.Integer(load_default=20, validate=validate.Range(1, MOST_HITS))


class PartSchema(Shape):
    """A piece of text, and whether it answers the question."""

    text = fields.Function(lambda part: part[0])
    is_match = fields.Function(lambda part: part[1])


class FoundSchema(Shape):
    """A record found. Texts are plain, in the record's own script; `…_parts` say where they answer.

    `file` and `page` (from 1, 0 for none) say where the snippet is cut from.
    """

    id = fields.UUID(attribute="record.id")
    reference_code = fields.Function(lambda hit: hit.record.archive_number or hit.record.unit_number or "")
    title = fields.Function(lambda hit: hit.record.title)
    snippet = fields.Function(lambda hit: _joined(hit.snippet))
    score = fields.Float()
    file = fields.String()
    file_id = fields.UUID(allow_none=True)
    page = fields.Integer()
    title_parts = fields.List(fields.Nested(PartSchema), attribute="title")
    snippet_parts = fields.List(fields.Nested(PartSchema), attribute="snippet")
    organization_id = fields.UUID(attribute="record.organization_id")
    fonds_id = fields.UUID(attribute="record.fonds_id")
    formed_on = fields.Date(attribute="record.formed_on", allow_none=True)
    level = Choice(Level, attribute="record.level")
    custody = Choice(Custody, attribute="record.custody")


class FacetValueSchema(Shape):
    """How many of all hits have this value."""

    value = fields.String()
    label = fields.String()
    count = fields.Integer()


class NoteSchema(Shape):
    """What of a question could not be meant as written: a code, where (characters), and the text it is about."""

    code = fields.String()
    start = fields.Integer()
    length = fields.Integer()
    text = fields.String()


class FindingsSchema(Shape):
    """A page of hits, with the number of all, and their counts by facet."""

    total = fields.Integer()
    hits = fields.List(fields.Nested(FoundSchema))
    facets = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(FacetValueSchema)))
    notes = fields.List(fields.Nested(NoteSchema))
    meant = fields.String()


class BegunSchema(Shape):
    """What has been typed so far."""

    q = fields.String(load_default="")


class SuggestionSchema(Shape):
    """Something to ask for: `text` is shown, `question` finds it."""

    kind = Choice(SuggestionKind)
    text = fields.String()
    question = fields.String()


def _joined(parts: Sequence[tuple[str, bool]]) -> str:
    return "".join(text for text, _ in parts)
