"""Registering one record over HTTP against a bare Flask route that inserts one row with the same durability.

    python benchmarks/bench_register_api.py [--requests 400] [--clients 8]

Both run in real gunicorn with the same workers; the bare route uses SQLAlchemy Core, WAL and synchronous=FULL.
Prints JSON with p50 and p95 in milliseconds. Gate: `ratio_p95` below 3.
"""

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from api.bootstrap import build
from archives.models import Base
from config import Settings
from tests.factories import cast

ROOT = Path(__file__).resolve().parents[1]
WARM = 40  # requests before the clock runs
BARE = """
import os, uuid
from flask import Flask, request
from sqlalchemy import Column, MetaData, String, Table, Text, create_engine, event
from sqlalchemy.schema import CreateTable

engine = create_engine("sqlite:///" + os.environ["BARE_DATABASE"], connect_args={"timeout": 30})
rows = Table("bare", MetaData(), Column("id", String, primary_key=True), Column("body", Text))

@event.listens_for(engine, "connect")
def settings(connection, _record):
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")

with engine.begin() as connection:  # both workers come here
    connection.execute(CreateTable(rows, if_not_exists=True))
app = Flask("bare")

@app.post("/bare")
def insert():
    body = request.get_json()
    with engine.begin() as connection:
        connection.execute(rows.insert(), {"id": uuid.uuid4().hex, "body": body["description"]["title"]})
    return {"ok": True}, 201
"""


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--requests", type=int, default=400)
    asked.add_argument("--clients", type=int, default=8)
    asked.add_argument("--smoke", action="store_true", help="a few requests, no gate: does it run?")
    given = asked.parse_args()
    given.requests = 24 if given.smoke else given.requests
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        fonds_id, token = made_house(home / "house")
        (home / "bare_app.py").write_text(BARE, encoding="utf-8")
        ours = {"ARCHIVES_HOME": str(home / "house")}
        bare = {"BARE_DATABASE": str(home / "bare.db"), "PYTHONPATH": str(home)}
        report = {
            "bare": measured("bare_app:app", bare, "/bare", (fonds_id, token), given),
            "api": measured("api.app:create_app()", ours, "/api/v1/records", (fonds_id, token), given),
        }
    ratio = report["api"]["p95_ms"] / report["bare"]["p95_ms"]
    print(json.dumps({**report, "clients": given.clients, "ratio_p95": round(ratio, 2)}))
    sys.exit(0 if given.smoke or ratio < 3 else 1)


def made_house(home: Path) -> tuple[str, str]:
    settings = Settings.load({}, home)
    home.mkdir(parents=True)
    settings.create_secret_key()
    house = build(settings, lambda: datetime.now(UTC))
    Base.metadata.create_all(house.database.engine)
    people = cast(house)
    with house.open(people.clerk) as services:
        token = services.tokens.issue("benchmark", ("read", "write"), 1).text
    house.close()
    return str(people.finance_fonds.id), token


def measured(
    app: str, environment: dict[str, str], path: str, known: tuple[str, str], given: argparse.Namespace
) -> dict[str, float]:
    with served(app, environment) as port:
        send_all(port, path, known, (given.clients, WARM, 0))
        times = send_all(port, path, known, (given.clients, given.requests, WARM))
    cuts = statistics.quantiles(times, n=20)
    return {"p50_ms": round(statistics.median(times) * 1000, 1), "p95_ms": round(cuts[-1] * 1000, 1)}


@contextmanager
def served(app: str, environment: dict[str, str]) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-b",
        f"127.0.0.1:{port}",
        "-w",
        "2",
        "-k",
        "gthread",
        "--threads",
        "8",
    ]
    with subprocess.Popen(
        [*command, app], cwd=ROOT, env={**os.environ, **environment}, stderr=subprocess.DEVNULL
    ) as run:
        try:
            wait_for(port)
            yield port
        finally:
            run.terminate()


def wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


def send_all(port: int, path: str, known: tuple[str, str], amount: tuple[int, int, int]) -> list[float]:
    clients, requests, start = amount
    times: list[float] = []
    numbers = iter(range(start, start + requests))
    lock = threading.Lock()

    def next_number() -> int | None:
        with lock:
            return next(numbers, None)

    threads = [threading.Thread(target=client, args=(port, path, known, next_number, times)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times) == requests, f"only {len(times)} of {requests} answered"
    return times


def client(
    port: int, path: str, known: tuple[str, str], next_number: Callable[[], int | None], times: list[float]
) -> None:
    fonds_id, token = known
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while (number := next_number()) is not None:
        body = json.dumps({"fonds_id": fonds_id, "description": description(number)})
        begun = time.perf_counter()
        line.request("POST", path, body, headers)
        answer = line.getresponse()
        text = answer.read()
        times.append(time.perf_counter() - begun)
        assert answer.status == 201, text
    line.close()


def description(number: int) -> dict[str, str]:
    return {
        "title": f"关于第{number}号事项的通知",
        "responsible_party": "青山县财政局",
        "formed_on": "1998-03-04",
        "category": "WS",
        "series": "BGS",
        "retention": "permanent",
        "carrier": "paper",
    }


if __name__ == "__main__":
    main()
