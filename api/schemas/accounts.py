"""Accounts, logins, roles and tokens, as clients see them. No secret is ever in them, but the one just made."""

from marshmallow import fields, validate

from api.schemas import Choice, Shape
from archives.domain.clearance import CLEARANCES
from archives.domain.email_address import LONGEST
from archives.domain.vocabulary import Classification, Role


class LoginSchema(Shape):
    """What a person says to be let in."""

    username = fields.String(required=True, validate=validate.Length(max=256))
    password = fields.String(required=True, load_only=True, validate=validate.Length(max=1024))


class PermissionSchema(Shape):
    """One role over one scope."""

    role = Choice(Role)
    organizations = fields.Function(lambda permission: sorted(map(str, permission.scope.organizations)))
    repositories = fields.Function(lambda permission: sorted(map(str, permission.scope.repositories)))
    jurisdictions = fields.Function(lambda permission: sorted(permission.scope.jurisdictions))


class ActorSchema(Shape):
    """Who is acting."""

    id = fields.UUID(attribute="account_id")
    name = fields.String()
    locale = fields.String()
    scopes = fields.Function(lambda actor: sorted(actor.token_scopes))
    permissions = fields.List(fields.Nested(PermissionSchema))


class StartedLoginSchema(Shape):
    """A login; later writes by cookie carry `csrf_token` in the header X-CSRF-Token."""

    actor = fields.Nested(ActorSchema)
    csrf_token = fields.String()


class AccountSchema(Shape):
    """An account."""

    id = fields.UUID()
    version = fields.Integer()
    username = fields.String()
    display_name = fields.String()
    locale = fields.String()
    email = fields.String()
    disabled_at = fields.AwareDateTime(allow_none=True)
    clearance = Choice(Classification)


class ClearanceSchema(Shape):
    """Up to which classification a person may know of records."""

    clearance = Choice(Classification, required=True, validate=validate.OneOf(CLEARANCES))


class NewAccountSchema(Shape):
    """A new account; it has no role yet."""

    username = fields.String(required=True)
    display_name = fields.String(required=True)
    password = fields.String(required=True, load_only=True)
    locale = fields.String(load_default="zh-Hans")


class NewPasswordSchema(Shape):
    """A password for somebody else."""

    password = fields.String(required=True, load_only=True)


class ChangedPasswordSchema(Shape):
    """One's own new password."""

    old = fields.String(required=True, load_only=True)
    new = fields.String(required=True, load_only=True)


class PreferencesSchema(Shape):
    """One's own language, the address for letters ('' for none), and what pages remember for one."""

    locale = fields.String()
    email = fields.String(validate=validate.Length(max=LONGEST))
    preferences = fields.Dict(keys=fields.String(validate=validate.Length(max=64)))


class GrantSchema(Shape):
    """A role over an organization, a repository or a jurisdiction; of administrators over none."""

    id = fields.UUID(dump_only=True)
    role = Choice(Role, required=True)
    organization_id = fields.UUID(allow_none=True)
    repository_id = fields.UUID(allow_none=True)
    jurisdiction_id = fields.UUID(allow_none=True)


class LoginSessionSchema(Shape):
    """A login that has not been ended."""

    id = fields.UUID()
    created_at = fields.AwareDateTime()
    seen_at = fields.AwareDateTime()


class TokenSchema(Shape):
    """An API token."""

    id = fields.UUID()
    prefix = fields.String()
    name = fields.String()
    scopes = fields.List(fields.String())
    created_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime()
    last_used_at = fields.AwareDateTime(allow_none=True)


class NewTokenSchema(Shape):
    """A token asked for; `scopes` of 'read', 'write', 'climate'."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=100))
    scopes = fields.List(fields.String(), required=True)
    days = fields.Integer(load_default=90, strict=True)


class IssuedTokenSchema(Shape):
    """A token just issued: `text` is shown this once."""

    text = fields.String()
    token = fields.Nested(TokenSchema)
