"""archives restore-test: try whether a backup can be brought back, and write down that it was tried."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from api.cli.errand import Desk, errand
from api.cli.upkeep import revived
from api.schemas.climate import RestoreTestSchema
from archives.services import upkeep
from archives.services.paging import GREATEST_LIMIT, Cut
from archives.services.restore_tests import LONGEST, TriedRestore, backup_name, faults_of


@click.group("restore-test")
def restore_test() -> None:
    """Tests of restoring: whether a backup can be brought back, and when that was last seen."""


@errand("run")
@click.argument("source", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--scratch", type=click.Path(path_type=Path, file_okay=False), help="Where there is room to restore to.")
def run(desk: Desk, source: Path, scratch: Path | None) -> None:
    """Restore a backup into a scratch home, verify trail and every byte there, and write the result down here.

    The scratch home is removed afterwards; the backup and this home stay as they are. Exit code 1 when it failed.
    """
    with TemporaryDirectory(prefix="restore-test-", dir=scratch) as room:
        tried = _try(desk, source, Path(room) / "home")
    _record(desk, tried)


@errand("record")
@click.option("--backup", required=True, help="Which backup it was.")
@click.option("--passed/--failed", "passed", required=True, help="Whether it could be brought back.")
@click.option("--evidence", required=True, help="What proves it.")
@click.option("--at", "tested_at", type=click.DateTime(), help="When, in UTC; now without it.")
@click.option("--by", "tested_by", default="", help="Who tried it.")
def record(desk: Desk, tested_at: datetime | None, **said: Any) -> None:  # noqa: ANN401 -- as in click
    """Write down a test that was made elsewhere, such as one of a PostgreSQL database."""
    when = tested_at.replace(tzinfo=UTC) if tested_at else None
    _record(desk, TriedRestore(**said, tested_at=when))


@errand("list")
def list_tests(desk: Desk) -> None:
    """List the newest tests; exit code 1 when none that passed is recent enough."""
    with desk.open() as services:
        rows = RestoreTestSchema(many=True).dump(services.restore_tests.list(Cut(limit=GREATEST_LIMIT)).rows)
        is_due = services.restore_tests.is_due()
    lines = (f"{row['tested_at']}\t{_word(row['passed'])}\t{row['backup']}\t{row['tested_by']}" for row in rows)
    (desk.fail if is_due else desk.tell)({"tests": rows, "due": is_due}, "\n".join(lines))


for _command in (run, record, list_tests):
    restore_test.add_command(_command)

COMMANDS = (restore_test,)


def _try(desk: Desk, source: Path, home: Path) -> TriedRestore:
    """Restore and verify; whatever refuses is the result."""
    proof = f"{upkeep.MANIFEST} SHA-256 {_digest(source / upkeep.MANIFEST)}"
    brought: list[upkeep.Backup] = []

    def attempt() -> list[str]:
        brought.append(upkeep.restore(source, home))
        return list(revived(desk, home)["faults"])

    faults = faults_of(attempt)
    evidence = "\n".join([proof, *faults])[:LONGEST]
    tried = TriedRestore(backup_name(source), not faults, evidence, by_machine=True)
    if not brought:
        return tried
    return replace(tried, backup_at=brought[0].at, files=len(brought[0].files), size=brought[0].size)


def _record(desk: Desk, tried: TriedRestore) -> None:
    with desk.open() as services:
        told = RestoreTestSchema().dump(services.restore_tests.record(tried))
    text = f"{told['backup']}: {_word(told['passed'])}\n{told['evidence']}"
    (desk.tell if tried.passed else desk.fail)(told, text)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "-"


def _word(passed: object) -> str:
    return "passed" if passed else "failed"
