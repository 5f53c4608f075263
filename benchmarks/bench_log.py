"""What the tree over the trail costs a writing transaction of the house, on SQLite as it is delivered.

    python benchmarks/bench_log.py [--rounds 500] [--rows 5000] [--seed 7]

Single: one record is registered. Bulk: a checked list is published, all of it in one transaction. Least: nothing but
one event is written, for comparison, without a gate. The house writes with and without nodes, in turns drawn by the
seed; what it left out is brought into the tree outside the clock. Prints JSON with the medians in microseconds and
their ratios. Gates: single at most 1.05, bulk at most 1.25, by the wall clock.
"""

import argparse
import hashlib
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from api.bootstrap import House, build
from archives.domain.permission import WORKER
from archives.models import Base, Setting
from archives.services.content import Upload
from archives.services.log_tree import LogTree
from archives.services.unit_of_work import UnitOfWork
from benchmarks.bench_registration import write_list
from config import Settings
from tests.factories import cast

SINGLE, BULK = 1.05, 1.25
WARM = 20  # rounds before those that count
BULK_ROUNDS = 9
DESCRIPTION = {
    "title": "关于防汛工作的通知",
    "responsible_party": "青山县财政局",
    "formed_on": "1998-03-04",
    "category": "WS",
    "series": "BGS",
    "retention": "permanent",
    "carrier": "paper",
}
Measured = tuple[float, float]  # seconds: wall clock, processor


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=500)
    asked.add_argument("--rows", type=int, default=5000)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--smoke", action="store_true", help="a few rounds, no gate: does it run?")
    given = asked.parse_args()
    if given.smoke:
        given.rounds, given.rows = WARM + 4, 200
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as directory:
        single = compared(registering(Path(directory) / "single"), given.rounds, WARM, chance)
        least = compared(noting(Path(directory) / "least"), given.rounds, WARM, chance)
        bulk = compared(publishing(Path(directory), given.rows), 2 if given.smoke else BULK_ROUNDS, 1, chance)
    met = single["wall_ratio"] <= SINGLE and bulk["wall_ratio"] <= BULK
    report = {"seed": given.seed, "single": single, "bulk": {"rows": given.rows, **bulk}, "least": least, "met": met}
    print(json.dumps(report))
    sys.exit(0 if given.smoke or met else 1)


def compared(act: Callable[[bool], Measured], rounds: int, warm: int, chance: random.Random) -> dict[str, float]:
    """Return medians with and without the tree, and their ratios."""
    times: dict[bool, list[Measured]] = {True: [], False: []}
    for _ in range(rounds):
        for with_tree in chance.sample((True, False), 2):
            times[with_tree].append(act(with_tree))
    told = {}
    for place, clock in enumerate(("wall", "cpu")):
        bare, treed = (statistics.median(each[place] for each in times[kind][warm:]) * 1e6 for kind in (False, True))
        told |= {
            f"{clock}_without": round(bare),
            f"{clock}_with": round(treed),
            f"{clock}_ratio": round(treed / bare, 3),
        }
    return told


def registering(home: Path) -> Callable[[bool], Measured]:
    """Return what registers one record."""
    house = made_house(home)
    people = cast(house)

    def act(with_tree: bool) -> Measured:  # noqa: FBT001 -- one of the two
        with house.open(people.clerk) as services, only_if(with_tree):
            taken = clocked(lambda: services.records.register(people.finance_fonds.id, DESCRIPTION))
        with house.open(WORKER) as services:
            services.transparency.integrate()
        return taken

    return act


def noting(home: Path) -> Callable[[bool], Measured]:
    """Return what writes an event and no row."""
    house = made_house(home)

    def act(with_tree: bool) -> Measured:  # noqa: FBT001 -- one of the two
        with house.open(WORKER) as services, only_if(with_tree):
            taken = clocked(lambda: note(services.work))
        with house.open(WORKER) as services:
            services.transparency.integrate()
        return taken

    return act


def note(work: UnitOfWork) -> None:
    with work.write():
        work.record("JobRetried", Setting(name="any"), job="store")


def publishing(directory: Path, rows: int) -> Callable[[bool], Measured]:
    """Return what publishes a list in a new house."""
    source = directory / "list.csv"
    write_list(source, rows)
    data = source.read_bytes()

    def act(with_tree: bool) -> Measured:  # noqa: FBT001 -- one of the two
        with tempfile.TemporaryDirectory(dir=directory) as home, source.open("rb") as stream:
            house = made_house(Path(home))
            with house.open(cast(house).clerk) as services:
                upload = Upload(source.name, stream, len(data), hashlib.sha256(data).hexdigest())
                fonds = services.fonds.list().rows[0]
                row = services.registrations.check(services.registrations.receive(fonds.id, upload).id)
                with only_if(with_tree):
                    taken = clocked(lambda: services.registrations.publish(row.id))
            house.close()
        return taken

    return act


def clocked(act: Callable[[], object]) -> Measured:
    wall, used = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - used


@contextmanager
def only_if(with_tree: bool) -> Iterator[None]:  # noqa: FBT001 -- one of the two
    """Let the house write nodes, or not."""
    append = LogTree.append
    if not with_tree:
        LogTree.append = lambda *_: True  # type: ignore[method-assign]
    try:
        yield
    finally:
        LogTree.append = append  # type: ignore[method-assign]


def made_house(home: Path) -> House:
    settings = Settings.load({}, home)
    settings.create_secret_key()
    house = build(settings, lambda: datetime.now(UTC))
    Base.metadata.create_all(house.database.engine)
    return house


if __name__ == "__main__":
    main()
