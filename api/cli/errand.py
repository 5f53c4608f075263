"""What every command shares: --home, --json, --as, the services, and one clear line when something is refused."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from api.bootstrap import House, build
from archives.domain.errors import ArchivesError, NotFoundError
from archives.domain.permission import WORKER, Actor
from archives.services import Services
from archives.services.accounts_actor import actor_of
from config import BadSettingError, Settings, UnknownProfileError

REFUSED = 1
BAD_USE = 2
_COMMON = (
    click.Option(["--home"], type=click.Path(path_type=Path, file_okay=False), help="Directory of this installation."),
    click.Option(["--json", "as_json"], is_flag=True, default=None, help="Answer in JSON."),
    click.Option(["--as", "acting_as"], help="Act as this user, with no more rights than theirs."),
)


class Desk:
    """What a command works with. It acts as the operator of the machine, or as the user of --as."""

    def __init__(self, home: Path | None, username: str | None, *, as_json: bool) -> None:
        self.settings = Settings.load(os.environ, home)
        self.as_json = as_json
        self._username = username
        self._house: House | None = None

    @property
    def house(self) -> House:
        """The house, built at the first need."""
        if self._house is None:
            self._house = build(self.settings)
        return self._house

    @contextmanager
    def open(self) -> Iterator[Services]:
        """Give the services for one piece of work."""
        with self.house.open(self._actor()) as services:
            yield services

    def tell(self, facts: object, text: str) -> None:
        """Answer: the facts with --json, the text without."""
        click.echo(json.dumps(facts, ensure_ascii=False, default=str) if self.as_json else text)

    def progress(self, text: str) -> None:
        """Say how far it is, beside the answer."""
        click.echo(text, err=True)

    def fail(self, facts: object, text: str) -> None:
        """Answer with a negative finding, and end with exit code 1."""
        self.tell(facts, text)
        raise click.exceptions.Exit(REFUSED)

    def close(self) -> None:
        """Leave the house."""
        if self._house is not None:
            self._house.close()

    def _actor(self) -> Actor:
        if not self._username:
            return WORKER
        with self.house.open(WORKER) as services:
            account = services.accounts.find(self._username)
            if account is None or account.disabled_at is not None:
                raise NotFoundError("user", self._username)
            return actor_of(services.work.session, account)


class Errand(click.Command):
    """A command whose function takes a Desk first. Refusals end in exit code 1, bad settings in 2."""

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 -- as in click
        super().__init__(*args, **more)
        self.params.extend(_COMMON)

    def invoke(self, ctx: click.Context) -> object:
        """Open the desk, do the errand, close the desk."""
        given = {**(ctx.obj or {}), **{name: value for name in _NAMES if (value := ctx.params.pop(name)) is not None}}
        try:
            desk = Desk(given.get("home"), given.get("acting_as"), as_json=bool(given.get("as_json")))
            ctx.call_on_close(desk.close)
            ctx.params = {"desk": desk, **ctx.params}
            return super().invoke(ctx)
        except ArchivesError as refusal:
            _say(refusal)
            ctx.exit(REFUSED)
        except (BadSettingError, UnknownProfileError) as fault:
            click.echo(str(fault), err=True)
            ctx.exit(BAD_USE)


def errand(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a command of a function whose first parameter is `desk`; its docstring is the help."""
    return click.command(name, cls=Errand)


_NAMES = ("home", "as_json", "acting_as")


def _say(refusal: ArchivesError) -> None:
    click.echo(f"{refusal.code}: {refusal}", err=True)
    for problem in getattr(refusal, "problems", ()):
        facts = ", ".join(f"{name}: {value}" for name, value in problem.facts)
        click.echo(f"  {problem.where or '-'}: {problem.code}" + (f" ({facts})" if facts else ""), err=True)
