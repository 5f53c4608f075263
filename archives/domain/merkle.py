"""The Merkle tree over the trail (RFC 6962 section 2, RFC 9162 section 2.1): hashes, proofs, and their verification.

A node (level, index) is the complete subtree over the leaves from index * 2**level on, 2**level of them; level 0 is a
leaf. Nodes are numbered in the order in which they become complete, so that a growing tree only adds at the end.
Hashes are 32 bytes, SHA-256. Nothing here reads a database: `read` brings the hashes of the nodes that are asked for.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
_LEAF, _NODE = b"\0", b"\1"


@dataclass(frozen=True, slots=True)
class Node:
    """A complete subtree."""

    level: int
    index: int


Read = Callable[[Collection[Node]], Mapping[Node, bytes]]
_Range = tuple[int, int]  # leaves from, to (exclusive)


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(_LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node over two others."""
    return sha256(_NODE + left + right).digest()


# --- numbering ---


def stored(size: int) -> int:
    """Return how many complete subtrees a tree of `size` leaves has: the number of the next node to be added."""
    return 2 * size - size.bit_count()


def position(node: Node) -> int:
    """Return the number of a node: of those that its last leaf completes, it is number `level`."""
    return stored(((node.index + 1) << node.level) - 1) + node.level


def node_at(number: int) -> Node:
    """Return the node of that number."""
    leaf = number // 2
    while stored(leaf + 1) <= number:
        leaf += 1
    level = number - stored(leaf)
    return Node(level, leaf >> level)


def size_at(number: int) -> int:
    """Return how many leaves a tree has whose newest node is of that number."""
    node = node_at(number)
    return (node.index + 1) << node.level


def peaks(size: int) -> tuple[Node, ...]:
    """Return the largest complete subtrees that together are the tree, from the left."""
    return tuple(_subtrees((0, size)))


def peak_numbers(size: int) -> list[int]:
    """Return the numbers of the peaks, from the left; the quick way, for every append."""
    found, end = [], 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            end += 1 << level
            found.append(stored(end - 1) + level)
    return found


class Edge:
    """The right edge of a growing tree: the hashes of its peaks, from the left."""

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size, self._hashes = size, list(hashes)
        if len(self._hashes) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} peaks, not {len(self._hashes)}")

    def append(self, leaf: bytes) -> list[bytes]:
        """Add a leaf by its hash; return the hashes of all nodes that it completes, in the order of their numbers."""
        completed, below = [leaf], self.size
        while below & 1:
            completed.append(node_hash(self._hashes.pop(), completed[-1]))
            below >>= 1
        self._hashes.append(completed[-1])
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Return the hash of the whole tree."""
        return _folded(self._hashes) if self._hashes else EMPTY_ROOT


# --- proofs ---


def root(size: int, read: Read) -> bytes:
    """Return the hash of the tree of the first `size` leaves."""
    return _hashes([(0, size)], read)[0] if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, read: Read) -> tuple[bytes, ...]:
    """Return the proof that a leaf is in the tree of the first `size` (RFC 9162 section 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} among {size}")
    (start, stop), found = (0, size), []
    while stop - start > 1:
        middle = start + _left(stop - start)
        found.append((middle, stop) if index < middle else (start, middle))
        start, stop = (start, middle) if index < middle else (middle, stop)
    return _hashes(found[::-1], read)


def consistency_proof(old: int, new: int, read: Read) -> tuple[bytes, ...]:
    """Return the proof that the tree of `new` leaves only added to that of `old` (RFC 9162 section 2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError(f"no proof from {old} to {new} leaves")
    (start, stop), found = (0, new), []
    while stop != old:
        middle = start + _left(stop - start)
        found.append((middle, stop) if old <= middle else (start, middle))
        start, stop = (start, middle) if old <= middle else (middle, stop)
    return _hashes([*([(start, stop)] if start else []), *found[::-1]], read)


# --- verification ---


def verify_inclusion(leaf: bytes, place: tuple[int, int], proof: Sequence[bytes], root_hash: bytes) -> bool:
    """Tell whether the leaf of that hash is at `place` (index, size) of the tree (RFC 9162 section 2.1.3.2)."""
    index, size = place
    sides = _sides(index, size - 1, proof) if 0 <= index < size else None
    if sides is None:
        return False
    found = leaf
    for each, is_left in zip(proof, sides, strict=True):
        found = node_hash(each, found) if is_left else node_hash(found, each)
    return found == root_hash


def verify_consistency(sizes: tuple[int, int], proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Tell whether the tree of the second size only added to that of the first (RFC 9162 section 2.1.4.2)."""
    old, new = sizes
    if not 0 <= old <= new:
        return False
    if old in (0, new):
        return not proof and old_root == (EMPTY_ROOT if old == 0 else new_root)
    first, *rest = [old_root, *proof] if old & (old - 1) == 0 else [*proof] or [b""]
    shift = (old & -old).bit_length() - 1  # levels of the subtree that ends where the old tree ended
    sides = _sides((old - 1) >> shift, (new - 1) >> shift, rest)
    if sides is None or len(first) != HASH_SIZE:
        return False
    before = after = first
    for each, is_left in zip(rest, sides, strict=True):
        before = node_hash(each, before) if is_left else before
        after = node_hash(each, after) if is_left else node_hash(after, each)
    return before == old_root and after == new_root


# --- private ---


def _left(count: int) -> int:
    """Return the greatest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _subtrees(leaves: _Range) -> Iterator[Node]:
    """Yield the complete subtrees of an aligned range, from the left, which is from the largest."""
    start, stop = leaves
    while start < stop:
        level = (stop - start).bit_length() - 1
        yield Node(level, start >> level)
        start += 1 << level


def _hashes(ranges: Sequence[_Range], read: Read) -> tuple[bytes, ...]:
    """Return the hash over each range of leaves, with one reading."""
    parts = [tuple(_subtrees(each)) for each in ranges]
    known = read({node for nodes in parts for node in nodes})
    return tuple(_folded([known[node] for node in nodes]) for nodes in parts)


def _folded(hashes: Sequence[bytes]) -> bytes:
    """Return the hash over peaks."""
    found = hashes[-1]
    for left in reversed(hashes[:-1]):
        found = node_hash(left, found)
    return found


def _sides(index: int, last: int, proof: Sequence[bytes]) -> list[bool] | None:
    """Return whether each hash stands to the left on the way up from a node; None when it is no way to the top."""
    sides: list[bool] = []
    for each in proof:
        if last == 0 or len(each) != HASH_SIZE:
            return None
        is_left = bool(index & 1) or index == last
        sides.append(is_left)
        while is_left and index and not index & 1:  # it was alone on these levels
            index, last = index >> 1, last >> 1
        index, last = index >> 1, last >> 1
    return sides if last == 0 else None
