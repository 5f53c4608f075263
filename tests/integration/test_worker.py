"""The worker: kill -9 at any moment loses nothing and does nothing twice; two share a queue; a stop is polite."""

import logging
import multiprocessing
import os
import random
import signal
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from api.bootstrap import build
from api.jobs.handlers import HANDLERS, Handler
from api.jobs.owner import is_gone, owner_name
from api.jobs.worker import Worker
from archives.domain.permission import WORKER
from archives.domain.transfer import TransferState
from archives.models import Job, OutboxMessage, Setting, new_id
from archives.services.search_asking import Question
from config import Settings
from tests.factories import cast
from tests.handover import act, plan, review, submit, three_records
from tests.integration.test_search import find, register

KILLS = int(os.environ.get("WORKER_KILLS", "10"))
FORK = multiprocessing.get_context("fork")  # a fresh interpreter for each kill would take seconds


def slow(services, payload, progress):
    """Leave a mark once, whoever comes by how often, and one line for each time."""
    for step in range(3):
        time.sleep(0.01)
        progress(step + 1, 3)
    name = f"effect:{payload['number']}"
    with services.work.write():
        services.work.session.add(Setting(name=f"ran:{new_id()}", value={"by": os.getpid()}))
        if services.work.session.scalar(select(Setting.id).where(Setting.name == name)) is None:
            services.work.session.add(Setting(name=name, value={}))


def broken(_services, _payload, _progress):
    raise ZeroDivisionError("a planted fault")


TEST_HANDLERS = {"slow": Handler(slow), "broken": Handler(broken)}


def work(settings, handlers=TEST_HANDLERS):
    """Be a worker process."""
    logging.disable()
    house = build(settings)
    worker = Worker(house, handlers=handlers)
    signal.signal(signal.SIGTERM, worker.stop)
    worker.run()
    house.close()


@pytest.fixture
def start():
    """Start worker processes; none outlives the test."""
    started = []

    def begin(settings, **more):
        process = FORK.Process(target=work, args=(settings,), kwargs=more, daemon=True)
        process.start()
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.join()


def wait_for(condition, seconds=20):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.05)


def enqueue(house, kind, count):
    with house.open(WORKER) as services, services.work.write():
        for number in range(count):
            services.work.enqueue(kind, number=number)


def states(house):
    with house.open(WORKER) as services:
        return dict(services.work.session.execute(select(Job.state, func.count()).group_by(Job.state)).all())


def only_job(house):
    with house.open(WORKER) as services:
        return services.work.session.scalars(select(Job)).one()


def marks(house, prefix):
    with house.open(WORKER) as services:
        return services.work.session.scalars(select(Setting).where(Setting.name.startswith(prefix))).all()


def waiting(house):
    with house.open(WORKER) as services:
        return services.work.session.scalar(select(func.count(OutboxMessage.id)))


@pytest.fixture
def real_house(settings):
    """A house with the true time, as its workers have."""
    house = build(settings)
    yield house
    house.close()


def test_kill_9_at_any_moment_loses_no_job_and_no_record(real_house, settings, start):
    chance = random.Random(11)
    people = cast(real_house)
    enqueue(real_house, "slow", 60)
    for kill in range(KILLS):
        register(real_house, people.clerk, people.finance_fonds, title=f"防汛{kill}")
        process = start(settings)
        time.sleep(chance.uniform(0.05, 0.5))
        process.kill()
        process.join()
    last = start(settings)
    wait_for(lambda: states(real_house) == {"done": 60} and waiting(real_house) == 0)
    last.terminate()
    last.join()

    assert len(marks(real_house, "effect:")) == 60
    assert real_house.outside.index.count() == KILLS
    assert find(real_house, people.clerk, "防汛").total == KILLS
    with real_house.open(WORKER) as services:
        assert services.trail.verify() == []


def test_two_workers_on_postgresql_share_the_queue_and_do_each_job_once(settings, postgresql_url, start):
    settings = Settings(home=settings.home, database_url=postgresql_url)
    house = build(settings)
    enqueue(house, "slow", 40)

    workers = [start(settings) for _ in range(2)]
    wait_for(lambda: states(house) == {"done": 40})
    for worker in workers:
        worker.terminate()
        worker.join()

    ran = marks(house, "ran:")
    assert (len(ran), len(marks(house, "effect:"))) == (40, 40)
    assert len({mark.value["by"] for mark in ran}) == 2
    house.close()


def test_a_stop_lets_the_present_step_end_and_gives_the_job_back(real_house, settings, start):
    enqueue(real_house, "slow", 30)
    process = start(settings)
    wait_for(lambda: "done" in states(real_house))

    begun = time.monotonic()
    process.terminate()
    process.join()

    assert time.monotonic() - begun < 5
    assert process.exitcode == 0
    left = states(real_house)
    assert left["done"] + left.get("queued", 0) == 30


