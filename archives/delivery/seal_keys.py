"""Where the private keys of bodies are made and kept: encrypted on the disk, or on a token.

seals/SERIAL.key     PKCS#8, encrypted
seals/SERIAL.token   {"token": label, "id": CKA_ID}: says where the key is, and is no secret
"""

import json
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)

from archives.delivery.keys import Password, keep, keep_key, open_key, p256
from archives.delivery.token import Token, TokenKey
from archives.domain.errors import SigningKeyError

BodyKey = EllipticCurvePrivateKey | TokenKey
Made = EllipticCurvePrivateKey | str


class KeyPlace(Protocol):
    """Makes keys, remembers them by the place of their certificate, and finds them again."""

    def make(self) -> tuple[EllipticCurvePublicKey, Made]:
        """Make a key; what comes with its public part is for `keep`."""

    def keep(self, place: Path, made: Made) -> None:
        """Remember a key; `place` is the path of its certificate without an ending."""

    def has(self, place: Path) -> bool:
        """Tell whether the key of that certificate is here."""

    def open(self, place: Path, certificate: x509.Certificate) -> BodyKey:
        """Return the key, or refuse (SigningKeyError)."""


class DiskKeys:
    """Keys on the disk, encrypted."""

    def __init__(self, password: Password) -> None:
        self._password = password
        self._opened: dict[str, EllipticCurvePrivateKey] = {}

    def make(self) -> tuple[EllipticCurvePublicKey, Made]:
        """Make a key in memory."""
        key = generate_private_key(SECP256R1())
        return key.public_key(), key

    def keep(self, place: Path, made: Made) -> None:
        """Write it, encrypted."""
        if isinstance(made, str):
            raise TypeError("a key on a token is not kept on the disk")
        keep_key(place.with_suffix(".key"), made, self._password)

    def has(self, place: Path) -> bool:
        """Tell whether it lies on the disk."""
        return not place.with_suffix(".token").exists()

    def open(self, place: Path, certificate: x509.Certificate) -> BodyKey:
        """Open it, once in the life of a process."""
        if place.name not in self._opened:
            path = place.with_suffix(".key")
            self._opened[place.name] = p256(open_key(path, self._password), path, certificate)
        return self._opened[place.name]


class TokenKeys:
    """Keys on a token; keys of before that lie on the disk are not used any more."""

    def __init__(self, token: Token) -> None:
        self._token = token

    def make(self) -> tuple[EllipticCurvePublicKey, Made]:
        """Make it on the token."""
        key_id, public = self._token.make_key()
        return public, key_id

    def keep(self, place: Path, made: Made) -> None:
        """Write down where it is."""
        told = {"token": self._token.label, "id": made}
        keep(place.with_suffix(".token"), json.dumps(told).encode())

    def has(self, place: Path) -> bool:
        """Tell whether it is on this very token."""
        path = place.with_suffix(".token")
        return path.exists() and _told(path)["token"] == self._token.label

    def open(self, place: Path, certificate: x509.Certificate) -> BodyKey:  # noqa: ARG002 -- the token signs with it
        """Return what signs with it; whether the token has it shows when it signs."""
        return TokenKey(self._token, _told(place.with_suffix(".token"))["id"])


def _told(path: Path) -> dict[str, str]:
    try:
        told = json.loads(path.read_bytes())
        return {"token": str(told["token"]), "id": bytes.fromhex(told["id"]).hex()}
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise SigningKeyError(f"{path} is damaged. Bring it back from a backup.", key=path.name) from fault
