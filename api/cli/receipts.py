"""archives receipt …: fetch the documents of a receipt, and ask whether a PDF is one of ours."""

from pathlib import Path
from typing import Any

import click

from api.cli.errand import Desk, errand
from api.cli.receipt_proof import export, verify
from api.schemas.receipts import ReceiptSchema
from archives.services.receipt_papers import download_name
from archives.services.reissue import LANGUAGES

DOCUMENTS = ("form.pdf", "list.pdf", "manifest.json")


@click.group("receipt")
def receipt() -> None:
    """Receipts (交接凭证)."""


@errand("show")
@click.argument("number")
def show(desk: Desk, number: str) -> None:
    """Show a receipt's facts."""
    with desk.open() as services:
        found = services.receipts.by_number(number)
        desk.tell(ReceiptSchema().dump(found), _line(found))


@errand("get")
@click.argument("number")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path())
def get(desk: Desk, number: str, into: Path) -> None:
    """Write a receipt into a directory: its form (of paper the deed, or both), its list and its manifest."""
    written = []
    with desk.open() as services:
        found = services.receipts.by_number(number)
        for name in DOCUMENTS:
            path = into / download_name(found, name)
            with services.receipts.open(found, name) as document:
                path.write_bytes(document.read())
            written.append(str(path))
        told, text = {"number": number, "state": found.state, "files": written}, _line(found)
    desk.tell(told, "\n".join([*written, text]))


@errand("reissue")
@click.argument("number")
@click.option("--reason", required=True, help="What is wrong with the old one.")
@click.option("--language", type=click.Choice(LANGUAGES), default=None, help="Of the new one, where it changes.")
def reissue(desk: Desk, number: str, reason: str, language: str | None) -> None:
    """Ask for a new receipt in place of NUMBER; the worker draws it, and the old one holds until then."""
    with desk.open() as services:
        old = services.receipts.by_number(number)
        new = services.reissues.reissue(number, old.version, reason, language or "")
        told = ReceiptSchema().dump(new)
    desk.tell(told, f"{new.number} is being drawn in place of {number}.")


@errand("revoke")
@click.argument("number")
@click.option("--reason", required=True)
def revoke(desk: Desk, number: str, reason: str) -> None:
    """Say that a receipt does not count any more, without another in its place."""
    with desk.open() as services:
        found = services.reissues.revoke(number, services.receipts.by_number(number).version, reason)
        told = ReceiptSchema().dump(found)
    desk.tell(told, _line(found))


for _command in (show, get, verify, export, reissue, revoke):
    receipt.add_command(_command)

COMMANDS = (receipt,)


def _line(found: Any) -> str:  # noqa: ANN401 -- a row
    told = f"{found.number}, issued {found.issued_at:%Y-%m-%d %H:%M} UTC: {found.state}"
    if found.superseded_by:
        return f"{told} by {found.superseded_by.number} on {found.superseded_at:%Y-%m-%d}"
    return f"{told} on {found.revoked_at:%Y-%m-%d}: {found.revocation_reason}" if found.revoked_at else told
