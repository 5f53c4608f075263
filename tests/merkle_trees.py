"""A tree in memory made the slow way, straight from the definition, to compare the quick way with."""

from collections.abc import Iterable

from archives.domain.merkle import EMPTY_ROOT, Node, leaf_hash, node_hash


class Tree:
    """All nodes of the tree over these leaves."""

    def __init__(self, data: Iterable[bytes]):
        self.leaves = [leaf_hash(each) for each in data]
        self.nodes = {Node(0, index): leaf for index, leaf in enumerate(self.leaves)}
        for level in range(len(self.leaves).bit_length()):
            for index in range(len(self.leaves) >> (level + 1)):
                pair = (self.nodes[Node(level, 2 * index)], self.nodes[Node(level, 2 * index + 1)])
                self.nodes[Node(level + 1, index)] = node_hash(*pair)

    def read(self, nodes):
        return {node: self.nodes[node] for node in nodes}

    def root(self, size):
        return mth(self.leaves[:size])


def mth(leaves):
    """Return the Merkle tree hash, word for word as RFC 9162 section 2.1.1 defines it."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else EMPTY_ROOT
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(mth(leaves[:k]), mth(leaves[k:]))


def flipped(hashes):
    """Yield the hashes with each one bit of them the other way."""
    whole = b"".join(hashes)
    for bit in range(8 * len(whole)):
        spoilt = bytearray(whole)
        spoilt[bit // 8] ^= 1 << (bit % 8)
        yield tuple(bytes(spoilt[at : at + 32]) for at in range(0, len(spoilt), 32))
