"""Write one object into a room, outside of the storage root, and prove it before it is moved there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archives.domain.errors import UnreadableInputError
from archives.ports import ObjectSource, StoredFile, StoredObject
from archives.storage.copying import copy, copy_and_prove
from archives.storage.digests import Digests, digest_file, mismatch, require_equal
from archives.storage.durable import SECTION, Disk, remembered
from archives.storage.inventory import FIRST_VERSION, NAME, SIDECAR, sha512_of, sidecar, write_inventory
from archives.storage.layout import OBJECT_DECLARATION, OBJECT_DECLARED
from archives.storage.names import content_paths, require_logical_paths


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
    """A complete object in its room, not yet durable, not yet read back."""

    stored: StoredObject
    directory: Path
    files: tuple[tuple[Path, Digests], ...]
    directories: tuple[Path, ...]

    def paths(self) -> tuple[Path, ...]:
        """Return all that must be durable before the object may be moved."""
        return (*(path for path, _ in self.files), *self.directories)

    def read_back(self) -> None:
        """Re-hash every file from the disk; refuse (FixityError) what is not what was to be written.

        Large files were read back while they were copied.
        """
        for path, expected in self.files:
            if expected.size >= SECTION:
                continue
            require_equal(path.name, expected, digest_file(path))


def measured(object_id: str, sources: Sequence[ObjectSource], *, message: str, created: datetime) -> Deposit:
    """Learn the digests of the sources, hashing only those that come without. Raises InvalidInputError for paths."""
    require_logical_paths(source.path for source in sources)
    return Deposit(object_id, sources, tuple(_measured(source) for source in sources), message, created)


def stage(deposit: Deposit, directory: Path, disk: Disk) -> Staged:
    """Write the whole object below `directory`."""
    contents = _contents(deposit.files)
    inventory = write_inventory(
        deposit.object_id, deposit.files, contents, message=deposit.message, created=deposit.created
    )
    directories = _make_directories(directory, contents.values(), disk)
    files = _write_contents(deposit, contents, directory, disk)
    files += _write_metadata(inventory, directory, disk)
    listed = tuple(sorted(deposit.files, key=lambda file: file.path))
    stored = StoredObject(deposit.object_id, FIRST_VERSION, sha512_of(inventory), listed)
    return Staged(stored, directory, tuple(files), directories)


def _measured(source: ObjectSource) -> StoredFile:
    found = _digests(source)
    for what, declared, actual in (("sha512", source.sha512, found.sha512), ("sha256", source.sha256, found.sha256)):
        if declared and declared.lower() != actual:
            raise mismatch(what, declared, actual)
    return StoredFile(source.path, found.sha512, found.sha256, found.size)


def _digests(source: ObjectSource) -> Digests:
    if source.file is None:
        return Digests.of(source.data or b"")
    try:
        if source.sha512 and source.sha256:
            return Digests(source.file.stat().st_size, source.sha256.lower(), source.sha512.lower())
        return digest_file(source.file)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableInputError(
            f"{source.path} cannot be read: {reason}.", name=source.path, reason=reason
        ) from error


def _contents(files: Sequence[StoredFile]) -> dict[str, str]:
    """Return SHA-512 -> content path: the same bytes are kept once in an object, under their first path."""
    paths = content_paths({file.path: file.sha256 for file in files})
    return {file.sha512: paths[file.path] for file in sorted(files, key=lambda file: file.path, reverse=True)}


def _make_directories(directory: Path, paths: Iterable[str], disk: Disk) -> tuple[Path, ...]:
    """Make every directory of the object and return them, the deepest first."""
    wanted = {directory, directory / FIRST_VERSION}
    for path in paths:
        parents = (directory / path).parents
        wanted.update(parents[: len(parents) - len(directory.parents) - 1])
    for each in sorted(wanted):
        disk.make_directory(each)
    return tuple(sorted(wanted, reverse=True))


def _write_contents(
    deposit: Deposit, contents: Mapping[str, str], directory: Path, disk: Disk
) -> list[tuple[Path, Digests]]:
    written: dict[Path, Digests] = {}
    for source, file in zip(deposit.sources, deposit.files, strict=True):
        path = directory / contents[file.sha512]
        if path not in written:
            written[path] = Digests(file.size, file.sha256, file.sha512)
            _write(source, path, written[path], disk)
    return list(written.items())


def _write(source: ObjectSource, path: Path, expected: Digests, disk: Disk) -> None:
    with disk.create(path) as target:
        if source.file is None:
            target.write(source.data or b"")
            return
        with source.file.open("rb", buffering=0) as stream:
            if expected.size < SECTION:
                copy(stream, target)
            else:
                known = expected.sha512 if remembered(stream) == expected.sha512 else ""
                require_equal(source.path, expected, copy_and_prove(stream, target, path, known_sha512=known))


def _write_metadata(inventory: bytes, directory: Path, disk: Disk) -> list[tuple[Path, Digests]]:
    beside = sidecar(inventory)
    named = {
        directory / FIRST_VERSION / NAME: inventory,
        directory / FIRST_VERSION / SIDECAR: beside,
        directory / NAME: inventory,
        directory / SIDECAR: beside,
        directory / OBJECT_DECLARATION: OBJECT_DECLARED,
    }
    for path, data in named.items():
        with disk.create(path) as target:
            target.write(data)
    return [(path, Digests.of(data)) for path, data in named.items()]
