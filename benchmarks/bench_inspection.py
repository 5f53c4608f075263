"""Boards and the round over last days, over a register of 200,000 findings of 20,000 bodies on SQLite.

Gates, in CPU time, because the machine may be shared: every board under 100 ms and under once a bare count of the
findings by the same reader in the same run, the round of a day under 5 s. The figures that boards read are held against
the register before anything is measured.

    python benchmarks/bench_inspection.py [--findings 200000] [--bodies 20000] [--smoke]
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import func, insert, select

from api.bootstrap import House, build
from archives.domain.permission import WORKER, Actor, Permission, Scope
from archives.domain.terms import stages
from archives.domain.vocabulary import RepositoryLevel, Role
from archives.models import (
    Finding,
    Jurisdiction,
    Organization,
    RectificationOrder,
    Reminder,
    Repository,
    ResponsiblePerson,
    new_id,
)
from archives.services import Services
from config import Settings

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
STATES = ("ordered", "acknowledged", "rectifying", "reported", "rechecked", "not_passed", "closed", "closed", "closed")
RUNNING = {"ordered", "acknowledged", "rectifying", "not_passed"}
CITIES, COUNTIES = 12, 10  # of the province, of each city
ROUNDS = 7
Row = dict[str, Any]
BOARD_GATE, SWEEP_GATE = 0.1, 5.0  # seconds of CPU
RATIO_GATE, WORTH_A_RATIO = 1.0, 100_000  # times a bare count by the same reader; where there is much to count


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--findings", type=int, default=200_000)
    asked.add_argument("--bodies", type=int, default=20_000)
    asked.add_argument("--smoke", action="store_true")
    given = asked.parse_args()
    findings, bodies = (2_000, 200) if given.smoke else (given.findings, given.bodies)
    with tempfile.TemporaryDirectory() as place:
        settings = Settings(home=Path(place) / "home", database_url=f"sqlite:///{place}/archives.db")
        settings.create_secret_key()
        house = build(settings, lambda: NOON)
        house.prepare()
        fill(house, findings, bodies)
        late = measure(house, findings, bodies)
        house.close()
    sys.exit(1 if late and not given.smoke else 0)


def fill(house: House, findings: int, bodies: int) -> None:
    """Write the register directly: two findings in an order, some on their own."""
    dice = random.Random(20261122)
    with house.open(WORKER) as services:
        work = services.work
        with work.write():
            top = Jurisdiction(id=new_id(), code="99", name="省", path="/99/")
            cities = [below(top, f"99{n:02}") for n in range(CITIES)]
            places = [below(city, f"{city.code}{n:02}") for city in cities for n in range(COUNTIES)]
            archive = Repository(
                id=new_id(), name="省馆", code="990000", level=RepositoryLevel.PROVINCIAL, jurisdiction_id=top.id
            )
            work.session.add_all([top, *cities, *places])
            work.session.flush()
            work.session.add(archive)
            work.session.flush()
            rows = [organization(n, dice.choice(places), archive) for n in range(bodies)]
            work.session.execute(insert(Organization), rows)
            orders, lines = register(dice, rows, findings)
            work.session.execute(insert(RectificationOrder), orders)
            work.session.execute(insert(Reminder), [row for order in orders for row in reminders(order)])
            work.session.execute(insert(Finding), lines)
            work.session.execute(insert(ResponsiblePerson), [row for body in rows for row in persons(dice, body)])
        services.register_figures.recount()
        if services.register_figures.differences():
            raise SystemExit("The figures are not what the register says.")


def below(parent: Jurisdiction, code: str) -> Jurisdiction:
    return Jurisdiction(id=new_id(), code=code, name=code, path=f"{parent.path}{code}/", parent_id=parent.id)


def organization(number: int, place: Jurisdiction, archive: Repository) -> Row:
    return {
        "id": new_id(),
        "name": f"单位{number}",
        "jurisdiction_id": place.id,
        "jurisdiction_path": place.path,
        "archive_id": archive.id,
        "version": 1,
        "contact_email": "",
    }


def register(dice: random.Random, bodies: list[Row], findings: int) -> tuple[list[Row], list[Row]]:
    orders: list[Row] = []
    lines: list[Row] = []
    while len(lines) < findings:
        body = dice.choice(bodies)
        order = an_order(dice, body, len(orders)) if dice.random() < 0.9 else None
        if order:
            orders.append(order)
        lines += [a_finding(dice, body, order, len(lines) + n) for n in range(2)]
    return orders, lines


def about(body: Row) -> Row:
    return {
        "jurisdiction_path": body["jurisdiction_path"],
        "organization_id": body["id"],
        "inspected_kind": "organization",
        "inspected_id": body["id"],
        "inspected_name": body["name"],
        "version": 1,
    }


def an_order(dice: random.Random, body: Row, number: int) -> Row:
    state, due = dice.choice(STATES), TODAY + timedelta(days=dice.randrange(-40, 90))
    reported = NOON if state in ("reported", "rechecked", "closed") else None
    return {
        **about(body),
        "id": new_id(),
        "number": f"XQ-{number}",
        "instrument": "rectification_order",
        "state": state,
        "bases": ["law_45"],
        "due_on": due,
        "first_due_on": due,
        "given_on": due - timedelta(days=30),
        "created_at": NOON,
        "created_by": "x",
        "reported_at": reported,
        "is_late": dice.random() < 0.2,
        "round": 1,
    }


def reminders(order: Row) -> list[Row]:
    """Return the reminders that the rounds until yesterday gave."""
    if order["state"] not in RUNNING:
        return []
    given = stages(order["given_on"], order["due_on"], TODAY - timedelta(days=1))
    seen = {"jurisdiction_path": order["jurisdiction_path"], "organization_id": order["organization_id"]}
    facts = {**seen, "order_id": order["id"], "due_on": order["due_on"], "made_at": NOON, "overtaken": False}
    return [{**facts, "id": new_id(), "stage": stage, "address": "", "attempts": 0, "reason": ""} for stage in given]


def persons(dice: random.Random, body: Row) -> list[Row]:
    """Return who answers for the archives of a body; of one in ten nobody does."""
    if dice.random() < 0.1:
        return []
    term = {"name": "x", "since": TODAY - timedelta(days=900), "entered_at": NOON, "entered_by": "x"}
    return [{**about(body), **term, "id": new_id(), "office": office} for office in ("head", "keeper")]


def a_finding(dice: random.Random, body: Row, order: Row | None, number: int) -> Row:
    is_closed, found = order is not None and order["state"] == "closed", TODAY - timedelta(days=dice.randrange(400))
    return {
        **about(body),
        "id": new_id(),
        "number": f"WT-{number}",
        "kind": "hazard",
        "source": "inspection",
        "state": "closed" if is_closed else ("ordered" if order else "open"),
        "order_id": order["id"] if order else None,
        "grade": dice.choice(("general", "greater", "major")),
        "facts": "灭火器压力低",
        "found_on": found,
        "found_by": "x",
        "closed_on": TODAY if is_closed else None,
        "days_open": (TODAY - found).days if is_closed else None,
    }


def measure(house: House, findings: int, bodies: int) -> list[str]:
    """Time every board with the eyes of those who see it; return what is over its gate."""
    with house.open(WORKER) as services:
        body = services.work.session.scalars(select(Organization.id).limit(1)).one()
    clerk = Actor(None, "k", (Permission(Role.CLERK, Scope(organizations=frozenset({body}))),))
    province, city, county = "/99/", "/99/9901/", "/99/9901/990101/"
    print(f"{findings} findings, {bodies} bodies, {CITIES * COUNTIES} counties; CPU ms (clock ms)")
    bare = timed(house, officer(Role.INSPECTOR, province), count)
    print(f"{'bare count':34} {bare.cpu * 1000:7.1f} ({bare.clock * 1000:.1f})")
    boards = {
        "board of an inspector (province)": (officer(Role.INSPECTOR, province), inspector),
        "board of an inspector (county)": (officer(Role.INSPECTOR, county), inspector),
        "board of an authority (province)": (officer(Role.AUTHORITY, province), authority),
        "board of an authority (city)": (officer(Role.AUTHORITY, city), authority),
        "board of an authority (county)": (officer(Role.AUTHORITY, county), authority),
        "tile: who answers for nothing": (officer(Role.AUTHORITY, province), answering),
        "tile: who has not reported": (officer(Role.AUTHORITY, province), reporting),
        "board of a body": (clerk, lambda services: services.boards.body()),
    }
    late = []
    for name, (actor, act) in boards.items():
        took = timed(house, actor, act)
        ratio = took.cpu / bare.cpu
        print(f"{name:34} {took.cpu * 1000:7.1f} ({took.clock * 1000:.1f})  {ratio:.2f} x bare count")
        far = ratio > RATIO_GATE and findings >= WORTH_A_RATIO
        late += [name] if took.cpu > BOARD_GATE or far else []
    late += sweep(house)
    print("over the gate:", ", ".join(late) or "nothing")
    return late


def sweep(house: House) -> list[str]:
    """Make the round of the day, and an idle one after it."""
    given: list[int] = []
    first = timed(house, WORKER, lambda services: given.append(services.reminders.sweep().given), rounds=1)
    idle = timed(house, WORKER, lambda services: given.append(services.reminders.sweep().given), rounds=1)
    told = f"the round of the day {first.cpu:.2f} s ({first.clock:.1f}), {given[0]} reminders"
    print(
        f"{told}, {first.cpu / max(given[0], 1) * 1000:.2f} ms each; an idle round {idle.cpu:.2f} s ({idle.clock:.1f})"
    )
    if given[1]:
        raise SystemExit("The second round gave what the first had given.")
    return ["round"] if max(first.cpu, idle.cpu) > SWEEP_GATE else []


def officer(role: Role, path: str) -> Actor:
    return Actor(None, "o", (Permission(role, Scope(jurisdictions=frozenset({path}))),))


def count(services: Services) -> object:
    return services.work.session.scalar(select(func.count(Finding.id)))


def inspector(services: Services) -> object:
    return services.boards.inspector()


def authority(services: Services) -> object:
    return services.boards.authority()


def answering(services: Services) -> object:
    """Return what the authority's page loads after its board: how many bodies name nobody."""
    return services.responsibility.lacking_count()


def reporting(services: Services) -> object:
    """Return what else it loads: how many have not reported."""
    return services.work_report_watch.standing(most=0)


@dataclass(frozen=True)
class Took:
    cpu: float
    clock: float


def timed(house: House, actor: Actor, act: Callable[[Services], object], rounds: int = ROUNDS) -> Took:
    """Return the medians of some rounds, each with services of its own; the first of several is not counted."""
    cpu, clock = [], []
    for _ in range(rounds):
        with house.open(actor) as services:
            began, began_cpu = time.perf_counter(), time.process_time()
            act(services)
            cpu.append(time.process_time() - began_cpu)
            clock.append(time.perf_counter() - began)
    kept = slice(1 if rounds > 1 else 0, None)
    return Took(statistics.median(cpu[kept]), statistics.median(clock[kept]))


if __name__ == "__main__":
    main()
