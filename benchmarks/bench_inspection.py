"""Boards and the round over last days, over a register of 200,000 findings of 20,000 bodies on SQLite.

Gates: every board under 100 ms, the whole round under 5 s. The yardstick in the same run is a bare count of the same
table by the same index, so that a loaded machine does not judge the code.

    python benchmarks/bench_inspection.py [--findings 200000] [--bodies 20000] [--smoke]
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import func, insert, select

from api.bootstrap import House, build
from archives.domain.permission import WORKER, Actor, Permission, Scope
from archives.domain.terms import stages
from archives.domain.vocabulary import RepositoryLevel, Role
from archives.models import Finding, Jurisdiction, Organization, RectificationOrder, Reminder, Repository, new_id
from archives.services import Services
from config import Settings

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
STATES = ("ordered", "acknowledged", "rectifying", "reported", "rechecked", "not_passed", "closed", "closed", "closed")
RUNNING = {"ordered", "acknowledged", "rectifying", "not_passed"}
PLACES = 120
ROUNDS = 5
Row = dict[str, Any]
BOARD_GATE, SWEEP_GATE = 0.1, 5.0  # seconds


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
            places = [
                Jurisdiction(id=new_id(), code=f"99{n:04}", name=f"县{n}", path=f"/99/99{n:04}/", parent_id=top.id)
                for n in range(PLACES)
            ]
            archive = Repository(
                id=new_id(), name="省馆", code="990000", level=RepositoryLevel.PROVINCIAL, jurisdiction_id=top.id
            )
            work.session.add_all([top, *places])
            work.session.flush()
            work.session.add(archive)
            work.session.flush()
            rows = [organization(n, dice.choice(places), archive) for n in range(bodies)]
            work.session.execute(insert(Organization), rows)
            orders, lines = register(dice, rows, findings)
            work.session.execute(insert(RectificationOrder), orders)
            work.session.execute(insert(Reminder), [row for order in orders for row in reminders(order)])
            work.session.execute(insert(Finding), lines)


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
    path = "/99/"
    with house.open(WORKER) as services:
        body = services.work.session.scalars(select(Organization.id).limit(1)).one()
    inspector = Actor(None, "i", (Permission(Role.INSPECTOR, Scope(jurisdictions=frozenset({path}))),))
    county = Actor(None, "c", (Permission(Role.AUTHORITY, Scope(jurisdictions=frozenset({"/99/990001/"}))),))
    clerk = Actor(None, "k", (Permission(Role.CLERK, Scope(organizations=frozenset({body}))),))
    print(f"{findings} findings, {bodies} bodies, {PLACES} places")
    took = {
        "bare count": timed(house, inspector, lambda s: s.work.session.scalar(select(func.count(Finding.id)))),
        "board of an inspector": timed(house, inspector, lambda s: s.boards.inspector()),
        "board of an authority": timed(house, inspector, lambda s: s.boards.authority()),
        "board of a county": timed(house, county, lambda s: s.boards.authority()),
        "board of a body": timed(house, clerk, lambda s: s.boards.body()),
    }
    for name, seconds in took.items():
        print(f"{name:24} {seconds * 1000:8.1f} ms  {seconds / took['bare count']:6.1f} x bare count")
    began = time.perf_counter()
    with house.open(WORKER) as services:
        reminded = services.reminders.sweep()
    first = time.perf_counter() - began
    second = timed(house, WORKER, lambda s: s.reminders.sweep(), rounds=1)
    print(f"the round of the day {first:.1f} s ({reminded.given} reminders), an idle round {second:.2f} s")
    late = [name for name, seconds in took.items() if name.startswith("board") and seconds > BOARD_GATE]
    late += ["round"] if max(first, second) > SWEEP_GATE else []
    print("over the gate:", ", ".join(late) or "nothing")
    return late


def timed(house: House, actor: Actor, act: Callable[[Services], object], rounds: int = ROUNDS) -> float:
    """Return the median of some rounds, each with services of its own."""
    took = []
    for _ in range(rounds):
        with house.open(actor) as services:
            began = time.perf_counter()
            act(services)
            took.append(time.perf_counter() - began)
    return statistics.median(took)


if __name__ == "__main__":
    main()