def test_a_fault_is_kept_with_its_place_and_repeated_later(real_house, settings, start):
    enqueue(real_house, "broken", 1)
    process = start(settings)
    wait_for(lambda: only_job(real_house).error)
    process.terminate()
    process.join()

    job = only_job(real_house)
    assert "ZeroDivisionError: a planted fault" in job.error
    assert (job.state, job.attempts) == ("queued", 1)
    assert job.run_at > job.created_at


def test_what_was_saved_is_indexed_within_moments_while_jobs_run(real_house, settings, start):
    people = cast(real_house)
    enqueue(real_house, "slow", 200)
    process = start(settings)
    wait_for(lambda: "done" in states(real_house))

    begun = time.monotonic()
    register(real_house, people.clerk, people.finance_fonds, title="防汛")
    wait_for(lambda: real_house.outside.index.count() == 1)

    assert time.monotonic() - begun < 3
    process.terminate()
    process.join()


def test_a_saved_search_is_asked_again_once_records_are_indexed(real_house, settings, start):
    people = cast(real_house)
    with real_house.open(people.clerk) as services:
        services.saved_searches.save("防汛", Question("防汛"))
    process = start(settings)

    def new():
        with real_house.open(people.clerk) as services:
            return [each.new for each in services.saved_searches.list()]

    register(real_house, people.clerk, people.finance_fonds, title="防汛")
    wait_for(lambda: new() == [1])

    process.terminate()
    process.join()


def test_events_come_into_the_log_within_moments_however_many_workers_are_killed(settings, database_url, start):
    settings, chance = Settings(home=settings.home, database_url=database_url), random.Random(12)
    house = build(settings)
    people = cast(house)
    workers = [start(settings) for _ in range(2)]
    for number in range(12):
        register(house, people.clerk, people.finance_fonds, title=f"防汛{number}")
        time.sleep(chance.uniform(0.01, 0.3))
        workers[number % 2].kill()
        workers[number % 2] = start(settings)

    wait_for(lambda: in_log(house) >= 12)
    begun = time.monotonic()
    register(house, people.clerk, people.finance_fonds, title="防汛")
    wait_for(lambda: in_log(house) >= 13)

    assert time.monotonic() - begun < 2
    with house.open(WORKER) as services:
        assert services.transparency.newest().size > 0
        assert services.trail.verify() == []
    house.close()


def in_log(house):
    with house.open(WORKER) as services:
        return services.work.log_tree().size()


def test_a_damaged_index_is_made_anew(real_house, settings, start):
    people = cast(real_house)
    register(real_house, people.clerk, people.finance_fonds, title="防汛")
    for path in (settings.home / "index").glob("v*/*"):
        path.write_bytes(b"damaged")

    start(settings)
    wait_for(lambda: waiting(real_house) == 0)

    assert find(real_house, people.clerk, "防汛").total == 1


def test_a_sealed_transfer_is_stored_by_the_worker_even_when_its_job_is_lost(house, clock, settings, start):
    people = cast(house)
    records = three_records(house, people)
    transfer = plan(house, people)
    submit(house, people, transfer.id)
    review(house, people, transfer.id, records)
    act(house, people.archivist, "reception", "propose_acceptance", transfer.id)
    act(house, people.director, "reception", "seal", transfer.id)
    with house.open(WORKER) as services, services.work.write():
        for job in services.work.session.scalars(select(Job)):
            services.work.session.delete(job)

    process = start(settings, handlers=HANDLERS)

    def state():
        with house.open(WORKER) as services:
            return services.transfers.read(transfer.id).state

    wait_for(lambda: state() is TransferState.ACCEPTED)
    process.terminate()
    process.join()
    with house.open(WORKER) as services:
        assert services.trail.verify() == []


def test_every_kind_that_is_queued_has_a_handler():
    assert {"check", "store", "import_check", "import_publish"} <= set(HANDLERS)
    assert {kind: handler.every for kind, handler in HANDLERS.items() if handler.every} == {
        "deadlines": timedelta(days=1),
        "cases": timedelta(days=1),
        "searches": timedelta(hours=1),
        "sweep": timedelta(hours=1),
        "verify_trail": timedelta(days=1),
    }


def test_a_worker_knows_which_owners_are_gone():
    process = FORK.Process(target=time.sleep, args=(30,))
    process.start()
    here = owner_name()
    machine, _, started = here.split(":")

    assert not is_gone(f"{here}:0")
    assert is_gone(f"{machine}:{os.getpid()}:{int(started) + 1}:0")  # the number came again
    assert not is_gone("elsewhere:1:1:0")
    process.kill()
    process.join()
    assert is_gone(f"{machine}:{process.pid}:1:0")
