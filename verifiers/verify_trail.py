"""Verify what `archives trail export FILE` wrote, without the archives: Python and `cryptography`, nothing else.

    python verify_trail.py FILE KEY

KEY is the verifier key as the archives publish it (or as printed on a receipt), not what the file says of itself.
Every event is hashed into the tree of RFC 9162, and every checkpoint must bear the key's signature and the hash of the
tree at its size. Ends with 0, or with 1 and the reason. Format: docs/transparency-log.md.
"""

import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KEY_BYTES = 33  # 0x01 for Ed25519, and the key


class NotVerifiedError(Exception):
    """Says why."""


class Tree:
    """The right edge of a growing Merkle tree: the roots of its complete subtrees, by their sizes."""

    def __init__(self) -> None:
        self.size = 0
        self.edge: list[bytes] = []

    def add(self, leaf: str) -> None:
        """Add one event."""
        node = hashlib.sha256(b"\0" + leaf.encode()).digest()
        below = self.size
        while below & 1:
            node = hashlib.sha256(b"\1" + self.edge.pop() + node).digest()
            below >>= 1
        self.edge.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Return the hash of everything so far."""
        if not self.edge:
            return hashlib.sha256(b"").digest()
        node = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            node = hashlib.sha256(b"\1" + left + node).digest()
        return node


def main() -> None:
    """Say whether the export is whole."""
    if len(sys.argv) != 3:  # noqa: PLR2004 -- FILE and KEY
        sys.exit(__doc__)
    try:
        events, checkpoints = verified(Path(sys.argv[1]), sys.argv[2])
    except (NotVerifiedError, OSError) as fault:
        print(f"NOT VERIFIED: {fault}")
        sys.exit(1)
    print(f"verified: {events} events, {checkpoints} checkpoints by {sys.argv[2]}")


def verified(path: Path, key: str) -> tuple[int, int]:
    """Return how many events and checkpoints were verified, or refuse."""
    tree, checkpoints, is_covered = Tree(), 0, False
    for number, line in enumerate(lines(path)):
        if (line.get("type") == "archives/trail/1") != (number == 0):
            raise NotVerifiedError("this is no export of a trail")
        if "checkpoint" in line:
            verify_checkpoint(str(line["checkpoint"]), key, tree)
            checkpoints, is_covered = checkpoints + 1, True
        elif "leaf" in line:
            tree.add(str(line["leaf"]))
            is_covered = False
        elif number:
            raise NotVerifiedError(f"line {number + 1} is neither event nor checkpoint")
    if not is_covered:
        raise NotVerifiedError(f"the last of {tree.size} events is under no checkpoint")
    return tree.size, checkpoints


def lines(path: Path) -> Iterator[dict[str, object]]:
    """Yield the objects of the file, or refuse."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                told = json.loads(line)
            except ValueError as fault:
                raise NotVerifiedError(f"line {number} is no JSON") from fault
            if not isinstance(told, dict):
                raise NotVerifiedError(f"line {number} is no object")
            yield told


def verify_checkpoint(note: str, key: str, tree: Tree) -> None:
    """Refuse unless the key signed it, and it tells the present size and hash."""
    text, _, signatures = note.rpartition("\n\n")
    name, data = parsed(key)
    id_ = hashlib.sha256(f"{name}\n".encode() + data).digest()[:4]
    try:
        origin, size, root = text.split("\n")[:3]
        line = next(each for each in signatures.split("\n") if each.startswith(f"— {name} "))
        signature = base64.b64decode(line.rpartition(" ")[2], validate=True)
        Ed25519PublicKey.from_public_bytes(data[1:]).verify(signature[4:], f"{text}\n".encode())
    except (InvalidSignature, StopIteration, ValueError) as fault:
        raise NotVerifiedError(f"the checkpoint after {tree.size} events is not signed by {key}") from fault
    if (origin, signature[:4]) != (name, id_):
        raise NotVerifiedError(f"the checkpoint after {tree.size} events is of another log or key")
    if (size, root) != (str(tree.size), base64.b64encode(tree.root()).decode()):
        raise NotVerifiedError(f"the first {tree.size} events do not lead to the checkpoint of {size}")


def parsed(key: str) -> tuple[str, bytes]:
    """Return the name of a verifier key, and its type and public key."""
    name, _, rest = key.partition("+")
    try:
        data = base64.b64decode(rest.partition("+")[2], validate=True)
    except ValueError:
        data = b""
    if len(data) != KEY_BYTES or data[0] != 1:
        raise NotVerifiedError(f"{key} is no verifier key")
    return name, data


if __name__ == "__main__":
    main()
