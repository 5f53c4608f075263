"""Write one object into a room, outside of the storage root, and prove it before it is moved there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from archives.domain.errors import UnreadableInputError
from archives.ports import ObjectSource, StoredFile, StoredObject
from archives.storage.copying import copy_and_prove
from archives.storage.digests import Fixity, fixity_on_disk, mismatch, require_equal
from archives.storage.durable import Disk
from archives.storage.flow import LARGE
from archives.storage.inventory import ALGORITHM, FIRST_VERSION, NAME, digest_of, sidecar, sidecar_name, write_inventory
from archives.storage.layout import OBJECT_DECLARATION, OBJECT_DECLARED
from archives.storage.names import content_paths, require_logical_paths

_DECLARATION = Fixity.of(OBJECT_DECLARED)


@dataclass(frozen=True, slots=True)
class Deposit:
    """What is asked to be stored as the first version of one object; every digest known."""

    object_id: str
    sources: Sequence[ObjectSource]
    files: tuple[StoredFile, ...]  # of the sources, in the same order
    message: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Staged:
    """A complete object in its room, not yet durable, not yet read back. Its paths are texts: there are so many."""

    stored: StoredObject
    directory: str
    files: tuple[tuple[str, Fixity], ...]
    directories: tuple[str, ...]

    def paths(self) -> tuple[str, ...]:
        """Return all that must be durable before the object may be moved."""
        return (*(path for path, _ in self.files), *self.directories)

    def read_back(self) -> None:
        """Re-hash every file from the disk; refuse (FixityError) what is not what was to be written.

        Large files were read back while they were copied.
        """
        for path, expected in self.files:
            if expected.size < LARGE:
                require_equal(path.rpartition("/")[2], expected, fixity_on_disk(path))


def measured(object_id: str, sources: Sequence[ObjectSource], *, message: str, created: datetime) -> Deposit:
    """Learn the digests of the sources, hashing only those that come without. Raises InvalidInputError for paths."""
    require_logical_paths([source.path for source in sources])
    return Deposit(object_id, sources, tuple([_measured(source) for source in sources]), message, created)


def stage(deposit: Deposit, directory: str, disk: Disk) -> Staged:
    """Write the whole object below `directory`."""
    contents = _contents(deposit.files)
    inventory = write_inventory(
        deposit.object_id, deposit.files, contents, message=deposit.message, created=deposit.created
    )
    directories = _make_directories(directory, contents.values(), disk)
    files = _write_contents(deposit, contents, directory, disk)
    files += _write_metadata(inventory, directory, disk)
    listed = tuple(sorted(deposit.files, key=lambda file: file.path))
    stored = StoredObject(deposit.object_id, FIRST_VERSION, digest_of(inventory, ALGORITHM), listed)
    return Staged(stored, directory, tuple(files), directories)


def _measured(source: ObjectSource) -> StoredFile:
    found, declared = _fixity(source), source.sha256.lower()
    if declared and declared != found.sha256:
        raise mismatch("sha256", declared, found.sha256)
    return StoredFile(source.path, found.sha256, found.size)


def _fixity(source: ObjectSource) -> Fixity:
    if source.file is None:
        return Fixity.of(source.data or b"")
    try:
        if source.sha256:
            return Fixity(source.file.stat().st_size, source.sha256.lower())
        return fixity_on_disk(source.file)
    except OSError as error:
        raise _unreadable(source, error) from error


def _contents(files: Sequence[StoredFile]) -> dict[str, str]:
    """Return SHA-256 -> content path: the same bytes are kept once in an object, under their first path."""
    paths = content_paths({file.path: file.sha256 for file in files})
    return {file.sha256: paths[file.path] for file in sorted(files, key=lambda file: file.path, reverse=True)}


def _make_directories(directory: str, paths: Iterable[str], disk: Disk) -> tuple[str, ...]:
    """Make every directory of the object and return them, the deepest first."""
    wanted = {"", FIRST_VERSION}
    for path in paths:
        while (path := path.rpartition("/")[0]) not in wanted:
            wanted.add(path)
    made = [f"{directory}/{each}" if each else directory for each in sorted(wanted)]
    for each in made:
        disk.make_directory(each)
    return tuple(reversed(made))


def _write_contents(
    deposit: Deposit, contents: Mapping[str, str], directory: str, disk: Disk
) -> list[tuple[str, Fixity]]:
    written: dict[str, tuple[str, Fixity]] = {}
    for source, file in zip(deposit.sources, deposit.files, strict=True):
        if file.sha256 not in written:
            path, expected = f"{directory}/{contents[file.sha256]}", Fixity(file.size, file.sha256)
            _write(source, path, expected, disk)
            written[file.sha256] = path, expected
    return list(written.values())


def _write(source: ObjectSource, path: str, expected: Fixity, disk: Disk) -> None:
    if source.file is None:
        disk.write(path, source.data or b"")
    elif expected.size < LARGE:
        disk.write(path, source.file.read_bytes())
    else:
        with disk.create(path) as target:
            require_equal(source.path, expected, copy_and_prove(source.file, target, path))


def _write_metadata(inventory: bytes, directory: str, disk: Disk) -> list[tuple[str, Fixity]]:
    beside = sidecar(inventory, ALGORITHM)
    told, beside_told = Fixity.of(inventory), Fixity.of(beside)
    declaration = f"{directory}/{OBJECT_DECLARATION}"
    written = [(declaration, _DECLARATION)]
    disk.write(declaration, OBJECT_DECLARED)
    for place in (f"{directory}/{FIRST_VERSION}", directory):
        path = f"{place}/{NAME}"
        path_beside = f"{place}/{sidecar_name(ALGORITHM)}"
        disk.write(path, inventory)
        disk.write(path_beside, beside)
        written += [(path, told), (path_beside, beside_told)]
    return written


def _unreadable(source: ObjectSource, error: OSError) -> UnreadableInputError:
    reason = error.strerror or str(error)
    return UnreadableInputError(f"{source.path} cannot be read: {reason}.", name=source.path, reason=reason)
