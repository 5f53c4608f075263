"""The internal CA in a directory: its root, the certificates of bodies with their keys, and what was withdrawn.

Every file is written once; two processes that make the same thing at the same time end with one of them. So there is
no lock, and a crash leaves at the most a key without its certificate, which nobody uses.

    ca.key ca.pem            the root
    seals/SERIAL.pem         a body's certificate; archives.delivery.seal_keys says where its key is
    revoked/SERIAL.json      {"at": instant, "reason": word}
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding

from archives.delivery.certificates import Issuer, described, make_leaf, make_list, make_root, serial_of
from archives.delivery.keys import Password, keep, keep_key, open_key, p256
from archives.delivery.seal_keys import BodyKey, DiskKeys, KeyPlace
from archives.domain.errors import NotFoundError, SigningKeyError
from archives.domain.sealing import RENEWED_BEFORE, Revocation, RevocationReason
from archives.ports import Certificate

KEY, ROOT = "ca.key", "ca.pem"


class InternalAuthority:
    """Issues, keeps, withdraws. `host` goes into the root's name, `list_url` into the certificates."""

    def __init__(
        self, directory: Path, password: Password, host: str, list_url: str = "", places: KeyPlace | None = None
    ) -> None:
        self._directory, self._password = directory, password
        self._places = places or DiskKeys(password)
        self._host, self._list_url = host, list_url
        self._opened: Issuer | None = None
        self._certificates: dict[str, x509.Certificate] = {}

    # --- for people ---

    def root(self, at: datetime) -> Certificate:
        """Return the CA's certificate; made when there is none yet."""
        return self.find_root() or described(self._issuer(at).certificate)

    def find_root(self) -> Certificate | None:
        """Return the CA's certificate without making one; None when there is none yet."""
        found = self.root_certificate()
        return described(found) if found else None

    def issued(self) -> Sequence[Certificate]:
        """Return every certificate ever issued, oldest first."""
        leaves = map(self._certificate, (self._directory / "seals").glob("*.pem"))
        found = [described(each, self.revocation_of(each)) for each in leaves]
        return sorted(found, key=lambda each: (each.not_before, int(each.serial, 16)))

    def renew(self, body_id: UUID, name: str, at: datetime) -> Certificate:
        """Issue a certificate with a new key; older ones stay on file, and what they sealed stays good."""
        issuer = self._issuer(at)
        public, made = self._places.make()
        leaf = make_leaf(issuer, public, body_id, name, at)
        place = self._directory / "seals" / serial_of(leaf)
        self._places.keep(place, made)
        keep(place.with_suffix(".pem"), leaf.public_bytes(Encoding.PEM))
        return described(leaf)

    def revoke(self, serial: str, revocation: Revocation) -> Certificate:
        """Withdraw a certificate; NotFoundError when there is none of that serial. What was said first stays."""
        found = next((each for each in self.issued() if each.serial == serial.lower()), None)
        if found is None:
            raise NotFoundError("certificate", serial)
        told = {"at": revocation.at.isoformat(), "reason": str(revocation.reason)}
        keep(self._directory / "revoked" / f"{found.serial}.json", json.dumps(told).encode())
        return replace(found, revocation=self._revocation(found.serial))

    def revocation_list(self, at: datetime) -> bytes:
        """Return the CRL (RFC 5280) in DER, as of that instant."""
        revoked = [(int(each.serial, 16), each.revocation) for each in self.issued() if each.revocation]
        return make_list(self._issuer(at), revoked, at)

    # --- for signer and checker ---

    def root_certificate(self) -> x509.Certificate | None:
        """Return the root without making one; SigningKeyError when its file is damaged."""
        path = self._directory / ROOT
        try:
            return x509.load_pem_x509_certificate(path.read_bytes())
        except FileNotFoundError:
            return None
        except ValueError as fault:
            raise SigningKeyError(f"{path} is damaged. Bring it back from a backup.", key=ROOT) from fault

    def revocation_of(self, certificate: x509.Certificate) -> Revocation | None:
        """Return whether and how one of ours was withdrawn."""
        return self._revocation(serial_of(certificate))

    def seal_of(self, body_id: UUID, name: str, at: datetime) -> tuple[x509.Certificate, BodyKey]:
        """Return the certificate and key with which a body seals at that instant; issued when it has none that fits."""
        fit = [each for each in self.issued() if self._fits(each, body_id, name, at)]
        serial = fit[-1].serial if fit else self.renew(body_id, name, at).serial
        place = self._directory / "seals" / serial
        certificate = self._certificate(place.with_suffix(".pem"))
        return certificate, self._places.open(place, certificate)

    # --- private ---

    def _fits(self, certificate: Certificate, body_id: UUID, name: str, at: datetime) -> bool:
        """Tell whether it is this body's under its present name, stands, and has time left."""
        is_theirs = certificate.body_id == str(body_id) and certificate.name == name
        is_in_time = certificate.not_before <= at and at + RENEWED_BEFORE <= certificate.not_after
        stands = is_theirs and is_in_time and certificate.revocation is None
        return stands and self._places.has(self._directory / "seals" / certificate.serial)

    def _certificate(self, path: Path) -> x509.Certificate:
        """Read a certificate, once in the life of a process: it never changes."""
        if path.name not in self._certificates:
            try:
                self._certificates[path.name] = x509.load_pem_x509_certificate(path.read_bytes())
            except ValueError as fault:
                raise SigningKeyError(f"{path} is damaged. Bring it back from a backup.", key=path.name) from fault
        return self._certificates[path.name]

    def _revocation(self, serial: str) -> Revocation | None:
        path = self._directory / "revoked" / f"{serial}.json"
        try:
            told = json.loads(path.read_bytes())
            return Revocation(datetime.fromisoformat(told["at"]), RevocationReason(told["reason"]))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as fault:
            raise SigningKeyError(f"{path} is damaged. Bring it back from a backup.", key=path.name) from fault

    def _issuer(self, at: datetime) -> Issuer:
        if self._opened is None:
            path = self._directory / KEY
            if self.root_certificate() is None and not path.exists():
                keep_key(path, generate_private_key(SECP256R1()), self._password)
            key = open_key(path, self._password)
            if self.root_certificate() is None and isinstance(key, EllipticCurvePrivateKey):
                keep(self._directory / ROOT, make_root(key, self._host, at).public_bytes(Encoding.PEM))
            root = self.root_certificate()
            self._opened = Issuer(*_pair(key, path, root), self._list_url)
        return self._opened


def _pair(
    key: PrivateKeyTypes, path: Path, certificate: x509.Certificate | None
) -> tuple[x509.Certificate, EllipticCurvePrivateKey]:
    if certificate is None:
        raise SigningKeyError(f"{path} is no key on P-256. Bring it back from a backup.", key=path.name)
    return certificate, p256(key, path, certificate)
