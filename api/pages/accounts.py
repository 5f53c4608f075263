"""Pages of accounts: made and closed by the system administrator, given roles by the security administrator."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from api.context import house, seen_version, services, visitor
from api.idempotency import answer_once
from api.pages import forms
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import show
from api.pages.parties import archives, organizations
from api.pages.reader import is_one_of, see_other
from api.pages.shell import LANGUAGES
from api.pages.words import WORDS
from archives.domain.clearance import CLEARANCES
from archives.domain.permission import (
    ADMINISTRATOR_ROLES,
    JURISDICTION_ROLES,
    ORGANIZATION_ROLES,
    REPOSITORY_ROLES,
)
from archives.domain.vocabulary import Classification, Role
from archives.services.accounts import LOCALES
from archives.services.accounts_roles import GrantedScope
from archives.services.paging import Cut

account_pages = Blueprint("pages_accounts", __name__, url_prefix="/accounts")


@account_pages.get("")
def list_accounts() -> Response:
    """The accounts, by user name."""
    page = services().accounts.list(Cut(request.args.get("after", "")))
    roles = {account.id: services().roles.list(account.id) for account in page.rows}
    return show("accounts.html", page=page, roles=roles, may_create=is_one_of(Role.SYSTEM_ADMIN))


@account_pages.get("/new")
def ask() -> Response:
    """The form for a new account."""
    return _ask(FRESH)


@account_pages.post("/new")
def create() -> ResponseReturnValue:
    """Make an account that has no role yet."""

    def act() -> Response:
        said = forms.text("username"), forms.text("display_name"), request.form.get("password", "")
        made = services().accounts.create(*said, forms.text("locale"))
        return see_other(".account", account_id=made.id)

    return answer_form(act, _ask)


@account_pages.get("/<uuid:account_id>")
def account(account_id: UUID) -> Response:
    """One account, its roles and its logins."""
    return _account(account_id, FRESH)


@account_pages.post("/<uuid:account_id>/<any('disable', 'enable'):act>")
def open_or_close(account_id: UUID, act: str) -> ResponseReturnValue:
    """Close the account with all its logins, or open it again."""

    def change() -> Response:
        accounts, seen = services().accounts, seen_version()
        accounts.disable(account_id, seen) if act == "disable" else accounts.enable(account_id, seen)
        return see_other(".account", account_id=account_id)

    return answer_once(change)


@account_pages.post("/<uuid:account_id>/password")
def set_password(account_id: UUID) -> ResponseReturnValue:
    """Give somebody a new password; every login of theirs ends."""

    def change() -> Response:
        services().accounts.set_password(account_id, request.form.get("password", ""))
        return see_other(".account", account_id=account_id)

    return answer_form(change, lambda filled: _account(account_id, filled))


@account_pages.post("/<uuid:account_id>/roles")
def grant(account_id: UUID) -> ResponseReturnValue:
    """Give a role over a scope."""

    def give() -> Response:
        role = forms.chosen("role", Role)
        services().roles.grant(account_id, role, _scope(role))
        return see_other(".account", account_id=account_id)

    return answer_form(give, lambda filled: _account(account_id, filled))


@account_pages.post("/<uuid:account_id>/clearance")
def clear(account_id: UUID) -> ResponseReturnValue:
    """Say up to which classification a person may know of records."""

    def change() -> Response:
        services().roles.clear(account_id, seen_version(), forms.chosen("clearance", Classification))
        return see_other(".account", account_id=account_id)

    return answer_form(change, lambda filled: _account(account_id, filled))


@account_pages.post("/<uuid:account_id>/roles/<uuid:grant_id>/revoke")
def revoke(account_id: UUID, grant_id: UUID) -> ResponseReturnValue:
    """Take a role back."""

    def take() -> Response:
        services().roles.revoke(account_id, grant_id)
        return see_other(".account", account_id=account_id)

    return answer_once(take)


def language_choices() -> list[tuple[str, str]]:
    """Return the languages that an account may have, each by its own name."""
    return [(each, next(one.name for one in LANGUAGES if one.tag.startswith(each))) for each in LOCALES]


def least_password() -> int:
    """Return how many characters a password has at least."""
    return house().outside.profile.login.password_length


def _ask(filled: Filled) -> Response:
    return show("account_new.html", filled=filled, languages=language_choices(), least=least_password())


def _account(account_id: UUID, filled: Filled) -> Response:
    found = services().accounts.get(account_id)
    actor = visitor().actor
    other = actor is not None and actor.account_id != account_id
    grants = services().roles.list(account_id)
    return show(
        "account.html",
        account=found,
        filled=filled,
        grants=[(each, _over(each)) for each in grants],
        logins=services().accounts.list_logins(account_id),
        may_close=other and is_one_of(Role.SYSTEM_ADMIN),
        may_set_password=is_one_of(Role.SYSTEM_ADMIN) and not {each.role for each in grants} & ADMINISTRATOR_ROLES,
        may_grant=other and is_one_of(Role.SECURITY_ADMIN),
        clearances=[(each.value, WORDS[Classification][each]) for each in CLEARANCES],
        roles=[(role.value, WORDS[Role][role]) for role in Role if role is not Role.SYSTEM],
        organizations=organizations(),
        archives=archives(),
        places=[(str(each.id), each.name) for each in services().parties.jurisdictions()],
    )


def _scope(role: Role) -> GrantedScope:
    """Return the scope of the role's own kind; what was chosen for the others is not meant."""
    if role in ORGANIZATION_ROLES:
        return GrantedScope(organization_id=forms.required_id("organization_id"))
    if role in REPOSITORY_ROLES:
        return GrantedScope(repository_id=forms.required_id("repository_id"))
    if role in JURISDICTION_ROLES:
        return GrantedScope(jurisdiction_id=forms.required_id("jurisdiction_id"))
    return GrantedScope()


def _over(grant: Any) -> str:  # noqa: ANN401 -- a row
    """Return the name of what a role is held over; '' for an administrator."""
    parties = services().parties
    if grant.organization_id:
        return parties.organization(grant.organization_id).name
    if grant.repository_id:
        return parties.repository(grant.repository_id).name
    places = {place.id: place.name for place in parties.jurisdictions()}
    return places.get(grant.jurisdiction_id, "")
