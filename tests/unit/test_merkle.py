"""The tree: the vectors of the RFC, every small tree whole, and no proof that bears a change."""

import random
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives.domain import merkle
from archives.domain.merkle import (
    EMPTY_ROOT,
    Edge,
    Node,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)
from tests.merkle_trees import Tree, flipped

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [  # of the first 1, 2 … 8 of them: the reference inputs of Certificate Transparency
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
REFERENCE = Tree(map(bytes.fromhex, LEAVES))
SMALL = Tree(b"%d" % number for number in range(64))


def test_the_empty_tree_has_the_hash_of_nothing():
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert Edge().root() == root(0, REFERENCE.read) == EMPTY_ROOT


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_of_the_reference_inputs(size):
    assert root(size, REFERENCE.read).hex() == ROOTS[size - 1]


def test_the_proofs_of_seven_leaves_are_those_that_rfc_9162_writes_out():
    """Section 2.1.5: the names of the nodes are those of the figure."""
    seven = Tree(bytes.fromhex(text) for text in LEAVES[:7])
    a, b, c, d, e, f, j = map(leaf_hash, map(bytes.fromhex, LEAVES[:7]))
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l = node_hash(g, h), node_hash(i, j)  # noqa: E741 -- as in the figure

    assert inclusion_proof(0, 7, seven.read) == (b, h, l)
    assert inclusion_proof(3, 7, seven.read) == (c, g, l)
    assert inclusion_proof(4, 7, seven.read) == (f, j, k)
    assert inclusion_proof(6, 7, seven.read) == (i, k)
    assert consistency_proof(3, 7, seven.read) == (c, d, g, l)
    assert consistency_proof(4, 7, seven.read) == (l,)
    assert consistency_proof(6, 7, seven.read) == (i, j, k)


def test_every_leaf_of_every_tree_up_to_64_is_proved():
    for size in range(1, 65):
        whole = SMALL.root(size)
        for index in range(size):
            proof = inclusion_proof(index, size, SMALL.read)
            assert verify_inclusion(SMALL.leaves[index], (index, size), proof, whole), (index, size)
            assert len(proof) <= (size - 1).bit_length()


def test_every_pair_of_trees_up_to_64_is_proved_consistent():
    for new in range(1, 65):
        for old in range(1, new + 1):
            proof = consistency_proof(old, new, SMALL.read)
            assert verify_consistency((old, new), proof, SMALL.root(old), SMALL.root(new)), (old, new)


def test_no_proof_serves_another_leaf_place_or_size():
    for size in range(2, 33):
        for index in range(size):
            proof, whole = inclusion_proof(index, size, SMALL.read), SMALL.root(size)
            for other in range(size):
                good = verify_inclusion(SMALL.leaves[other], (other, size), proof, whole)
                assert good == (other == index)
                assert verify_inclusion(SMALL.leaves[index], (other, size), proof, whole) == (other == index)


def test_no_proof_bears_one_hash_more_or_less_or_of_another_length():
    for size in range(2, 65):
        index, whole = size // 3, SMALL.root(size)
        proof, leaf = inclusion_proof(index, size, SMALL.read), SMALL.leaves[index]
        joined = consistency_proof(index + 1, size, SMALL.read)
        for spoil in (lambda p: p[:-1], lambda p: (*p, p[-1]), lambda p: (*p[:-1], p[-1] + b"\0"), lambda _: ()):
            assert not verify_inclusion(leaf, (index, size), spoil(proof), whole)
            if joined:
                assert not verify_consistency((index + 1, size), spoil(joined), SMALL.root(index + 1), whole)


def test_no_bit_of_fifty_proofs_may_be_other():
    chance = random.Random(9162)
    for _ in range(25):
        size = chance.randrange(2, 65)
        index, old = chance.randrange(size), chance.randrange(1, size)
        included, joined = inclusion_proof(index, size, SMALL.read), consistency_proof(old, size, SMALL.read)
        leaf, whole, before = SMALL.leaves[index], SMALL.root(size), SMALL.root(old)
        assert not any(verify_inclusion(leaf, (index, size), bad, whole) for bad in flipped(included))
        assert not any(verify_inclusion(bad, (index, size), included, whole) for (bad,) in flipped((leaf,)))
        assert not any(verify_inclusion(leaf, (index, size), included, bad) for (bad,) in flipped((whole,)))
        assert not any(verify_consistency((old, size), bad, before, whole) for bad in flipped(joined))
        assert not any(verify_consistency((old, size), joined, bad, whole) for (bad,) in flipped((before,)))
        assert not any(verify_consistency((old, size), joined, before, bad) for (bad,) in flipped((whole,)))


@pytest.mark.parametrize("place", [(-1, 4), (4, 4), (0, 0), (5, 4)])
def test_a_place_that_no_tree_has_is_refused(place):
    assert not verify_inclusion(SMALL.leaves[0], place, (), SMALL.root(1))
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(*place, SMALL.read)


@pytest.mark.parametrize("sizes", [(5, 4), (0, 4), (-1, 4)])
def test_no_proof_leads_back_or_from_nothing(sizes):
    with pytest.raises(ValueError, match="no proof"):
        consistency_proof(*sizes, SMALL.read)
    assert not verify_consistency(sizes, (), SMALL.root(4), SMALL.root(4))


def test_nothing_is_consistent_with_everything_if_it_was_nothing():
    assert verify_consistency((0, 4), (), EMPTY_ROOT, SMALL.root(4))
    assert not verify_consistency((0, 4), (SMALL.root(4),), EMPTY_ROOT, SMALL.root(4))


def test_a_leaf_never_hashes_like_a_node():
    left, right = SMALL.leaves[:2]

    assert leaf_hash(left + right) != node_hash(left, right) == sha256(b"\1" + left + right).digest()


# --- numbering ---


def test_nodes_are_numbered_as_they_become_complete():
    found = [merkle.node_at(number) for number in range(11)]

    assert [(node.level, node.index) for node in found] == [
        (0, 0), (0, 1), (1, 0), (0, 2), (0, 3), (1, 1), (2, 0), (0, 4), (0, 5), (1, 2), (0, 6),
    ]  # fmt: skip
    assert [merkle.stored(size) for size in range(9)] == [0, 1, 3, 4, 7, 8, 10, 11, 15]


@given(st.integers(0, 2**50))
def test_numbers_and_nodes_tell_each_other(number):
    assert merkle.position(merkle.node_at(number)) == number


@given(st.integers(1, 2**50))
def test_the_newest_node_is_the_smallest_peak(size):
    assert merkle.position(merkle.peaks(size)[-1]) == merkle.stored(size) - 1
    assert merkle.peak_numbers(size) == [merkle.position(node) for node in merkle.peaks(size)]
    assert sum(1 << node.level for node in merkle.peaks(size)) == size


@given(st.integers(0, 63), st.integers(0, 63))
def test_an_edge_taken_up_anywhere_goes_on_as_if_never_left(first, more):
    one, leaves = Edge(), SMALL.leaves[: min(first + more, 64)]
    for leaf in leaves[:first]:
        one.append(leaf)
    other = Edge(one.size, [SMALL.nodes[node] for node in merkle.peaks(one.size)])
    added = [each for leaf in leaves[first:] for each in other.append(leaf)]

    start = merkle.stored(min(first, len(leaves)))
    assert added == [SMALL.nodes[merkle.node_at(start + number)] for number in range(len(added))]
    assert other.root() == SMALL.root(len(leaves))


def test_an_edge_that_lacks_a_peak_is_no_edge():
    with pytest.raises(ValueError, match="2 peaks"):
        Edge(3, [SMALL.nodes[Node(1, 0)]])
