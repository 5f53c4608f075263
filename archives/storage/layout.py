"""Where an OCFL 1.1 storage root keeps what (extension 0003-hash-and-id-n-tuple-storage-layout with its defaults)."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from archives.domain.errors import NotFoundError, UnsafeDeploymentError
from archives.storage.durable import Disk

LAYOUT = "0003-hash-and-id-n-tuple-storage-layout"
TUPLE_SIZE = 3  # hex digits
TUPLES = 3
LONGEST_NAME = 100  # characters of an encoded id before it is cut and its digest added

OBJECT_DECLARATION = "0=ocfl_object_1.1"
OBJECT_DECLARED = b"ocfl_object_1.1\n"

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")
_TUPLE = re.compile(rf"[0-9a-f]{{{TUPLE_SIZE}}}")
_CONFIGURATION = {
    "digestAlgorithm": "sha256",
    "extensionName": LAYOUT,
    "numberOfTuples": TUPLES,
    "tupleSize": TUPLE_SIZE,
}
_DESCRIPTION = {
    "description": "Three tuples of three hex digits of the SHA-256 of the object id, then the percent-encoded id.",
    "extension": LAYOUT,
}


def object_path(object_id: str) -> PurePosixPath:
    """Return the path of an object below the storage root. Raises NotFoundError for an id that can name none."""
    if not object_id or any("\ud800" <= character <= "\udfff" for character in object_id):
        raise NotFoundError("object", ascii(object_id))
    digest = hashlib.sha256(object_id.encode()).hexdigest()
    tuples = (digest[start : start + TUPLE_SIZE] for start in range(0, TUPLES * TUPLE_SIZE, TUPLE_SIZE))
    return PurePosixPath(*tuples, _directory_name(object_id, digest))


def object_id_of(directory: Path) -> str:
    """Return the id that a directory name encodes; of an id that was too long, only its beginning is left."""
    return unquote(directory.name, errors="replace")


def object_directories(root: Path) -> Iterator[Path]:
    """Yield every object directory below the root, in the order of the tree."""
    level = [root]
    for _ in range(TUPLES):
        level = [child for parent in level for child in sorted(parent.iterdir()) if _TUPLE.fullmatch(child.name)]
    for parent in level:
        yield from sorted(parent.iterdir())


def write_root(directory: Path, disk: Disk) -> None:
    """Write what makes a directory an OCFL storage root, durably, but for the name of the directory itself."""
    extension = directory / "extensions" / LAYOUT
    disk.make_directory(extension)
    files = {directory / name: data for name, data in _root_files().items()}
    for path, data in files.items():
        with disk.create(path) as file:
            file.write(data)
    disk.settle([*files, extension, extension.parent, directory])


def require_root(directory: Path) -> None:
    """Refuse (UnsafeDeploymentError) a directory that is not a storage root of this very layout."""
    for name, data in _root_files().items():
        path = directory / name
        if not path.is_file() or (name != "ocfl_layout.json" and _meaning(path.read_bytes()) != _meaning(data)):
            text = (
                f"{directory} is not an OCFL 1.1 storage root in layout {LAYOUT}: see {name}. Name another directory."
            )
            raise UnsafeDeploymentError(text, directory=str(directory), file=name)


def _root_files() -> dict[str, bytes]:
    return {
        "0=ocfl_1.1": b"ocfl_1.1\n",
        "ocfl_layout.json": _json(_DESCRIPTION),
        f"extensions/{LAYOUT}/config.json": _json(_CONFIGURATION),
    }


def _directory_name(object_id: str, digest: str) -> str:
    name = _UNSAFE.sub(lambda found: "".join(f"%{byte:02x}" for byte in found[0].encode()), object_id)
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}-{digest}"


def _json(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, indent=2, sort_keys=True).encode() + b"\n"


def _meaning(data: bytes) -> object:
    try:
        return json.loads(data)
    except ValueError:
        return data
