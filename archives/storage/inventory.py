"""The inventory of an OCFL 1.1 object: which bytes, under which digest, are which file of which version."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from archives.domain.errors import UnreadableInputError
from archives.ports import StoredFile

NAME = "inventory.json"
SIDECAR = "inventory.json.sha512"
FIRST_VERSION = "v1"
TYPE = "https://ocfl.io/1.1/spec/#inventory"
WRITER = {"address": "mailto:archives@localhost", "name": "archives"}


@dataclass(frozen=True, slots=True)
class Inventory:
    """An inventory as read. Digests are lower-case hex."""

    object_id: str
    head: str
    versions: tuple[str, ...]
    manifest: Mapping[str, str]  # content path -> SHA-512
    sha256: Mapping[str, str]  # content path -> SHA-256, from the fixity block
    state: Mapping[str, str]  # logical path -> SHA-512, of the head version

    def content_path(self, path: str) -> str | None:
        """Return where the content of a logical path lies, from the object root; None if there is no such path."""
        sha512 = self.state.get(path)
        return next((found for found, kept in self.manifest.items() if kept == sha512), None)


def write_inventory(
    object_id: str, files: Iterable[StoredFile], contents: Mapping[str, str], *, message: str, created: datetime
) -> bytes:
    """Return the inventory of a first version; `contents` maps SHA-512 to content path. Equal facts, equal bytes."""
    state: dict[str, list[str]] = {}
    fixity: dict[str, list[str]] = {}
    for file in sorted(files, key=lambda each: each.path):
        state.setdefault(file.sha512, []).append(file.path)
        fixity[file.sha256] = [contents[file.sha512]]
    version = {"created": _instant(created), "message": message, "state": state, "user": WRITER}
    inventory = {
        "digestAlgorithm": "sha512",
        "fixity": {"sha256": fixity},
        "head": FIRST_VERSION,
        "id": object_id,
        "manifest": {sha512: [path] for sha512, path in contents.items()},
        "type": TYPE,
        "versions": {FIRST_VERSION: version},
    }
    return json.dumps(inventory, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def read_inventory(data: bytes) -> Inventory:
    """Read an inventory. Raises UnreadableInputError for anything that is not one."""
    try:
        return _shaped(json.loads(data))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableInputError(f"{NAME} is no inventory: {error!r}.", name=NAME, reason=repr(error)) from error


def sha512_of(data: bytes) -> str:
    """Return the digest by which an inventory is known."""
    return hashlib.sha512(data).hexdigest()


def sidecar(data: bytes) -> bytes:
    """Return the exact bytes of the file beside an inventory."""
    return f"{sha512_of(data)} {NAME}\n".encode()


def _shaped(raw: Mapping[str, Mapping[str, Mapping[str, list[str]]]]) -> Inventory:
    head = str(raw["head"])
    state = raw["versions"][head]["state"]
    if not isinstance(state, Mapping) or str(raw["digestAlgorithm"]) != "sha512":
        raise TypeError("no state, or another digest than sha512")
    return Inventory(
        object_id=str(raw["id"]),
        head=head,
        versions=tuple(raw["versions"]),
        manifest=_by_path(raw["manifest"]),
        sha256=_by_path(raw.get("fixity", {}).get("sha256", {})),
        state=_by_path(state),
    )


def _by_path(block: Mapping[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    for digest, paths in block.items():
        if not isinstance(paths, list):
            raise TypeError(f"{digest}: no list of paths")
        found |= {str(path): digest.lower() for path in paths}
    return found


def _instant(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
