"""The key of the log: Ed25519, encrypted on disk (PKCS#8), with its public half beside it for everybody to read."""

from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from archives.delivery.keys import Password, keep, keep_key, open_key
from archives.domain.errors import SigningKeyError
from archives.domain.signed_note import MalformedNoteError, Note, VerifierKey

KEY, PUBLIC = "log.key", "log.vkey"


class Ed25519NoteSigner:
    """Keeps `log.key` and `log.vkey` in a directory. `host` begins the name of a key that is made.

    `password` is asked for when the key is opened; that happens once in the life of a process.
    """

    def __init__(self, directory: Path, password: Password, host: str) -> None:
        self._directory, self._password, self._host = directory, password, host
        self._opened: tuple[VerifierKey, Ed25519PrivateKey] | None = None

    def verifier_key(self) -> str:
        """Return the public key in the form of signed notes; made when there is none."""
        return str(self._open()[0])

    def find_key(self) -> str | None:
        """Return the public key, None when there is none yet."""
        try:
            return (self._directory / PUBLIC).read_text("utf-8").removesuffix("\n")
        except FileNotFoundError:
            return None

    def sign(self, text: str) -> str:
        """Return the note with our signature."""
        name, key = self._open()
        return str(Note(text, ((name.name, name.id, key.sign(text.encode())),)))

    def is_signed(self, note: str, verifier_key: str) -> bool:
        """Tell whether a note bears a good signature by that key."""
        try:
            key, read = VerifierKey.parse(verifier_key), Note.parse(note)
            signature = read.signature_of(key) or b""
            Ed25519PublicKey.from_public_bytes(key.public_key).verify(signature, read.text.encode())
        except (MalformedNoteError, InvalidSignature, UnicodeEncodeError):
            return False
        return True

    # --- private ---

    def _open(self) -> tuple[VerifierKey, Ed25519PrivateKey]:
        if self._opened is None:
            if not (self._directory / PUBLIC).exists() and not (self._directory / KEY).exists():
                self._make()
            self._opened = self._read()
        return self._opened

    def _make(self) -> None:
        keep_key(self._directory / KEY, Ed25519PrivateKey.generate(), self._password)

    def _read(self) -> tuple[VerifierKey, Ed25519PrivateKey]:
        path = self._directory / KEY
        try:
            key = open_key(path, self._password)
            public = self._public(key.public_key())
        except (OSError, ValueError, TypeError) as fault:
            text = f"{path} cannot be opened: {fault}. Bring back {KEY}, {PUBLIC} and secret.key from a backup."
            raise SigningKeyError(text, key=KEY) from fault
        if not isinstance(key, Ed25519PrivateKey) or _raw(key.public_key()) != public.public_key:
            raise SigningKeyError(f"{path} is not the key of {PUBLIC}. Bring both back from a backup.", key=KEY)
        return public, key

    def _public(self, key: PublicKeyTypes) -> VerifierKey:
        """Return the public half as it is kept; at the first time it gets its name."""
        path, raw = self._directory / PUBLIC, _raw(key)
        if not path.exists():
            name = f"{self._host}/log/{sha256(raw).hexdigest()[:8]}"
            keep(path, f"{VerifierKey(name, raw)}\n".encode())
        return VerifierKey.parse(path.read_text("utf-8").removesuffix("\n"))


def _raw(key: PublicKeyTypes) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw) if isinstance(key, Ed25519PublicKey) else b""
