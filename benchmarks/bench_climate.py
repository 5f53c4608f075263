"""The climate log: a list of 100,000 readings taken over, then a room of 20 over ten years, read twice a day (146,000).

Gates, in CPU time, because the machine may be shared: the page of a room (its newest month, and a year) under 100 ms,
the list of rooms under 500 ms; the list of readings grows the process by less than 200 MB. The ratios: taking over
against a bare insert of the same rows with the same library, the page of a year against its grouped question alone.

    python benchmarks/bench_climate.py [--rooms 20] [--years 10] [--rows 100000] [--smoke]
"""

import argparse
import gc
import hashlib
import json
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select

from api.app import create_app
from api.bootstrap import House, build
from archives.domain.climate import ReadingOrigin
from archives.domain.hazard import InspectedKind
from archives.domain.permission import WORKER
from archives.domain.supervision import RoomType
from archives.domain.vocabulary import RepositoryLevel, Role
from archives.models import Account, ClimateReading, Grant, Jurisdiction, Repository, RepositoryRoom, new_id
from archives.services.climate_imports import ReadingsList
from archives.services.climate_readings import NewReading, columns_of
from archives.services.climate_rooms import RoomFacts
from archives.services.content import Upload
from config import Settings

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
TODAY = date(2026, 11, 22)
HOURS = (9, 15)
ROUNDS = 7
PAGE_GATE, LIST_GATE, MEMORY_GATE = 0.1, 0.5, 200.0  # seconds of CPU, MB
PASSWORD = "a quiet green hill"


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rooms", type=int, default=20)
    asked.add_argument("--years", type=int, default=10)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--smoke", action="store_true")
    given = asked.parse_args()
    if given.smoke:
        given.rooms, given.years, given.rows = 2, 1, 1_000
    with tempfile.TemporaryDirectory() as place:
        settings = Settings(home=Path(place) / "home", database_url=f"sqlite:///{place}/archives.db")
        settings.create_secret_key()
        house = build(settings, lambda: NOON)
        house.prepare()
        rooms = founded(house, given.rooms)
        told = taken_over(house, Path(place), rooms, given.rows)
        fill(house, rooms, given.years)
        told |= looked_at(house, rooms[0])
        house.close()
    print(json.dumps(told, indent=1))
    late = told["month_ms"] > PAGE_GATE * 1000 or told["year_ms"] > PAGE_GATE * 1000
    late = late or told["list_ms"] > LIST_GATE * 1000 or told["grown_mb"] > MEMORY_GATE
    sys.exit(1 if late and not given.smoke else 0)


def founded(house: House, count: int) -> list[RepositoryRoom]:
    """An archive with its archivist and rooms."""
    with house.open(WORKER) as services:
        work = services.work
        with work.write():
            county = Jurisdiction(id=new_id(), code="99", name="县", path="/99/")
            archive = Repository(
                id=new_id(), name="馆", code="990000", level=RepositoryLevel.COUNTY, jurisdiction_id=county.id
            )
            digest = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
            account = Account(id=new_id(), username="archivist", display_name="管理", password_hash=digest)
            for row in (county, archive, account):
                work.session.add(row)
                work.session.flush()
            work.session.add(Grant(account_id=account.id, role=Role.ARCHIVIST, repository_id=archive.id))
        facts = [RoomFacts(f"{n}号库房", RoomType.PAPER, kept_since=date(2016, 11, 22)) for n in range(1, count + 1)]
        for each in facts:
            services.climate_rooms.enter(InspectedKind.REPOSITORY, archive.id, each)
        return list(services.climate_rooms.list())


def taken_over(house: House, place: Path, rooms: list[RepositoryRoom], rows: int) -> dict[str, Any]:
    """Take a list over; the same rows go bare into a table of their own."""
    source = place / "list.csv"
    lines = [
        f"{room.name},{day:%Y-%m-%d},{hour:02}:{minute:02},{20 + day.day % 4}.5,{50 + day.day % 7}\n"
        for n in range(rows)
        for room, day, hour, minute in [nth(rooms, n)]
    ]
    source.write_text("库房,日期,时间,温度,湿度\n" + "".join(lines), "utf-8")
    del lines
    gc.collect()
    before, began = rss(), time.process_time()
    with house.open(WORKER) as services, source.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        asked = ReadingsList(InspectedKind.REPOSITORY, rooms[0].body_id)
        upload = Upload("list.csv", stream, source.stat().st_size, digest)
        row = services.climate_imports.receive(asked, upload, in_background=False)
        services.climate_imports.check(row.id)
        checked = time.process_time()
        published = services.climate_imports.publish(row.id).rows_published
    ended, grown = time.process_time(), rss() - before
    assert published == rows, published
    bare = bare_insert(place / "bare.db", rooms, rows)
    told = {"rows": rows, "check_s": checked - began, "take_over_s": ended - checked, "bare_s": bare}
    return {**rounded(told), "times_bare": round((ended - checked) / bare, 1), "grown_mb": round(grown, 1)}


