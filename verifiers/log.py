"""The proof that the event which drew up a receipt is in the log: RFC 9162, C2SP checkpoints (transparency-log.md)."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from verifiers.finding import Finding, bad, good
from verifiers.trust import LogKey

TYPE = "archives/inclusion-proof/1"
NAMES = {"type": str, "leaf": str, "index": int, "size": int, "hashes": list, "checkpoint": str}
EVENT, PAPER_EVENT = "ReceiptDrawnUp", "CasePaperDrawnUp"
HASH_SIZE = 32
SIZE = re.compile("0|[1-9][0-9]{0,15}")
Proof = dict[str, object]
Place = tuple[int, int]
Wanted = tuple[str, str, str]  # kind of the event, number, digest of the manifest


def look(data: bytes, wanted: Wanted, key: LogKey) -> Iterator[Finding]:
    """Yield what proof and checkpoint show for the document of that number and manifest."""
    try:
        proof = _read(data.decode())
    except (ValueError, RecursionError):
        yield bad("proof", "proof_unreadable")
        return
    checkpoint = str(proof["checkpoint"])
    if not _is_signed(checkpoint, key):
        yield bad("checkpoint", "checkpoint_signature")
        return
    try:
        origin, size, root = _state(checkpoint)
    except ValueError:
        yield bad("checkpoint", "checkpoint_unreadable")
        return
    yield good("checkpoint", "checkpoint_good", log=origin, size=str(size))
    yield _of_event(proof, size, root, wanted)


def _of_event(proof: Proof, size: int, root: bytes, wanted: Wanted) -> Finding:
    """Return whether the event is below that root, and the one that drew up the document."""
    leaf, hashes = str(proof["leaf"]), [_decoded(each) for each in proof["hashes"]]  # type: ignore[attr-defined]
    place = (int(str(proof["index"])), size)
    if size != proof["size"]:
        return bad("proof", "checkpoint_size")
    if _climbed(hashlib.sha256(b"\0" + leaf.encode()).digest(), place, hashes) != root:
        return bad("proof", "not_included")
    if not _is_of(leaf, wanted):
        return bad("proof", "proof_of_other")
    return good("proof", "proof_good", event=str(place[0] + 1), size=str(size))


def _read(text: str) -> Proof:
    told = json.loads(text)
    if not isinstance(told, dict) or set(told) != set(NAMES) or told["type"] != TYPE:
        raise ValueError("no proof")
    if not all(type(told[name]) is kind for name, kind in NAMES.items()) or told["index"] < 0:
        raise ValueError("no proof")
    if any(len(_decoded(each)) != HASH_SIZE for each in told["hashes"]):
        raise ValueError("a hash is not of 32 bytes")
    if json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")) != text:
        raise ValueError("not the canonical text")
    return told


def _decoded(text: object) -> bytes:
    data = base64.b64decode(str(text), validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("no canonical Base64")
    return data


def _is_signed(note: str, key: LogKey) -> bool:
    """Tell whether the first signature that claims to be of that key is good."""
    text, gap, lines = note.rpartition("\n\n")
    if not gap or not lines.endswith("\n") or any(each < " " and each != "\n" for each in note):
        return False
    try:
        signatures = [_signature(line) for line in lines.removesuffix("\n").split("\n")]
        claimed = next((data for name, data in signatures if (name, data[:4]) == (key.name, key.id)), b"")
        Ed25519PublicKey.from_public_bytes(key.public_key).verify(claimed[4:], f"{text}\n".encode())
    except (ValueError, InvalidSignature):
        return False
    return True


def _signature(line: str) -> tuple[str, bytes]:
    dash, name, encoded = line.split(" ")
    if dash != "—" or not name or "+" in name:
        raise ValueError("no signature line")
    return name, _decoded(encoded)


def _state(note: str) -> tuple[str, int, bytes]:
    """Return the log's name, its size and its hash."""
    lines = note.rpartition("\n\n")[0].split("\n")
    if len(lines) < 3 or not all(lines) or not SIZE.fullmatch(lines[1]):  # noqa: PLR2004 -- name, size, hash
        raise ValueError("no checkpoint")
    root = _decoded(lines[2])
    if len(root) != HASH_SIZE:
        raise ValueError("the hash is not of 32 bytes")
    return lines[0], int(lines[1]), root


def _climbed(leaf: bytes, place: Place, hashes: list[bytes]) -> bytes:
    """Return the hash at the top (RFC 9162, 2.1.3.2); b'' when the proof is too long or too short."""
    at, last = place[0], place[1] - 1
    if at > last:
        return b""
    found = leaf
    for each in hashes:
        if not last:
            return b""
        if at & 1 or at == last:
            found = hashlib.sha256(b"\1" + each + found).digest()
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\1" + found + each).digest()
        at, last = at >> 1, last >> 1
    return b"" if last else found


def _is_of(leaf: str, wanted: Wanted) -> bool:
    """Tell whether the event drew up this very document."""
    try:
        told = json.loads(leaf)
        facts = told["facts"]
        return (told["kind"], facts["number"], facts["manifest_sha256"]) == wanted
    except (ValueError, LookupError, TypeError, RecursionError):
        return False
