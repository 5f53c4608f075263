"""archives inspection …: the register, orders and leads at the command line, and the round over all last days."""

from dataclasses import asdict

import click

from api.cli.case_papers import calendar, case_file
from api.cli.errand import Desk, errand
from api.schemas.case_papers import CasePaperSchema
from api.schemas.leads import AuthorityBoardSchema, LeadSchema
from api.schemas.rectifications import CaseActSchema, FindingSchema, OrderSchema
from archives.domain.hazard import FindingState
from archives.services.findings import Register
from archives.services.paging import GREATEST_LIMIT, Cut

ALL = Cut(limit=GREATEST_LIMIT)


@click.group("inspection")
def inspection() -> None:
    """Inspections: what was found, ordered, rectified, closed."""


@errand("board")
def board(desk: Desk) -> None:
    """Count the register: open by grade and age, overdue, in time, days to close, recurrences."""
    with desk.open() as services:
        told = AuthorityBoardSchema().dump(services.boards.authority())
    named = ("open", "ended", "overdue", "on_time_percent", "days_to_close", "recurrences")
    lines = [f"{name}\t{told[name]}" for name in named]
    lines += [f"{grade}\t" + "\t".join(map(str, counts)) for grade, counts in told["open_by"].items()]
    desk.tell(told, "\n".join(lines))


@errand("findings")
@click.option("--state", type=click.Choice([each.value for each in FindingState]), help="Only those of this state.")
def findings(desk: Desk, state: str | None) -> None:
    """List the newest lines of the register."""
    asked = Register(state=FindingState(state) if state else None)
    with desk.open() as services:
        rows = FindingSchema(many=True).dump(services.findings.list(asked, ALL).rows)
    lines = (f"{row['number']}\t{row['state']}\t{row['kind']}\t{row['inspected_name']}\t{row['facts']}" for row in rows)
    desk.tell({"findings": rows}, "\n".join(lines))


@errand("orders")
@click.option("--overdue", is_flag=True, help="Only those whose last day has passed without a report.")
def orders(desk: Desk, *, overdue: bool) -> None:
    """List the newest orders; with --overdue, exit code 1 when there is any."""
    with desk.open() as services:
        rows = OrderSchema(many=True).dump(services.rectification.list(ALL, overdue=overdue).rows)
    lines = "\n".join(
        f"{row['number']}\t{row['state']}\t{row['due_on'] or '-'}\t{row['inspected_name']}" for row in rows
    )
    (desk.fail if overdue and rows else desk.tell)({"orders": rows}, lines)


@errand("show")
@click.argument("number")
def show(desk: Desk, number: str) -> None:
    """Show an order, what it is about, all that happened, its papers."""
    with desk.open() as services:
        found = services.rectification.by_number(number)
        told = {
            **OrderSchema().dump(found),
            "findings": FindingSchema(many=True).dump(services.rectification.findings(found.id)),
            "acts": CaseActSchema(many=True).dump(services.rectification.acts(found.id)),
            "papers": CasePaperSchema(many=True).dump(services.case_papers.of_order(found.id)),
            "actions": sorted(services.rectification.actions(found)),
        }
    lines = [f"{told['number']} {told['state']}, last day {told['due_on'] or '-'}: {told['inspected_name']}"]
    lines += [f"  {each['number']}\t{each['facts']}\t{each['requirement']}" for each in told["findings"]]
    lines += [f"  {each['happened_at']}\t{each['kind']}\t{each['actor']}\t{each['text']}" for each in told["acts"]]
    lines += [f"  {each['number']}\t{each['kind']}\t{each['document_number']}" for each in told["papers"]]
    desk.tell(told, "\n".join(lines))


@errand("leads")
def leads(desk: Desk) -> None:
    """List the newest leads; who reported one is never among it."""
    with desk.open() as services:
        rows = LeadSchema(many=True).dump(services.leads.list(ALL).rows)
    lines = (f"{row['number']}\t{row['state']}\t{row['source']}\t{row['about_name']}" for row in rows)
    desk.tell({"leads": rows}, "\n".join(lines))


@errand("sweep")
def sweep(desk: Desk) -> None:
    """Gather leads and give the reminders that have fallen due, as the worker does once a day."""
    with desk.open() as services:
        raised = services.leads.collect()
        reminded = services.reminders.sweep()
    told = {"leads": raised, "reminders": reminded.given, "overtaken": reminded.overtaken}
    desk.tell(told, f"{raised} leads, {reminded.given} reminders, {reminded.overtaken} overtaken")


@errand("recount")
@click.option("--check", is_flag=True, help="Only compare; exit code 1 when a figure is not what the register says.")
def recount(desk: Desk, *, check: bool) -> None:
    """Count the register again, and set right the figures that boards read."""
    with desk.open() as services:
        found = services.register_figures.differences() if check else services.register_figures.recount()
    told = [{**asdict(each.figure), "kept": each.kept, "counted": each.counted} for each in found]
    lines = [f"{each['path']}\t{each['series']}\t{each['kept']}\t{each['counted']}" for each in told]
    text = "\n".join([*lines, f"{len(told)} figures were not what the register says"])
    (desk.fail if check and told else desk.tell)({"differences": told}, text)


for _command in (board, findings, orders, show, leads, case_file, calendar, sweep, recount):
    inspection.add_command(_command)

COMMANDS = (inspection,)
