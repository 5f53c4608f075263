"""Private keys on the disk: PKCS#8, encrypted under the installation's key password, written durably or not at all.

`openssl pkey -in FILE -passin pass:PASSWORD` opens them too; the password is ARCHIVES_KEY_PASSWORD, without it the text
of home/secret.key.
"""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from archives.domain.errors import SigningKeyError

PUBLIC_MODE, SECRET_MODE, DIRECTORY_MODE = 0o644, 0o600, 0o700
Password = Callable[[], str]


def keep_key(path: Path, key: PrivateKeyTypes, password: Password) -> None:
    """Write a key, readable by its owner only; one that another process made meanwhile stays."""
    secret = BestAvailableEncryption(password().encode())
    keep(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret), SECRET_MODE)


def open_key(path: Path, password: Password) -> PrivateKeyTypes:
    """Return a key, or refuse (SigningKeyError): gone, damaged, or under another password."""
    try:
        return load_pem_private_key(path.read_bytes(), password().encode())
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as fault:
        text = f"{path} cannot be opened: {fault}. Bring keys/ and secret.key (or the key password) back from a backup."
        raise SigningKeyError(text, key=path.name) from fault


def change_password(directory: Path, old: str, new: str) -> list[str]:
    """Encrypt anew every key of a directory that opens under the old password; return their paths, in order.

    A key that opens under the new one is left alone, so that what was broken off can be repeated. Where one opens under
    neither, SigningKeyError names it and nothing is changed.
    """
    opened = [(path, _found(path, old, new)) for path in sorted(directory.rglob("*.key"))]
    changed = [(path, key) for path, key in opened if key is not None]
    for path, key in changed:
        _exchange(path, key, new)
    return [path.relative_to(directory).as_posix() for path, _ in changed]


def _found(path: Path, old: str, new: str) -> PrivateKeyTypes | None:
    """Return a key that is under the old password; None for one under the new."""
    try:
        open_key(path, lambda: new)
    except SigningKeyError:
        return open_key(path, lambda: old)
    return None


def _exchange(path: Path, key: PrivateKeyTypes, password: str) -> None:
    """Put the same key, encrypted anew, in the place of the old file: durably, and whole at any moment."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    secret = BestAvailableEncryption(password.encode())
    _write(fresh, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret), SECRET_MODE)
    fresh.replace(path)
    _settle(path.parent)


def keep(path: Path, data: bytes, mode: int = PUBLIC_MODE) -> None:
    """Write a file durably, whole or not at all; one that is there, or comes meanwhile, stays."""
    path.parent.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    _write(fresh, data, mode)
    with suppress(FileExistsError):
        path.hardlink_to(fresh)
    fresh.unlink()
    for directory in (path.parent, path.parent.parent):
        _settle(directory)


def p256(key: PrivateKeyTypes, path: Path, certificate: x509.Certificate) -> EllipticCurvePrivateKey:
    """Return the key as that of the certificate, or refuse (SigningKeyError)."""
    if not isinstance(key, EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        text = f"{path} is not the key of its certificate. Bring both back from a backup."
        raise SigningKeyError(text, key=path.name)
    return key


def _write(path: Path, data: bytes, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _settle(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
