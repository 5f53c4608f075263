"""The queue: claimed once, leased, repeated, fair, and open to those it concerns; on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from archives.domain.errors import FrozenError, NotPermittedError
from archives.domain.permission import WORKER
from archives.models import Job, new_id
from archives.services.database import Database
from archives.services.jobs import LEASE, MOST_ATTEMPTS, JobService
from archives.services.unit_of_work import UnitOfWork
from tests.factories import cast


@pytest.fixture
def database(database_url):
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def queue(database, clock):
    """Open a queue of one's own, as each lane has."""
    opened = []

    def make(actor=WORKER):
        work = UnitOfWork(database, clock, actor)
        opened.append(work)
        service = JobService.__new__(JobService)
        service._work = work
        return service

    yield make
    for work in opened:
        work.close()


def put(queue, kind="x", **more):
    jobs = queue()
    with jobs._work.write():
        job = jobs._work.enqueue(kind, **more)
    return job.id if job else None


def rows(queue):
    found = queue()._work.session.scalars(select(Job).order_by(Job.id))
    return [(job.kind, job.state, job.attempts) for job in found]


def test_a_job_is_done_once_and_its_key_is_free_again(queue):
    put(queue, key="k", word="档")
    assert put(queue, key="k") is None

    job = queue().claim("me")
    assert (job.kind, job.payload, job.attempts) == ("x", {"word": "档"}, 1)
    assert queue().claim("you") is None
    assert queue().finish(job.id, "me")

    assert rows(queue) == [("x", "done", 1)]
    assert put(queue, key="k") is not None


def test_a_job_waits_for_its_time(queue, clock):
    put(queue, delay_seconds=60)

    assert queue().claim("me") is None
    clock.move(seconds=60)
    assert queue().claim("me") is not None


def test_a_lease_that_ended_passes_the_job_on_and_only_the_holder_finishes(queue, clock):
    put(queue)
    first = queue().claim("dead")
    clock.move(seconds=LEASE.total_seconds())

    second = queue().claim("heir")

    assert (second.id, second.attempts) == (first.id, 2)
    assert not queue().finish(first.id, "dead")
    assert not queue().beat(first.id, "dead")
    assert queue().finish(second.id, "heir")


def test_a_heartbeat_keeps_the_lease_and_tells_the_progress(queue, clock):
    put(queue)
    job = queue().claim("me")
    clock.move(seconds=50)
    assert queue().beat(job.id, "me", 3, 9)
    clock.move(seconds=50)

    assert queue().claim("you") is None
    row = queue()._work.get(Job, job.id)
    assert (row.done, row.total) == (3, 9)


def test_a_failure_is_repeated_after_doubling_pauses_then_the_job_is_dead(queue, clock):
    put(queue, key="k")
    pauses = []
    for _ in range(MOST_ATTEMPTS):
        job = queue().claim("me")
        queue().fail(job.id, "me", "Traceback: no")
        row = queue()._work.get(Job, job.id)
        pauses.append((row.run_at - clock()).total_seconds())
        assert queue().claim("me") is None
        clock.move(seconds=pauses[-1])

    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256]
    row = queue()._work.get(Job, job.id)
    assert (row.state, row.error) == ("dead", "Traceback: no")
    clock.move(days=30)
    assert queue().claim("me") is None


def test_asking_again_for_a_dead_job_queues_it_anew(queue):
    first = put(queue, key="k")
    job = queue().claim("me")
    queue().fail(job.id, "me", "no", final=True)

    assert put(queue, key="k") == first
    assert rows(queue) == [("x", "queued", 0)]


def test_a_job_at_which_worker_after_worker_ends_is_dead(queue, clock):
    put(queue)
    for _ in range(MOST_ATTEMPTS):
        assert queue().claim("me") is not None
        clock.move(seconds=LEASE.total_seconds())

    assert queue().claim("me") is None
    assert rows(queue) == [("x", "dead", MOST_ATTEMPTS)]


def test_a_job_broken_off_by_a_stop_counts_no_attempt(queue):
    put(queue)
    job = queue().claim("me")

    assert queue().give_back(job.id, "me")

    assert queue().claim("you").attempts == 1


