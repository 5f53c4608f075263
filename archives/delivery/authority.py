"""The internal CA in a directory: its root, the certificates of bodies with their keys, and what was withdrawn.

Every file is written once; two processes that make the same thing at the same time end with one of them. So there is
no lock, and a crash leaves at the most a key without its certificate, which nobody uses.

    ca.key ca.pem            the first root
    roots/SERIAL.key .pem    further ones: the newest issues, all are trusted for what was sealed under them
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

from archives.delivery.certificates import Issuer, described, is_issued_by, make_leaf, make_list, make_root, serial_of
from archives.delivery.keys import Password, change_password, keep, keep_key, open_key, p256
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
        self._opened: dict[str, Issuer] = {}
        self._certificates: dict[str, x509.Certificate] = {}

    # --- for people ---

    def root(self, at: datetime) -> Certificate:
        """Return the CA's certificate; made when there is none yet."""
        return self.find_root() or described(self._issuer(at).certificate)

    def find_root(self) -> Certificate | None:
        """Return the CA's certificate without making one, the newest; None when there is none yet."""
        return next(iter(self.find_roots()), None)

    def find_roots(self) -> Sequence[Certificate]:
        """Return the certificates of all roots, the newest first."""
        return [described(each) for each in self.root_certificates()]

    def renew_root(self, at: datetime) -> Certificate:
        """Make a further root with a new key, which issues from now on; NotFoundError before there is a first."""
        if self.root_certificate() is None:
            raise NotFoundError("certificate", ROOT)
        key = generate_private_key(SECP256R1())
        made = make_root(key, self._host, at)
        place = self._directory / "roots" / serial_of(made)
        keep_key(place.with_suffix(".key"), key, self._password)
        keep(place.with_suffix(".pem"), made.public_bytes(Encoding.PEM))
        return described(made)

    def change_password(self, old: str) -> Sequence[str]:
        """Bring every key in the directory from the old password under the present one; return which were changed."""
        return change_password(self._directory, old, self._password())

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

    def revocation_list(self, at: datetime, root: str = "") -> bytes:
        """Return the CRL (RFC 5280) in DER, as of that instant, signed by the root of that serial, or by the first.

        Each lists all that was withdrawn: serial numbers are given once, whichever root issues.
        """
        revoked = [(int(each.serial, 16), each.revocation) for each in self.issued() if each.revocation]
        return make_list(self._issuer_of(root) if root else self._first(at), revoked, at)

    # --- for signer and checker ---

    def root_certificate(self) -> x509.Certificate | None:
        """Return the newest root without making one; SigningKeyError when its file is damaged."""
        return next(iter(self.root_certificates()), None)

    def root_certificates(self) -> Sequence[x509.Certificate]:
        """Return every root, the newest first."""
        later = map(self._certificate, (self._directory / "roots").glob("*.pem"))
        newest_first = sorted(later, key=lambda each: each.serial_number, reverse=True)
        first = self._first_root()
        return [*newest_first, first] if first else newest_first

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
        place = self._directory / "seals" / certificate.serial
        return stands and self._places.has(place) and self._is_of_newest(self._certificate(place.with_suffix(".pem")))

    def _is_of_newest(self, certificate: x509.Certificate) -> bool:
        newest = self.root_certificate()
        return newest is not None and is_issued_by(certificate, newest)

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

    def _first_root(self) -> x509.Certificate | None:
        path = self._directory / ROOT
        try:
            return x509.load_pem_x509_certificate(path.read_bytes())
        except FileNotFoundError:
            return None
        except ValueError as fault:
            raise SigningKeyError(f"{path} is damaged. Bring it back from a backup.", key=ROOT) from fault

    def _issuer(self, at: datetime) -> Issuer:
        """Return the newest root at work; the first one is made when there is none."""
        first, newest = self._first(at), self.root_certificate()
        if newest is None or newest == first.certificate:
            return first
        return self._issuer_of(serial_of(newest))

    def _issuer_of(self, serial: str) -> Issuer:
        """Return a root at work; NotFoundError when there is none of that serial."""
        if serial not in self._opened:
            found = next((each for each in self.root_certificates() if serial_of(each) == serial.lower()), None)
            if found is None:
                raise NotFoundError("certificate", serial[:64])
            if found == self._first_root():
                return self._first(found.not_valid_before_utc)
            path = self._directory / "roots" / f"{serial_of(found)}.key"
            url = f"{self._list_url}?root={serial_of(found)}" if self._list_url else ""
            self._opened[serial] = Issuer(found, p256(open_key(path, self._password), path, found), url)
        return self._opened[serial]

    def _first(self, at: datetime) -> Issuer:
        if ROOT not in self._opened:
            path = self._directory / KEY
            if self._first_root() is None and not path.exists():
                keep_key(path, generate_private_key(SECP256R1()), self._password)
            key = open_key(path, self._password)
            if self._first_root() is None and isinstance(key, EllipticCurvePrivateKey):
                keep(self._directory / ROOT, make_root(key, self._host, at).public_bytes(Encoding.PEM))
            self._opened[ROOT] = Issuer(*_pair(key, path, self._first_root()), self._list_url)
        return self._opened[ROOT]


def _pair(
    key: PrivateKeyTypes, path: Path, certificate: x509.Certificate | None
) -> tuple[x509.Certificate, EllipticCurvePrivateKey]:
    if certificate is None:
        raise SigningKeyError(f"{path} is no key on P-256. Bring it back from a backup.", key=path.name)
    return certificate, p256(key, path, certificate)
