"""A page that shows every part of the pages once, in any language: the parts are looked at and tested on it."""

from pathlib import Path

from flask import Flask, flash, render_template, request
from flask_babel import Babel
from flask_babel import lazy_gettext as _
from jinja2 import ChoiceLoader, FileSystemLoader

from api.hall import HEADERS
from api.pages import assets
from api.pages.refusal_words import refusal_heading, refusal_text
from api.pages.shell import NavLink, Shell, language_of
from api.pages.words import options, tone, word
from archives.domain.transfer import TransferAction, TransferState
from archives.domain.vocabulary import Carrier, RetentionClass, Role

PAGES = Path(assets.__file__).parent
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
ROWS = [
    ("G2026-0017", "临江县人民政府办公室", "326", "2026-12-31", TransferState.UNDER_REVIEW),
    ("G2026-0016", "临江县财政局", "74", "2026-12-31", TransferState.ACCEPTED),
    ("G2026-0015", "临江县档案局（已撤销，由县委办公室代管）", "1,204", "2026-06-30", TransferState.RETURNED),
    ("G2026-0014", "临江县农业农村局", "42", "2026-06-30", TransferState.SIGNING),
]
EVENTS = [
    {"at": "2026-11-22T04:00Z", "at_text": "2026-11-22 12:00", "what": "签名盖章并提交", "who": "王芳（审核人）"},
    {"at": "2026-11-21T01:30Z", "at_text": "2026-11-21 09:30", "what": "签名并送审", "who": "李明（经办人）"},
]


def gallery():
    """Return an application with the gallery, an error page, and a part that reports progress until it is done."""
    app = Flask("gallery", static_folder=str(PAGES / "static"), template_folder=str(PAGES / "templates"))
    app.secret_key = "gallery"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(PAGES / "translations")
    app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(Path(__file__).parent)])
    Babel(app, locale_selector=lambda: _language().locale)
    assets.install_assets(app)
    app.context_processor(lambda: {"shell": _shell(), "word": word, "tone": tone, "options": options})
    app.after_request(_strict)
    asked = []
    app.add_url_rule("/gallery", "gallery", _gallery)
    app.add_url_rule("/error", "error", _error)
    app.add_url_rule("/live", "live", lambda: _live(asked))
    return app


def _language():
    return language_of(request.args.get("language", "zh-Hans-CN"))


def _shell():
    links = (
        NavLink("/gallery?desk", _("Planned"), key="p"),
        NavLink("/gallery?transfers", _("Submitted"), active=True, key="t", count=3),
        NavLink("/error", _("Error:"), key="e"),
    )
    return Shell(
        language=_language(),
        path=request.full_path,
        csrf="token",
        person="李明",
        role=word(Role.CLERK),
        navigation=links,
        search_url="/gallery",
        language_url="/gallery",
    )


def _strict(response):
    response.headers.update(HEADERS)
    return response


def _error():
    page = render_template(
        "error.html",
        status=409,
        heading=refusal_heading("stale_version"),
        text=refusal_text("stale_version", {"changed": "题名"}),
        problems=[],
        back_url="/gallery",
        code="stale_version",
    )
    return page, 409


def _live(asked):
    asked.append(1)
    done = min(326, 163 * len(asked))
    return render_template("progress.html", done=done, running=done < 326)


def _gallery():
    if "flash" in request.args:
        flash(word(TransferState.SUBMITTED), "success")
    wrong = (
        [("formed_on", "2015 年 2 月没有 30 日"), ("", "扫描件 3 页，登记为 4 页")] if "wrong" in request.args else []
    )
    return render_template(
        "gallery.html",
        problems=wrong,
        rows=ROWS,
        events=EVENTS,
        digest=DIGEST,
        running="live" in request.args,
        state=TransferState,
        act=TransferAction,
        retention=RetentionClass,
        carrier=Carrier,
    )
