"""archives search, archives reindex."""

import json
import sys
from pathlib import Path

import click

from api.cli.errand import Desk, errand
from api.schemas.search import FindingsSchema, SuggestionSchema
from archives.services import Services
from archives.services.search_asking import Question

SHOWN = 20  # hits


@errand("search")
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, 200), default=SHOWN, show_default=True, help="Hits to show.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write all hits to this CSV or XLSX.")
@click.option("--sort", default="relevance", help="relevance, formed_on, -formed_on or number.")
def search(desk: Desk, query: str, limit: int, sort: str, output: Path | None) -> None:
    """Find records. With QUERY '-', answer each line of the input with one line of JSON.

    A line holds query, total, hits (reference_code, title, snippet, score) and facets, and nothing else.
    """
    with desk.open() as services:
        if output is not None:
            with output.open("wb") as target:
                services.search.write_hits(Question(query, sort=sort), output.name, target)
            return
        if query == "-":
            for line in sys.stdin:
                words = line.rstrip("\n")
                click.echo(json.dumps(_told(services, Question(words, limit=limit, sort=sort)), ensure_ascii=False))
                services.work.session.expunge_all()
                services.work.session.commit()
            return
        told = _told(services, Question(query, limit=limit, sort=sort))
        desk.tell(told, _text(told))


@errand("suggest")
@click.argument("begun")
def suggest(desk: Desk, begun: str) -> None:
    """Suggest what to ask for: numbers, titles and organizations, by name or by pinyin initials."""
    with desk.open() as services:
        told = SuggestionSchema(many=True).dump(services.search.suggest(begun))
    desk.tell(told, "\n".join(f"{each['kind']}\t{each['text']}\t{each['question']}" for each in told))


@errand("reindex")
def reindex(desk: Desk) -> None:
    """Make the search index anew from the database; the old one answers until the new one is there."""
    with desk.open() as services:
        count = services.indexing.rebuild(lambda done, total: desk.progress(f"{done} of {total}"))
        desk.tell({"indexed": count}, f"{count} records are indexed.")


_OF_A_HIT = ("reference_code", "title", "snippet", "score")
COMMANDS = (search, suggest, reindex)


def _told(services: Services, question: Question) -> dict[str, object]:
    found = FindingsSchema().dump(services.search.find(question))
    hits = [{name: hit[name] for name in _OF_A_HIT} for hit in found["hits"]]
    return {"query": question.words, "total": found["total"], "hits": hits, "facets": found["facets"]}


def _text(told: dict[str, object]) -> str:
    hits = told["hits"]
    lines = [f"{hit['reference_code']}\t{hit['title']}\n\t{' '.join(hit['snippet'].split())}" for hit in hits]  # type: ignore[attr-defined]
    return "\n".join([f"{told['total']} records", *lines])
