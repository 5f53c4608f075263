"""archives searches: the saved ones of the user of --as."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from uuid import UUID

import click

from api.cli.errand import Desk, errand
from api.schemas.saved_searches import NewHitSchema, WatchedSchema
from archives.domain.saved_search import Telling
from archives.services import Services
from archives.services.saved_searches import SavedSearchService

TELLING = click.Choice([str(each) for each in Telling])
_ACTS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "pause": SavedSearchService.pause,
        "resume": SavedSearchService.resume,
        "delete": SavedSearchService.delete,
        "seen": SavedSearchService.put_away,
    }
)


@errand("searches")
@click.option("--show", metavar="NAME", help="Show the new hits of this one.")
@click.option("--seen", metavar="NAME", help="Say that you have looked at its new hits.")
@click.option("--rename", nargs=2, metavar="NAME NEW", help="Call it otherwise.")
@click.option("--tell", nargs=2, metavar="NAME HOW", help="Be told on the desk only, daily or at_once.")
@click.option("--pause", metavar="NAME", help="Look for nothing until it is resumed.")
@click.option("--resume", metavar="NAME", help="Look again; what came meanwhile is told.")
@click.option("--delete", metavar="NAME", help="Forget it.")
def searches(desk: Desk, **asked: str | tuple[str, str] | None) -> None:
    """List your saved searches with the number of new hits, or change one. Save one by `archives search --save`."""
    with desk.open() as services:
        if isinstance(name := asked.pop("show"), str):
            hits = NewHitSchema(many=True).dump(services.saved_searches.new_hits(_found(services, name)[0]))
            desk.tell(hits, "\n".join(f"{each['reference_code']}\t{each['title']}" for each in hits))
            return
        for act, name in asked.items():
            if name:
                _change(services, act, name)
        told = WatchedSchema(many=True).dump(services.saved_searches.list())
    desk.tell(told, "\n".join(_line(each["new"], each["search"]) for each in told))


COMMANDS = (searches,)


def _change(services: Services, act: str, asked: str | tuple[str, str]) -> None:
    kept = services.saved_searches
    if isinstance(asked, str):
        _ACTS[act](kept, *_found(services, asked))
    elif act == "rename":
        kept.rename(*_found(services, asked[0]), asked[1])
    else:
        kept.tell(*_found(services, asked[0]), Telling(TELLING.convert(asked[1], None, None)))


def _found(services: Services, name: str) -> tuple[UUID, int]:
    search = services.saved_searches.find(name)
    return search.id, search.version


def _line(new: int, search: Mapping[str, object]) -> str:
    paused = "\tpaused" if search["paused_at"] else ""
    return f"{new} new\t{search['name']}\t{search['q']}\t{search['telling']}{paused}"
