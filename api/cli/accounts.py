"""archives user …: accounts, for the operator of the machine."""

import secrets
import sys
from typing import Any

import click

from api.cli.errand import Desk, errand
from archives.domain.errors import NotFoundError
from archives.domain.vocabulary import Role
from archives.services import Services
from archives.services.accounts_roles import GrantedScope
from archives.services.accounts_tokens import SCOPES
from archives.services.paging import Cut

_SECRET_HELP = "'-' reads it from standard input; without it one is made and shown once."  # noqa: S105 -- words


@click.group("user")
def user() -> None:
    """Accounts of people and programs."""


@errand("add")
@click.argument("username")
@click.option("--name", "display_name", help="As others see it; the username by default.")
@click.option("--password", help=_SECRET_HELP)
@click.option("--role", type=click.Choice([role.value for role in Role if role is not Role.SYSTEM]))
@click.option("--organization", help="Over which the role is.")
@click.option("--repository", help="Over which the role is.")
@click.option("--jurisdiction", help="Code of the place over which the role is.")
def add(desk: Desk, username: str, display_name: str | None, password: str | None, **over: str | None) -> None:
    """Make an account, with a role if one is said."""
    secret, is_made = _password(password)
    role = over.pop("role")
    with desk.open() as services, services.work.write():
        account = services.accounts.create(username, display_name or username, secret)
        if role:
            services.roles.grant(account.id, Role(role), _scope(services, over))
    _tell_password(desk, username, secret if is_made else "", id=account.id)


@errand("password")
@click.argument("username")
@click.option("--password", help=_SECRET_HELP)
def set_password(desk: Desk, username: str, password: str | None) -> None:
    """Give a user a new password."""
    secret, is_made = _password(password)
    with desk.open() as services:
        services.accounts.set_password(_account(services, username).id, secret)
    _tell_password(desk, username, secret if is_made else "")


@errand("token")
@click.argument("username")
@click.option("--name", default="command line", show_default=True)
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), default=("read",))
@click.option("--days", default=90, show_default=True)
def token(desk: Desk, username: str, name: str, scopes: tuple[str, ...], days: int) -> None:
    """Issue an API token; it is shown this once."""
    with desk.open() as services:
        made = services.tokens.issue(name, scopes, days, _account(services, username).id)
    facts = {"username": username, "token": made.text, "scopes": scopes, "expires_at": made.token.expires_at}
    desk.tell(facts, made.text)


@errand("list")
def list_users(desk: Desk) -> None:
    """List the accounts with their roles."""
    with desk.open() as services:
        users = list(_users(services))
    lines = (f"{row['username']}\t{row['name']}\t{', '.join(row['roles'])}\t{row['state']}" for row in users)
    desk.tell({"users": users}, "\n".join(lines))


@errand("disable")
@click.argument("username")
def disable(desk: Desk, username: str) -> None:
    """Close an account: its logins end, its tokens no longer hold."""
    with desk.open() as services:
        account = _account(services, username)
        services.accounts.disable(account.id, account.version)
    desk.tell({"username": username, "disabled": True}, f"{username} is disabled.")


for _command in (add, set_password, token, list_users, disable):
    user.add_command(_command)

COMMANDS = (user,)


def _users(services: Services) -> Any:  # noqa: ANN401 -- rows for an answer
    cut = Cut()
    while True:
        page = services.accounts.list(cut)
        for account in page.rows:
            roles = [grant.role.value for grant in services.roles.list(account.id)]
            state = "disabled" if account.disabled_at else "open"
            yield {"username": account.username, "name": account.display_name, "roles": roles, "state": state}
        if page.next_key is None:
            return
        cut = Cut(page.next_key)


def _account(services: Services, username: str) -> Any:  # noqa: ANN401 -- doors do not name the tables
    account = services.accounts.find(username)
    if account is None:
        raise NotFoundError("user", username)
    return account


def _scope(services: Services, over: dict[str, str | None]) -> GrantedScope:
    found = {}
    for kind, name in over.items():
        if name:
            found[f"{kind}_id"] = services.parties.named(kind, name).id
    return GrantedScope(**found)


def _password(given: str | None) -> tuple[str, bool]:
    if given == "-":
        return sys.stdin.readline().rstrip("\n"), False
    return (secrets.token_urlsafe(15), True) if given is None else (given, False)


def _tell_password(desk: Desk, username: str, made: str, **more: object) -> None:
    facts = {"username": username, **({"password": made} if made else {}), **more}
    desk.tell(facts, f"{username}\t{made}" if made else f"{username}: done.")
