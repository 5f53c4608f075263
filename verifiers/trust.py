"""What the verifier trusts: the CA's certificate, the key of the log, perhaps a revocation list."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA256

KEY_BYTES = 33  # 0x01 for Ed25519, and the key


class NoTrustError(Exception):
    """A file that is to be trusted cannot be used; says why."""


@dataclass(frozen=True)
class LogKey:
    """The verifier key of the log (C2SP signed-note)."""

    name: str
    public_key: bytes  # 32

    @classmethod
    def parse(cls, text: str) -> "LogKey":
        """Read `NAME+ID+BASE64`, or refuse (ValueError)."""
        name, _, rest = text.strip().partition("+")
        given, _, encoded = rest.partition("+")
        data = base64.b64decode(encoded, validate=True)
        key = cls(name, data[1:])
        if len(data) != KEY_BYTES or data[0] != 1 or key.id.hex() != given:
            raise ValueError("no Ed25519 key, or its id is another")
        return key

    @property
    def id(self) -> bytes:
        """Four bytes that name the key."""
        return hashlib.sha256(f"{self.name}\n".encode() + b"\1" + self.public_key).digest()[:4]


@dataclass(frozen=True)
class Trust:
    """`roots` are the CA's, the newest first; `revoked` is None where no revocation list was given."""

    roots: tuple[x509.Certificate, ...]
    key: LogKey
    revoked: x509.CertificateRevocationList | None = None

    @classmethod
    def read(cls, root: Path, key: Path, revoked: Path | None) -> "Trust":
        """Read the files; NoTrustError names the one that cannot be used."""
        place = root
        try:
            roots = tuple(x509.load_pem_x509_certificates(root.read_bytes()))
            place = key
            log = LogKey.parse(key.read_text("utf-8"))
            place = revoked or key
            return cls(roots, log, _revocations(revoked, roots) if revoked else None)
        except (OSError, ValueError) as fault:
            raise NoTrustError(f"{place}: {fault}") from fault

    def find_issuer(self, certificate: x509.Certificate) -> x509.Certificate | None:
        """Return the root that issued it; None when it is foreign."""
        return next((root for root in self.roots if _issued(certificate, root)), None)

    def is_revoked(self, certificate: x509.Certificate, signed_at: datetime) -> bool:
        """Tell whether the list takes the force from a seal of that instant; a stolen key's seals never count."""
        if self.revoked is None:
            return False
        entry = self.revoked.get_revoked_certificate_by_serial_number(certificate.serial_number)
        if entry is None:
            return False
        try:
            reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
        except x509.ExtensionNotFound:
            reason = x509.ReasonFlags.unspecified
        return reason is x509.ReasonFlags.key_compromise or signed_at >= entry.revocation_date_utc

    def described(self) -> dict[str, str]:
        """Return which anchors were used."""
        until = self.revoked.last_update_utc.isoformat() if self.revoked else ""
        newest = self.roots[0]
        told = {"ca": newest.subject.rfc4514_string(), "ca_sha256": newest.fingerprint(SHA256()).hex()}
        return {**told, "log": self.key.name, "log_key_id": self.key.id.hex(), "revocations_as_of": until}


def _issued(certificate: x509.Certificate, root: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(root)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def _revocations(path: Path, roots: Sequence[x509.Certificate]) -> x509.CertificateRevocationList:
    found = x509.load_der_x509_crl(path.read_bytes())
    if not any(found.is_signature_valid(root.public_key()) for root in roots):  # type: ignore[arg-type]
        raise ValueError("the revocation list is not signed by the CA")
    return found
