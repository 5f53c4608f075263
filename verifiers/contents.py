"""What the manifest of a receipt says: whose transfer it was, its table, and the digests of every file."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifiers.finding import Finding, bad, good, told

DESCRIBED = ("level", "unit_number", "title", "responsible_party", "document_number", "formed_on", "retention")
PAPER, AUTHORITY = "archives/case-paper/1", "authority"
OF_A_FILE = ("name", "size", "sha256")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # a table writes an apostrophe before them


@dataclass(frozen=True)
class Listed:
    """A file as the manifest has it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`bodies` are the identifiers of those who seal, by their role. A paper of a case has neither files nor rows."""

    bodies: Mapping[str, str]
    files: Sequence[Listed]
    rows: Sequence[Sequence[str]]


def parse(data: bytes) -> Manifest:
    """Read it; ValueError when it is none."""
    try:
        read = json.loads(data)
        if read.get("type") == PAPER:
            return Manifest({AUTHORITY: str(read["authority_id"])}, (), ())
        bodies = {"unit": str(read["organization"]), "archive": str(read["destination"])}
        records = [(unit["sequence"], record) for unit in read["units"] for record in unit["records"]]
        files = [Listed(*(file[name] for name in OF_A_FILE)) for _, record in records for file in record["files"]]
        rows: list[Sequence[str]] = [("sequence", *DESCRIBED, *OF_A_FILE)]
        rows += [row for sequence, record in records for row in _rows(str(sequence), record)]
    except (LookupError, TypeError, AttributeError, RecursionError) as fault:
        raise ValueError("no manifest") from fault
    return Manifest(bodies, files, rows)


def is_paper(data: bytes | None) -> bool:
    """Tell whether an attachment claims to hold the facts of a paper of a case."""
    try:
        return data is not None and json.loads(data).get("type") == PAPER
    except (ValueError, AttributeError, RecursionError):
        return False


def table_of(manifest: Manifest) -> bytes:
    """Return the manifest as the CSV that travels beside it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([f"'{cell}" if cell.startswith(DANGEROUS) else cell for cell in row] for row in manifest.rows)
    return text.getvalue().encode("utf-8-sig")


def compared(manifest: Manifest, folder: Path) -> Iterator[Finding]:
    """Yield what of the manifest's files is not in the folder (at any depth), or not as it was handed over."""
    present = {path: _digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    wanted = {(file.size, file.sha256) for file in manifest.files}
    found, names = set(present.values()), {path.name for path in present}
    lost = [file for file in manifest.files if (file.size, file.sha256) not in found]
    for file in lost:
        code = "file_changed" if file.name in names else "file_missing"
        yield bad("files", code, name=file.name, sha256=file.sha256)
    for path, digest in present.items():
        if digest not in wanted:
            yield told("files", "file_additional", name=str(path.relative_to(folder)))
    if not lost:
        yield good("files", "files_good", count=str(len(manifest.files)))


def _digest(path: Path) -> tuple[int, str]:
    with path.open("rb") as stream:
        return path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest()


def _rows(sequence: str, record: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for file in record["files"] or [{}]:
        yield (sequence, *_cells(record, DESCRIBED), *_cells(file, OF_A_FILE))


def _cells(of: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    return ["" if of.get(name) is None else str(of[name]) for name in names]
