"""Bringing events into the tree, and signing its state: only what was read back from the database, and only if it adds.

One flipped bit between hashing and storing has ended a public log; so leaves are read again and hashed again after the
commit, and the new state must follow from the last one that we signed.
"""

from collections.abc import Iterator

from sqlalchemy import func, select

from archives.domain.errors import LogDamagedError, SigningKeyError
from archives.domain.merkle import Edge, consistency_proof, leaf_hash, peaks, stored, verify_consistency
from archives.domain.signed_note import LogCheckpoint, Note, VerifierKey
from archives.models import Checkpoint, Event
from archives.services.log_tree import LogTree
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork
from archives.services.visibility import UNFILTERED

CHUNK = 1000  # events
_ALL = {UNFILTERED: True}


def integrate(work: UnitOfWork) -> int:
    """Bring every committed event into the tree and return its size; on SQLite they are there already.

    Events are committed in the order of their numbers, so what is seen has no hole that could still be filled.
    """
    size = work.log_tree().size()
    newest = work.session.scalar(select(func.max(Event.sequence)), execution_options=_ALL) or 0
    while size < newest:
        with work.write():
            tree = work.log_tree()
            tree.lock()
            size = tree.size()
            leaves = [leaf for _, leaf in leaves_after(work, size, size + CHUNK)]
            if not leaves:
                break
            if not tree.append(size, leaves):
                raise _damaged(f"the edge at {size} events")
            size += len(leaves)
    return size


def leaves_after(work: UnitOfWork, first: int, last: int) -> Iterator[tuple[int, str]]:
    """Yield sequence and leaf of the events after number `first` up to `last`, in order; refuse where one is gone."""
    for start in range(first, last, CHUNK):
        asked = select(Event.sequence, Event.leaf).where(Event.sequence > start)
        asked = asked.where(Event.sequence <= min(start + CHUNK, last)).order_by(Event.sequence)
        rows = work.session.execute(asked, execution_options=_ALL).all()
        for expected, (sequence, leaf) in enumerate(rows, start + 1):
            if sequence != expected:
                raise _damaged(f"event {expected}")
            yield sequence, leaf
        if not rows:
            return


def newest_checkpoint(work: UnitOfWork) -> Checkpoint | None:
    """Return what we last signed."""
    return work.session.scalar(select(Checkpoint).order_by(Checkpoint.size.desc()).limit(1))


def sign_present(work: UnitOfWork, outside: Outside) -> Checkpoint:
    """Return a checkpoint of the present state: the newest when nothing was added since, else a new one.

    LogDamagedError when the tree does not follow from the events, or not from the last checkpoint; SigningKeyError
    when that was signed by another key. Outside of any write.
    """
    while True:
        integrate(work)
        work.snapshot()
        last, size = newest_checkpoint(work), work.log_tree().size()
        _require_ours(outside, last)
        if last is not None and last.size == size:
            return last
        note = _signed(work, outside, last, size)
        with work.write():
            work.log_tree().lock()
            present = newest_checkpoint(work)
            if (present and present.id) == (last and last.id):
                new = Checkpoint(size=size, note=note, signed_at=work.now())
                work.session.add(new)
                return new


def checkpoint_of(row: Checkpoint) -> LogCheckpoint:
    """Return what a stored checkpoint says."""
    return LogCheckpoint.parse(Note.parse(row.note).text)


def _signed(work: UnitOfWork, outside: Outside, last: Checkpoint | None, size: int) -> str:
    tree = work.log_tree()
    old = checkpoint_of(last) if last is not None else None
    root = _rehashed(work, tree, old, size).root()
    if old is not None and old.size:
        proof = consistency_proof(old.size, size, tree.read) if old.size <= size else ()
        if not verify_consistency((old.size, size), proof, old.root, root):
            raise _damaged(f"the tree between {old.size} and {size} events")
    origin = VerifierKey.parse(outside.notes.verifier_key()).name
    return outside.notes.sign(str(LogCheckpoint(origin, size, root)))


def _rehashed(work: UnitOfWork, tree: LogTree, old: LogCheckpoint | None, size: int) -> Edge:
    """Hash again what was added since the last checkpoint, compare it with the nodes, and return the edge."""
    start = old.size if old is not None else 0
    known = tree.read(peaks(start))
    edge = Edge(start, [known[node] for node in peaks(start)])
    if old is not None and edge.root() != old.root:
        raise _damaged(f"the tree of {start} events")
    hashes: list[bytes] = []
    for sequence, leaf in leaves_after(work, start, size):
        hashes += edge.append(leaf_hash(leaf.encode()))
        if sequence % CHUNK == 0 or sequence == size:
            first = stored(sequence) - len(hashes)
            if list(tree.between(first, stored(sequence)).values()) != hashes:
                raise _damaged(f"the nodes up to event {sequence}")
            hashes = []
    if edge.size != size:
        raise _damaged(f"event {edge.size + 1}")
    return edge


def _require_ours(outside: Outside, last: Checkpoint | None) -> None:
    if last is not None and not outside.notes.is_signed(last.note, outside.notes.verifier_key()):
        text = f"The checkpoint of {last.size} events is not of this log's key. Bring home/keys back from a backup."
        raise SigningKeyError(text, key="log.key")


def _damaged(what: str) -> LogDamagedError:
    return LogDamagedError(f"The log does not follow from the trail at {what}. Run `archives trail verify`.", what=what)
