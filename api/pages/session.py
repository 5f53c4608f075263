"""Coming in, going out, choosing a language."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from api.context import cookie_secret, forget_login, keep_login, services, visitor
from api.errors import failure_of
from api.pages.frame import COOKIE, safe_next, show
from api.pages.refusal_words import refusal_text
from api.pages.shell import language_of
from archives.domain.errors import LockedOutError, WrongLoginError

session_pages = Blueprint("pages_session", __name__)
YEAR = 365 * 24 * 3600  # seconds


@session_pages.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    """Show the way in; take a name and a password."""
    if request.method == "GET":
        return show("login.html", username="", error="", next=request.args.get("next", ""))
    name = request.form.get("username", "")
    try:
        new = services().logins.login(name, request.form.get("password", ""), cookie_secret())
    except (WrongLoginError, LockedOutError) as refused:
        failure = failure_of(refused)
        error = refusal_text(failure.code, failure.facts)
        return show("login.html", failure.status, username=name, error=error, next=request.form.get("next", ""))
    return keep_login(_to(safe_next(request.form.get("next", ""))), new)


@session_pages.post("/logout")
def logout() -> Response:
    """End this login."""
    services().logins.logout(visitor().secret)
    return forget_login(_to(url_for("pages_session.login")))


@session_pages.get("/language")
def choose_language() -> Response:
    """Remember a language in the browser."""
    answer = _to(safe_next(request.args.get("next", "")))
    tag = language_of(request.args.get("language", "")).tag
    answer.set_cookie(COOKIE, tag, max_age=YEAR, httponly=True, samesite="Lax")
    return answer


def _to(url: str) -> Response:
    answer = redirect(url, 303)
    assert isinstance(answer, Response)  # noqa: S101 -- werkzeug says less than it gives
    return answer
