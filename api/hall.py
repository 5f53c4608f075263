"""The hall behind the doors: nobody passes unasked, no other site acts for a person, every answer is guarded."""

from hmac import compare_digest
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from api.context import Visitor, cookie_secret, house, visitor
from archives.domain.errors import (
    CrossSiteRequestError,
    InvalidInputError,
    NotAuthenticatedError,
    NotPermittedError,
    Problem,
)
from archives.services.accounts_actor import STRANGER

PUBLIC = frozenset(
    {
        *("static", "health", "rest_session.login", "pages_session.login", "pages_session.choose_language"),
        *("rest_log.newest_checkpoint", "rest_log.checkpoint", "rest_log.key"),
        *("rest_log.consistency", "rest_log.inclusion"),
        *("rest_keys.root", "rest_keys.revocations"),
        *("rest_public_check.verify_hash", "pages_public_check.ask", "pages_public_check.check"),
        *("rest_leads.tell", "rest_leads.follow"),
        *("rest_accountability.list_published", "rest_accountability.show_published"),
        *("pages_published.list_published", "pages_published.summary"),
        *("pages_published.as_json", "pages_published.as_csv"),
        *("pages_reports.form", "pages_reports.tell", "pages_reports.ask", "pages_reports.follow"),
    }
)
"""The endpoints that a stranger may use. Every other one is closed, whoever writes it."""

NARROW = {"rest_climate.push": "climate"}
"""The writes that a token may do by a scope of their own, without 'write'."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
JSON_LIMIT = 4 * 1024 * 1024  # bytes
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def init_app(app: Flask) -> None:
    """Stand before and behind every door."""
    app.before_request(_admit)
    app.after_request(_guard)


def _admit() -> None:
    _limit()
    if request.endpoint == "static":
        return
    g.visitor = _who()
    if request.method not in SAFE_METHODS:
        _require_own_site()
        _require_write_scope()
    if request.endpoint is not None and request.endpoint not in PUBLIC and visitor().actor is None:
        raise NotAuthenticatedError("Log in first.")


def _limit() -> None:
    if request.mimetype == "application/json":
        request.max_content_length = JSON_LIMIT
    if any("\0" in name or "\0" in value for name, value in request.args.items(multi=True)):
        raise InvalidInputError([Problem("forbidden_character", "query", (("character", "U+0000"),))])


def _who() -> Visitor:
    authorization = request.authorization
    if authorization is not None:
        return _bearer(authorization.token or "" if authorization.type == "bearer" else "")
    secret = cookie_secret()
    if not secret:
        return Visitor()
    with house().open(STRANGER) as services:
        login = services.logins.find(secret)
    return Visitor(login.actor, login.csrf_token, secret) if login else Visitor()


def _bearer(token: str) -> Visitor:
    with house().open(STRANGER) as services:
        actor = services.tokens.find(token)
    if actor is None:
        raise NotAuthenticatedError("The token is unknown, expired or revoked. Ask for a new one.")
    if "read" not in actor.token_scopes and request.method in SAFE_METHODS:
        raise NotPermittedError("This token may not read.", roles="read")
    return Visitor(actor)


def _require_own_site() -> None:
    """Refuse a write that another site made the browser send. A token has no cookie, so nobody can send it."""
    if request.authorization is not None:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise CrossSiteRequestError("This request came from another site. Act on our own pages.")
    origin = request.headers.get("Origin")
    if origin is not None and origin not in _own_origins():
        raise CrossSiteRequestError("This request came from another site. Act on our own pages.")
    expected = visitor().csrf_token
    if expected and request.endpoint not in PUBLIC and not compare_digest(expected.encode(), _sent_token().encode()):
        raise CrossSiteRequestError("The form is from an older login. Reload the page and repeat.")


def _own_origins() -> frozenset[str]:
    public = urlsplit(house().settings.url)
    return frozenset({f"{public.scheme}://{public.netloc}", f"{request.scheme}://{request.host}"})


def _sent_token() -> str:
    header = request.headers.get("X-CSRF-Token")
    return request.form.get("csrf_token", "") if header is None else header


def _require_write_scope() -> None:
    present = visitor().actor
    enough = {"write", NARROW.get(request.endpoint or "", "write")}
    if present is not None and not enough & present.token_scopes:
        raise NotPermittedError("This token may only read.", roles="write")


def _guard(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if house().settings.url.startswith("https://"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
