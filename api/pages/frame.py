"""Puts every page into its frame: language, navigation by role, flash messages, failures shown to people."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from http.client import INTERNAL_SERVER_ERROR
from typing import Any, cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import Babel, format_date, format_datetime
from flask_babel import lazy_gettext as _

from api.context import house, services, visitor
from api.errors import Failure
from api.pages.assets import install_assets
from api.pages.problem_words import problem_text
from api.pages.refusal_words import refusal_heading, refusal_text
from api.pages.shell import LANGUAGES, Language, NavLink, Shell
from api.pages.words import options, tone, word
from archives.domain.permission import Actor
from archives.domain.vocabulary import Role

COOKIE = "archives_language"
_UNIT = frozenset({Role.CLERK, Role.APPROVER})
_ARCHIVE = frozenset({Role.ARCHIVIST, Role.DIRECTOR})
_AUTHORITY = frozenset({Role.INSPECTOR, Role.AUTHORITY})
_WORK = _UNIT | _ARCHIVE | _AUTHORITY
_NOTIFIED = _WORK | {Role.SECURITY_ADMIN}

NAVIGATION: tuple[tuple[str, Any, str, frozenset[Role]], ...] = (
    ("pages_desk.desk", _("Desk"), "d", frozenset(Role)),
    ("pages_obligations.due", _("What falls due"), "o", _WORK),
    ("pages_plans.list_plans", _("Plans"), "p", _WORK),
    ("pages_transfers.list_transfers", _("Transfers"), "t", _WORK),
    ("pages_records.list_records", _("Records"), "r", _WORK),
    ("pages_boards.board", _("Inspection"), "i", _WORK),
    ("pages_imports.list_imports", _("Bulk registration"), "b", _UNIT),
    ("pages_search.search", _("Search"), "s", _WORK),
    ("pages_notices.list_notices", _("Notices"), "n", _NOTIFIED),
    ("pages_parties.directory", _("Organizations"), "f", _WORK | {Role.SYSTEM_ADMIN}),
    ("pages_accounts.list_accounts", _("Accounts"), "a", frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})),
    ("pages_restore_tests.list_tests", _("Tests of restoring"), "y", frozenset({Role.SYSTEM_ADMIN})),
    ("pages_jobs.list_jobs", _("Jobs"), "j", _UNIT | {Role.SYSTEM_ADMIN}),
    ("pages_trail.trail", _("Trail"), "l", frozenset({Role.AUDIT_ADMIN})),
)
"""Where people go: endpoint, label, the key after g, the roles that see it. What is not built is not shown."""


def init_app(app: Flask) -> None:
    """Teach the app to speak to people."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "pages/translations"
    Babel(app, locale_selector=lambda: language().locale, timezone_selector=_zone)
    install_assets(app)
    app.jinja_env.globals.update(word=word, tone=tone, options=options, form_key=form_key, problem_text=problem_text)
    app.jinja_env.filters.update(day=_day, instant=_instant, bytes=_bytes)


def show(template: str, status: int = 200, /, **facts: object) -> Response:
    """Return a page in its frame; one that tells of a fault inside counts nothing."""
    counts = {} if status >= INTERNAL_SERVER_ERROR else _counts()
    return make_response(render_template(template, shell=_shell(counts), **facts), status)


def told_to_reload(part: Response, *, when: bool) -> Response:
    """Have the page around a live part loaded anew (htmx reads this header): its title and buttons are of before."""
    if when:
        part.headers["HX-Refresh"] = "true"
    return part


def failure_page(failure: Failure) -> ResponseReturnValue:
    """Show a failure to a person; a stranger is shown the way in."""
    if failure.code == "not_authenticated" and request.method == "GET":
        return redirect(url_for("pages_session.login", next=request.full_path.rstrip("?")))
    problems = [("", problem_text(problem)) for problem in failure.problems]
    return show(
        "error.html",
        failure.status,
        status=failure.status,
        heading=refusal_heading(failure.code),
        text=refusal_text(failure.code, failure.facts),
        problems=problems,
        back_url=_own_path(request.referrer or ""),
        code=failure.code,
    )


def form_key() -> str:
    """Return a key that makes sending the same form twice harmless."""
    return uuid.uuid4().hex


def language() -> Language:
    """Return the language: the one chosen, the account's, the browser's, in this order."""
    chosen = request.cookies.get(COOKIE) or (visitor().actor or _Nobody).locale
    chosen = chosen or request.accept_languages.best_match([each.tag for each in LANGUAGES]) or ""
    return next((each for each in LANGUAGES if each.tag.startswith(chosen) or each.locale == chosen), LANGUAGES[0])


def safe_next(target: str) -> str:
    """Return a path of our own to go on to; the desk for anything else."""
    return _own_path(target) or url_for("pages_desk.desk")


class _Nobody:
    locale = ""
    roles: frozenset[Role] = frozenset()


def _shell(counts: Mapping[str, int]) -> Shell:
    actor = visitor().actor
    if actor is None:
        return Shell(language=language(), path=request.full_path)
    return Shell(
        language=language(),
        path=request.full_path,
        csrf=visitor().csrf_token,
        person=actor.name,
        role="、".join(str(word(role)) for role in sorted(actor.roles)),
        navigation=_navigation(actor, counts),
        search_url=url_for("pages_search.search") if _is_there("pages_search.search", actor.roles & _WORK) else "",
        search_words=request.args.get("q", ""),
        home_url=url_for("pages_desk.desk"),
        settings_url=url_for("pages_settings.settings"),
    )


def _counts() -> Mapping[str, int]:
    """Return what waits behind a link of the navigation."""
    roles = (visitor().actor or _Nobody).roles & _NOTIFIED
    return {"pages_notices.list_notices": services().notices.count()} if roles else {}


def _navigation(actor: Actor, counts: Mapping[str, int]) -> tuple[NavLink, ...]:
    here = (request.endpoint or "").partition(".")[0]
    return tuple(
        NavLink(
            url_for(endpoint), label, active=endpoint.startswith(f"{here}."), key=key, count=counts.get(endpoint, 0)
        )
        for endpoint, label, key, roles in NAVIGATION
        if _is_there(endpoint, actor.roles & roles)
    )


def _is_there(endpoint: str, roles: frozenset[Role]) -> bool:
    return bool(roles) and endpoint in current_app.view_functions


def _own_path(target: str) -> str:
    try:
        parts = urlsplit(target)
    except ValueError:  # no address at all
        return ""
    if parts.netloc and parts.netloc != request.host:
        return ""
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else ""


def _zone() -> str:
    return str(house().outside.profile.zone)


def _day(value: date | str | None) -> str:
    if not value:
        return "—"
    return cast("str", format_date(date.fromisoformat(value) if isinstance(value, str) else value, "yyyy-MM-dd"))


def _instant(value: datetime | None) -> str:
    return cast("str", format_datetime(value, "yyyy-MM-dd HH:mm")) if value else "—"


def _bytes(size: int) -> str:
    for unit, least in (("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10)):
        if size >= least:
            return f"{size / least:.1f} {unit}"
    return f"{size} B"
