"""archives print …: documents that are drawn when asked for, written into a directory."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from api.cli.case_papers import case_form, case_papers
from api.cli.errand import Desk, errand
from archives.domain.errors import NotFoundError
from archives.domain.vocabulary import Side
from archives.services.document_language import LANGUAGES
from archives.services.labels import MOST_SETS, CarrierWish

Command = Callable[..., Any]


@click.group("print")
def papers() -> None:
    """Documents to print: check reports, notices of return, labels, papers of cases."""


def _printing(command: Command) -> Command:
    """Give a command the options that all of these have."""
    into = click.option("--into", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path())
    language = click.option("--language", type=click.Choice(LANGUAGES), default=None, help="Of the document.")
    return into(language(command))


@errand("check-report")
@click.argument("number")
@click.option("--side", type=click.Choice([side.value for side in Side]), default="archive", show_default=True)
@_printing
def check_report(desk: Desk, number: str, side: str, into: Path, language: str | None) -> None:
    """Write the report of the newest check of a transfer."""
    with desk.open() as services:
        run = services.checks.run_of(services.transfers.by_number(number).id, Side(side))
        if run is None:
            raise NotFoundError("check run", number)
        _write(desk, into, services.check_reports.document(run.id, language or ""))


@errand("return-notice")
@click.argument("number")
@click.option("--return", "ordinal", type=click.IntRange(min=1), help="Which return; by default the last.")
@_printing
def return_notice(desk: Desk, number: str, ordinal: int | None, into: Path, language: str | None) -> None:
    """Write the notice with which a transfer was returned."""
    with desk.open() as services:
        found = services.transfers.by_number(number)
        wanted = ordinal or len(services.return_notices.list(found.id))
        _write(desk, into, services.return_notices.document(found.id, wanted, language or ""))


@errand("box-labels")
@click.argument("fonds")
@click.option("--box", "numbers", multiple=True, help="Number of a box; by default all.")
@_printing
def box_labels(desk: Desk, fonds: str, numbers: tuple[str, ...], into: Path, language: str | None) -> None:
    """Write labels for boxes of FONDS, named by its number or name."""
    with desk.open() as services:
        fonds_id = services.fonds.named(fonds).id
        known = {each.number: each.id for each in services.labels.boxes(fonds_id)}
        strange = [number for number in numbers if number not in known]
        if strange:
            raise NotFoundError("box", strange[0])
        chosen = [known[number] for number in numbers]
        _write(desk, into, services.labels.print_boxes(fonds_id, chosen, language or ""))


@errand("carrier-labels")
@click.argument("number")
@click.option("--kind", default="", help="Type and specification, such as BD-R 25 GB.")
@click.option("--sets", type=click.IntRange(1, MOST_SETS), default=1, show_default=True)
@click.option("--carrier", default="", help="Number of the carrier; by default that of the transfer.")
@click.option("--content", default="")
@click.option("--gigabytes", default="", help="On this carrier; by default all of the transfer.")
@click.option("--items", type=click.IntRange(min=0), help="On this carrier; by default all of the transfer.")
@click.option("--made-on", type=click.DateTime(["%Y-%m-%d"]), help="By default today.")
@click.option("--maker", default="")
@click.option("--checker", default="")
@click.option("--environment", default="", help="Software and hardware that read it.")
@_printing
def carrier_labels(desk: Desk, number: str, into: Path, language: str | None, **said: Any) -> None:  # noqa: ANN401 -- from click
    """Write labels for the boxes of the carriers of a transfer, one for each set."""
    made_on: datetime | None = said.pop("made_on")
    wish = CarrierWish(number=said.pop("carrier"), made_on=made_on.date() if made_on else None, **said)
    with desk.open() as services:
        found = services.transfers.by_number(number)
        _write(desk, into, services.labels.print_carriers(found.id, wish, language or ""))


for _command in (check_report, return_notice, box_labels, carrier_labels, case_papers, case_form):
    papers.add_command(_command)

COMMANDS = (papers,)


def _write(desk: Desk, into: Path, drawn: tuple[str, bytes]) -> None:
    name, data = drawn
    path = into / name
    path.write_bytes(data)
    desk.tell({"file": str(path), "bytes": len(data)}, str(path))
