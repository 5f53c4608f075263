"""`archives worker`: one process that does what no person waits for.

Lanes take jobs from the queue side by side, so that a long one lets short ones pass; beside them, whoever holds the
index's lock brings records into it within PAUSE of their saving, and events come into the log and under a checkpoint.
What is broken off, by a stop or a crash, is taken up again: every job may be done twice, and none is lost.
"""

import logging
import threading
import traceback
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from uuid import UUID

from api.bootstrap import House
from api.jobs.handlers import HANDLERS, Handler, UndeliverableError, reconcile
from api.jobs.owner import is_gone, owner_name
from archives.domain.errors import FixityError, IllegalTransitionError, IndexUnusableError, NotFoundError
from archives.domain.permission import WORKER
from archives.services import Services
from archives.services.jobs import Claimed

LANES = 2
PAUSE = 0.2  # seconds between two looks at an empty queue
AFTER_FAULT = 5.0  # seconds
BETWEEN_ROUNDS = 10.0  # seconds, over the saved searches, while records come into the index
HEARTBEAT = 1.0  # seconds
KEEP_LEASE = 15  # heartbeats
LOOK_ROUND = 60  # heartbeats between two looks at the periodic jobs
PATIENCE = 30.0  # seconds that a step may still take after a stop
HOPELESS = (
    NotFoundError,
    IllegalTransitionError,
    FixityError,
    UndeliverableError,
)  # will not be otherwise the next time

_log = logging.getLogger(__name__)


class StoppedError(Exception):
    """The worker is to end; the job goes back into the queue."""


class LostLeaseError(Exception):
    """The job is another's by now."""


class Running:
    """A job in a lane: how far it is, and whether it is still ours."""

    def __init__(self, job: Claimed, owner: str, stopping: threading.Event) -> None:
        self.id: UUID = job.id
        self.owner = owner
        self.progress: tuple[int, int] | None = None
        self.told: tuple[int, int] | None = None
        self.is_lost = False
        self._stopping = stopping

    def __call__(self, done: int, total: int) -> None:
        """Note how far it is; break off when it should not go on."""
        self.progress = (done, total)
        if self.is_lost:
            raise LostLeaseError
        if self._stopping.is_set():
            raise StoppedError


class Worker:
    """Runs until `stop`."""

    def __init__(self, house: House, lanes: int = LANES, handlers: Mapping[str, Handler] = HANDLERS) -> None:
        self._house, self._handlers = house, handlers
        self._stopping = threading.Event()
        self._owners = [f"{owner_name()}:{lane}" for lane in range(lanes)]
        self._running: dict[str, Running] = {}

    def stop(self, *_: object) -> None:
        """Finish the present steps, then end. Fit to be a signal's handler."""
        self._stopping.set()

    def run(self) -> None:
        """Work."""
        self._begin()
        lanes = [partial(self._lane, owner) for owner in self._owners]
        threads = [threading.Thread(target=self._repeat, args=(lane,), daemon=True) for lane in lanes]
        threads.append(threading.Thread(target=self._index, daemon=True))
        threads.append(threading.Thread(target=self._repeat, args=(_keep_log,), daemon=True))
        for thread in threads:
            thread.start()
        beats = 0
        while not self._stopping.wait(HEARTBEAT):
            beats += 1
            self._attempt(partial(self._beat, beats))
        for thread in threads:
            thread.join(PATIENCE)

    # --- private ---

    def _begin(self) -> None:
        """Clear up after workers that are gone, and take up what they left."""
        self._house.outside.holding.recover()
        self._house.outside.store.recover()
        with self._house.open(WORKER) as services:
            services.jobs.release(is_gone)
            reconcile(services)
            for kind, handler in self._handlers.items():
                if handler.every:
                    services.jobs.ensure(kind, timedelta(0) if handler.at_start else handler.every)

    def _lane(self, owner: str, services: Services) -> bool:
        """Do the next job, if there is one."""
        job = services.jobs.claim(owner, len(self._owners))
        if job is None:
            return False
        running = self._running[owner] = Running(job, owner, self._stopping)
        try:
            self._do(job, running)
        finally:
            del self._running[owner]
        return True

    def _do(self, job: Claimed, running: Running) -> None:
        try:
            with self._house.open(WORKER) as services:
                self._handlers[job.kind].run(services, job.payload, running)
        except StoppedError:
            self._note(lambda services: services.jobs.give_back(job.id, running.owner))
        except LostLeaseError:
            _log.warning("Job %s %s is another's by now.", job.kind, job.id)
        except Exception as error:  # noqa: BLE001 -- the job's edge
            _log.exception("Job %s %s failed, attempt %d.", job.kind, job.id, job.attempts)
            report, final = traceback.format_exc(), isinstance(error, HOPELESS)
            self._note(lambda services: services.jobs.fail(job.id, running.owner, report, final=final))
        else:
            self._note(lambda services: services.jobs.finish(job.id, running.owner))

    def _note(self, act: Callable[[Services], object]) -> None:
        with self._house.open(WORKER) as services:
            act(services)

    def _beat(self, beats: int, services: Services) -> None:
        """Keep the leases, tell how far the jobs are, see that the periodic ones are there."""
        for running in list(self._running.values()):
            if running.progress != running.told or beats % KEEP_LEASE == 0:
                running.told = running.progress
                running.is_lost = not services.jobs.beat(running.id, running.owner, *(running.told or ()))
        if beats % LOOK_ROUND == 0:
            for kind, handler in self._handlers.items():
                if handler.every:
                    services.jobs.ensure(kind, handler.every)

    def _index(self) -> None:
        """Wait to be the one that brings records into the index, then be it until the end."""
        indexed = threading.Event()
        while not self._stopping.is_set():
            with self._house.outside.index.drain_lock() as held:
                if held:
                    steps = (_extract, partial(self._watch_searches, indexed))
                    beside = [threading.Thread(target=self._repeat, args=(step,), daemon=True) for step in steps]
                    for thread in beside:
                        thread.start()
                    self._repeat(partial(_drain, indexed))
                    for thread in beside:
                        thread.join(PATIENCE)
            self._stopping.wait(AFTER_FAULT)

    def _watch_searches(self, indexed: threading.Event, services: Services) -> bool:
        """Ask the saved searches again when records came into the index; what this misses, the hourly round finds."""
        if not indexed.is_set():
            return False
        indexed.clear()
        services.saved_search_rounds.make()
        self._stopping.wait(BETWEEN_ROUNDS)
        return True

    def _repeat(self, step: Callable[[Services], bool]) -> None:
        while not self._stopping.is_set():
            if not self._attempt(step):
                self._stopping.wait(PAUSE)

    def _attempt(self, step: Callable[[Services], bool | None]) -> bool:
        """Do a step; whatever happens in it, the worker goes on after a while."""
        try:
            with self._house.open(WORKER) as services:
                return bool(step(services))
        except Exception:  # noqa: BLE001 -- the worker's edge
            _log.exception("A step of the worker failed; it will be repeated.")
            self._stopping.wait(AFTER_FAULT)
            return False


def _drain(indexed: threading.Event, services: Services) -> bool:
    try:
        done = services.indexing.waits() and bool(services.indexing.drain())
    except IndexUnusableError:
        _log.warning("The search index cannot be used and is made anew.")
        services.indexing.rebuild()
        done = True
    if done:
        indexed.set()
    return done


def _keep_log(services: Services) -> bool:
    services.transparency.keep_up()
    return False


def _extract(services: Services) -> bool:
    return bool(services.indexing.extract())
