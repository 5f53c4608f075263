"""The door for people with a browser: plain pages that work without script, better with it."""

from flask import Flask

from api.pages import frame, transfer_words
from api.pages.desk import desk_pages
from api.pages.frame import failure_page
from api.pages.session import session_pages
from api.pages.transfers import transfer_pages

__all__ = ["BLUEPRINTS", "failure_page", "init_app"]

BLUEPRINTS = (session_pages, desk_pages, transfer_pages)


def init_app(app: Flask) -> None:
    """Open the door."""
    frame.init_app(app)
    transfer_words.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
