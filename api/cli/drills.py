"""archives drill: write down that an emergency plan was drilled, put it right, list what was held."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import click

from api.cli.accountability import body_named
from api.cli.errand import Desk, errand
from api.schemas.drills import DrillSchema
from archives.domain.drill import DrillKind, EmergencyPlan, HeldDrill
from archives.services.drills import said_of
from archives.services.paging import GREATEST_LIMIT, Cut

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group("drill")
def drill() -> None:
    """Drills of emergency plans (应急演练): what was drilled, by which plan, with what result."""


@errand("record")
@click.argument("body")
@click.argument("kind", type=click.Choice([each.value for each in DrillKind]))
@click.option("--on", "held_on", type=_DAY, required=True, help="The day on which it was held.")
@click.option("--plan", "name", required=True, help="The emergency plan that it followed.")
@click.option("--edition", "edition_on", type=_DAY, required=True, help="The day of the plan's edition.")
@click.option("--approved-by", required=True, help="Who approved the plan.")
@click.option("--review", "review_on", type=_DAY, help="When the plan is looked at again.")
@click.option("--led-by", required=True, help="Who led the drill.")
@click.option("--participants", type=int, required=True, help="How many took part.")
@click.option("--passed/--failed", "passed", required=True, help="Whether it went as the plan wants it.")
@click.option("--findings", required=True, help="What was found.")
@click.option("--evidence", required=True, help="What proves it.")
def record(desk: Desk, body: str, kind: str, **said: Any) -> None:  # noqa: ANN401 -- the options
    """Write down a drill that BODY (name or code) held."""
    plan = {name: said.pop(name) for name in ("name", "edition_on", "approved_by", "review_on")}
    days = {name: _day(plan[name]) for name in ("edition_on", "review_on")}
    held = HeldDrill(
        kind=DrillKind(kind), plan=EmergencyPlan(**{**plan, **days}), **{**said, "held_on": said["held_on"].date()}
    )
    with desk.open() as services:
        told = DrillSchema().dump(services.drills.record(*body_named(services, body), held))
    desk.tell(told, _line(told))


@errand("correct")
@click.argument("drill_id", type=click.UUID, metavar="DRILL")
@click.option("--passed/--failed", "passed", default=None, help="Whether it went as the plan wants it.")
@click.option("--findings", help="What was found.")
@click.option("--participants", type=int, help="How many took part.")
@click.option("--reason", required=True, help="Why it is corrected.")
def correct(desk: Desk, drill_id: UUID, reason: str, **said: Any) -> None:  # noqa: ANN401 -- the options
    """Put result, findings or participants of DRILL right; the page corrects everything."""
    changes = {name: value for name, value in said.items() if value is not None}
    with desk.open() as services:
        row = services.drills.get(drill_id)
        held = replace(said_of(row), **changes)
        told = DrillSchema().dump(services.drills.correct(drill_id, row.version, held, reason))
    desk.tell(told, _line(told))


@errand("list")
@click.argument("body", required=False)
def list_drills(desk: Desk, body: str | None) -> None:
    """List the newest drills, of BODY alone when it is named; then exit code 1 when none that passed is recent."""
    with desk.open() as services:
        body_id = body_named(services, body)[1] if body else None
        rows = DrillSchema(many=True).dump(services.drills.list(Cut(limit=GREATEST_LIMIT), body_id).rows)
        is_due = bool(body_id and services.drills.standing(body_id).is_due)
    (desk.fail if is_due else desk.tell)({"drills": rows, "due": is_due}, "\n".join(_line(row) for row in rows))


for _command in (record, correct, list_drills):
    drill.add_command(_command)

COMMANDS = (drill,)


def _line(told: dict[str, Any]) -> str:
    result = "passed" if told["passed"] else "failed"
    return f"{told['id']}\t{told['held_on']}\t{told['kind']}\t{result}\t{told['inspected_name']}"


def _day(typed: datetime | None) -> date | None:
    return typed.date() if typed else None
