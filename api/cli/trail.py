"""archives trail …: read the trail, verify it, sign its state, and give it away so that others can verify it."""

from dataclasses import asdict
from pathlib import Path
from uuid import UUID

import click

from api.cli.errand import Desk, errand
from api.schemas.trail import EventSchema
from archives.domain.errors import DuplicateError
from archives.domain.signed_note import encoded
from archives.services.given_away import OF_TRAIL, trail_verifier
from archives.services.paging import Cut
from archives.services.trail import EventFilter


@click.group("trail")
def trail() -> None:
    """What anyone did."""


@errand("verify")
def verify(desk: Desk) -> None:
    """Read the whole trail, compare it with the present state and with all we signed; exit code 1 for any fault."""
    with desk.open() as services:
        faults = services.trail.verify_and_note()
    told = {"trail": "faulty" if faults else "ok", "faults": [asdict(fault) for fault in faults]}
    if faults:
        desk.fail(told, "\n".join(map(str, faults)))
    desk.tell(told, "The trail is sound.")


@errand("list")
@click.option("--subject", type=click.UUID, help="Only events of this thing.")
@click.option("--transfer", type=click.UUID, help="Only events of this transfer.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True, help="Events to show.")
def list_events(desk: Desk, subject: UUID | None, transfer: UUID | None, limit: int) -> None:
    """Show events, the newest first."""
    with desk.open() as services:
        page = services.trail.events(EventFilter(subject, transfer), Cut(limit=limit))
        told = EventSchema(many=True).dump(page.rows)
    lines = (
        f"{row['sequence']}\t{row['happened_at']}\t{row['actor']}\t{row['kind']}\t{row['subject_id']}" for row in told
    )
    desk.tell({"events": told, "next": page.next_key}, "\n".join(lines))


@errand("checkpoint")
def checkpoint(desk: Desk) -> None:
    """Sign the present state of the trail, if anything was added; print the newest checkpoint."""
    with desk.open() as services:
        found = services.transparency.checkpoint()
        key = services.transparency.find_key()
    told = {"size": found.size, "signed_at": found.signed_at.isoformat(), "checkpoint": found.note, "key": key}
    desk.tell(told, found.note.removesuffix("\n"))


@errand("consistency")
@click.argument("old", type=click.IntRange(1))
@click.argument("new", type=click.IntRange(1))
def consistency(desk: Desk, old: int, new: int) -> None:
    """Prove that the checkpoint of NEW events only added to that of OLD; exit code 1 when it does not."""
    with desk.open() as services:
        is_consistent = services.transparency.is_consistent(old, new)
        hashes = [encoded(each) for each in services.transparency.consistency(old, new)]
    told = {"old": old, "new": new, "consistent": is_consistent, "hashes": hashes}
    if not is_consistent:
        desk.fail(told, f"The checkpoint of {new} events does not follow from that of {old}.")
    desk.tell(told, "\n".join([f"The checkpoint of {new} events only adds to that of {old}.", *hashes]))


@errand("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export(desk: Desk, file: Path) -> None:
    """Write every event and checkpoint into a new FILE, as lines of JSON, and beside it the program that verifies it.

    A program of that name that is there already is left as it is.
    """
    if file.exists():
        raise DuplicateError(f"{file} is there already. Name a new file.", kind="file", value=str(file))
    fresh = file.with_name(f"{file.name}.new")
    try:
        with desk.open() as services, fresh.open("w", encoding="utf-8", newline="\n") as lines:
            count = services.transparency.export(lines.write)
            key = services.transparency.find_key()
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
    program = _given_away(file.with_name(OF_TRAIL))
    told = {"file": str(file), "events": count, "key": key, "program": str(program)}
    desk.tell(told, f"{count} events: {file}\nkey: {key}\nto verify: python {program} {file} KEY")


for _command in (verify, list_events, checkpoint, consistency, export):
    trail.add_command(_command)

COMMANDS = (trail,)


def _given_away(program: Path) -> Path:
    if not program.exists():
        program.write_bytes(trail_verifier())
    return program
