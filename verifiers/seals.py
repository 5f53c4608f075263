"""The seals of a PDF: PAdES signatures (ISO 32000-1, 12.8; ETSI EN 319 142-1) by certificates of the archive's CA.

No byte may be other: a signature covers the file but for its own container, the container must be as our signer writes
it (verifiers.cms), the last seal must reach to the end of the file, and between two seals nothing but the later seal
may have been added (verifiers.revisions).
"""

import hashlib
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pikepdf
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import NameOID

from verifiers import der
from verifiers.cms import Container
from verifiers.revisions import only_adds
from verifiers.trust import Trust

ROLES = {"UnitSeal": "unit", "ArchiveSeal": "archive", "AuthoritySeal": "authority"}
WHOLE_NAME = x509.ObjectIdentifier("2.5.4.13")  # description: a name that is too long for the common name
DATE = re.compile(r"D:(\d{14})(?:Z|([+-])(\d\d)'(\d\d)'?)")
MALFORMED = (
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError),
    *(pikepdf.PikepdfError, UnsupportedAlgorithm, Warning),
    *(x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType, x509.ExtensionNotFound),
)
"""What the libraries raise on bytes that are no sound PDF, or no sound seal."""


@dataclass(frozen=True)
class Seal:
    """One seal as it was found; names are '' where they could not be read."""

    role: str  # unit | archive | authority, or the name of a foreign field
    signer: str = ""
    body_id: str = ""
    signed_at: str = ""
    end: int = 0  # of the revision that it sealed
    is_stamped: bool = False
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seals:
    """All seals in their order, and what is wrong with the whole."""

    seals: tuple[Seal, ...]
    faults: tuple[str, ...]

    @property
    def sealed(self) -> int | None:
        """Return where the revision ends that all seals cover; None where no first seal is good."""
        return self.seals[0].end if self.seals and not self.seals[0].faults else None


def look(data: bytes, pdf: pikepdf.Pdf, trust: Trust) -> Seals:
    """Say of every seal what is wrong with it, whatever the bytes are."""
    try:
        fields = list(_fields(pdf))
        seals = sorted((_seal(data, field, trust) for field in fields if "/V" in field), key=lambda seal: seal.end)
        empty = [str(field.T) for field in fields if "/V" not in field]
    except MALFORMED:
        return Seals((), ("unreadable",))
    if not seals:
        return Seals((), ("unsealed",))
    missing = ["seal_missing"] if any(name in ROLES for name in empty) else []
    return Seals(tuple(seals), (*missing, *_changes(data, [seal.end for seal in seals if seal.end])))


def _fields(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield the signature fields, as our signer makes them: at the top of the form."""
    form = pdf.Root.get("/AcroForm")
    for field in form.Fields if form is not None else ():
        if field.get("/FT") == "/Sig":
            yield field


def _changes(data: bytes, ends: list[int]) -> list[str]:
    """Return whether anything but seals was added after the first; of seals that cannot be read nothing is said."""
    if not ends:
        return []
    try:
        is_good = all(old < new and only_adds(data[:old], data[:new], 1) for old, new in pairwise(ends))
        is_good = is_good and (ends[-1] == len(data) or only_adds(data[: ends[-1]], data, 0))
    except MALFORMED:
        is_good = False
    return [] if is_good else ["changed_afterwards"]


def _seal(data: bytes, field: pikepdf.Object, trust: Trust) -> Seal:
    name = str(field.T)
    role = ROLES.get(name, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # such as a certificate that breaks RFC 5280: ours do not
            return _judged(data, field.V, role, trust)
    except MALFORMED:
        return Seal(role, faults=("seal_damaged",))


def _judged(data: bytes, signature: pikepdf.Object, role: str, trust: Trust) -> Seal:
    zero, gap, rest, length = (int(each) for each in signature.ByteRange)
    end = rest + length
    if not (zero == 0 < gap < rest <= end <= len(data)):
        return Seal(role, end=end, faults=("altered",))
    filled = bytes(signature.Contents)
    _tag, _content, size = der.read(filled)
    container = Container.parse(filled[:size])
    signed_at = _instant(str(signature.M))
    digest = hashlib.sha256(data[:gap] + data[rest:end]).digest()
    faults = [*_faults_of_certificate(container.certificate, signed_at, trust)]
    if not container.covers(digest):
        faults.insert(0, "altered")
    elif not (_is_in_its_place(data[gap:rest], filled) and _is_as_written(container, filled[:size])):
        faults.insert(0, "seal_damaged")
    subject = container.certificate.subject
    return Seal(
        role=role,
        signer=_text(subject, WHOLE_NAME) or _text(subject, NameOID.COMMON_NAME),
        body_id=_text(subject, NameOID.SERIAL_NUMBER),
        signed_at=signed_at.isoformat(),
        end=end,
        is_stamped=bool(container.unsigned),
        faults=tuple(faults),
    )


def _is_in_its_place(gap: bytes, filled: bytes) -> bool:
    """Tell whether the gap is one hexadecimal string of one case: the container, then zeros."""
    text = gap[1:-1]
    is_string = (gap[:1], gap[-1:]) == (b"<", b">") and text in (text.lower(), text.upper())
    _tag, _content, size = der.read(filled)
    return is_string and bytes.fromhex(text.decode("ascii")) == filled and not filled[size:].strip(b"\0")


def _is_as_written(container: Container, data: bytes) -> bool:
    return container.is_sound() and container.written() == data


def _faults_of_certificate(certificate: x509.Certificate, signed_at: datetime, trust: Trust) -> Iterator[str]:
    issuer = trust.find_issuer(certificate)
    if issuer is None:
        yield "certificate_foreign"
        return
    chain = (certificate, issuer)
    if not all(each.not_valid_before_utc <= signed_at <= each.not_valid_after_utc for each in chain):
        yield "certificate_expired"
    if trust.is_revoked(certificate, signed_at):
        yield "certificate_revoked"
    if not _may_seal(certificate):
        yield "certificate_unsuitable"


def _may_seal(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return usage.content_commitment and not usage.key_cert_sign


def _instant(text: str) -> datetime:
    found = DATE.fullmatch(text)
    if found is None:
        raise ValueError("no date")
    digits, sign, hours, minutes = found.groups()
    apart = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=timezone(apart)).astimezone(UTC)


def _text(subject: x509.Name, part: x509.ObjectIdentifier) -> str:
    found = subject.get_attributes_for_oid(part)
    return str(found[0].value) if found else ""
