"""archives due: what has fallen due, by organization."""

from datetime import date, datetime

import click

from api.cli.errand import Desk, errand
from api.schemas.obligations import DueCountSchema
from archives.services.obligations import Within

SUMS = ("past_due", "transferable", "waiting", "extended", "in_transfer", "total")
_HEADER = "\t".join(("organization", *SUMS))


@errand("due")
@click.option("--organization", help="Only this one, by its full name.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="As of this day; today by default.")
def due(desk: Desk, organization: str | None, on: datetime | None) -> None:
    """Count the records past their day: those in complete years can be handed over, the others wait."""
    with desk.open() as services:
        day = on.date() if on else services.obligations.today()
        only = services.parties.named("organization", organization).id if organization else None
        rows = DueCountSchema(many=True).dump(services.obligations.due(Within(organization_id=only), day))
    sums = {name: sum(row[name] for row in rows) for name in SUMS}
    desk.tell({"on": day, **sums, "organizations": rows}, _text(day, rows, sums))


COMMANDS = (due,)


def _text(day: date, rows: list[dict[str, object]], sums: dict[str, int]) -> str:
    lines = ["\t".join(str(row[name]) for name in ("organization", *SUMS)) for row in rows]
    last = "\t".join(("all", *(str(sums[name]) for name in SUMS)))
    return "\n".join((f"On {day}:", _HEADER, *lines, last))
