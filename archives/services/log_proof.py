"""The proof of the log: every node follows from the events, every checkpoint from the nodes, every signature is ours.

What is named is what was changed: where an event and its node disagree, that event; where a node does not follow from
those below it, that node; where all of them were made anew, the checkpoint that tells another hash.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from archives.domain.merkle import EMPTY_ROOT, Node, leaf_hash, node_hash, stored
from archives.domain.signed_note import LogCheckpoint, MalformedNoteError, Note
from archives.models import Checkpoint, Event
from archives.services.outside import Outside
from archives.services.trail_proof import Fault
from archives.services.unit_of_work import UnitOfWork
from archives.services.visibility import UNFILTERED

CHUNK = 1000  # leaves
_ALL = {UNFILTERED: True}


@dataclass(frozen=True, slots=True)
class _Peak:
    """A node as it is kept, and as it follows from the leaves."""

    level: int
    kept: bytes
    made: bytes


@dataclass(slots=True)
class _Walk:
    """The edge of the tree as far as it was walked."""

    peaks: list[_Peak] = field(default_factory=list)

    def roots(self) -> set[bytes]:
        """Return the hash of the tree by the kept nodes, and by the leaves."""
        return {_folded([peak.kept for peak in self.peaks]), _folded([peak.made for peak in self.peaks])}


def prove_log(work: UnitOfWork, outside: Outside, expected: int) -> Iterator[Fault]:
    """Yield every fault of tree and checkpoints; the events up to number `expected` must be in the tree."""
    tree, walk = work.log_tree(), _Walk()
    size = min(tree.size(), tree.count())  # a node far out does not make us walk there
    yield from _checkpoints(work, outside, walk, (-1, 0))
    for start in range(0, size, CHUNK):
        end = min(start + CHUNK, size)
        leaves, nodes = _leaves(work, start, end), tree.between(stored(start), stored(end))
        signed = _sizes(work, start, end)
        for index in range(start, end):
            yield from _grown(walk, index, leaves.get(index + 1), nodes)
            if index + 1 in signed:
                yield from _checkpoints(work, outside, walk, (index, index + 1))
    for beyond in _sizes(work, size, 2**62):
        yield Fault("checkpoint_beyond", f"checkpoint {beyond}", f"at most {size}", str(beyond))
    waiting = select(Event.sequence).where(Event.sequence > size, Event.sequence <= expected)
    for sequence in work.session.scalars(waiting.order_by(Event.sequence), execution_options=_ALL):
        yield Fault("not_in_the_log", f"event {sequence}")


def _leaves(work: UnitOfWork, start: int, end: int) -> dict[int, str]:
    asked = select(Event.sequence, Event.leaf).where(Event.sequence > start, Event.sequence <= end)
    return dict(iter(work.session.execute(asked, execution_options=_ALL)))


def _sizes(work: UnitOfWork, start: int, end: int) -> Sequence[int]:
    asked = select(Checkpoint.size).where(Checkpoint.size > start, Checkpoint.size <= end).order_by(Checkpoint.size)
    return work.session.scalars(asked).all()


def _grown(walk: _Walk, index: int, leaf: str | None, nodes: Mapping[int, bytes]) -> Iterator[Fault]:
    """Add a leaf to the walk, with the nodes that it completes."""
    number, level = stored(index), 0
    kept = nodes.get(number)
    made = leaf_hash(leaf.encode("utf-8", "surrogatepass")) if leaf is not None else kept or b""
    if leaf is None:
        yield Fault("event_missing", f"event {index + 1}", (kept or b"").hex())
    elif kept is None:
        yield _missing(Node(0, index))
    elif kept != made:
        yield Fault("event_differs", f"event {index + 1}", kept.hex(), made.hex())
    peak = _Peak(0, kept or made, made)
    while index >> level & 1:
        left, level = walk.peaks.pop(), level + 1
        peak, fault = _joined(left, peak, nodes.get(number + level), Node(level, index >> level))
        if fault is not None:
            yield fault
    walk.peaks.append(peak)


def _joined(left: _Peak, right: _Peak, kept: bytes | None, node: Node) -> tuple[_Peak, Fault | None]:
    """Return the node over two, and what is wrong with it; one that follows from either reading of them is right."""
    made = node_hash(left.made, right.made)
    if kept is None:
        return _Peak(node.level, node_hash(left.kept, right.kept), made), _missing(node)
    possible = {node_hash(one, other) for one in (left.kept, left.made) for other in (right.kept, right.made)}
    told = f"node {node.level}/{node.index}"
    fault = None if kept in possible else Fault("node_differs", told, made.hex(), kept.hex())
    return _Peak(node.level, kept, made), fault


def _checkpoints(work: UnitOfWork, outside: Outside, walk: _Walk, sizes: tuple[int, int]) -> Iterator[Fault]:
    """Judge the checkpoints of more than the first and at most the second size, the tree being of that."""
    asked = select(Checkpoint.size, Checkpoint.note).where(Checkpoint.size > sizes[0], Checkpoint.size <= sizes[1])
    for size, note in work.session.execute(asked):
        yield from _judged(outside, walk, size, note)


def _judged(outside: Outside, walk: _Walk, size: int, note: str) -> Iterator[Fault]:
    where, key = f"checkpoint {size}", outside.notes.find_key() or ""
    if not outside.notes.is_signed(note, key):
        yield Fault("checkpoint_signature", where, f"a signature by {key}")
    try:
        said, name = LogCheckpoint.parse(Note.parse(note).text), key.partition("+")[0]
    except MalformedNoteError as fault:
        yield Fault("checkpoint_unreadable", where, "a checkpoint", str(fault))
        return
    if said.size != size:
        yield Fault("checkpoint_size", where, str(size), str(said.size))
    if said.origin != name:
        yield Fault("checkpoint_origin", where, name, said.origin)
    if said.root not in walk.roots():
        yield Fault("checkpoint_root", where, _folded([peak.made for peak in walk.peaks]).hex(), said.root.hex())


def _folded(hashes: Sequence[bytes]) -> bytes:
    found = hashes[-1] if hashes else EMPTY_ROOT
    for left in reversed(hashes[:-1]):
        found = node_hash(left, found)
    return found


def _missing(node: Node) -> Fault:
    return Fault("node_missing", f"node {node.level}/{node.index}", "a hash")
