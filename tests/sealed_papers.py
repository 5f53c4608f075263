"""A CA of the tests' own, and small papers sealed by it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from uuid import UUID

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from reportlab.pdfgen.canvas import Canvas

from archives.delivery.authority import InternalAuthority
from archives.domain.vocabulary import Side
from archives.ports import Seal

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
LIST_URL = "http://archives.example/api/v1/ca.crl"
BODIES = {
    Side.UNIT: (UUID(int=1), "青山县财政局"),
    Side.ARCHIVE: (UUID(int=2), "青山县档案馆"),
}


def authority_in(place, password="a long secret"):
    return InternalAuthority(place / "keys", lambda: password, "archives.example", LIST_URL)


def seal_of(side, at=NOON, awaited=(), reason="移交电子档案 — 内部签名，非第三方认证"):
    body_id, body = BODIES[side]
    return Seal(side, body_id, body, at, reason, "青山县", "内部签名，非第三方认证", tuple(awaited))


def sealed(signer, pdf, at=NOON):
    """Seal as the unit, then as the archive."""
    first = signer.sign(pdf, seal_of(Side.UNIT, at, [Side.ARCHIVE]))
    return signer.sign(first, replace(seal_of(Side.ARCHIVE, at), reason="接收电子档案"))


@cache
def paper(pages=2):
    """A plain paper of some pages."""
    out = BytesIO()
    canvas = Canvas(out, invariant=True)
    for page in range(pages):
        canvas.drawString(72, 700, f"page {page + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@cache
def stamping_authority():
    """Certificate and key of a time-stamp service, self-signed, as asn1crypto has them."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "time stamps of the tests")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(NOON - timedelta(days=365 * 10))
    builder = builder.not_valid_after(NOON + timedelta(days=365 * 10))
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    certificate = builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())
    told = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    der = certificate.public_bytes(Encoding.DER)
    pem = certificate.public_bytes(Encoding.PEM)
    return asn1_x509.Certificate.load(der), asn1_keys.PrivateKeyInfo.load(told), pem
