"""archives responsible …, report …, summary …: who answers for archives, periodic reports, what is published."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import click

from api.cli.errand import Desk, errand
from api.schemas.accountability import (
    LackingSchema,
    PublishedSummarySchema,
    ResponsiblePersonSchema,
    StandingSchema,
    WorkReportSchema,
)
from archives.domain.hazard import InspectedKind
from archives.domain.responsibility import Office
from archives.domain.work_report import ReportState
from archives.services import Services
from archives.services.paging import GREATEST_LIMIT, Cut
from archives.services.responsibility import Person
from archives.services.work_reports import Filling, said_of

ALL = Cut(limit=GREATEST_LIMIT)
_DAY = click.DateTime(["%Y-%m-%d"])


def body_named(services: Services, name: str) -> tuple[InspectedKind, UUID]:
    """Return the archive of that name or code, or the organization of that name."""
    for each in services.parties.repositories():
        if name in (each.name, each.code):
            return InspectedKind.REPOSITORY, each.id
    return InspectedKind.ORGANIZATION, services.parties.named("organization", name).id


@click.group("responsible")
def responsible() -> None:
    """Who answers for the archives of a body (条例 18)."""


@errand("list")
@click.argument("body")
def list_persons(desk: Desk, body: str) -> None:
    """List who answers and who answered for the archives of BODY."""
    with desk.open() as services:
        kind, body_id = body_named(services, body)
        rows = ResponsiblePersonSchema(many=True).dump(services.responsibility.of_body(kind, body_id))
    lines = (f"{row['office']}\t{row['name']}\t{row['since']}\t{row['until'] or '-'}" for row in rows)
    desk.tell({"persons": rows}, "\n".join(lines))


@errand("name")
@click.argument("body")
@click.argument("office", type=click.Choice([each.value for each in Office]))
@click.argument("person")
@click.option("--since", type=_DAY, required=True, help="First day of the term.")
@click.option("--position", default="", help="职务.")
@click.option("--phone", default="", help="How to reach the person.")
def name_person(desk: Desk, body: str, office: str, person: str, **more: Any) -> None:  # noqa: ANN401 -- the options
    """Name PERSON as OFFICE of BODY; the term of the last head or leader in charge ends."""
    since: datetime = more["since"]
    named = Person(Office(office), person, since.date(), more["position"], more["phone"])
    with desk.open() as services:
        told = ResponsiblePersonSchema().dump(services.responsibility.enter(*body_named(services, body), named))
    desk.tell(told, f"{told['office']}\t{told['name']}\t{told['since']}")


@errand("missing")
def missing(desk: Desk) -> None:
    """List bodies without a head or staff of their archives; exit code 1 when there is any."""
    with desk.open() as services:
        archives, page = services.responsibility.lacking_archives(), services.responsibility.lacking(ALL)
        rows = LackingSchema(many=True).dump([*archives, *page.rows])
        count = services.responsibility.lacking_count()
    told = {"count": count, "bodies": rows}
    (desk.fail if count else desk.tell)(told, "\n".join([*(row["name"] for row in rows), f"{count} bodies"]))


@click.group("work-report")
def work_report() -> None:
    """Periodic reports on archives work (条例 45)."""


@errand("list")
@click.option("--period", default="", help="Only of this period.")
@click.option("--state", type=click.Choice([each.value for each in ReportState]), help="Only those of this state.")
def list_reports(desk: Desk, period: str, state: str | None) -> None:
    """List the newest reports."""
    with desk.open() as services:
        listed = services.work_reports.list(ALL, period, ReportState(state) if state else None)
        rows = WorkReportSchema(many=True).dump(listed.rows)
    lines = (f"{row['id']}\t{row['period']}\t{row['state']}\t{row['inspected_name']}" for row in rows)
    desk.tell({"reports": rows}, "\n".join(lines))


@errand("silent")
@click.option("--period", default="", help="The newest that has ended when left out.")
def silent(desk: Desk, period: str) -> None:
    """List who has not reported; exit code 1 when the day has passed for any."""
    with desk.open() as services:
        told = StandingSchema().dump(services.work_report_watch.standing(period))
    head = f"{told['period']}\tdue {told['due_on']}\t{told['silent_count']} have not reported"
    text = "\n".join([head, *(each["name"] for each in told["silent"])])
    (desk.fail if told["is_overdue"] and told["silent_count"] else desk.tell)(told, text)


@errand("begin")
@click.argument("body")
@click.option("--period", default="", help="The newest that has ended when left out.")
def begin(desk: Desk, body: str, period: str) -> None:
    """Begin the report of BODY, with what the system counts."""
    with desk.open() as services:
        row = services.work_reports.begin(*body_named(services, body), period)
        told = WorkReportSchema().dump(row)
        lines = [f"{told['id']}\t{told['period']}\tdue {told['due_on']}"]
        lines += [f"{code}\t{'-' if each.counted is None else each.counted}" for code, each in said_of(row).items()]
    desk.tell(told, "\n".join(lines))


@errand("fill-in")
@click.argument("report", type=click.UUID)
@click.option("--figure", "figures", type=(str, int), multiple=True, help="CODE NUMBER, as reported.")
@click.option("--remark", "remarks", type=(str, str), multiple=True, help="CODE WORDS, why it is not as counted.")
@click.option("--text", "texts", type=(str, str), multiple=True, help="CODE WORDS, a part in words.")
def fill_in(
    desk: Desk,
    report: UUID,
    figures: Sequence[tuple[str, int]],
    remarks: Sequence[tuple[str, str]],
    texts: Sequence[tuple[str, str]],
) -> None:
    """Fill a report in; what is left out stays as it was."""
    with desk.open() as services:
        row = services.work_reports.get(report)
        filling = Filling(dict(figures), dict(remarks), {**row.texts, **dict(texts)})
        row = services.work_reports.fill_in(report, row.version, filling)
        gaps = [f"{gap.code}\t{gap.where}" for gap in services.work_reports.gaps(row)]
        told = WorkReportSchema().dump(row)
    desk.tell(told, "\n".join([f"{told['period']}\t{told['state']}", *gaps]))


@errand("do")
@click.argument("report", type=click.UUID)
@click.argument("act", type=click.Choice(["hand-in", "send-back", "submit", "acknowledge", "return"]))
@click.option("--reason", default="", help="Why it goes back.")
def do(desk: Desk, report: UUID, act: str, reason: str) -> None:
    """Lay it before the approver, sign it off, acknowledge it, or give it back."""
    with desk.open() as services:
        reports = services.work_reports
        seen = reports.get(report).version
        buttons = {"hand-in": reports.hand_in, "submit": reports.submit, "acknowledge": reports.acknowledge}
        if act in buttons:
            told = WorkReportSchema().dump(buttons[act](report, seen))
        else:
            back = reports.send_back if act == "send-back" else reports.give_back
            told = WorkReportSchema().dump(back(report, seen, reason))
    desk.tell(told, f"{told['period']}\t{told['state']}")


@click.group("summary")
def summary() -> None:
    """What an authority publishes of its register."""


@errand("list")
def list_published(desk: Desk) -> None:
    """List what everybody may read."""
    with desk.open() as services:
        rows = PublishedSummarySchema(many=True).dump(services.publications.list())
    lines = (f"{row['id']}\t{row['place_name']}\t{row['period']}\t{row['edition']}" for row in rows)
    desk.tell({"summaries": rows}, "\n".join(lines))


@errand("publish")
@click.argument("place")
@click.option("--period", default="", help="The newest that has ended when left out.")
@click.option("--preview", is_flag=True, help="Only show what would be published.")
def publish(desk: Desk, place: str, period: str, *, preview: bool) -> None:
    """Publish the summary of PLACE (name or code)."""
    with desk.open() as services:
        place_id = services.parties.named("jurisdiction", place).id
        if preview:
            told: Any = services.publications.preview(place_id, period).plain
        else:
            told = PublishedSummarySchema().dump(services.publications.publish(place_id, period))
    figures = told if preview else told["figures"]
    lines = [f"{name}\t{'-' if value is None else value}" for name, value in figures.items() if name != "districts"]
    desk.tell(told, "\n".join(lines))


for _group, _commands in (
    (responsible, (list_persons, name_person, missing)),
    (work_report, (list_reports, silent, begin, fill_in, do)),
    (summary, (list_published, publish)),
):
    for _command in _commands:
        _group.add_command(_command)

COMMANDS = (responsible, work_report, summary)
