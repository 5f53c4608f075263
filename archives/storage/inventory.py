"""The inventory of an OCFL 1.1 object: which bytes, under which digest, are which file of which version."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from archives.domain.errors import UnreadableInputError
from archives.ports import StoredFile

NAME = "inventory.json"
FIRST_VERSION = "v1"
ALGORITHM = "sha256"  # of every object written here
READABLE = frozenset({"sha256", "sha512"})  # those that OCFL 1.1 has every reader know
TYPE = "https://ocfl.io/1.1/spec/#inventory"
WRITER = {"address": "mailto:archives@localhost", "name": "archives"}


@dataclass(frozen=True, slots=True)
class Inventory:
    """An inventory as read. Digests are lower-case hex."""

    object_id: str
    head: str
    versions: tuple[str, ...]
    algorithm: str  # of the digests in manifest, state and sidecar
    manifest: Mapping[str, str]  # content path -> digest
    fixity: Mapping[str, str]  # content path -> SHA-256, from the fixity block of an object with another algorithm
    state: Mapping[str, str]  # logical path -> digest, of the head version

    def content_path(self, path: str) -> str | None:
        """Return where the content of a logical path lies, from the object root; None if there is no such path."""
        digest = self.state.get(path)
        return next((found for found, kept in self.manifest.items() if kept == digest), None)

    def sha256(self, content: str) -> str:
        """Return the SHA-256 that is told of a content path. Raises LookupError where none is."""
        return self.manifest[content] if self.algorithm == "sha256" else self.fixity[content]


def write_inventory(
    object_id: str, files: Iterable[StoredFile], contents: Mapping[str, str], *, message: str, created: datetime
) -> bytes:
    """Return the inventory of a first version; `contents` maps SHA-256 to content path. Equal facts, equal bytes."""
    state: dict[str, list[str]] = {}
    for file in sorted(files, key=lambda each: each.path):
        state.setdefault(file.sha256, []).append(file.path)
    version = {"created": _instant(created), "message": message, "state": state, "user": WRITER}
    inventory = {
        "digestAlgorithm": ALGORITHM,
        "head": FIRST_VERSION,
        "id": object_id,
        "manifest": {digest: [path] for digest, path in contents.items()},
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


def digest_of(data: bytes, algorithm: str) -> str:
    """Return the digest (lower-case hex) by which an inventory is known."""
    return hashlib.new(algorithm, data).hexdigest()


def sidecar_name(algorithm: str) -> str:
    """Return the name of the file beside an inventory."""
    return f"{NAME}.{algorithm}"


def sidecar(data: bytes, algorithm: str) -> bytes:
    """Return the exact bytes of the file beside an inventory."""
    return f"{digest_of(data, algorithm)} {NAME}\n".encode()


def _shaped(raw: Mapping[str, Mapping[str, Mapping[str, list[str]]]]) -> Inventory:
    head = str(raw["head"])
    state = raw["versions"][head]["state"]
    algorithm = str(raw["digestAlgorithm"])
    if not isinstance(state, Mapping) or algorithm not in READABLE:
        raise TypeError(f"no state, or a digest that is none of {', '.join(sorted(READABLE))}")
    return Inventory(
        object_id=str(raw["id"]),
        head=head,
        versions=tuple(raw["versions"]),
        algorithm=algorithm,
        manifest=_by_path(raw["manifest"]),
        fixity=_by_path(raw.get("fixity", {}).get("sha256", {})),
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
