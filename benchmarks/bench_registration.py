"""Bulk registration against a bare SQLAlchemy Core insert of the same rows, in the same run.

    python benchmarks/bench_registration.py [--rows 100000]

Prints JSON. Gate: `ratio` (rate of the whole registration ÷ rate of the bare insert) at least 0.2, `rss_mb` below 400.
The registration runs first and in this process, so that its peak memory is its own.
"""

import argparse
import csv
import hashlib
import json
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import Engine, Table, func, insert, select

from api.bootstrap import House, build
from archives.domain.permission import WORKER
from archives.models import Base, Event, OutboxMessage, Record
from archives.services.content import Upload
from archives.services.database import WRITING, Database
from config import Settings
from tests.factories import Cast, cast

HEADING = (
    "档号",
    "题名",
    "责任者",
    "文号",
    "成文日期",
    "门类",
    "机构或问题",
    "保管期限",
    "层级",
    "载体",
    "页数",
    "开放标识",
)
PER_SERIES = 5_000


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--smoke", action="store_true", help="a few rows, no gate: does it run?")
    given = asked.parse_args()
    rows = 300 if given.smoke else given.rows
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        source = home / "list.csv"
        write_list(source, rows)
        house = made_house(home / "house")
        cpu = time.process_time()
        seconds = registered(house, source)
        used = time.process_time() - cpu
        rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        require_complete(house, rows)
        bare, bare_used = bare_insert(house, home / "bare.db")
        house.close()
    ratio = bare / sum(seconds.values())
    report = {"rows": rows, "seconds": seconds, "bare_seconds": bare, "ratio": ratio, "rss_mb": rss}
    report |= {"cpu_seconds": used, "bare_cpu_seconds": bare_used, "cpu_ratio": bare_used / used}
    print(json.dumps({name: rounded(value) for name, value in report.items()}, ensure_ascii=False))
    sys.exit(0 if given.smoke or (ratio >= 0.2 and rss < 400) else 1)


def write_list(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADING)
        for number in range(rows):
            year, serial = 1990 + number // PER_SERIES, number % PER_SERIES + 1
            day = f"{year}-{number % 12 + 1:02}-{number % 28 + 1:02}"
            code = f"A001-WS·{year}-Y-BGS-{serial:04}"
            title = f"青山县财政局关于第{number}号事项的通知"
            rest = ("WS", "BGS", "永久", "件", "纸质", str(number % 40 + 1), "未审核")
            writer.writerow((code, title, "青山县财政局", f"青财〔{year}〕{serial}号", day, *rest))


def made_house(home: Path) -> House:
    settings = Settings(home=home, database_url=f"sqlite:///{home / 'archives.db'}")
    house = build(settings, lambda: datetime.now(UTC))
    Base.metadata.create_all(house.database.engine)
    return house


def registered(house: House, source: Path) -> dict[str, float]:
    people: Cast = cast(house)
    seconds = {}
    with house.open(people.clerk) as services:
        start = time.perf_counter()
        with source.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            stream.seek(0)
            upload = Upload(source.name, stream, source.stat().st_size, digest)
            row = services.registrations.receive(people.finance_fonds.id, upload)
        received = time.perf_counter()
        row = services.registrations.check(row.id)
        checked = time.perf_counter()
        row = services.registrations.publish(row.id)
        seconds = {"receive": received - start, "check": checked - received, "publish": time.perf_counter() - checked}
    assert row.state == "published", services.registrations.findings(row.id)[:3]
    return seconds


def require_complete(house: House, rows: int) -> None:
    with house.open(WORKER) as services:
        session = services.work.session
        assert session.scalar(select(func.count(Record.id))) == rows
        assert session.scalar(select(func.count(Event.id)).where(Event.kind == "RecordRegistered")) == rows
        messages = session.scalars(select(OutboxMessage)).all()
        assert sum(len(message.payload["record_ids"]) for message in messages) == rows


def bare_insert(house: House, path: Path) -> tuple[float, float]:
    """Insert the same rows, all columns, into the same table of an empty database with the same settings."""
    database = Database(f"sqlite:///{path}")
    Base.metadata.create_all(database.engine)
    tables = [table for table in Base.metadata.sorted_tables if table.name not in ("record", "event", "outbox_message")]
    with house.database.engine.connect() as old, database.engine.connect() as new:
        for table in tables:
            if found := [dict(row) for row in old.execute(select(table)).mappings()]:
                new.execute(insert(table), found)
        new.commit()
        rows = [dict(row) for row in old.execute(select(Record.__table__).order_by(Record.id)).mappings()]
    start, cpu = time.perf_counter(), time.process_time()
    insert_bare(database.engine, Record.__table__, rows)
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    database.close()
    return seconds, used


def insert_bare(engine: Engine, table: Table, rows: list[dict[str, object]]) -> None:
    with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        connection.execute(insert(table), rows)


def rounded(value: object) -> object:
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    return round(value, 3) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
