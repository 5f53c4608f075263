"""The roof: joins the hall and the doors into one web application."""

import os

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from api import context, errors, hall, knocking, pages, rest
from api.bootstrap import House, build
from config import Settings


def create_app(settings: Settings | None = None, house: House | None = None) -> Flask:
    """Return the web application; gunicorn calls it bare, in each worker, and it opens no connection yet."""
    house = house or build(settings or Settings.load(os.environ))
    app = Flask("api", static_folder="pages/static", template_folder="pages/templates")
    app.secret_key = house.settings.secret_key()
    context.init_app(app, house)
    hall.init_app(app)
    incoming = house.settings.incoming
    knocking.init_app(app, incoming)
    if incoming.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, incoming.trusted_proxies, 0)  # type: ignore[method-assign]
    errors.init_app(app, pages.failure_page)
    for blueprint in rest.BLUEPRINTS:
        app.register_blueprint(blueprint)
    pages.init_app(app)
    app.add_url_rule("/healthz", "health", lambda: ("ok\n", {"Content-Type": "text/plain"}))
    return app
