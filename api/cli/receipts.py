"""archives receipt …: fetch the documents of a receipt, and ask whether a PDF is one of ours."""

from pathlib import Path
from typing import Any

import click

from api.cli.errand import Desk, errand
from api.schemas.receipts import ReceiptSchema
from archives.domain.errors import NotFoundError
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
    """Write form, list and manifest of a receipt into a directory."""
    written = []
    with desk.open() as services:
        found = services.receipts.by_number(number)
        for name in DOCUMENTS:
            path = into / f"{number}-{name}"
            with services.receipts.open(found, name) as document:
                path.write_bytes(document.read())
            written.append(str(path))
    desk.tell({"number": number, "state": found.state, "files": written}, "\n".join([*written, _line(found)]))


@errand("verify")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def verify(desk: Desk, file: Path) -> None:
    """Say whether these very bytes are a form or list that this installation issued; exit code 1 when not."""
    with desk.open() as services:
        try:
            found = services.receipts.verified(file.read_bytes())
        except NotFoundError:
            desk.fail({"valid": False}, f"{file} is no document of a receipt issued here, or it was changed.")
            return
        desk.tell({"valid": True, "number": found.number}, f"{file} belongs to receipt {found.number}.")


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


for _command in (show, get, verify, reissue, revoke):
    receipt.add_command(_command)

COMMANDS = (receipt,)


def _line(found: Any) -> str:  # noqa: ANN401 -- a row
    told = f"{found.number}, issued {found.issued_at:%Y-%m-%d %H:%M} UTC: {found.state}"
    if found.superseded_by:
        return f"{told} by {found.superseded_by.number} on {found.superseded_at:%Y-%m-%d}"
    return f"{told} on {found.revoked_at:%Y-%m-%d}: {found.revocation_reason}" if found.revoked_at else told
