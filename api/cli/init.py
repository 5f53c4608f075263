"""archives init: an empty installation that can be logged into."""

import secrets
from typing import Any

import click

from api.cli.errand import Desk, errand
from archives.domain.vocabulary import Role

_ADMINISTRATORS = {
    "system": Role.SYSTEM_ADMIN,
    "security": Role.SECURITY_ADMIN,
    "audit": Role.AUDIT_ADMIN,
}


@errand("init")
@click.option("--password", help="Of the three administrators; without it one is made for each and shown once.")
def init(desk: Desk, password: str | None) -> None:
    """Make the home, its keys, the database and the three administrators (三员). Repeating it changes nothing."""
    desk.settings.create_secret_key()
    desk.house.prepare()
    log_key = desk.house.outside.notes.verifier_key()
    with desk.open() as services:
        ca = services.seals.root().fingerprint
    made = {}
    for username, role in _ADMINISTRATORS.items():
        secret = password or secrets.token_urlsafe(15)
        if _make(desk, username, role, secret):
            made[username] = "" if password else secret
    told = {"home": desk.settings.home, "administrators": made, "log_key": log_key, "ca": ca}
    desk.tell(told, _text(desk, told))


COMMANDS = (init,)


def _make(desk: Desk, username: str, role: Role, secret: str) -> bool:
    with desk.open() as services:
        if services.accounts.find(username):
            return False
        with services.work.write():
            account = services.accounts.create(username, username, secret)
            services.roles.grant(account.id, role)
    return True


def _text(desk: Desk, told: dict[str, Any]) -> str:
    lines = [f"The archives are at home in {desk.settings.home}."]
    lines += [f"{name}\t{secret or '(the given password)'}" for name, secret in told["administrators"].items()]
    lines.append(f"The log of the trail is signed by {told['log_key']}")
    return "\n".join([*lines, f"The internal CA has the SHA-256 fingerprint {told['ca']}"])
