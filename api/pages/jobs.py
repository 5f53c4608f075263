"""The page of jobs: what the machine does when nobody waits. All of it for the system administrator, else one's own."""

from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from api.context import services
from api.idempotency import answer_once
from api.pages.frame import show
from api.pages.job_words import JOB_STATES, job_kind
from api.pages.reader import is_one_of, see_other
from archives.domain.vocabulary import Role
from archives.services.paging import Cut

job_pages = Blueprint("pages_jobs", __name__, url_prefix="/jobs")


@job_pages.get("")
def list_jobs() -> Response:
    """Jobs, the newest first."""
    state = request.args.get("state", "")
    asked = state if state in JOB_STATES else ""
    page = services().jobs.list(Cut(request.args.get("after", "")), asked)
    may = is_one_of(Role.SYSTEM_ADMIN)
    return show("jobs.html", page=page, state=asked, states=JOB_STATES, job_kind=job_kind, may_change=may)


@job_pages.post("/<uuid:job_id>/<any('retry', 'abort'):act>")
def change(job_id: UUID, act: str) -> ResponseReturnValue:
    """Queue a dead job anew, or take one out of the queue."""

    def do() -> Response:
        jobs = services().jobs
        jobs.retry(job_id) if act == "retry" else jobs.abort(job_id)
        return see_other(".list_jobs")

    return answer_once(do)
