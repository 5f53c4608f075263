"""Everybody's own page: language, password, tokens for programs, logins that still hold."""

from typing import cast
from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from api.context import actor, forget_login, services
from api.pages import forms
from api.pages.accounts import language_choices, least_password
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import COOKIE, show
from api.pages.reader import see_other
from api.pages.session import YEAR
from archives.domain.errors import InvalidInputError, Problem
from archives.services.accounts_tokens import LONGEST_DAYS

settings_pages = Blueprint("pages_settings", __name__, url_prefix="/settings")


@settings_pages.get("")
def settings() -> Response:
    """One's own settings."""
    return _settings(FRESH)


@settings_pages.post("/language")
def set_language() -> ResponseReturnValue:
    """Keep a language for this and every later login."""

    def act() -> Response:
        kept = services().accounts.set_preferences(locale=forms.text("locale"))
        answer = see_other(".settings")
        answer.set_cookie(COOKIE, kept.locale, max_age=YEAR, httponly=True, samesite="Lax")
        return answer

    return answer_form(act, _settings)


@settings_pages.post("/address")
def set_address() -> ResponseReturnValue:
    """Keep the address to which one's own letters go; empty for none."""

    def act() -> Response:
        services().accounts.set_preferences(email=forms.text("email"))
        return see_other(".settings")

    return answer_form(act, _settings)


@settings_pages.post("/password")
def change_password() -> ResponseReturnValue:
    """Change one's own password; every login ends, this one too."""

    def act() -> Response:
        new = request.form.get("password", "")
        if new != request.form.get("again", ""):
            raise InvalidInputError([Problem("not_the_same", "again")])
        services().accounts.change_password(request.form.get("old", ""), new)
        return forget_login(see_other("pages_session.login"))

    return answer_form(act, _settings)


@settings_pages.post("/tokens")
def issue_token() -> ResponseReturnValue:
    """Issue a token; its text is shown this once and kept nowhere."""

    def act() -> Response:
        scopes, days = request.form.getlist("scopes"), forms.number("days", 1, LONGEST_DAYS)
        new = services().tokens.issue(forms.text("name"), scopes, days)
        return show("token.html", text=new.text, token=new.token)

    return answer_form(act, _settings)


@settings_pages.post("/tokens/<uuid:token_id>/revoke")
def revoke_token(token_id: UUID) -> ResponseReturnValue:
    """End a token at once."""
    services().tokens.revoke(token_id)
    return see_other(".settings")


def _settings(filled: Filled) -> Response:
    account = services().accounts.get(_own_id())
    return show(
        "settings.html",
        account=account,
        filled=filled,
        languages=language_choices(),
        grants=services().roles.list(account.id),
        tokens=services().tokens.list_own(),
        logins=services().accounts.list_logins(),
        least=least_password(),
        most_days=LONGEST_DAYS,
    )


def _own_id() -> UUID:
    return cast("UUID", actor().account_id)