def nth(rooms: list[RepositoryRoom], n: int) -> tuple[RepositoryRoom, date, int, int]:
    """The n-th reading of the list: minutes other than those of `fill`."""
    day, rest = divmod(n, len(rooms) * 2)
    return rooms[rest // 2], date(2016, 11, 23) + timedelta(days=day % 3600), HOURS[rest % 2], 1 + day // 3600


def bare_insert(path: Path, rooms: list[RepositoryRoom], rows: int) -> float:
    """The yardstick: the same columns by the standard library, one transaction, the same keys."""
    database = sqlite3.connect(path)
    database.execute(
        "CREATE TABLE reading (id TEXT PRIMARY KEY, path TEXT, room TEXT, at TEXT, day TEXT, t INT, h INT, "
        "sensor TEXT, origin TEXT, entered TEXT, who TEXT, UNIQUE (room, at, sensor))"
    )
    database.execute("CREATE INDEX reading_day ON reading (room, day)")
    began = time.process_time()
    values = (
        (new_id().hex, "/99/", room.id.hex, f"{day} {hour}:{minute}", str(day), 205, 520, "", "list", "x", "y")
        for n in range(rows)
        for room, day, hour, minute in [nth(rooms, n)]
    )
    database.executemany(f"INSERT INTO reading VALUES ({','.join('?' * 11)})", values)
    database.commit()
    took = time.process_time() - began
    database.close()
    return took


def fill(house: House, rooms: list[RepositoryRoom], years: int) -> None:
    """Write two readings a day into each room, directly."""
    with house.open(WORKER) as services:
        work = services.work
        for room in rooms:
            rows = [
                columns_of(work, house.outside, room, reading(room, ago, hour), ReadingOrigin.HAND)
                for ago in range(1, years * 365 + 1)
                for hour in HOURS
            ]
            with work.write():
                work.session.execute(insert(ClimateReading), rows)


def reading(room: RepositoryRoom, ago: int, hour: int) -> NewReading:
    day = TODAY - timedelta(days=ago)
    at = datetime(day.year, day.month, day.day, hour - 8, tzinfo=UTC)
    return NewReading(room.id, at, 200 + ago * 7 % 50, 480 + ago * 11 % 130)


def looked_at(house: House, room: RepositoryRoom) -> dict[str, Any]:
    """Time the pages as the archivist sees them, and the question of the year alone."""
    browser = logged_in(create_app(house=house))
    with house.open(WORKER) as services:
        session, day = services.work.session, ClimateReading.day
        total = session.scalar(select(func.count(ClimateReading.id)))
        extremes = [
            kind(column)
            for column in (ClimateReading.temperature, ClimateReading.humidity)
            for kind in (func.min, func.max)
        ]
        year = select(day, func.count(), *extremes).where(
            ClimateReading.room_id == room.id, day.between(date(2026, 1, 1), date(2026, 12, 31))
        )
        bare = timed(lambda: session.execute(year.group_by(day)).all())
    month = timed(lambda: fetched(browser, f"/climate/rooms/{room.id}"))
    whole_year = timed(lambda: fetched(browser, f"/climate/rooms/{room.id}?view=year&at=2025"))
    listed = timed(lambda: fetched(browser, "/climate"))
    told = {"month_ms": month, "year_ms": whole_year, "list_ms": listed, "bare_year_ms": bare}
    found = {name: round(seconds * 1000, 1) for name, seconds in told.items()}
    return {"readings": total, **found, "year_times_bare": round(whole_year / bare, 1)}


def logged_in(app: Flask) -> FlaskClient:
    browser = app.test_client()
    answer = browser.post("/api/v1/session", json={"username": "archivist", "password": PASSWORD})
    assert answer.status_code == 200, answer.json
    return browser


def fetched(browser: FlaskClient, address: str) -> None:
    assert browser.get(address).status_code == 200


def timed(act: Callable[[], object]) -> float:
    """The median of some rounds in CPU seconds, after one that warms up."""
    act()
    spans = []
    for _ in range(ROUNDS):
        began = time.process_time()
        act()
        spans.append(time.process_time() - began)
    return statistics.median(spans)


def rss() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rounded(told: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in told.items()}


if __name__ == "__main__":
    main()
