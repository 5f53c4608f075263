"""Kill the whole at random: what was acknowledged is there, the trail has no gap, the store is sound, nothing is stuck.

KILLS sets how often (50 without it), SEED repeats a run; both are printed with what was reached.
"""

import multiprocessing
import os
import random
import time
from uuid import UUID

import pytest

from api.bootstrap import build
from archives.domain.permission import WORKER
from archives.domain.transfer import TransferState
from tests.factories import cast
from tests.proof.system_people import Office, keep_office, warm_up, work

KILLS = int(os.environ.get("KILLS", "50"))
SEED = int(os.environ.get("SEED", "20261123"))
LONGEST_LIFE = 0.6  # seconds
PATIENCE = 120.0  # seconds for the end
FORK = multiprocessing.get_context("fork")


class Victims:
    """The two processes, and everything that the office was told to be done."""

    def __init__(self, house, people):
        self.house, self.people = house, people
        self.acknowledged = []
        self.pipes = []
        self.living = {}

    def start(self, name, seed):
        if name == "worker":
            process = FORK.Process(target=work, args=(self.house,), daemon=True)
        else:
            ours, theirs = FORK.Pipe(duplex=False)
            self.pipes.append(ours)
            process = FORK.Process(target=keep_office, args=(self.house, self.people, seed, theirs), daemon=True)
        process.start()
        if name == "office":
            theirs.close()
        self.living[name] = process

    def kill(self, name):
        process = self.living.pop(name)
        died_by_itself = not process.is_alive()
        process.kill()
        process.join()
        assert not died_by_itself, f"the {name} ended by itself with {process.exitcode}"

    def bury(self):
        """Leave nobody alive: a fork holds every pipe of this process open, also those of the tests after it."""
        for process in self.living.values():
            process.kill()
            process.join()

    def wait_for_a_sign(self):
        """Wait until the present office has acknowledged something: a killed newborn proves nothing."""
        self.pipes[-1].poll(PATIENCE)

    def listen(self):
        """Read what was acknowledged, to the last whole line."""
        for pipe in self.pipes:
            try:
                while pipe.poll():
                    self.acknowledged.append(pipe.recv())
            except (EOFError, OSError):
                continue

    def told(self, word):
        return {UUID(thing): told for what, thing, told in self.acknowledged if what == word}


@pytest.fixture
def killed(settings):
    """A house that has lived through all the kills, and who was killed in it."""
    house = build(settings)
    people = cast(house)
    warm_up(house, people)
    victims = Victims(house, people)
    try:
        live_through_the_kills(victims)
        yield house, people, victims
    finally:
        victims.bury()
        house.close()


def live_through_the_kills(victims):
    chance = random.Random(SEED)
    for name in ("worker", "office"):
        victims.start(name, SEED)
    for kill in range(KILLS):
        name = chance.choice(["worker", "office"])
        if name == "office":
            victims.wait_for_a_sign()
        time.sleep(chance.uniform(0.01, LONGEST_LIFE))
        victims.kill(name)
        victims.start(name, SEED + kill + 1)
    victims.kill("office")
    victims.listen()


def bring_to_an_end(house, people):
    """Let everybody finish what they began; the worker still runs."""
    office = Office(house, people, lambda *_: None, random.Random(SEED))
    until = time.monotonic() + PATIENCE
    while unfinished := states(house) - {TransferState.ACCEPTED}:
        assert time.monotonic() < until, f"stuck: {unfinished}"
        for transfer_id in office.open_transfers():
            office.advance(transfer_id)
        retry_dead_jobs(house)
        time.sleep(0.05)
    while waiting(house):
        assert time.monotonic() < until, "the index never caught up"
        time.sleep(0.05)


def states(house):
    with house.open(WORKER) as services:
        return {transfer.state for transfer in services.transfers.list().rows}


def retry_dead_jobs(house):
    """A job that was killed too often waits for a person."""
    with house.open(WORKER) as services:
        for job in services.jobs.list(state="dead").rows:
            services.jobs.retry(job.id)


def waiting(house):
    with house.open(WORKER) as services:
        return services.indexing.waits()


@pytest.mark.timeout(3600)
def test_nothing_acknowledged_is_lost_however_often_the_system_is_killed(killed):
    house, people, victims = killed

    bring_to_an_end(house, people)
    victims.kill("worker")

    registered, attached = victims.told("REGISTERED"), victims.told("ATTACHED")
    filed, pressed = victims.told("FILED"), victims.told("PRESSED")
    with house.open(WORKER) as services:
        for record_id, title in registered.items():
            assert services.records.get(record_id).title.endswith(title)
        for record_id, sha256 in attached.items():
            assert [file.sha256 for file in services.content.list(record_id)] == [sha256]
        for transfer_id in {*filed, *pressed}:
            assert services.transfers.read(transfer_id).state is TransferState.ACCEPTED
            assert services.receipts.of_transfer(transfer_id).form_sha256
        assert services.trail.verify() == []
        assert services.fixity.check_all().faults == ()
        assert not services.storing.unfinished()
    assert len(registered) > KILLS // 5
    assert pressed
    print(f"{KILLS} kills, seed {SEED}: {len(registered)} records, {len(filed)} transfers, all there")  # noqa: T201 -- the figure of the proof
