"""The stage of a demo: a house whose clock stands on the demo's day, and everybody acting under their own name."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from api.bootstrap import House, build
from archives.domain.errors import NotFoundError
from archives.domain.permission import WORKER, Actor
from archives.services import Services
from archives.services.accounts_actor import actor_of
from archives.services.jobs import Claimed
from archives.services.paging import Cut
from config import Settings

WORK: Mapping[str, Callable[[Services, Mapping[str, Any]], object]] = {
    "check": lambda services, told: services.checks.run(UUID(told["run_id"])),
    "store": lambda services, told: services.storing.store(UUID(told["transfer_id"])),
    "paper": lambda services, told: services.case_papers.draw(UUID(told["paper_id"])),
}
"""What a handover and a case need of the worker; the rest of its work can wait for it."""
MORNING = time(8, 30)
TICK = timedelta(seconds=1)
OWNER = "demo"


class DemoClock:
    """Goes on by a second at each look, from the morning of a day, or from where an earlier play stopped."""

    def __init__(self, start: datetime) -> None:
        self.at = start

    def __call__(self) -> datetime:
        """Return the next instant."""
        self.at += TICK
        return self.at


class Stage:
    """Opens the services for whoever acts. Close it at the end."""

    def __init__(self, settings: Settings, today: date | None) -> None:
        self._clock = DemoClock(datetime.min.replace(tzinfo=UTC)) if today else None
        self.house: House = build(settings, self._clock)
        self._today, self._actors = today, dict[str, Actor]()

    def prepare(self) -> None:
        """Make the home's key and database, if they are not there, and set the clock."""
        self.house.settings.create_secret_key()
        self.house.prepare()
        with self.machine() as services:
            services.jobs.release(OWNER.__eq__)
            newest = [event.happened_at for event in services.trail.events(cut=Cut(limit=1)).rows]
        if self._clock is not None and self._today is not None:
            morning = datetime.combine(self._today, MORNING, self.house.outside.profile.zone)
            self._clock.at = max([morning.astimezone(UTC), *newest])

    @contextmanager
    def machine(self) -> Iterator[Services]:
        """Open the services for the operator of the machine, and its worker."""
        with self.house.open(WORKER) as services:
            yield services

    @contextmanager
    def person(self, username: str) -> Iterator[Services]:
        """Open the services for the person of that username."""
        with self.house.open(self._actor(username)) as services:
            yield services

    def work(self) -> None:
        """Do the checks and the storing that wait, as the worker does."""
        others = []
        while (job := self._claimed()) is not None:
            if job.kind not in WORK:
                others.append(job)
                continue
            with self.machine() as services:
                WORK[job.kind](services, job.payload)
            with self.machine() as services:
                services.jobs.finish(job.id, OWNER)
        for job in others:
            with self.machine() as services:
                services.jobs.give_back(job.id, OWNER)

    def close(self) -> None:
        """Leave."""
        self.house.close()

    def _actor(self, username: str) -> Actor:
        if username not in self._actors:
            with self.machine() as services:
                account = services.accounts.find(username)
                if account is None:
                    raise NotFoundError("user", username)
                self._actors[username] = actor_of(services.work.session, account)
        return self._actors[username]

    def _claimed(self) -> Claimed | None:
        with self.machine() as services:
            return services.jobs.claim(OWNER)
