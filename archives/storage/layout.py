"""Where an OCFL 1.1 storage root keeps what (extension 0003-hash-and-id-n-tuple-storage-layout).

A new root has one tuple of three hex digits: 4,096 directories, in each some 250 of a million objects. Roots with the
extension's own three tuples of three, as the first ones here were made, are read and written on as they are.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from archives.domain.errors import NotFoundError, UnsafeDeploymentError
from archives.storage.durable import Disk

LAYOUT = "0003-hash-and-id-n-tuple-storage-layout"
TUPLE_SIZE = 3  # hex digits
TUPLES = 1  # of a new root
TUPLES_KNOWN = (1, 3)
LONGEST_NAME = 100  # characters of an encoded id before it is cut and its digest added

OBJECT_DECLARATION = "0=ocfl_object_1.1"
OBJECT_DECLARED = b"ocfl_object_1.1\n"

CONFIGURATION = f"extensions/{LAYOUT}/config.json"

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")
_TUPLE = re.compile(rf"[0-9a-f]{{{TUPLE_SIZE}}}")


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of one root: how many tuples of three hex digits of an id's SHA-256 lead to the object."""

    tuples: int = TUPLES

    def object_path(self, object_id: str) -> PurePosixPath:
        """Return the path of an object below the storage root. Raises NotFoundError for an id that can name none."""
        return _object_path(object_id, self.tuples)

    def object_directories(self, root: Path) -> Iterator[Path]:
        """Yield every object directory below the root, in the order of the tree."""
        level = [root]
        for _ in range(self.tuples):
            level = [child for parent in level for child in sorted(parent.iterdir()) if _TUPLE.fullmatch(child.name)]
        for parent in level:
            yield from sorted(parent.iterdir())

    def root_files(self) -> dict[str, bytes]:
        """Return what makes a directory a storage root of this layout: path -> bytes."""
        number = {1: "One tuple", 3: "Three tuples"}[self.tuples]
        description = f"{number} of three hex digits of the SHA-256 of the object id, then the percent-encoded id."
        configuration = {
            "digestAlgorithm": "sha256",
            "extensionName": LAYOUT,
            "numberOfTuples": self.tuples,
            "tupleSize": TUPLE_SIZE,
        }
        return {
            "0=ocfl_1.1": b"ocfl_1.1\n",
            "ocfl_layout.json": _json({"description": description, "extension": LAYOUT}),
            CONFIGURATION: _json(configuration),
        }


def object_id_of(directory: Path) -> str:
    """Return the id that a directory name encodes; of an id that was too long, only its beginning is left."""
    return unquote(directory.name, errors="replace")


def write_root(directory: Path, disk: Disk) -> None:
    """Write what makes a directory an OCFL storage root, durably, but for the name of the directory itself."""
    extension = directory / "extensions" / LAYOUT
    disk.make_directory(extension)
    files = {directory / name: data for name, data in Layout().root_files().items()}
    for path, data in files.items():
        disk.write(path, data)
    disk.settle([*files, extension, extension.parent, directory])


def layout_of(directory: Path) -> Layout:
    """Return the layout of a storage root, or refuse (UnsafeDeploymentError) what is no root, or of no layout known."""
    found = [_different(directory, Layout(tuples)) for tuples in TUPLES_KNOWN]
    if "" in found:
        return Layout(TUPLES_KNOWN[found.index("")])
    file = next((name for name in found if name != CONFIGURATION), CONFIGURATION)
    text = f"{directory} is not an OCFL 1.1 storage root in layout {LAYOUT}: see {file}. Name another directory."
    raise UnsafeDeploymentError(text, directory=str(directory), file=file)


def _different(directory: Path, layout: Layout) -> str:
    """Return the first file that a root of this layout has otherwise, or ''."""
    for name, data in layout.root_files().items():
        path = directory / name
        if not path.is_file() or (name != "ocfl_layout.json" and _meaning(path.read_bytes()) != _meaning(data)):
            return name
    return ""


@lru_cache(maxsize=2048)
def _object_path(object_id: str, tuples: int) -> PurePosixPath:
    if not object_id or any("\ud800" <= character <= "\udfff" for character in object_id):
        raise NotFoundError("object", ascii(object_id))
    digest = hashlib.sha256(object_id.encode()).hexdigest()
    parts = (digest[start : start + TUPLE_SIZE] for start in range(0, tuples * TUPLE_SIZE, TUPLE_SIZE))
    return PurePosixPath(*parts, _directory_name(object_id, digest))


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
