"""The proof that an event is on the trail, which anybody can check without us: what a receipt carries as proof.json.

Its JSON is canonical (RFC 8785): keys in order, no space; hashes in Base64. docs/transparency-log.md describes it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from archives.domain.canonical import canonical_json
from archives.domain.merkle import HASH_SIZE, leaf_hash, verify_inclusion
from archives.domain.signed_note import LogCheckpoint, MalformedNoteError, Note, decoded, encoded

TYPE = "archives/inclusion-proof/1"
_NAMES = frozenset({"type", "leaf", "index", "size", "hashes", "checkpoint"})
_MOST = 2**53


class MalformedProofError(ValueError):
    """The text is no proof; says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Proof:
    """`leaf` is the text of the event as stored, its place `index` (sequence - 1) among `size`; `checkpoint` a note."""

    leaf: str
    index: int
    size: int
    hashes: tuple[bytes, ...]
    checkpoint: str

    def to_json(self) -> str:
        """Return the one text of this proof."""
        told = {"type": TYPE, "leaf": self.leaf, "index": self.index, "size": self.size}
        return canonical_json({**told, "hashes": list(map(encoded, self.hashes)), "checkpoint": self.checkpoint})

    @classmethod
    def from_json(cls, text: str) -> "Proof":
        """Read a proof, or refuse what is not the one text of it."""
        try:
            told = json.loads(text)
        except (ValueError, RecursionError) as fault:
            raise MalformedProofError("no JSON") from fault
        if not isinstance(told, dict) or set(told) != _NAMES or told["type"] != TYPE:
            raise MalformedProofError(f"not of the type {TYPE}")
        if not all(isinstance(told[name], str) for name in ("leaf", "checkpoint")):
            raise MalformedProofError("leaf and checkpoint are texts")
        if not all(type(told[name]) is int and 0 <= told[name] < _MOST for name in ("index", "size")):
            raise MalformedProofError("index and size are numbers")
        proof = cls(told["leaf"], told["index"], told["size"], _hashes(told["hashes"]), told["checkpoint"])
        if proof.to_json() != text:
            raise MalformedProofError("not the canonical text")
        return proof


def faults_of(proof: Proof, is_signed: Callable[[str], bool]) -> list[str]:
    """Return what is wrong with a proof, as stable codes; empty when its event is on the trail.

    `is_signed` tells whether a note bears a good signature of the log that one trusts.
    """
    if not is_signed(proof.checkpoint):
        return ["checkpoint_signature"]
    try:
        checkpoint = LogCheckpoint.parse(Note.parse(proof.checkpoint).text)
    except MalformedNoteError:
        return ["checkpoint_unreadable"]
    faults = [] if checkpoint.size == proof.size else ["checkpoint_size"]
    place = (proof.index, checkpoint.size)
    if not verify_inclusion(leaf_hash(proof.leaf.encode()), place, proof.hashes, checkpoint.root):
        faults.append("not_included")
    return faults


def _hashes(told: object) -> tuple[bytes, ...]:
    if not isinstance(told, list) or not all(isinstance(each, str) for each in told):
        raise MalformedProofError("hashes are a list of texts")
    try:
        found = tuple(map(decoded, told))
    except MalformedNoteError as fault:
        raise MalformedProofError("a hash is no Base64") from fault
    if any(len(each) != HASH_SIZE for each in found):
        raise MalformedProofError("a hash is not of 32 bytes")
    return found
