"""The command: which play, on which day, and what is said at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from api.cli.demo import cast, county, official, words
from api.cli.demo.playbook import Playbook
from api.cli.demo.stage import Stage
from api.cli.errand import Desk, errand
from archives.domain.errors import DuplicateError, NotFoundError

COUNTY = Path(__file__).parents[3] / "samples" / "county"
DAY = click.DateTime(["%Y-%m-%d"])


@errand("demo")
@click.option("--records", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Directory of texts.")
@click.option("--today", type=DAY, help="Play on this day; by default now.")
def demo(desk: Desk, records: Path | None, today: datetime | None) -> None:
    """Play a whole handover of the texts of --records; without it, a small county. Repeating it changes nothing."""
    day = today.date() if today else None
    if records:
        told = _official(desk, records.absolute(), day)
        text = words.summary(told)
    else:
        told = _county(desk, day)
        text = words.county(told)
    (desk.tell if told["trail"] == told["store"] == "ok" else desk.fail)(told, text)


COMMANDS = (demo,)


def _official(desk: Desk, records: Path, today: date | None) -> dict[str, Any]:
    bodies = official.read_bodies(records)
    play = {"records": official.digest_of(records), "today": str(today or "")}
    with _stage(desk, today) as stage:
        book = _opened(desk, stage, play)
        told = official.OfficialDemo(stage, records, bodies).play(book)
        return {**told, **_verified(stage, book)}


def _county(desk: Desk, today: date | None) -> dict[str, Any]:
    if not COUNTY.is_dir():
        raise NotFoundError("directory", COUNTY)
    with _stage(desk, today) as stage:
        book = _opened(desk, stage, {"records": "county", "today": ""})
        told = county.CountyDemo(stage, COUNTY).play(book)
        return {**told, **_verified(stage, book)}


@contextmanager
def _stage(desk: Desk, today: date | None) -> Iterator[Stage]:
    stage = Stage(desk.settings, today)
    try:
        stage.prepare()
        yield stage
    finally:
        stage.close()


def _opened(desk: Desk, stage: Stage, play: dict[str, str]) -> Playbook:
    book = Playbook(stage.house.settings.home, play, desk.progress)
    if not book.is_begun:
        _require_empty(stage)
        book.begin()
    return book


def _require_empty(stage: Stage) -> None:
    """Refuse a home in which people work: the demo's password is known to everybody."""
    known = {username for username, _, _ in cast.ADMINISTRATORS}
    with stage.machine() as services:
        others = [account.username for account in services.accounts.list().rows if account.username not in known]
    if others:
        home = stage.house.settings.home
        text = f"{home} is in use, by {', '.join(others[:3])} and maybe others. Choose an empty home for the demo."
        raise DuplicateError(text, kind="home", value=str(home))


def _verified(stage: Stage, book: Playbook) -> dict[str, Any]:
    begun = perf_counter()
    with stage.machine() as services:
        trail = services.trail.verify()
        store = stage.house.outside.store
        damaged = [fault for each in store.objects() for fault in store.verify(each)]
    seconds = {**book.seconds, "verify": round(perf_counter() - begun, 2)}
    return {
        "trail": "; ".join(map(str, trail)) or "ok",
        "store": "; ".join(damaged) or "ok",
        "seconds": seconds,
    }
