"""A whole handover, from the first byte read to the stored receipt, against plain tools in the same run.

    python benchmarks/bench_handover.py [--megabytes 256] [--files 2000] [--smoke] [--directory DIR]

Signatures are scripted; every step is timed. Prints JSON. Gates: `large.ratio` (seconds over those of
`openssl dgst -sha256`, `cp` and `sync` of the same file) at most 2, `small.ratio` (over a bare OCFL writer of the same
files with one `sync`) at most 2, `large.rss_growth_mb` under 64.
"""

import argparse
import csv
import hashlib
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import select

from api.bootstrap import House, build
from api.jobs.memory import settle_memory
from archives.domain.permission import WORKER, Actor
from archives.domain.vocabulary import FileKind, Side
from archives.models import Base, CheckRun, Record
from archives.services.content import Upload
from archives.services.registration import ImportOptions
from archives.storage.holding import HoldingDirectory
from benchmarks.bench_storage import _bare_writer, _plain_tools
from config import Settings
from tests.factories import Cast, cast
from tests.handover import DESCRIPTION, act, check, plan

MEBIBYTE = 1 << 20
CHUNK = 8 * MEBIBYTE
HEADING = (
    *("档号", "题名", "责任者", "成文日期", "年度", "门类", "保管期限", "层级", "载体", "开放标识", "文件"),
    *("形成者", "业务行为", "行为时间", "业务过程", "生成方式"),
)
Seconds = dict[str, float]


def main() -> None:
    options = _options()
    work = Path(tempfile.mkdtemp(prefix="bench-handover-", dir=options.directory))
    try:
        small(work / "warm", 1)  # the fonts are read once in a worker's life
        settle_memory()  # as the worker does when it starts
        report = {"large": large(work / "large", options.megabytes), "small": small(work / "small", options.files)}
    finally:
        shutil.rmtree(work)
    print(json.dumps(report, ensure_ascii=False, indent=2))
    is_good = report["large"]["ratio"] <= 2 and report["small"]["ratio"] <= 2 and report["large"]["rss_growth_mb"] < 64
    sys.exit(0 if is_good or options.smoke else 1)


def large(work: Path, megabytes: int) -> dict[str, object]:
    """One record with one large file."""
    source, house = work / "large.pdf", made_house(work / "home")
    digest = write_large(source, megabytes)
    people = cast(house)
    with house.open(people.clerk) as services:
        told = {"reference_code": "A001-WS·2005-Y-0001", "title": "大文件", "formed_on": "2005-03-04", "year": "2005"}
        record_id = services.records.register(people.finance_fonds.id, {**DESCRIPTION, **told}).record.id
    os.sync()
    base = timed(lambda: _plain_tools(source, work / "copy"))
    os.sync()
    before, seconds = peak(), Seconds()
    with step(seconds, "attach"):
        attach(house, people.clerk, record_id, source, digest)
    hand_over((house, people), seconds)
    report = compared(base, seconds) | {"megabytes": megabytes, "rss_growth_mb": round((peak() - before) / 1024, 1)}
    house.close()
    return report


def small(work: Path, files: int) -> dict[str, object]:
    """Many records of one small file each, registered by a list."""
    house = made_house(work / "home")
    people, seconds = cast(house), Seconds()
    listed = write_small(work / "originals", files)
    os.sync()
    with house.open(people.clerk) as services:
        options = ImportOptions(files=listed.parent)
        with listed.open("rb") as stream:
            data = stream.read()
        with listed.open("rb") as stream, step(seconds, "receive list"):
            upload = Upload("list.csv", stream, len(data), hashlib.sha256(data).hexdigest())
            row = services.registrations.receive(people.finance_fonds.id, upload, options)
        with step(seconds, "check list"):
            row = services.registrations.check(row.id)
        with step(seconds, "publish list"):
            row = services.registrations.publish(row.id)
        assert row.state == "published", services.registrations.findings(row.id)[:3]
    hand_over((house, people), seconds)
    with house.open(WORKER) as services:
        assert len(services.work.session.scalars(select(Record.archive_number)).all()) == files
    holding = HoldingDirectory(work / "bare-holding")
    kept = list(holding.keep_many(sorted(listed.parent.glob("*.pdf"))))
    os.sync()
    base = timed(lambda: _bare_writer(holding, kept, work / "bare"))
    house.close()
    return compared(base, seconds) | {"files": files}


