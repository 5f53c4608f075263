"""The forms of the internal CA: its root, a body's certificate, the revocation list (RFC 5280), on NIST P-256."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from uuid_utils import compat

from archives.domain.dates import add_years
from archives.domain.sealing import NOT_THIRD_PARTY, Revocation, RevocationReason
from archives.ports import Certificate

ROOT_YEARS, LEAF_YEARS = 20, 2
BACK = timedelta(hours=1)  # clocks of two machines differ
LIST_LASTS = timedelta(days=7)
LONGEST_NAME = 64  # bytes of a common name that every reader bears (RFC 5280, appendix A: ub-common-name)
_WHOLE_NAME = x509.ObjectIdentifier("2.5.4.13")  # description (X.520), for a name that is longer
_REASONS = {
    RevocationReason.UNSPECIFIED: x509.ReasonFlags.unspecified,
    RevocationReason.KEY_COMPROMISE: x509.ReasonFlags.key_compromise,
    RevocationReason.AFFILIATION_CHANGED: x509.ReasonFlags.affiliation_changed,
    RevocationReason.SUPERSEDED: x509.ReasonFlags.superseded,
    RevocationReason.CESSATION_OF_OPERATION: x509.ReasonFlags.cessation_of_operation,
}


@dataclass(frozen=True, slots=True)
class Issuer:
    """The CA at work: its certificate, its key, and where its revocation list is published ('' when nowhere)."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey
    list_url: str = ""


def make_root(key: EllipticCurvePrivateKey, host: str, at: datetime) -> x509.Certificate:
    """Return the root's own certificate; its key may sign certificates and revocation lists, nothing else."""
    name = _name(f"{host} internal CA", organization=NOT_THIRD_PARTY)
    builder = _builder(name, key.public_key(), at, _years_after(at, ROOT_YEARS)).issuer_name(name)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=True), critical=True)
    return builder.sign(key, hashes.SHA256())


def make_leaf(issuer: Issuer, key: EllipticCurvePublicKey, body_id: UUID, body: str, at: datetime) -> x509.Certificate:
    """Return a body's certificate: common name the body's, serial number in the subject our identifier of it."""
    subject = _name(body, serial_number=str(body_id))
    until = min(_years_after(at, LEAF_YEARS), issuer.certificate.not_valid_after_utc)
    builder = _builder(subject, key, at, until).issuer_name(issuer.certificate.subject)
    public = issuer.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    above = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(public)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=False), critical=True).add_extension(
        above, critical=False
    )
    if issuer.list_url:
        builder = builder.add_extension(_published_at(issuer.list_url), critical=False)
    return builder.sign(issuer.key, hashes.SHA256())


def make_list(issuer: Issuer, revoked: Iterable[tuple[int, Revocation]], at: datetime) -> bytes:
    """Return the revocation list in DER; its number grows with the time (RFC 5280, 5.2.3)."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    builder = builder.last_update(at).next_update(at + LIST_LASTS)
    builder = builder.add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    for serial, revocation in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(revocation.at)
        if revocation.reason is not RevocationReason.UNSPECIFIED:
            entry = entry.add_extension(x509.CRLReason(_REASONS[revocation.reason]), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def described(certificate: x509.Certificate, revocation: Revocation | None = None) -> Certificate:
    """Return what people ask about a certificate."""
    return Certificate(
        serial=serial_of(certificate),
        name=name_of(certificate),
        body_id=subject_text(certificate, NameOID.SERIAL_NUMBER),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        pem=certificate.public_bytes(Encoding.PEM).decode(),
        revocation=revocation,
    )


def is_issued_by(certificate: x509.Certificate, root: x509.Certificate) -> bool:
    """Tell whether the root signed it."""
    try:
        certificate.verify_directly_issued_by(root)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def serial_of(certificate: x509.Certificate) -> str:
    """Return the serial number, hexadecimal in lower case."""
    return f"{certificate.serial_number:x}"


def may_seal(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate was issued for sealing documents."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return usage.content_commitment and not usage.key_cert_sign


def name_of(certificate: x509.Certificate) -> str:
    """Return the name of the body, whole."""
    return subject_text(certificate, _WHOLE_NAME) or subject_text(certificate, NameOID.COMMON_NAME)


def subject_text(certificate: x509.Certificate, part: x509.ObjectIdentifier) -> str:
    """Return a part of the subject's name, '' when it has none."""
    found = certificate.subject.get_attributes_for_oid(part)
    return str(found[0].value) if found else ""


def _builder(subject: x509.Name, key: EllipticCurvePublicKey, at: datetime, until: datetime) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).public_key(key)
    builder = builder.serial_number(compat.uuid7().int)  # random enough, and in the order of issue
    builder = builder.not_valid_before(at - BACK).not_valid_after(until)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _years_after(at: datetime, years: int) -> datetime:
    return datetime.combine(add_years(at.date(), years), at.timetz())


def _name(common: str, organization: str = "", serial_number: str = "") -> x509.Name:
    short = common.encode()[:LONGEST_NAME].decode(errors="ignore")
    found = [(NameOID.ORGANIZATION_NAME, organization)] if organization else []
    found += [(NameOID.COMMON_NAME, short)]
    found += [(_WHOLE_NAME, common)] if short != common else []
    found += [(NameOID.SERIAL_NUMBER, serial_number)] if serial_number else []
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in found])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    """A body's key seals (digitalSignature, contentCommitment); the root's issues and withdraws."""
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _published_at(url: str) -> x509.CRLDistributionPoints:
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)
    return x509.CRLDistributionPoints([point])
