"""archives climate …: rooms, readings typed in or imported, what is missing, at the command line."""

import hashlib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from api.cli.errand import Desk, errand
from api.schemas.climate import (
    ClimateStatisticsSchema,
    GapSchema,
    PushedSchema,
    ReadingsListSchema,
    RoomSchema,
)
from api.schemas.imports import FindingSchema
from archives.domain.climate import Quantity, read_tenths
from archives.domain.errors import NotFoundError
from archives.domain.hazard import InspectedKind
from archives.domain.registration import ImportMode, ImportState
from archives.services import Services
from archives.services.climate_imports import ReadingsList
from archives.services.climate_list_reading import read_instant
from archives.services.climate_log import RECENT, RoomLine
from archives.services.climate_readings import NewReading
from archives.services.content import Upload

SHOWN = 200  # findings listed; the rest is counted
DAY = click.DateTime(["%Y-%m-%d"])
BODY = click.option("--body", required=True, help="The archive or organization, by its full name.")
ROOM = click.option("--room", required=True, help="The room, by its name.")
FIRST = click.option("--first", type=DAY, help="The first day; thirty days ago without it.")
LAST = click.option("--last", type=DAY, help="The last day; today without it.")


@click.group("climate")
def climate() -> None:
    """Temperature and humidity of rooms."""


@errand("rooms")
@click.option("--retired", is_flag=True, help="Those that were taken out of use.")
def rooms(desk: Desk, *, retired: bool) -> None:
    """List the rooms with their newest readings and their last thirty days."""
    with desk.open() as services:
        lines = services.climate_log.list(retired=retired)
    told = [
        {
            **RoomSchema().dump(line.room),
            "body": line.body,
            "faults": sorted(line.faults),
            "recent": _dumped(line.recent),
        }
        for line in lines
    ]
    named = ("readings", "share", "missing")
    text = (
        "\t".join(
            [row["body"], row["name"], row["room_type"], *(str(row["recent"][name]) for name in named), *row["faults"]]
        )
        for row in told
    )
    desk.tell({"rooms": told}, "\n".join(text))


@errand("read")
@BODY
@ROOM
@click.option("--temperature", required=True, help="°C.")
@click.option("--humidity", required=True, help="Per cent.")
@click.option("--at", "when", help="'2026-11-20 09:00' by the clocks of the place, or with an offset; now without it.")
def read(desk: Desk, body: str, room: str, when: str | None, **said: str) -> None:
    """Enter what was read off. The same once more changes nothing; another value wants a correction."""
    values = [read_tenths(quantity, said[quantity]) for quantity in Quantity]
    with desk.open() as services:
        at = read_instant(when, desk.house.outside.profile.zone) if when else services.work.now()
        found = services.climate_rooms.named(body, room)
        done = services.climate_readings.take([NewReading(found.id, at, values[0], values[1])])
    desk.tell(PushedSchema().dump(done), f"{done.entered} entered, {done.known} known")


@errand("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@BODY
@click.option("--mode", type=click.Choice(list(ImportMode)), default=ImportMode.ALL_OR_NOTHING, show_default=True)
def import_list(desk: Desk, file: Path, body: str, mode: str) -> None:
    """Take over a list of readings (CSV or XLSX): checked whole first. Repeating it changes nothing."""
    with desk.open() as services:
        asked = ReadingsList(*_body(services, body), ImportMode(mode))
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            stream.seek(0)
            upload = Upload(file.name, stream, file.stat().st_size, digest)
            row = services.climate_imports.receive(asked, upload, in_background=False)
        row = services.climate_imports.check(row.id)
        if row.state in (ImportState.CHECKED, ImportState.PUBLISHING):
            row = services.climate_imports.publish(row.id)
        findings = FindingSchema(many=True).dump(services.climate_imports.findings(row.id, limit=SHOWN))
    facts = {**ReadingsListSchema().dump(row), "findings": findings}
    (desk.tell if row.state == ImportState.PUBLISHED else desk.fail)(facts, _listed(facts))


@errand("gaps")
@BODY
@ROOM
@FIRST
@LAST
def gaps(desk: Desk, body: str, room: str, first: datetime | None, last: datetime | None) -> None:
    """List the working days on which readings are missing; exit code 1 when there are any."""
    with desk.open() as services:
        found = services.climate_rooms.named(body, room)
        span = _span(services, first, last)
        rows = GapSchema(many=True).dump(services.climate_log.gaps(found.id, *span))
        told = {**_dumped(services.climate_log.statistics(found.id, *span)), "gaps": rows}
    text = "\n".join(f"{row['day']}\t{row['missing']}" for row in rows)
    (desk.fail if rows else desk.tell)(told, text)


@errand("export")
@BODY
@ROOM
@FIRST
@LAST
@click.option("--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="A .csv or .xlsx file.")
def export(desk: Desk, body: str, room: str, output: Path, **span: datetime | None) -> None:
    """Write the readings of some days to a file."""
    if output.suffix.lower() not in (".csv", ".xlsx"):
        raise click.UsageError("The file is .csv or .xlsx.")
    with desk.open() as services, output.open("wb") as target:
        found = services.climate_rooms.named(body, room)
        services.climate_log.export(output.name, found.id, _span(services, span["first"], span["last"]), target)
    desk.tell({"output": output}, str(output))


for _command in (rooms, read, import_list, gaps, export):
    climate.add_command(_command)

COMMANDS = (climate,)


def _body(services: Services, name: str) -> tuple[InspectedKind, UUID]:
    """Return an archive, else an organization, of that name; or refuse."""
    try:
        return InspectedKind.REPOSITORY, services.parties.named("repository", name).id
    except NotFoundError:
        return InspectedKind.ORGANIZATION, services.parties.named("organization", name).id


def _span(services: Services, first: datetime | None, last: datetime | None) -> tuple[date, date]:
    until = last.date() if last else services.climate_log.today()
    return first.date() if first else until - timedelta(days=RECENT.days), until


def _told(line: RoomLine) -> dict[str, Any]:
    more = {"body": line.body, "faults": sorted(line.faults), "recent": _dumped(line.recent)}
    return {**RoomSchema().dump(line.room), **more}


def _line(row: dict[str, Any]) -> str:
    recent = (str(row["recent"][name]) for name in ("readings", "share", "missing"))
    return "\t".join([row["body"], row["name"], row["room_type"], *recent, *row["faults"]])


def _dumped(statistics: Any) -> dict[str, Any]:  # noqa: ANN401 -- Statistics
    return dict(ClimateStatisticsSchema().dump(statistics))


def _listed(facts: dict[str, Any]) -> str:
    counts = ("rows_total", "rows_good", "rows_known", "problems", "rows_published")
    lines = [f"{facts['name']}: {facts['state']}", *(f"{name}\t{facts[name]}" for name in counts)]
    lines += [
        f"row {each['row']}\t{each['column']}\t{each['severity']}\t{each['code']}\t{each['value']}"
        for each in facts["findings"]
    ]
    return "\n".join(lines)
