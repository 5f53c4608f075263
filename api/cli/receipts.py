"""archives receipt …: fetch the documents of a receipt, and ask whether a PDF is one of ours."""

from pathlib import Path

import click

from api.cli.errand import Desk, errand
from api.schemas.transfers import ReceiptSchema
from archives.domain.errors import NotFoundError

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
        desk.tell(ReceiptSchema().dump(found), f"{found.number}, issued {found.issued_at:%Y-%m-%d %H:%M} UTC")


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
    desk.tell({"number": number, "files": written}, "\n".join(written))


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


for _command in (show, get, verify):
    receipt.add_command(_command)

COMMANDS = (receipt,)
