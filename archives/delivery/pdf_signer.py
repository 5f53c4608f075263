"""Seals in PDF: PAdES (ETSI EN 319 142-1) by pyHanko, invisible, one signature field for each side.

The first seal certifies the document and makes the fields of all who seal later; it allows filling them and nothing
else (ISO 32000-1, 12.8.2.2: DocMDP, P=2). Each seal is an incremental update, so that earlier ones stay as they were.
What people see of a seal is drawn by the printer: a visible signature would break PDF/A and PDF/UA.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from io import BytesIO
from types import MappingProxyType

from asn1crypto import crl as asn1_crl
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import (
    InvisSigSettings,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
    enumerate_sig_fields,
)
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext

from archives.delivery.apart import apart
from archives.delivery.authority import InternalAuthority
from archives.delivery.timestamps import HttpTimeStamper
from archives.delivery.token import TokenKey
from archives.domain.errors import SignerUnavailableError
from archives.domain.sealing import Official
from archives.domain.vocabulary import Side
from archives.ports import Seal

Sealer = Side | Official
FIELDS: Mapping[Sealer, str] = MappingProxyType(
    {Side.UNIT: "UnitSeal", Side.ARCHIVE: "ArchiveSeal", Official.AUTHORITY: "AuthoritySeal"}
)
READ_ALOUD: Mapping[Sealer, str] = MappingProxyType(
    {
        Side.UNIT: "移交单位印章 Seal of the transferring body",
        Side.ARCHIVE: "接收单位印章 Seal of the archive",
        Official.AUTHORITY: "档案主管部门印章 Seal of the authority",
    }
)
DIGEST = "sha256"
ROOM = 8192  # hexadecimal digits kept free for a seal without a time stamp; it needs about 3,000
_OUT_OF_SIGHT = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)


class SealLevel(StrEnum):
    """How much a seal carries with it (EN 319 142-1, 6)."""

    B = "B"
    T = "T"  # a time stamp
    LT = "LT"  # and all that is needed to validate it later


@dataclass(frozen=True, slots=True)
class Stamping:
    """Which level, by which time-stamp service, whose root certificates (PEM, one after the other) are trusted."""

    level: SealLevel = SealLevel.B
    url: str = ""
    roots: bytes = b""

    def trusted(self) -> list[asn1_x509.Certificate]:
        """Return the roots of the service."""
        found = pem.unarmor(self.roots, multiple=True) if self.roots else ()
        return [asn1_x509.Certificate.load(der) for _kind, _headers, der in found]


WITHOUT_STAMPS = Stamping()


class PadesSigner:
    """Seals with the certificates of the internal CA."""

    def __init__(self, authority: InternalAuthority, stamping: Stamping = WITHOUT_STAMPS) -> None:
        self._authority, self._stamping = authority, stamping
        self._stamper = HttpTimeStamper(stamping.url) if stamping.level is not SealLevel.B else None

    def sign(self, pdf: bytes, seal: Seal) -> bytes:
        """Return the document with the seal added; SignerUnavailableError when the time-stamp service is away."""
        writer = _SealWriter(BytesIO(pdf))
        is_first = not any(enumerate_sig_fields(writer.prev, filled_status=True))
        if is_first:
            for side in (seal.side, *seal.awaited):
                append_signature_field(writer, _field(side))
        meta = self._meta(seal, certify=is_first)
        try:
            with self._key(seal) as key:
                return self._added(writer, _TimedSigner(meta, key, self._stamper, seal.at))
        except OSError as fault:
            text = f"The time-stamp service does not answer: {fault}. Nothing was sealed. Repeat later."
            raise SignerUnavailableError(text, service=self._stamping.url) from fault

    def _added(self, writer: BasePdfFileWriter, signer: signers.PdfSigner) -> bytes:
        room = ROOM if self._stamper is None else None
        adding = partial(signer.sign_pdf, writer, existing_fields_only=True, bytes_reserved=room, output=BytesIO())
        return apart(adding).getvalue()

    def _meta(self, seal: Seal, *, certify: bool) -> signers.PdfSignatureMetadata:
        is_long = self._stamping.level is SealLevel.LT
        return signers.PdfSignatureMetadata(
            field_name=FIELDS[seal.side],
            md_algorithm=DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            name=seal.body,
            reason=seal.reason,
            location=seal.location or None,
            contact_info=seal.contact or None,
            certify=certify,
            docmdp_permissions=MDPPerm.FILL_FORMS,
            embed_validation_info=is_long,
            validation_context=self._context(seal.at) if is_long else None,
        )

    def _context(self, at: datetime) -> ValidationContext:
        """Return what pyHanko needs to gather the proofs of LT: our roots and lists, and the service's roots."""
        self._authority.root(at)
        roots = self._authority.find_roots()
        lists = [self._authority.revocation_list(at, root.serial) for root in roots]
        ours = [asn1_x509.Certificate.load(pem.unarmor(root.pem.encode())[2]) for root in roots]
        return ValidationContext(
            trust_roots=[*ours, *self._stamping.trusted()],
            crls=[asn1_crl.CertificateList.load(each) for each in lists],
            moment=at,
            allow_fetching=False,
        )

    def _key(self, seal: Seal) -> AbstractContextManager[signers.Signer]:
        certificate, key = self._authority.seal_of(seal.body_id, seal.body, seal.at)
        shown = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
        return key.signer(shown) if isinstance(key, TokenKey) else nullcontext(_KeySigner(shown, key))


class _SealWriter(IncrementalPdfFileWriter):
    """Adds seals and nothing else: what the document says of itself, its date of change too, stays as it was."""

    def _update_meta(self) -> None:
        """Leave the metadata alone."""


class _KeySigner(signers.Signer):
    """Signs with a key in memory; carries the signer's certificate alone: the root in a file proves nothing."""

    def __init__(self, certificate: asn1_x509.Certificate, key: EllipticCurvePrivateKey) -> None:
        super().__init__(signing_cert=certificate, embed_roots=False)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002, FBT001, FBT002 -- pyHanko's form
        """Return the signature over the attributes."""
        return self._key.sign(data, ECDSA(SHA256()))


class _TimedSigner(signers.PdfSigner):
    """A signer whose clock shows the instant that it was given."""

    def __init__(
        self, meta: signers.PdfSignatureMetadata, signer: signers.Signer, stamper: TimeStamper | None, at: datetime
    ) -> None:
        super().__init__(meta, signer, timestamper=stamper)
        self._at = at

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002 -- pyHanko's form
    ) -> PdfSigningSession:
        """Begin to sign at that instant."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


def _field(side: Sealer) -> SigFieldSpec:
    return SigFieldSpec(FIELDS[side], invis_sig_settings=_OUT_OF_SIGHT, readable_field_name=READ_ALOUD[side])
