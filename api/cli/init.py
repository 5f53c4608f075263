"""archives init: an empty installation that can be logged into."""

import secrets

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
    made = {}
    for username, role in _ADMINISTRATORS.items():
        secret = password or secrets.token_urlsafe(15)
        if _make(desk, username, role, secret):
            made[username] = "" if password else secret
    desk.tell({"home": desk.settings.home, "administrators": made, "log_key": log_key}, _text(desk, made, log_key))


COMMANDS = (init,)


def _make(desk: Desk, username: str, role: Role, secret: str) -> bool:
    with desk.open() as services:
        if services.accounts.find(username):
            return False
        with services.work.write():
            account = services.accounts.create(username, username, secret)
            services.roles.grant(account.id, role)
    return True


def _text(desk: Desk, made: dict[str, str], log_key: str) -> str:
    lines = [f"The archives are at home in {desk.settings.home}."]
    lines += [f"{username}\t{secret or '(the given password)'}" for username, secret in made.items()]
    return "\n".join([*lines, f"The log of the trail is signed by {log_key}"])
