"""Signed notes and checkpoints of a log, in the forms that witnesses read (C2SP signed-note and tlog-checkpoint).

A note is a text that ends with a newline, an empty line, and lines `— NAME BASE64`, in which the bytes are four that
name the key and then the signature. Base64 is RFC 4648 section 4 and canonical: no bit of a note is without meaning.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NoBase64Error
from dataclasses import dataclass
from hashlib import sha256

from archives.domain.merkle import HASH_SIZE

ED25519 = b"\x01"  # signature type
ID_SIZE = 4
MOST_SIGNATURES = 64
LONGEST = 100_000  # characters of a note
_NAME = re.compile(r"[^\s+]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)


class MalformedNoteError(ValueError):
    """The text is no note, no checkpoint or no key; says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Who signs: a name, and the 32 bytes of an Ed25519 public key."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        """Refuse a name with spaces or plus, and a key of another length."""
        if not _NAME.fullmatch(self.name) or len(self.public_key) != HASH_SIZE:
            raise MalformedNoteError(f"no verifier key: {self.name!r}")

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Read `NAME+ID+BASE64`."""
        name, _, rest = text.partition("+")
        given_id, _, encoded = rest.partition("+")
        data = decoded(encoded)
        if data[:1] != ED25519:
            raise MalformedNoteError("not an Ed25519 key")
        key = cls(name, data[1:])
        if key.id.hex() != given_id:
            raise MalformedNoteError(f"the key of {name} has the id {key.id.hex()}, not {given_id}")
        return key

    @property
    def id(self) -> bytes:
        """Four bytes that name the key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public_key).digest()[:ID_SIZE]

    def __str__(self) -> str:
        """Return the form in which keys are published."""
        return f"{self.name}+{self.id.hex()}+{encoded(ED25519 + self.public_key)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A text and who signed it: (name, key id, signature)."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]

    @classmethod
    def parse(cls, note: str) -> "Note":
        """Read a note, or refuse."""
        text, gap, lines = note.rpartition("\n\n")
        if not gap or not lines.endswith("\n") or len(note) > LONGEST or _has_control(note):
            raise MalformedNoteError("a note is a text, an empty line and signatures")
        written = lines.removesuffix("\n").split("\n")
        if len(written) > MOST_SIGNATURES:
            raise MalformedNoteError(f"more than {MOST_SIGNATURES} signatures")
        return cls(text + "\n", tuple(_signature(line) for line in written))

    def __str__(self) -> str:
        """Return it as it is published."""
        lines = (f"— {name} {encoded(key_id + signature)}\n" for name, key_id, signature in self.signatures)
        return f"{self.text}\n{''.join(lines)}"

    def signature_of(self, key: VerifierKey) -> bytes | None:
        """Return the signature that claims to be of that key."""
        found = (signature for name, key_id, signature in self.signatures if (name, key_id) == (key.name, key.id))
        return next(found, None)


@dataclass(frozen=True, slots=True)
class LogCheckpoint:
    """The state of a log: its name, how many leaves it has, the hash over them."""

    origin: str
    size: int
    root: bytes

    @classmethod
    def parse(cls, text: str) -> "LogCheckpoint":
        """Read the text of a note (without signatures), or refuse; lines after the third are for others."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]):  # noqa: PLR2004 -- three lines, each ended
            raise MalformedNoteError("a checkpoint has a name, a size and a hash")
        if not _SIZE.fullmatch(lines[1]):
            raise MalformedNoteError(f"no size: {lines[1][:20]}")
        root = decoded(lines[2])
        if len(root) != HASH_SIZE:
            raise MalformedNoteError("the hash is not of 32 bytes")
        return cls(lines[0], int(lines[1]), root)

    def __str__(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{encoded(self.root)}\n"


def encoded(data: bytes) -> str:
    """Return Base64."""
    return b64encode(data).decode("ascii")


def decoded(text: str) -> bytes:
    """Read Base64, or refuse what is not the one text of its bytes."""
    try:
        data = b64decode(text, validate=True)
    except (NoBase64Error, ValueError) as fault:
        raise MalformedNoteError("no Base64") from fault
    if encoded(data) != text:
        raise MalformedNoteError("no canonical Base64")
    return data


def _has_control(note: str) -> bool:
    return any(character < " " and character != "\n" for character in note)


def _signature(line: str) -> tuple[str, bytes, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, text = rest.partition(" ")
    data = decoded(text)
    if dash != "—" or not _NAME.fullmatch(name) or len(data) <= ID_SIZE:
        raise MalformedNoteError("no signature line")
    return name, data[:ID_SIZE], data[ID_SIZE:]
