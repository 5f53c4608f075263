"""archives trail …: read the trail and verify it."""

from dataclasses import asdict
from uuid import UUID

import click

from api.cli.errand import Desk, errand
from api.schemas.trail import EventSchema
from archives.services.paging import Cut
from archives.services.trail import EventFilter


@click.group("trail")
def trail() -> None:
    """What anyone did."""


@errand("verify")
def verify(desk: Desk) -> None:
    """Read the whole trail and compare it with the present state; exit code 1 when anything is wrong."""
    with desk.open() as services:
        faults = services.trail.verify()
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


for _command in (verify, list_events):
    trail.add_command(_command)

COMMANDS = (trail,)