def hand_over(party: tuple[House, Cast], seconds: Seconds) -> None:
    """Everybody does his part; nobody waits."""
    house, people = party
    with step(seconds, "plan"):
        transfer_id = plan(house, people).id
    with step(seconds, "unit's check"):
        act(house, people.clerk, "transfers", "begin_unit_checks", transfer_id)
        run_checks(house)
    check(house, people.clerk, transfer_id, Side.UNIT)
    with step(seconds, "approval"):
        act(house, people.clerk, "transfers", "request_approval", transfer_id)
        act(house, people.approver, "transfers", "submit", transfer_id)
    with step(seconds, "archive's check"):
        act(house, people.archivist, "reception", "begin_checks", transfer_id)
        run_checks(house)
    check(house, people.archivist, transfer_id, Side.ARCHIVE)
    with step(seconds, "acceptance"):
        act(house, people.archivist, "reception", "propose_acceptance", transfer_id)
        act(house, people.director, "reception", "seal", transfer_id)
    with step(seconds, "store"), house.open(WORKER) as services:
        services.storing.store(transfer_id)
    with house.open(people.clerk) as services:
        assert services.receipts.of_transfer(transfer_id).form_sha256


def run_checks(house: House) -> None:
    with house.open(WORKER) as services:
        for run in services.work.session.scalars(select(CheckRun.id).where(CheckRun.state == "queued")).all():
            services.checks.run(run)


def attach(house: House, clerk: Actor, record_id: UUID, source: Path, digest: str) -> None:
    with house.open(clerk) as services, source.open("rb", buffering=0) as stream:
        upload = Upload(source.name, stream, source.stat().st_size, digest)
        services.content.attach(record_id, upload, FileKind.ORIGINAL)


def made_house(home: Path) -> House:
    settings = Settings(home=home, database_url=f"sqlite:///{home / 'archives.db'}")
    home.mkdir(parents=True)
    settings.create_secret_key()
    house = build(settings, lambda: datetime.now(UTC))
    Base.metadata.create_all(house.database.engine)
    return house


def write_large(path: Path, megabytes: int) -> str:
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for number in range(megabytes):
            chunk = (b"%PDF-1.7" if number == 0 else b"") + os.urandom(MEBIBYTE - (8 if number == 0 else 0))
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def write_small(directory: Path, files: int) -> Path:
    """Write files of 10,000 bytes and the list that names them; return the list."""
    directory.mkdir()
    listed = directory / "list.csv"
    with listed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADING)
        for number in range(1, files + 1):
            (directory / f"{number}.pdf").write_bytes(b"%PDF-1.7" + os.urandom(9_992))
            told = (f"A001-WS·2005-Y-{number:04}", f"青山县财政局关于第{number}号事项的通知", "青山县财政局")
            rest = ("2005-03-04", "2005", "WS", "永久", "件", "电子", "未审核", f"{number}.pdf")
            process = ("青山县财政局办公室", "发文", "2005-03-04", "起草、审核、签发", "原生")
            writer.writerow((*told, *rest, *process))
    return listed


@contextmanager
def step(seconds: Seconds, name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[name] = round(time.perf_counter() - start, 3)


def timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def compared(base: float, seconds: Seconds) -> dict[str, object]:
    total = sum(seconds.values())
    return {
        "base_seconds": round(base, 3),
        "seconds": seconds,
        "total": round(total, 3),
        "ratio": round(total / base, 2),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=256)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--smoke", action="store_true", help="a small run, without a gate")
    parser.add_argument("--directory", type=Path, default=None, help="where to work: a real disk, not tmpfs")
    options = parser.parse_args()
    if options.smoke:
        options.megabytes, options.files = min(options.megabytes, 16), min(options.files, 50)
    return options


if __name__ == "__main__":
    main()
