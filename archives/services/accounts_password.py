"""Passwords: argon2id (RFC 9106), few at a time, and the same work whether or not there is a hash to compare with."""

import threading
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from archives.domain.errors import InvalidInputError, Problem

LONGEST = 1024  # characters
_AT_ONCE = threading.BoundedSemaphore(2)  # each takes 64 MiB
_HASHER = PasswordHasher()


def hash_password(password: str, least: int) -> str:
    """Return the hash; refuse a password shorter than `least` characters or longer than LONGEST."""
    if not least <= len(password) <= LONGEST:
        facts = (("least", str(least)), ("most", str(LONGEST)))
        raise InvalidInputError([Problem("password_length", "password", facts)])
    with _AT_ONCE:
        return _HASHER.hash(password)


def is_password(password: str, kept: str) -> bool:
    """Tell whether `kept` is the hash of the password; '' never is, but takes as long."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _nobodys(), password[: LONGEST + 1]) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password")
