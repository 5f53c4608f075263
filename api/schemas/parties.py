"""Places, bodies, fonds and approvals, as clients see them."""

from typing import Any

from marshmallow import fields, post_load, validate

from api.schemas import Choice, Shape
from archives.domain.vocabulary import RepositoryLevel, RetentionClass
from archives.services.parties import OrganizationFacts
from archives.services.parties_approvals import ScheduleLine
from archives.services.parties_fonds import Creator


class JurisdictionSchema(Shape):
    """A place; `path` lists the codes from the top."""

    id = fields.UUID(dump_only=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    path = fields.String(dump_only=True)
    parent_id = fields.UUID(allow_none=True)


class AuthoritySchema(Shape):
    """档案主管部门."""

    id = fields.UUID(dump_only=True)
    name = fields.String(required=True)
    jurisdiction_id = fields.UUID(required=True)


class RepositorySchema(Shape):
    """档案馆; `code` of six digits (DA/T 18-2022)."""

    id = fields.UUID(dump_only=True)
    name = fields.String(required=True)
    code = fields.String(required=True)
    level = Choice(RepositoryLevel, required=True)
    jurisdiction_id = fields.UUID(required=True)
    contact_email = fields.String(dump_only=True)
    version = fields.Integer(dump_only=True)


class OrganizationSchema(Shape):
    """A body that creates and transfers records."""

    id = fields.UUID()
    version = fields.Integer()
    name = fields.String()
    jurisdiction_id = fields.UUID()
    jurisdiction_path = fields.String()
    archive_id = fields.UUID()
    parent_id = fields.UUID(allow_none=True)
    successor_id = fields.UUID(allow_none=True)
    established_on = fields.Date(allow_none=True)
    abolished_on = fields.Date(allow_none=True)
    contact_email = fields.String()


class NewOrganizationSchema(Shape):
    """A body to be entered; `archive_id` is the repository of its level."""

    name = fields.String(required=True)
    jurisdiction_id = fields.UUID(required=True)
    archive_id = fields.UUID(required=True)
    parent_id = fields.UUID(allow_none=True)
    established_on = fields.Date(allow_none=True)

    @post_load
    def _gather(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        return {"name": data.pop("name"), "facts": OrganizationFacts(**data)}


class AbolitionSchema(Shape):
    """That a body was abolished, and who succeeds it."""

    abolished_on = fields.Date(required=True)
    successor_id = fields.UUID(load_default=None, allow_none=True)


class OrganizationQuerySchema(Shape):
    """Which organizations are asked for."""

    words = fields.String(load_default="", validate=validate.Length(max=200))
    archive_id = fields.UUID(load_default=None)


class FormatExceptionSchema(Shape):
    """A format outside the standard's list that was agreed for a fonds, with its reason."""

    extension = fields.String(required=True)
    reason = fields.String(required=True)
    recorded_at = fields.AwareDateTime(dump_only=True)


class FondsSchema(Shape):
    """全宗; `organization_id` is its present keeper, `number` None until the archive gives one."""

    id = fields.UUID()
    version = fields.Integer()
    name = fields.String()
    number = fields.String(allow_none=True)
    organization_id = fields.UUID()
    archive_id = fields.UUID()
    closed_on = fields.Date(allow_none=True)
    history = fields.String()


class CreatorSchema(Shape):
    """立档单位 over a span of years, under the name it bore."""

    id = fields.UUID(dump_only=True)
    name = fields.String(required=True)
    organization_id = fields.UUID(allow_none=True)
    since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)

    @post_load
    def _creator(self, data: dict[str, Any], **_: object) -> Creator:
        return Creator(**data)


class NewFondsSchema(Shape):
    """A fonds to be entered; without creator, its keeper created it."""

    name = fields.String(required=True)
    organization_id = fields.UUID(required=True)
    creator = fields.Nested(CreatorSchema)


class FondsQuerySchema(Shape):
    """Which fonds are asked for."""

    organization_id = fields.UUID(load_default=None)


class FondsNumberSchema(Shape):
    """The number the archive gives: a capital letter and three digits."""

    number = fields.String(required=True)


class KeeperSchema(Shape):
    """The organization that keeps the fonds from now on, and why."""

    organization_id = fields.UUID(required=True)
    reason = fields.String(required=True, validate=validate.Length(max=2000))


class ClosingSchema(Shape):
    """The day after which nothing is added."""

    closed_on = fields.Date(required=True)


class ScopeSchema(Shape):
    """接收范围 as the authority approved it."""

    id = fields.UUID(dump_only=True)
    organization_id = fields.UUID(required=True)
    repository_id = fields.UUID(dump_only=True)
    approved_by_id = fields.UUID(dump_only=True)
    approved_on = fields.Date(required=True)
    document_number = fields.String(required=True, validate=validate.Length(min=1, max=100))


class ScheduleLineSchema(Shape):
    """What kind of record is kept how long."""

    category = fields.String(required=True, validate=validate.Length(max=50))
    series = fields.String(load_default="", validate=validate.Length(max=100))
    description = fields.String(load_default="", validate=validate.Length(max=1000))
    retention = Choice(RetentionClass, required=True)

    @post_load
    def _line(self, data: dict[str, Any], **_: object) -> ScheduleLine:
        return ScheduleLine(**data)


class ScheduleSchema(Shape):
    """归档范围和档案保管期限表; in force when approved and not superseded."""

    id = fields.UUID()
    version = fields.Integer()
    organization_id = fields.UUID()
    edition = fields.Integer()
    submitted_at = fields.AwareDateTime()
    approved_on = fields.Date(allow_none=True)
    superseded_on = fields.Date(allow_none=True)
    note = fields.String()


class NewScheduleSchema(Shape):
    """A new edition handed in."""

    organization_id = fields.UUID(required=True)
    lines = fields.List(fields.Nested(ScheduleLineSchema), required=True)
    note = fields.String(load_default="", validate=validate.Length(max=2000))
