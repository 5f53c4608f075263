"""archives backup, restore, doctor, fixity: for the operator of the machine."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from api.bootstrap import build
from api.cli.errand import Desk, errand
from api.cli.receipt_proof import LANGUAGE, check_holdings
from archives.domain.permission import WORKER
from archives.migrations import current, newest
from archives.services import upkeep
from archives.services.fixity import FixityReport
from archives.services.upkeep_doctor import Finding, Verdict
from config import Settings


@errand("backup")
@click.argument("target", type=click.Path(path_type=Path, file_okay=False))
def backup(desk: Desk, target: Path) -> None:
    """Copy this home, as of now, into an empty directory and read all of it back. It may be in use meanwhile."""
    with desk.open() as services:
        made = services.upkeep.back_up(target)
    told = {"target": target, "at": made.at, "files": len(made.files), "bytes": made.size}
    desk.tell(told, f"{len(made.files)} files, {made.size} bytes, verified: {target}")


@errand("restore")
@click.argument("source", type=click.Path(path_type=Path, file_okay=False, exists=True))
def restore(desk: Desk, source: Path) -> None:
    """Bring a backup back as the new home named by --home, with a new search index, and verify all of it."""
    home = desk.settings.home
    brought = upkeep.restore(source, home)
    told = {"home": home, "at": brought.at, "files": len(brought.files), **revived(desk, home)}
    is_sound = not told["faults"]
    text = f"{home}: {told['files']} files of {brought.at:%Y-%m-%d %H:%M} UTC, {told['indexed']} records indexed."
    (desk.tell if is_sound else desk.fail)(told, "\n".join([text, *told["faults"]]))


@errand("doctor")
def doctor(desk: Desk) -> None:
    """Say whether this installation is fit to be trusted with records; exit code 1 when somebody has to act."""
    with desk.open() as services:
        found = [_schema(desk), *services.doctor.examine()]
    told = {"findings": [asdict(each) for each in found], "fit": not any(each.is_negative for each in found)}
    lines = (f"{each.verdict}\t{each.name}\t{_facts(each)}" for each in found)
    (desk.tell if told["fit"] else desk.fail)(told, "\n".join(lines))


@errand("fixity")
@click.option("--receipt", help="Only what this receipt is about: its number, or the PDF, which is verified first.")
@click.option("--all", "everything", is_flag=True, help="The whole store and holding; this is what is done without it.")
@LANGUAGE
def fixity(desk: Desk, receipt: str | None, language: str, *, everything: bool) -> None:
    """Read every kept byte and hash it again; exit code 1, with the path of each fault, when anything differs.

    With the PDF of a receipt, every file of its manifest is compared with what the archive holds of that transfer.
    """
    if receipt and everything:
        raise click.UsageError("Give --receipt or --all, not both.")
    if receipt and _is_path(receipt):
        check_holdings(desk, Path(receipt), language)
        return
    with desk.open() as services:
        if receipt:
            report = services.fixity.check_transfer(services.receipts.by_number(receipt).transfer_id)
        else:
            report = services.fixity.check_all()
    (desk.fail if report.faults else desk.tell)(asdict(report), _text(report))


COMMANDS = (backup, restore, doctor, fixity)


def revived(desk: Desk, home: Path) -> dict[str, Any]:
    """Open the restored home, bring its schema up, make its index, and verify trail and bytes."""
    house = build(
        Settings(home=home, database_url=f"sqlite:///{home / upkeep.DATABASE}", profile=desk.settings.profile)
    )
    try:
        house.prepare()
        with house.open(WORKER) as services:
            indexed = services.indexing.rebuild()
            faults = [*map(str, services.trail.verify()), *services.fixity.check_all().faults]
    finally:
        house.close()
    return {"indexed": indexed, "faults": faults}


def _is_path(receipt: str) -> bool:
    """Tell a file from a number; one that looks like a file and is none is bad use."""
    if Path(receipt).is_file():
        return True
    if "/" in receipt or receipt.lower().endswith(".pdf"):
        raise click.UsageError(f"There is no file {receipt}.")
    return False


def _schema(desk: Desk) -> Finding:
    found, wanted = current(desk.house.database.engine) or "", newest()
    facts = {"found": found, "wanted": wanted}
    return Finding("schema", Verdict.OK if found == wanted else Verdict.FAULT, facts)


def _facts(finding: Finding) -> str:
    return ", ".join(f"{name}: {value}" for name, value in finding.facts.items())


def _text(report: FixityReport) -> str:
    counted = f"{report.objects} object(s) and {report.files} file(s) in holding read, {len(report.faults)} fault(s)."
    return "\n".join([counted, *report.faults])
