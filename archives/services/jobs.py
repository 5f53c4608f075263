"""Work that no person waits for: claimed with a lease, repeated after a crash, fairly shared, open to view.

A job runs at least once; what it does must be the same when it is done again. `owner` names one lane of one worker.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.orm import aliased

from archives.domain.errors import FrozenError
from archives.domain.permission import ORGANIZATION_ROLES
from archives.domain.vocabulary import Role
from archives.models import Job
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.unit_of_work import UnitOfWork

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=2)  # doubled at each failure
LONGEST_PAUSE = timedelta(hours=1)
LONGEST_ERROR = 4000  # characters of the end of a report
KEPT_FOR = timedelta(days=30)  # after its end
LIVE = ("queued", "running")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that its owner has to do now."""

    id: UUID
    kind: str
    payload: Mapping[str, Any]
    attempts: int  # this one counted


class JobService:
    """The queue, for the worker and for those who watch it."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:  # noqa: ARG002 -- every service is made so
        self._work = work

    # --- for people ---

    def list(self, cut: Cut = FIRST, state: str = "") -> Page[Job]:
        """Return jobs, newest first: all of them for the system administrator, else those of one's organization."""
        asked = select(Job).where(self._mine())
        return page(
            self._work.session, asked.where(Job.state == state) if state else asked, (Job.id,), cut, descending=True
        )

    def retry(self, job_id: UUID) -> Job:
        """Queue a dead job anew, or let a waiting one run now."""
        self._work.actor.require_role(Role.SYSTEM_ADMIN)
        with self._work.write():
            job = self._locked(job_id)
            _require(job, "dead", "queued")
            job.state, job.attempts, job.run_at = "queued", 0, self._work.now()
            self._work.record("JobRetried", job, job=job.kind, error=job.error)
            return job

    def abort(self, job_id: UUID) -> Job:
        """Take a job out of the queue; its key is free again. One that runs has to end by itself."""
        self._work.actor.require_role(Role.SYSTEM_ADMIN)
        with self._work.write():
            job = self._locked(job_id)
            _require(job, "dead", "queued")
            job.state, job.key, job.finished_at = "aborted", None, self._work.now()
            self._work.record("JobAborted", job, job=job.kind, error=job.error)
            return job

    # --- for the worker ---

    def claim(self, owner: str, lanes: int = 1) -> Claimed | None:
        """Take the next job: the oldest of the organization with the fewest running, which never holds every lane."""
        asked = self._next(lanes)
        if self._work.session.scalar(asked) is None:  # the write gate is not for looking
            self._work.session.commit()
            return None
        with self._work.write():
            job = self._work.session.scalar(asked.with_for_update(skip_locked=True, of=Job))
            return self._taken(job, owner) if job else None

    def beat(self, job_id: UUID, owner: str, done: int | None = None, total: int | None = None) -> bool:
        """Keep the lease and note how far it is; False when the job is no longer this owner's."""
        progress = {} if done is None else {"done": done, "total": total or 0}
        return self._change(job_id, owner, lease_until=self._work.now() + LEASE, **progress)

    def finish(self, job_id: UUID, owner: str) -> bool:
        """Say that it is done. Of two who did it, the one that holds the lease says so."""
        ended = {"key": None, "lease_until": None, "error": "", "finished_at": self._work.now()}
        return self._change(job_id, owner, state="done", **ended)

    def fail(self, job_id: UUID, owner: str, error: str, *, final: bool = False) -> bool:
        """Try it again after a pause that doubles; after MOST_ATTEMPTS, or if final, it is dead: a person must look."""
        job = self._work.get(Job, job_id)
        pause = min(FIRST_PAUSE * 2 ** (job.attempts - 1), LONGEST_PAUSE)
        state = "dead" if final or job.attempts >= MOST_ATTEMPTS else "queued"
        told = {"error": error[-LONGEST_ERROR:], "run_at": self._work.now() + pause, "lease_until": None}
        return self._change(job_id, owner, state=state, **told)

    def give_back(self, job_id: UUID, owner: str) -> bool:
        """Put a job back that was broken off at a stop; that counts as no attempt."""
        return self._change(job_id, owner, state="queued", attempts=Job.attempts - 1, lease_until=None)

    def release(self, is_gone: Callable[[str], bool]) -> int:
        """Let jobs of owners that are gone be claimed now, not only when their lease ends; return how many."""
        running = self._work.session.scalars(select(Job).where(Job.state == "running")).all()
        gone = [job for job in running if is_gone(job.owner)]
        return sum(self._change(job.id, job.owner, lease_until=self._work.now()) for job in gone)

    def ensure(self, kind: str, delay: timedelta) -> None:
        """Have a periodic job of that kind in the queue, to run after `delay` at the latest.

        A dead one stays to be seen, but without delay (at a start) it is tried again.
        """
        key, due = f"every:{kind}", self._work.now() + delay
        job = self._work.session.scalar(select(Job).where(Job.key == key))
        if job is not None and (job.run_at <= due or job.state != "queued") and (delay or job.state != "dead"):
            return
        with self._work.write():
            if self._work.enqueue(kind, key=key, delay_seconds=int(delay.total_seconds())) is None and job is not None:
                job.run_at = due

    def sweep(self) -> None:
        """Forget what ended KEPT_FOR ago."""
        with self._work.write():
            old = select(Job).where(Job.state.not_in(("queued", "running", "dead")))
            for job in self._work.session.scalars(old.where(Job.finished_at < self._work.now() - KEPT_FOR)):
                self._work.session.delete(job)

    # --- private ---

    def _mine(self) -> ColumnElement[bool]:
        if self._work.actor.roles & {Role.SYSTEM_ADMIN, Role.SYSTEM}:
            return Job.id.is_not(None)
        held = [p.scope.organizations for p in self._work.actor.permissions if p.role in ORGANIZATION_ROLES]
        return Job.organization_id.in_(sorted(frozenset().union(*held)))

    def _locked(self, job_id: UUID) -> Job:
        job = self._work.get(Job, job_id)
        self._work.session.refresh(job, with_for_update=True)
        return job

    def _next(self, lanes: int) -> Select[Job]:
        now = self._work.now()
        busy = _running_beside(now)
        due = or_(and_(Job.state == "queued", Job.run_at <= now), and_(Job.state == "running", Job.lease_until <= now))
        shared = or_(Job.organization_id.is_(None), busy < max(lanes - 1, 1))
        return select(Job).where(due, shared).order_by(busy, Job.run_at, Job.id).limit(1)

    def _taken(self, job: Job, owner: str) -> Claimed | None:
        """Give it to the owner; but one at which worker after worker ended is dead."""
        if job.attempts >= MOST_ATTEMPTS:
            job.state, job.lease_until, job.error = "dead", None, f"{job.attempts} workers ended while they did it."
            return None
        job.state, job.owner, job.attempts = "running", owner, job.attempts + 1
        job.lease_until = self._work.now() + LEASE
        return Claimed(job.id, job.kind, dict(job.payload), job.attempts)

    def _change(self, job_id: UUID, owner: str, **values: object) -> bool:
        held = update(Job).where(Job.id == job_id, Job.owner == owner, Job.state == "running").values(**values)
        with self._work.write():
            changed = self._work.session.execute(held, execution_options={"synchronize_session": False})
        self._work.session.expire_all()
        return bool(changed.rowcount)  # type: ignore[attr-defined] # an UPDATE has one


def _running_beside(now: datetime) -> ColumnElement[int]:
    """Count what runs for the same organization."""
    other = aliased(Job)
    running = select(func.count(other.id)).where(other.state == "running", other.lease_until > now)
    return running.where(other.organization_id == Job.organization_id).correlate(Job).scalar_subquery()


def _require(job: Job, *states: str) -> None:
    if job.state not in states:
        raise FrozenError(
            f"This job is {job.state}; only one that is {' or '.join(states)} can be changed.", state=job.state
        )
