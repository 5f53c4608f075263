"""The preservation store: an OCFL 1.1 storage root, written once. Nothing here deletes from it.

An object is written in a room outside of the root, made durable, read back and re-hashed from the disk; only then it is
renamed into the root, and it counts when the directories that list it are durable too.
"""

import errno
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TypeVar

from archives.domain.errors import (
    DuplicateError,
    FixityError,
    NotFoundError,
    UnreadableInputError,
    UnsafeDeploymentError,
)
from archives.ports import ObjectSource, StoredFile, StoredObject
from archives.storage import audit, layout, staging
from archives.storage.deposit import Deposit, Staged, measured, stage
from archives.storage.durable import Disk, full_disk_refused
from archives.storage.inventory import NAME, Inventory, digest_of, read_inventory

BATCH_OBJECTS = 512
BATCH_BYTES = 64 << 20
HANDS = 4  # writing and reading back many small files waits for the kernel and the disk more than for Python

T = TypeVar("T")
R = TypeVar("R")
_OCCUPIED = frozenset({errno.ENOTEMPTY, errno.EEXIST})


class ObjectStore:
    """Adapter of `archives.ports.ContentStore` on a local disk; staging is the root's sibling `<root>.staging`."""

    def __init__(self, root: Path, disk: Disk | None = None) -> None:
        self._root = root
        self._disk = disk or Disk()
        self._staging = root.with_name(f"{root.name}.staging")
        self._disk.establish(self._staging)
        if not root.is_dir() or not any(root.iterdir()):
            self._make_root()
        self._layout = layout.layout_of(root)
        if root.stat().st_dev != self._staging.stat().st_dev:
            text = f"{self._staging} must lie on the file system of {root}: mount the parent directory instead."
            raise UnsafeDeploymentError(text, directory=str(root))

    def store(
        self, object_id: str, sources: Sequence[ObjectSource], *, message: str, created: datetime
    ) -> StoredObject:
        """Write v1 of an object durably and read it back. The same content again is the same object.

        Raises DuplicateError for other content under a known id, FixityError when bytes and digests disagree,
        InvalidInputError for paths that OCFL cannot name, StorageFullError; then nothing of it is left.
        """
        [stored] = self.store_many([(object_id, sources)], message=message, created=created)
        return stored

    def store_many(
        self, objects: Iterable[tuple[str, Sequence[ObjectSource]]], *, message: str, created: datetime
    ) -> Iterator[StoredObject]:
        """Write objects in order, in batches of 512 or 64 MiB with two syncs each; what is yielded is durable.

        Raises as `store`; then of the batch at hand nothing was yielded, though some of it may be in the store.
        """
        deposits = (measured(name, sources, message=message, created=created) for name, sources in objects)
        for batch in _batches(deposits):
            yield from self._store_batch(batch)

    def find(self, object_id: str) -> StoredObject | None:
        """Return the newest version of the object, or None. Raises FixityError if it cannot be read."""
        try:
            data = (self._directory(object_id) / NAME).read_bytes()
        except (FileNotFoundError, NotFoundError):
            return None
        try:
            inventory = read_inventory(data)
            files = tuple(self._file(object_id, inventory, path) for path in sorted(inventory.state))
        except (OSError, LookupError, UnreadableInputError) as error:
            raise _damaged(object_id, [str(error)]) from error
        digest = digest_of(data, inventory.algorithm)
        return StoredObject(inventory.object_id, inventory.head, digest, files)

    def open(self, object_id: str, path: str) -> BinaryIO:
        """Open the content of a logical path of the newest version, or raise NotFoundError."""
        try:
            directory = self._directory(object_id)
            content = read_inventory((directory / NAME).read_bytes()).content_path(path)
        except FileNotFoundError as error:
            raise NotFoundError("object", object_id) from error
        if content is None:
            raise NotFoundError("file", f"{path} of {object_id}")
        return (directory / content).open("rb")

    def verify(self, object_id: str) -> Sequence[str]:
        """Re-hash the whole object and its inventory; return every fault as 'path: what'; empty when sound."""
        try:
            return audit.faults(object_id, self._directory(object_id))
        except NotFoundError as error:
            return (str(error),)

    def objects(self) -> Iterator[str]:
        """Yield the ids of all objects by walking the root; failing an inventory, the id its directory encodes."""
        for directory in self._layout.object_directories(self._root):
            try:
                yield read_inventory((directory / NAME).read_bytes()).object_id
            except (OSError, UnreadableInputError):
                yield layout.object_id_of(directory)

    def recover(self) -> int:
        """Remove what unfinished writes left in staging, never in the root nor of the living; return how many."""
        return staging.recover(self._staging)

    def _make_root(self) -> None:
        with full_disk_refused(), staging.room(self._staging, self._disk) as room:
            layout.write_root(room / "root", self._disk)
            try:
                self._disk.move(room / "root", self._root)
            except OSError as error:
                if error.errno not in _OCCUPIED:
                    raise
            self._disk.settle([self._root.parent])

    def _store_batch(self, batch: Sequence[Deposit]) -> list[StoredObject]:
        with full_disk_refused(), staging.room(self._staging, self._disk) as room:
            new = [number for number, each in enumerate(batch) if not self._directory(each.object_id).exists()]
            objects = _shared(lambda number: stage(batch[number], f"{room}/{number}", self._disk), new)
            staged = dict(zip(new, objects, strict=True))
            self._disk.settle(list(chain.from_iterable(each.paths() for each in staged.values())))
            _shared(Staged.read_back, list(staged.values()))
            stored = [self._publish(deposit, staged.get(number)) for number, deposit in enumerate(batch)]
            self._disk.settle(self._listing(batch))
        return stored

    def _publish(self, deposit: Deposit, staged: Staged | None) -> StoredObject:
        """Move a proved object to its place; what is there already must be the same and sound."""
        if staged is None:
            return self._same(deposit)
        home = self._directory(deposit.object_id)
        self._disk.make_directory(home.parent)
        try:
            self._disk.move(staged.directory, home)
        except OSError as error:
            if error.errno not in _OCCUPIED:
                raise
            return self._same(deposit)
        return staged.stored

    def _same(self, deposit: Deposit) -> StoredObject:
        if found := self.verify(deposit.object_id):
            raise _damaged(deposit.object_id, found)
        present = self.find(deposit.object_id)
        if present is None or set(present.files) != set(deposit.files):
            text = f"Object {deposit.object_id} is already stored with other content; nothing is ever overwritten."
            raise DuplicateError(text, kind="object", value=deposit.object_id, where=present and present.version)
        return present

    def _listing(self, batch: Iterable[Deposit]) -> list[Path]:
        """Return every directory on the way from the root to the objects: whoever made it, it must be durable."""
        lowest = {self._directory(deposit.object_id).parent for deposit in batch}
        above = {parent for each in lowest for parent in each.parents[: self._layout.tuples]}
        return sorted(lowest | above, reverse=True)

    def _directory(self, object_id: str) -> Path:
        return self._root / self._layout.object_path(object_id)

    def _file(self, object_id: str, inventory: Inventory, path: str) -> StoredFile:
        content = inventory.content_path(path) or ""
        size = (self._directory(object_id) / content).stat().st_size
        return StoredFile(path, inventory.sha256(content), size)


def _shared(work: Callable[[T], R], things: Sequence[T]) -> list[R]:
    """Return what the work makes of each thing, in order; handing them to the threads one by one would cost more."""

    def share(number: int) -> list[R]:
        return [work(each) for each in things[number::HANDS]]

    with ThreadPoolExecutor(HANDS) as hands:
        done = list(hands.map(share, range(HANDS)))
    return [done[number % HANDS][number // HANDS] for number in range(len(things))]


def _batches(deposits: Iterable[Deposit]) -> Iterator[list[Deposit]]:
    batch: list[Deposit] = []
    size = 0
    for deposit in deposits:
        batch.append(deposit)
        size += sum(file.size for file in deposit.files)
        if len(batch) >= BATCH_OBJECTS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _damaged(object_id: str, found: Sequence[str]) -> FixityError:
    text = f"Object {object_id} is damaged: {'; '.join(found)}. Restore it from another copy."
    return FixityError(text, what=object_id, expected="sound", actual="; ".join(found))
