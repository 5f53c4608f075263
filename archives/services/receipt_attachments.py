"""What travels inside a receipt: the manifest that both sides signed, the same as a table, and the proof."""

import json
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import chain

from archives.domain.proof import Proof
from archives.ports import Attachment, Tables

MANIFEST, TABLE, PROOF = "manifest.json", "manifest.csv", "proof.json"
DESCRIBED = ("level", "unit_number", "title", "responsible_party", "document_number", "formed_on", "retention")
OF_A_FILE = ("name", "size", "sha256")
DESCRIPTIONS = {
    "zh-Hans": ("移交清单：双方所签的内容", "移交清单的表格形式", "入库事件在日志中的证明"),
    "zh-Hant": ("移交清單：雙方所簽的內容", "移交清單的表格形式", "入庫事件在日誌中的證明"),
    "en": (
        "The manifest, which both sides signed",
        "The manifest as a table",
        "The proof that its event is in the log",
    ),
}


def receipt_attachments(manifest: bytes, tables: Tables, language: str) -> list[Attachment]:
    """Return manifest.json, whose digest the receipt bears, and manifest.csv, made from it alone."""
    signed, shown, _ = DESCRIPTIONS[language]
    return [
        Attachment(MANIFEST, "application/json", manifest, "Data", signed),
        Attachment(TABLE, "text/csv", manifest_table(manifest, tables), "Alternative", shown),
    ]


def manifest_table(manifest: bytes, tables: Tables) -> bytes:
    """Return the manifest as CSV."""
    table = BytesIO()
    tables.write(TABLE, manifest_rows(manifest), table)
    return table.getvalue()


def proof_attachment(proof: Proof, language: str) -> Attachment:
    """Return proof.json: that the event which drew up the receipt is in the log (docs/transparency-log.md)."""
    return Attachment(PROOF, "application/json", proof.to_json().encode(), "Supplement", DESCRIPTIONS[language][2])


def manifest_rows(manifest: bytes) -> Iterator[Sequence[str]]:
    """Yield the heading, then a row for each file; a record without files has one row with empty file cells."""
    yield ("sequence", *DESCRIBED, *OF_A_FILE)
    for unit in json.loads(manifest)["units"]:
        yield from chain.from_iterable(_rows(unit["sequence"], record) for record in unit["records"])


def _rows(sequence: int, record: Mapping[str, object]) -> Iterator[Sequence[str]]:
    told = [str(sequence), *_cells(record, DESCRIBED)]
    files = record["files"]
    for file in files if isinstance(files, list) and files else [{}]:
        yield [*told, *_cells(file, OF_A_FILE)]


def _cells(told: Mapping[str, object], names: Sequence[str]) -> list[str]:
    return ["" if told.get(name) is None else str(told[name]) for name in names]
