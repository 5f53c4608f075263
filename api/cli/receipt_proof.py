"""archives receipt verify|export, archives fixity --receipt FILE: whether a receipt is true, and taking it away."""

from collections.abc import Sequence
from pathlib import Path

import click

from api.cli.errand import Desk, errand
from api.schemas.verification import HoldingsSchema, VerificationSchema
from archives.domain.errors import DuplicateError
from archives.domain.receipt_verification import VerificationReport
from archives.services.holdings_check import HoldingsReport
from verifiers import words

LANGUAGE = click.option(
    "--language", type=click.Choice(words.LANGUAGES), default="en", show_default=True, help="Of the reasons."
)


@errand("verify")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@LANGUAGE
def verify(desk: Desk, file: Path, language: str) -> None:
    """Say of a PDF whether it is a receipt issued here that still holds: seals, bytes, manifest, proof, standing.

    Exit code 1 when anything is not good; each finding has a stable code and its reason.
    """
    with desk.open() as services:
        report = services.receipt_verification.verify(file.read_bytes())
    tell = desk.tell if report.is_good else desk.fail
    tell(VerificationSchema().dump(report), "\n".join(_lines(report, language)))


@errand("export")
@click.argument("number")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
def export(desk: Desk, number: str, directory: Path) -> None:
    """Write a receipt, or a paper of a case, into an empty directory with all that verifies it offline."""
    if directory.exists() and any(directory.iterdir()):
        raise DuplicateError(f"{directory} is not empty. Name a new one.", kind="directory", value=str(directory))
    with desk.open() as services:
        files = list(services.receipt_exports.files(number))
    for name, data in files:
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    program = directory / "verify_receipt.py"
    text = f"{len(files)} files: {directory}\nto verify: python {program} {directory / files[0][0]}"
    desk.tell({"number": number, "directory": str(directory), "files": [name for name, _ in files]}, text)


def check_holdings(desk: Desk, file: Path, language: str) -> None:
    """Compare what the archive holds with the receipt in a file; exit code 1 unless receipt and holdings are good."""
    with desk.open() as services:
        report = services.holdings_check.check(file.read_bytes())
    tell = desk.tell if report.is_good else desk.fail
    tell(HoldingsSchema().dump(report), "\n".join(_holdings(report, language)))


def _lines(report: VerificationReport, language: str) -> Sequence[str]:
    lines = [words.line(each.verdict, each.code, each.facts, language) for each in report.findings]
    return [*lines, words.whole(language, is_good=report.is_good)]


def _holdings(report: HoldingsReport, language: str) -> Sequence[str]:
    lines = _lines(report.verification, language)
    if not report.verification.is_good:
        return [*lines, words.said("holdings_not_read", {}, language)]
    for fault in report.faults:
        facts = {"unit": fault.unit, "name": fault.name, "sha256": fault.sha256}
        lines = [*lines, f"{fault.unit}\t{fault.code}\t{words.said(fault.code, facts, language)}"]
    counted = {"count": str(report.files), "units": str(report.units)}
    told = "holdings_differ" if report.faults else "holdings_good"
    return [*lines, words.said(told, {**counted, "faults": str(len(report.faults))}, language)]
