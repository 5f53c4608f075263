"""Look at one preserved object as a stranger would: every fault is named, none is thrown."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from archives.domain.errors import UnreadableInputError
from archives.storage.digests import digests_on_disk
from archives.storage.inventory import NAME, Inventory, read_inventory, sidecar, sidecar_name
from archives.storage.layout import OBJECT_DECLARATION, OBJECT_DECLARED
from archives.storage.names import is_safe


def faults(object_id: str, directory: Path) -> tuple[str, ...]:
    """Return every fault of the object as 'path: what is wrong'; empty when it is sound."""
    if not directory.is_dir():
        return (f"{object_id}: no such object",)
    return tuple(_faults(object_id, directory))


def _faults(object_id: str, directory: Path) -> Iterator[str]:
    yield from _different(directory, OBJECT_DECLARATION, OBJECT_DECLARED)
    inventory = None
    try:
        data = _plain(directory / NAME).read_bytes()
        inventory = read_inventory(data)
    except OSError as error:
        yield f"{NAME}: {error}"
    except UnreadableInputError as error:
        yield f"{NAME}: {error}"
    if inventory is not None:
        yield from _different(directory, sidecar_name(inventory.algorithm), sidecar(data, inventory.algorithm))
        yield from _inventory_faults(object_id, inventory)
        yield from _version_faults(directory, inventory, data)
        yield from _content_faults(directory, inventory)
        yield from _tree_faults(directory, inventory)


def _inventory_faults(object_id: str, inventory: Inventory) -> Iterator[str]:
    if inventory.object_id != object_id:
        yield f"{NAME}: is of {inventory.object_id}, not of {object_id}"
    kept = set(inventory.manifest.values())
    yield from (
        f"{path}: its digest is not in the manifest" for path, told in inventory.state.items() if told not in kept
    )


def _version_faults(directory: Path, inventory: Inventory, newest: bytes) -> Iterator[str]:
    """The head's inventory equals the root's; each version's matches its own sidecar."""
    for version in inventory.versions:
        path = f"{version}/{NAME}"
        if version == inventory.head:
            yield from _different(directory, path, newest)
        try:
            told = sidecar(_plain(directory / path).read_bytes(), inventory.algorithm)
            yield from _different(directory, f"{version}/{sidecar_name(inventory.algorithm)}", told)
        except (OSError, ValueError) as error:
            yield f"{path}: {error}"


def _content_faults(directory: Path, inventory: Inventory) -> Iterator[str]:
    for path, digest in inventory.manifest.items():
        if not is_safe(path):
            yield f"{path}: leads out of the object"
            continue
        told = {inventory.algorithm: digest}
        if path in inventory.fixity:
            told.setdefault("sha256", inventory.fixity[path])
        try:
            found = digests_on_disk(_plain(directory / path), told)
        except (OSError, ValueError) as error:
            yield f"{path}: {error}"
            continue
        yield from (f"{path}: changed, its {name} is {found[name]}" for name in told if found[name] != told[name])


def _tree_faults(directory: Path, inventory: Inventory) -> Iterator[str]:
    """Every file is one the inventory knows, and a plain one; every directory holds something."""
    beside = (NAME, sidecar_name(inventory.algorithm))
    known = {*beside, OBJECT_DECLARATION, *inventory.manifest}
    known |= {f"{version}/{name}" for version in inventory.versions for name in beside}
    for parent, directories, files in os.walk(directory):
        if not directories and not files:
            yield f"{_shown(directory, parent)}: an empty directory"
        for name in (*directories, *files):
            path = Path(parent, name)
            shown = _shown(directory, path)
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                yield f"{shown}: not a plain file"
            elif path.is_file() and shown not in known:
                yield f"{shown}: not in the inventory"


def _different(directory: Path, path: str, expected: bytes) -> Iterator[str]:
    try:
        if _plain(directory / path).read_bytes() != expected:
            yield f"{path}: changed"
    except (OSError, ValueError) as error:
        yield f"{path}: {error}"


def _plain(path: Path) -> Path:
    """Return the path of a regular file; OSError for what could block the reader or lead elsewhere."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise OSError(errno.EINVAL, "not a plain file")
    return path


def _shown(directory: Path, path: str | Path) -> str:
    return os.fsencode(os.path.relpath(path, directory)).decode(errors="backslashreplace")
