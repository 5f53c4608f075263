"""Who seals documents, who looks at seals, and who keeps the certificates.

`Signer` is narrow on purpose: an external seal server (SM2 on GM/T 0031 e-seals) can stand behind it, with a checker of
its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from archives.domain.sealing import Official, Revocation, SealReport
from archives.domain.vocabulary import Side


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal to be given: by which body, at which instant, and what it says of itself."""

    side: Side | Official
    body_id: UUID
    body: str
    at: datetime  # aware
    reason: str
    location: str = ""
    contact: str = ""
    awaited: tuple[Side | Official, ...] = ()  # who seals later; the first seal leaves a place for each


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that was issued. `body_id` is '' for the CA's own."""

    serial: str  # hexadecimal, lower case
    name: str
    body_id: str
    not_before: datetime
    not_after: datetime
    fingerprint: str  # SHA-256 of the DER form, hexadecimal
    pem: str
    revocation: Revocation | None = None


class Signer(Protocol):
    """Seals documents."""

    def sign(self, pdf: bytes, seal: Seal) -> bytes:
        """Return the document with the seal added; seals that are there already stay good.

        SigningKeyError when a key cannot be opened, SignerUnavailableError when a service does not answer.
        """


class SignatureChecker(Protocol):
    """Looks at seals."""

    def check(self, pdf: bytes) -> SealReport:
        """Say of every seal who gave it and what is wrong. Never raises on what the bytes are."""


class CertificateKeeper(Protocol):
    """The internal CA: a root, and one certificate at a time for each body."""

    def root(self, at: datetime) -> Certificate:
        """Return the CA's certificate; made when there is none yet."""

    def find_root(self) -> Certificate | None:
        """Return the CA's certificate without making one; None when there is none yet."""

    def find_roots(self) -> Sequence[Certificate]:
        """Return the certificates of all roots, the newest first: older ones stay trusted for what they issued."""

    def renew_root(self, at: datetime) -> Certificate:
        """Make a further root, which issues from now on; NotFoundError before there is a first."""

    def change_password(self, old: str) -> Sequence[str]:
        """Bring every key from the old password under the present one; return the files that were changed.

        SigningKeyError when a key opens under neither; then nothing was changed.
        """

    def issued(self) -> Sequence[Certificate]:
        """Return every certificate ever issued, oldest first."""

    def renew(self, body_id: UUID, name: str, at: datetime) -> Certificate:
        """Issue a certificate with a new key; older ones stay on file, and what they sealed stays good."""

    def revoke(self, serial: str, revocation: Revocation) -> Certificate:
        """Withdraw a certificate; NotFoundError when there is none of that serial. What was said first stays."""

    def revocation_list(self, at: datetime, root: str = "") -> bytes:
        """Return the CRL (RFC 5280) in DER, as of that instant, by the root of that serial, or by the first."""