def test_what_a_worker_that_is_gone_had_is_claimed_at_once(queue):
    put(queue)
    queue().claim("gone:1")

    assert queue().release(lambda owner: owner == "gone:1") == 1

    assert queue().claim("new").attempts == 2


def test_the_many_jobs_of_one_organization_let_the_one_of_another_pass(queue):
    large, small = str(new_id()), str(new_id())
    for _ in range(3):
        put(queue, "large", organization_id=large)
    put(queue, "small", organization_id=small)

    claimed = [queue().claim(f"lane {lane}", lanes=2) for lane in range(2)]

    assert [job.kind for job in claimed] == ["large", "small"]


def test_one_organization_never_holds_every_lane(queue):
    large = str(new_id())
    for _ in range(3):
        put(queue, "large", organization_id=large)

    assert queue().claim("lane 0", lanes=2).kind == "large"
    assert queue().claim("lane 1", lanes=2) is None
    put(queue, "deadlines")
    assert queue().claim("lane 1", lanes=2).kind == "deadlines"


def test_many_lanes_at_once_take_each_job_once(database, queue):
    for number in range(30):
        put(queue, number=number)

    def lane(number):
        taken = []
        while (job := queue().claim(f"lane {number}")) is not None:
            taken.append(job.id)
        return taken

    with ThreadPoolExecutor(4) as lanes:
        taken = [job for found in lanes.map(lane, range(4)) for job in found]

    assert len(taken) == len(set(taken)) == 30


def test_a_periodic_job_is_there_once_and_comes_round(queue, clock):
    day = timedelta(days=1)
    queue().ensure("round", day)
    queue().ensure("round", day)
    assert rows(queue) == [("round", "queued", 0)]
    assert queue().claim("me") is None

    queue().ensure("round", timedelta(0))
    job = queue().claim("me")
    queue().ensure("round", day)
    queue().finish(job.id, "me")
    queue().ensure("round", day)

    assert rows(queue) == [("round", "done", 1), ("round", "queued", 0)]


def test_a_dead_periodic_job_stays_to_be_seen_until_the_next_start(queue):
    queue().ensure("round", timedelta(0))
    job = queue().claim("me")
    queue().fail(job.id, "me", "no", final=True)

    queue().ensure("round", timedelta(days=1))
    assert rows(queue) == [("round", "dead", 1)]

    queue().ensure("round", timedelta(0))
    assert rows(queue) == [("round", "queued", 0)]


def test_old_jobs_are_forgotten_but_not_the_dead(queue, clock):
    for ending in ("finish", "fail"):
        put(queue)
        job = queue().claim("me")
        queue().finish(job.id, "me") if ending == "finish" else queue().fail(job.id, "me", "no", final=True)
    clock.move(days=31)

    queue().sweep()

    assert rows(queue) == [("x", "dead", 1)]


# --- people ---------------------------------------------------------------------------------------


@pytest.fixture
def people(house):
    return cast(house)


def make(house, **more):
    with house.open(WORKER) as services:
        with services.work.write():
            job = services.work.enqueue("x", **more)
        return job.id


def test_everybody_sees_the_jobs_of_their_own_organization_the_administrator_all(house, people):
    mine, _theirs, _common = (
        make(house, organization_id=people.finance.id),
        make(house, organization_id=people.health.id),
        make(house),
    )

    seen = {}
    for name in ("clerk", "other_clerk", "archivist", "inspector", "system_admin", "audit_admin"):
        with house.open(getattr(people, name)) as services:
            seen[name] = [job.id for job in services.jobs.list().rows]

    assert seen["clerk"] == [mine]
    assert {name: len(found) for name, found in seen.items()} == {
        "clerk": 1,
        "other_clerk": 1,
        "archivist": 0,
        "inspector": 0,
        "system_admin": 3,
        "audit_admin": 0,
    }


def test_only_the_system_administrator_retries_and_aborts(house, people):
    job_id = make(house, key="k")
    with house.open(people.clerk) as services, pytest.raises(NotPermittedError):
        services.jobs.abort(job_id)

    with house.open(people.system_admin) as services:
        assert services.jobs.retry(job_id).state == "queued"
        assert services.jobs.abort(job_id).state == "aborted"
        with pytest.raises(FrozenError):
            services.jobs.retry(job_id)
    assert make(house, key="k") != job_id
