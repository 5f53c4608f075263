"""Acts that every demo has: a list is registered, a receipt is printed, everything is indexed."""

import hashlib
import io
import shutil
from typing import Any
from uuid import UUID

from api.cli.demo.stage import Stage
from archives.domain.errors import BlockedError, Problem
from archives.domain.registration import ImportState
from archives.services.content import Upload
from archives.services.registration import ImportOptions


def offer_list(stage: Stage, clerk: str, fonds_id: UUID, named: tuple[str, bytes], options: ImportOptions) -> Any:  # noqa: ANN401 -- a row
    """Hand in a list of records (its name and bytes), have it checked, and publish it if it is sound."""
    name, data = named
    upload = Upload(name, io.BytesIO(data), len(data), hashlib.sha256(data).hexdigest())
    with stage.person(clerk) as services:
        registrations = services.registrations
        row = registrations.receive(fonds_id, upload, options, in_background=False)
        if row.state in (ImportState.RECEIVED, ImportState.CHECKING):
            row = registrations.check(row.id)
        if row.state in (ImportState.CHECKED, ImportState.PUBLISHING):
            row = registrations.publish(row.id)
        return row


def register_list(stage: Stage, clerk: str, fonds_id: UUID, named: tuple[str, bytes], options: ImportOptions) -> int:
    """Register a list that must be sound, or refuse naming what is wrong with it; return how many records."""
    row = offer_list(stage, clerk, fonds_id, named, options)
    if row.state != ImportState.PUBLISHED:
        with stage.person(clerk) as services:
            found = [_problem(each) for each in services.registrations.findings(row.id) if each.severity == "error"]
        raise BlockedError("register", found)
    return int(row.rows_published)


def print_receipt(stage: Stage, username: str, transfer_id: UUID) -> str:
    """Put a copy of the receipt where the reader can open it; return its path."""
    with stage.person(username) as services:
        receipt = services.receipts.of_transfer(transfer_id)
        target = stage.house.settings.home / "receipts" / f"{receipt.number}.pdf"
        target.parent.mkdir(exist_ok=True)
        with services.receipts.open(receipt, "form.pdf") as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
    return str(target)


def index_all(stage: Stage) -> int:
    """Bring everything into the index; return how many records it holds."""
    index = stage.house.outside.index
    with stage.machine() as services, index.drain_lock():
        services.indexing.catch_up()
    return index.count()


def _problem(found: Any) -> Problem:  # noqa: ANN401 -- a finding
    return Problem(found.code, f"row {found.row}, {found.label}", (("value", found.value),))
