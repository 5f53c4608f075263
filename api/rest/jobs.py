"""The queue over JSON."""

from typing import Any
from uuid import UUID

from flask import Blueprint

from api.context import services
from api.rest.operation import Operation
from api.schemas.jobs import JobQuerySchema, JobSchema
from archives.services.paging import Cut, Page

jobs_bp = Blueprint("rest_jobs", __name__, url_prefix="/api/v1/jobs")


@jobs_bp.get("")
@Operation("List jobs", query=JobQuerySchema, response=JobSchema, paged=True)
def list_jobs(query: dict[str, str], cut: Cut) -> Page[Any]:
    """Newest first: all for the system administrator, else those of one's organization."""
    return services().jobs.list(cut, query["state"])


@jobs_bp.post("/<uuid:job_id>/retry")
@Operation("Queue a dead job anew", response=JobSchema)
def retry_job(job_id: UUID) -> object:
    """Done by the system administrator."""
    return services().jobs.retry(job_id)


@jobs_bp.post("/<uuid:job_id>/abort")
@Operation("Take a waiting or dead job out of the queue", response=JobSchema)
def abort_job(job_id: UUID) -> object:
    """Done by the system administrator."""
    return services().jobs.abort(job_id)
