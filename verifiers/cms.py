"""The container of a seal (CMS, RFC 5652, as PAdES has it, ETSI EN 319 142-1), which no signature covers whole.

It is taken apart, and what stands around the signed parts must be, byte for byte, what our signer writes.
"""

import hashlib
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey

from verifiers import der

SIGNED_DATA, DATA = der.oid("1.2.840.113549.1.7.2"), der.oid("1.2.840.113549.1.7.1")
SHA256 = der.write(der.SEQUENCE, der.oid("2.16.840.1.101.3.4.2.1"), der.write(der.NULL))
ECDSA_SHA256 = der.write(der.SEQUENCE, der.oid("1.2.840.10045.4.3.2"))
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.47"
ONE = der.integer(1)


@dataclass(frozen=True)
class Container:
    """What a seal carries. `attributes` is what was signed; `unsigned` may hold a time stamp."""

    certificate: x509.Certificate
    encoded: bytes  # the certificate
    attributes: bytes  # content of the SET
    signature: bytes
    unsigned: bytes  # b'' when there is none

    @classmethod
    def parse(cls, data: bytes) -> "Container":
        """Take it apart; ValueError for what is none."""
        root = ((0, der.SEQUENCE), (1, der.CONTEXT_0), (0, der.SEQUENCE))
        signed = der.inside(data, *root)
        kinds = list(der.parts(signed))
        if len(kinds) != 5:  # noqa: PLR2004 -- version, digests, content, certificates, signers
            raise der.NotDerError("no signed data of one signer with its certificate")
        encoded = kinds[3][1]
        signer = list(der.parts(der.inside(kinds[4][1], (0, der.SEQUENCE))))
        if len(signer) not in (6, 7):
            raise der.NotDerError("no signer")
        unsigned = signer[6][2] if len(signer) == 7 else b""  # noqa: PLR2004 -- the last is optional
        certificate = x509.load_der_x509_certificate(encoded)
        return cls(certificate, encoded, signer[3][1], signer[5][1], unsigned)

    def written(self) -> bytes:
        """Return the container as our signer writes it around these parts."""
        issuer = self.certificate.issuer.public_bytes()
        signer = der.write(
            der.SEQUENCE,
            ONE,
            der.write(der.SEQUENCE, issuer, der.integer(self.certificate.serial_number)),
            SHA256,
            der.write(der.CONTEXT_0, self.attributes),
            ECDSA_SHA256,
            der.write(der.OCTETS, self.signature),
            self.unsigned,
        )
        content = (der.write(der.SEQUENCE, DATA), der.write(der.CONTEXT_0, self.encoded), der.write(der.SET, signer))
        signed = der.write(der.SEQUENCE, ONE, der.write(der.SET, SHA256), *content)
        return der.write(der.SEQUENCE, SIGNED_DATA, der.write(der.CONTEXT_0, signed))

    def covers(self, digest: bytes) -> bool:
        """Tell whether it speaks of content with that SHA-256."""
        return self._attribute(MESSAGE_DIGEST) == der.write(der.OCTETS, digest)

    def is_sound(self) -> bool:
        """Tell whether the signature is good, names its own certificate, and speaks of data."""
        key = self.certificate.public_key()
        if not isinstance(key, EllipticCurvePublicKey):
            return False
        try:
            key.verify(self.signature, der.write(der.SET, self.attributes), ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return self._attribute(CONTENT_TYPE) == DATA and self._names_certificate()

    def _names_certificate(self) -> bool:
        """Tell whether signingCertificateV2 (RFC 5035) holds the SHA-256 of this certificate."""
        named = self._attribute(SIGNING_CERTIFICATE)
        sequence = (0, der.SEQUENCE)
        digest = der.inside(named, sequence, sequence, sequence, (0, der.OCTETS))
        return digest == hashlib.sha256(self.encoded).digest()

    def _attribute(self, kind: str) -> bytes:
        """Return the one value of an attribute, whole; ValueError unless it stands there once."""
        found = []
        for _tag, content, _whole in der.parts(self.attributes):
            pair = list(der.parts(content))
            if pair and pair[0][2] == der.oid(kind):
                found.append(pair[1][1])
        if len(found) != 1:
            raise der.NotDerError(f"attribute {kind} stands there {len(found)} times")
        return found[0]
