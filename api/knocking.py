"""How often strangers may knock at the public doors: one address, and all together, in this process.

It is kept in memory and not in the database: a stranger's question must never become a write, which would queue before
the writes of those who work here. Each web process counts for itself, so the whole is so many times more; nothing that
is protected depends on the exact figure, for a right digest cannot be guessed (2^64 at the least).
"""

from typing import cast

from flask import Flask, current_app, request

from api.context import house
from archives.domain.allowance import Allowance, address_key
from archives.domain.errors import TooManyRequestsError
from config.incoming import IncomingSettings

_NAME = "archives_allowance"


def init_app(app: Flask, settings: IncomingSettings) -> None:
    """Give the app its allowance."""
    app.extensions[_NAME] = Allowance(settings.verify_per_minute, settings.verify_per_minute_all)


def require_allowance() -> None:
    """Count one question of this client, or refuse with the seconds to wait."""
    allowance = cast("Allowance", current_app.extensions[_NAME])
    wait = allowance.take(address_key(request.remote_addr or ""), house().clock())
    if wait:
        raise TooManyRequestsError(f"Asked too often. Repeat it in {wait} s.", retry_after=wait)
