"""archives jobs …: the queue, for the operator."""

from uuid import UUID

import click

from api.cli.errand import Desk, errand
from api.schemas.jobs import STATES, JobSchema


@click.group("jobs")
def jobs() -> None:
    """Work that no person waits for."""


@errand("list")
@click.option("--state", type=click.Choice(STATES), default=None, help="Only jobs in this state.")
def list_jobs(desk: Desk, state: str | None) -> None:
    """Show jobs, the newest first."""
    with desk.open() as services:
        told = JobSchema(many=True).dump(services.jobs.list(state=state or "").rows)
    lines = (
        f"{row['id']}\t{row['state']}\t{row['kind']}\t{row['attempts']}\t{_last_line(row['error'])}" for row in told
    )
    desk.tell({"jobs": told}, "\n".join(lines))


@errand("retry")
@click.argument("job_id", type=click.UUID)
def retry(desk: Desk, job_id: UUID) -> None:
    """Queue a dead job anew."""
    with desk.open() as services:
        told = JobSchema().dump(services.jobs.retry(job_id))
    desk.tell(told, f"{told['kind']} is queued.")


@errand("abort")
@click.argument("job_id", type=click.UUID)
def abort(desk: Desk, job_id: UUID) -> None:
    """Take a waiting or dead job out of the queue."""
    with desk.open() as services:
        told = JobSchema().dump(services.jobs.abort(job_id))
    desk.tell(told, f"{told['kind']} will not be done.")


for _command in (list_jobs, retry, abort):
    jobs.add_command(_command)

COMMANDS = (jobs,)


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]
