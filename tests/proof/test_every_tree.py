"""The long version of tests/unit/test_merkle.py: every tree up to 256 leaves, every bit of a thousand proofs."""

import os
import random

from archives.domain.merkle import consistency_proof, inclusion_proof, verify_consistency, verify_inclusion
from tests.merkle_trees import Tree, flipped

LEAVES = 256
PROOFS = 1000
SEED = int(os.environ.get("SEED", "9162"))
TREE = Tree(b"leaf %d" % number for number in range(LEAVES))
ROOTS = [TREE.root(size) for size in range(LEAVES + 1)]


def test_every_tree_is_proved_whole():
    included = joined = 0
    for size in range(1, LEAVES + 1):
        for index in range(size):
            proof = inclusion_proof(index, size, TREE.read)
            assert verify_inclusion(TREE.leaves[index], (index, size), proof, ROOTS[size]), (index, size)
            included += 1
        for old in range(1, size + 1):
            proof = consistency_proof(old, size, TREE.read)
            assert verify_consistency((old, size), proof, ROOTS[old], ROOTS[size]), (old, size)
            joined += 1

    print(f"\ntrees up to {LEAVES} leaves: {included} inclusion and {joined} consistency proofs verified")  # noqa: T201 -- the figure
    assert included == joined == LEAVES * (LEAVES + 1) // 2


def test_no_bit_of_a_thousand_proofs_may_be_other():
    chance, refused = random.Random(SEED), 0
    for number in range(PROOFS):
        size = chance.randrange(2, LEAVES + 1)
        index, old = chance.randrange(size), chance.randrange(1, size)
        if number % 2:
            proof, leaf = inclusion_proof(index, size, TREE.read), TREE.leaves[index]
            good = [verify_inclusion(leaf, (index, size), bad, ROOTS[size]) for bad in flipped(proof)]
        else:
            proof = consistency_proof(old, size, TREE.read)
            good = [verify_consistency((old, size), bad, ROOTS[old], ROOTS[size]) for bad in flipped(proof)]
        assert not any(good), (number, SEED)
        refused += len(good)

    print(f"\n{PROOFS} proofs, {refused} with one bit changed: all refused (seed {SEED})")  # noqa: T201 -- the figure
    assert refused > PROOFS * 1000
