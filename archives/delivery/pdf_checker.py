"""Looks at the seals of a PDF, ours and foreign ones, and names what is wrong with each."""

import logging
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import CRLValidationError, OCSPValidationError, PathError

from archives.delivery.apart import apart
from archives.delivery.authority import InternalAuthority
from archives.delivery.certificates import is_issued_by, may_seal, name_of, serial_of, subject_text
from archives.delivery.pdf_contents import is_as_written, is_one_value
from archives.delivery.pdf_signer import FIELDS, WITHOUT_STAMPS, Stamping
from archives.domain.sealing import SealFault, SealFinding, SealReport

END = b"%%EOF"
ROLES = {name: str(side) for side, name in FIELDS.items()}
CLOCKS_DIFFER = timedelta(hours=1)
MALFORMED = (
    PdfError,
    PathError,
    CRLValidationError,
    OCSPValidationError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
    RecursionError,
    InvalidSignature,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
    OSError,
    EOFError,
    zlib.error,
)
"""What the libraries raise on bytes that are no sound PDF, or no sound signature; they promise no narrower list."""

for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # what is wrong is said by its code, not by a stack trace


class PadesChecker:
    """Compares with the certificates of the internal CA."""

    def __init__(self, authority: InternalAuthority, stamping: Stamping = WITHOUT_STAMPS) -> None:
        self._authority, self._stamping = authority, stamping

    def check(self, pdf: bytes) -> SealReport:
        """Say of every seal who gave it and what is wrong. Never raises on what the bytes are."""
        try:
            reader = PdfFileReader(BytesIO(pdf))
            fields = list(enumerate_sig_fields(reader))
            count = len(reader.embedded_signatures)
        except MALFORMED:
            return SealReport(faults=(SealFault.UNREADABLE,))
        if not count:
            return SealReport(faults=(SealFault.UNSEALED,))
        seals = tuple(self._look(pdf, each) for each in reader.embedded_signatures)
        return SealReport(seals, tuple(_faults_of_whole(pdf, reader, [name for name, value, _ in fields if not value])))

    def _look(self, pdf: bytes, embedded: EmbeddedPdfSignature) -> SealFinding:
        role = ROLES.get(embedded.field_name, str(embedded.field_name))
        try:
            return self._judge(pdf, embedded, role)
        except MALFORMED:
            return SealFinding(role, faults=(SealFault.SEAL_DAMAGED,))

    def _judge(self, pdf: bytes, embedded: EmbeddedPdfSignature, role: str) -> SealFinding:
        signed_at = embedded.self_reported_timestamp
        status = apart(partial(validate_pdf_signature, embedded, self._context(signed_at), self._stamps()))
        certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
        start, length = int(embedded.byte_range[2]), int(embedded.byte_range[3])
        faults = [
            *self._faults_of_bytes(pdf, embedded, status),
            *self._faults_of_certificate(certificate, signed_at, status),
            *self._faults_of_stamp(status, signed_at),
        ]
        return SealFinding(
            role=role,
            signer=name_of(certificate),
            body_id=subject_text(certificate, NameOID.SERIAL_NUMBER),
            serial=serial_of(certificate),
            issuer=certificate.issuer.rfc4514_string(),
            signed_at=signed_at,
            stamped_at=_stamped_at(status),
            reason=str(embedded.sig_object.get("/Reason", "")),
            is_whole_file=start + length == len(pdf),
            faults=tuple(dict.fromkeys(faults)),
        )

    def _faults_of_bytes(
        self, pdf: bytes, embedded: EmbeddedPdfSignature, status: PdfSignatureStatus
    ) -> Iterator[SealFault]:
        if not status.intact or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
            yield SealFault.ALTERED
        elif not status.valid or not self._is_whole(pdf, embedded):
            yield SealFault.SEAL_DAMAGED
        if status.modification_level is ModificationLevel.OTHER or not status.docmdp_ok:
            yield SealFault.CHANGED_AFTERWARDS

    def _is_whole(self, pdf: bytes, embedded: EmbeddedPdfSignature) -> bool:
        """Tell whether the bytes of the seal itself are sound; of our own seals each is known."""
        if not is_one_value(pdf, int(embedded.byte_range[1]), int(embedded.byte_range[2])):
            return False
        signer = embedded.signer_cert
        is_ours = self._is_ours(x509.load_der_x509_certificate(signer.dump()))
        return not is_ours or is_as_written(embedded.signed_data, signer, embedded.pkcs7_content)

    def _faults_of_certificate(
        self, certificate: x509.Certificate, signed_at: datetime | None, status: PdfSignatureStatus
    ) -> Iterator[SealFault]:
        if not self._is_ours(certificate):
            yield SealFault.CERTIFICATE_FOREIGN
            return
        stamped_at = _stamped_at(status)
        in_time = signed_at and all(_holds(certificate, each) for each in (signed_at, stamped_at) if each)
        revocation = self._authority.revocation_of(certificate)
        if not in_time:
            yield SealFault.CERTIFICATE_EXPIRED
        if revocation and revocation.voids(signed_at, stamped_at if self._stamping.roots else None):
            yield SealFault.CERTIFICATE_REVOKED
        is_sound = status.intact and status.valid
        if not may_seal(certificate) or (in_time and is_sound and not status.trusted):
            yield SealFault.CERTIFICATE_UNSUITABLE

    def _faults_of_stamp(self, status: PdfSignatureStatus, signed_at: datetime | None) -> Iterator[SealFault]:
        """A stamp must be sound, by a service that is trusted where roots are given, and not before the seal."""
        stamp = status.timestamp_validity
        if stamp is None:
            return
        is_sound = stamp.intact and stamp.valid and (stamp.trusted or not self._stamping.roots)
        if not is_sound or not signed_at or stamp.timestamp < signed_at - CLOCKS_DIFFER:
            yield SealFault.TIMESTAMP_BAD

    def _is_ours(self, certificate: x509.Certificate) -> bool:
        return any(is_issued_by(certificate, root) for root in self._authority.root_certificates())

    def _context(self, at: datetime | None) -> ValidationContext:
        known = self._authority.root_certificates()
        roots = [asn1_x509.Certificate.load(root.public_bytes(Encoding.DER)) for root in known]
        return ValidationContext(trust_roots=roots, moment=at, allow_fetching=False)

    def _stamps(self) -> ValidationContext:
        return ValidationContext(trust_roots=self._stamping.trusted(), allow_fetching=False)


def _stamped_at(status: PdfSignatureStatus) -> datetime | None:
    return status.timestamp_validity.timestamp if status.timestamp_validity else None


def _holds(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def _faults_of_whole(pdf: bytes, reader: PdfFileReader, empty: list[str]) -> Iterator[SealFault]:
    """Yield what no single seal shows: a place left empty, and bytes after the end."""
    last = reader.embedded_signatures[-1]
    if any(name in ROLES for name in empty):
        yield SealFault.SEAL_MISSING
    end = int(last.byte_range[2]) + int(last.byte_range[3])
    if end != len(pdf) and not (_is_validation_info(reader, last) and pdf.rstrip(b"\r\n").endswith(END)):
        yield SealFault.CHANGED_AFTERWARDS


def _is_validation_info(reader: PdfFileReader, last: EmbeddedPdfSignature) -> bool:
    """Tell whether what follows the last seal only helps to validate it (PAdES B-LT)."""
    level: ModificationLevel | None = last.diff_result and getattr(last.diff_result, "modification_level", None)
    return level is ModificationLevel.LTA_UPDATES and "/DSS" in reader.root
