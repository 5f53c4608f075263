"""What of a unit goes into its preserved object, and where: content, description, events (OAIS archival package)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from archives.domain.canonical import canonical_json
from archives.models import ContentFile, Receipt, Transfer
from archives.ports import Holding, ObjectSource
from archives.services.packages import Unit, described


def object_id(identifier: UUID) -> str:
    """Return the id of the object of a record, or of a transfer."""
    return f"urn:uuid:{identifier}"


def receipt_object(receipt: Receipt) -> str:
    """Return the id of the object that holds the documents of a receipt.

    The first lies in the transfer's object. One that supersedes another is an object of its own: the older one stays
    as it was stored, byte for byte, and neither needs to be asked for by version.
    """
    return object_id(receipt.transfer_id if receipt.edition == 1 else receipt.id)


def content_path(file: ContentFile) -> str:
    """Return the logical path of a file in its unit's object; the name keeps its exact characters."""
    return f"content/{file.record_id}/{file.name}"


def sources_of(unit: Unit, transfer: Transfer, leaves: Sequence[str], holding: Holding) -> list[ObjectSource]:
    """Return everything that the object of a unit holds; the same facts give the same bytes."""
    description = canonical_json(
        {
            "transfer": transfer.number,
            "fonds": {"id": unit.record.fonds_id, "number": transfer.fonds.number, "name": transfer.fonds.name},
            "organization": {"id": transfer.organization_id, "name": transfer.organization.name},
            "custody_from": transfer.custody_from,
            "records": [{**described(r), "archive_number": r.archive_number} for r in unit.records],
        }
    )
    return [
        *(_content(file, holding) for record in unit.records for file in unit.files[record.id]),
        ObjectSource("description.json", data=description.encode()),
        ObjectSource("events.jsonl", data=_lines(leaves)),
    ]


def _content(file: ContentFile, holding: Holding) -> ObjectSource:
    return ObjectSource(content_path(file), holding.path(file.sha256), sha256=file.sha256)


def _lines(leaves: Iterable[str]) -> bytes:
    return "".join(f"{leaf}\n" for leaf in leaves).encode()
