"""archives search, archives reindex."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from api.cli.errand import Desk, errand
from api.cli.searches import TELLING
from api.schemas.saved_searches import SavedSearchSchema
from api.schemas.search import FindingsSchema, SuggestionSchema
from archives.domain.errors import ArchivesError
from archives.domain.saved_search import Telling
from archives.services import Services
from archives.services.search_asking import Question

SHOWN = 20  # hits


@errand("search")
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, 200), default=SHOWN, show_default=True, help="Hits to show.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write all hits to this CSV, XLSX or XML (EAD 3)."
)
@click.option("--sort", default="relevance", help="relevance, formed_on, -formed_on or number.")
@click.option("--save", metavar="NAME", help="Save the question under this name; new hits are told.")
@click.option("--tell", type=TELLING, default=str(Telling.DESK), show_default=True, help="How you are told.")
def search(desk: Desk, query: str, **asked: Any) -> None:  # noqa: ANN401 -- the options
    """Find records. With QUERY '-', answer each line of the input (UTF-8) with one line of JSON.

    A line holds query, total, hits (reference_code, title, snippet, score) and facets, and nothing else; or, where the
    line cannot be answered, query and error (code, message).
    """
    question = Question(query, sort=asked["sort"], limit=asked["limit"])
    with desk.open() as services:
        if asked["save"]:
            saved = services.saved_searches.save(asked["save"], question, Telling(asked["tell"]))
            desk.tell(SavedSearchSchema().dump(saved), f"Saved as {saved.name}.")
        elif asked["output"]:
            with asked["output"].open("wb") as target:
                services.search.write_hits(question, asked["output"].name, target)
        elif query == "-":
            _answer_lines(services, question)
        else:
            told = _told(services, question)
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


def _answer_lines(services: Services, form: Question) -> None:
    """Answer line by line, each as of now; what is wrong with one is said in its place."""
    for line in sys.stdin.buffer:
        click.echo(json.dumps(_answered(services, line.rstrip(b"\r\n"), form), ensure_ascii=False))
        services.work.session.expunge_all()
        services.work.session.commit()


def _answered(services: Services, line: bytes, form: Question) -> dict[str, object]:
    try:
        return _told(services, replace(form, words=line.decode("utf-8")))
    except UnicodeDecodeError as fault:
        return _refused(line, "not_utf_8", f"The line is no UTF-8 at byte {fault.start}.")
    except ArchivesError as refusal:
        return _refused(line, refusal.code, str(refusal))


def _refused(line: bytes, code: str, message: str) -> dict[str, object]:
    return {"query": line.decode("utf-8", "replace"), "error": {"code": code, "message": message}}


def _told(services: Services, question: Question) -> dict[str, object]:
    found = FindingsSchema().dump(services.search.find(question))
    hits = [{name: hit[name] for name in _OF_A_HIT} for hit in found["hits"]]
    return {"query": question.words, "total": found["total"], "hits": hits, "facets": found["facets"]}


def _text(told: dict[str, object]) -> str:
    hits = told["hits"]
    lines = [f"{hit['reference_code']}\t{hit['title']}\n\t{' '.join(hit['snippet'].split())}" for hit in hits]  # type: ignore[attr-defined]
    return "\n".join([f"{told['total']} records", *lines])
