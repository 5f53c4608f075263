"""archives register: a list of records and their files, from the disk of this machine."""

import hashlib
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from api.cli.errand import Desk, errand
from api.schemas.imports import FindingSchema, ImportSchema
from archives.domain.errors import InvalidInputError, Problem
from archives.domain.registration import ImportMode, ImportState
from archives.services import Services
from archives.services.content import Upload
from archives.services.registration import ImportOptions

SHOWN = 200  # findings listed; the rest is counted


@errand("register")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--organization", required=True, help="Whose records they are, by its full name.")
@click.option("--fonds", "number", help="The number or name of the fonds, where the organization keeps several.")
@click.option("--files", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Where the files lie.")
@click.option("--mode", type=click.Choice(list(ImportMode)), default=ImportMode.ALL_OR_NOTHING, show_default=True)
@click.option(
    "--default", "defaults", multiple=True, help="element=value for cells left empty; '@formed_on' copies one."
)
def register(desk: Desk, file: Path, organization: str, **asked: Any) -> None:  # noqa: ANN401 -- as in click
    """Register a list (CSV or XLSX): checked whole, then published at once. Repeating it changes nothing."""
    options = ImportOptions(ImportMode(asked["mode"]), _defaults(asked["defaults"]), asked["files"])
    with desk.open() as services:
        fonds_id = _fonds_id(services, organization, asked["number"])
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            stream.seek(0)
            upload = Upload(file.name, stream, file.stat().st_size, digest)
            row = services.registrations.receive(fonds_id, upload, options, in_background=False)
        row = services.registrations.check(row.id)
        if row.state in (ImportState.CHECKED, ImportState.PUBLISHING):
            row = services.registrations.publish(row.id)
        findings = FindingSchema(many=True).dump(services.registrations.findings(row.id, limit=SHOWN))
    facts = {**ImportSchema().dump(row), "findings": findings}
    answer = desk.tell if row.state == ImportState.PUBLISHED else desk.fail
    answer(facts, _text(facts))


COMMANDS = (register,)


def _fonds_id(services: Services, organization: str, number: str | None) -> UUID:
    keeper = services.parties.named("organization", organization)
    kept = services.fonds.list(organization_id=keeper.id).rows
    wanted = [each for each in kept if number in (None, each.number, each.name)]
    if len(wanted) == 1:
        return wanted[0].id
    names = ", ".join(each.number or each.name for each in kept)
    raise InvalidInputError([Problem("choose_fonds", "--fonds", (("value", number or ""), ("fonds", names)))])


def _defaults(pairs: tuple[str, ...]) -> dict[str, str]:
    wrong = [Problem("bad_value", "--default", (("value", pair),)) for pair in pairs if "=" not in pair]
    if wrong:
        raise InvalidInputError(wrong)
    return dict(pair.split("=", 1) for pair in pairs)


def _text(facts: dict[str, Any]) -> str:
    counts = ("rows_total", "rows_good", "rows_known", "rows_set_aside", "problems", "rows_published")
    lines = [f"{facts['name']}: {facts['state']}", *(f"{name}\t{facts[name]}" for name in counts)]
    for each in facts["findings"]:
        told = ", ".join(f"{name}: {value}" for name, value in each["facts"].items())
        lines.append(
            f"row {each['row']}\t{each['column']}\t{each['severity']}\t{each['code']}\t{each['value']}\t{told}"
        )
    return "\n".join(lines)
