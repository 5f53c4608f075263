"""Seals on documents: who sealed, and what is wrong with a seal, by stable codes.

A seal is a digital signature of a body (PAdES, ETSI EN 319 142-1) by a certificate of the internal CA: it shows that
the document is unchanged and which body's key sealed it. It is no electronic signature by a licensed third party
(电子签名法 16, 17), and says so: 内部签名，非第三方认证.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

NOT_THIRD_PARTY = "内部签名，非第三方认证"
RENEWED_BEFORE = timedelta(days=60)  # a certificate with less left is not used for a new seal
ROOT_RENEWED_BEFORE = timedelta(days=3 * 365)  # with less left it cuts short what it issues: renew it


class Official(StrEnum):
    """Who seals, besides the two sides of a transfer."""

    AUTHORITY = "authority"  # the papers of an inspection and of a case


class SealFault(StrEnum):
    """What is wrong; the codes are stable."""

    UNREADABLE = "unreadable"  # the file is no PDF, or broken off
    UNSEALED = "unsealed"  # it bears no seal at all
    SEAL_MISSING = "seal_missing"  # the first seal left a place for this one, and it is empty
    ALTERED = "altered"  # bytes that the seal covers are not those that were sealed
    SEAL_DAMAGED = "seal_damaged"  # the seal itself cannot be read, or is not as it was written
    CHANGED_AFTERWARDS = "changed_afterwards"  # something else than a further seal was added
    CERTIFICATE_FOREIGN = "certificate_foreign"  # not issued by this installation
    CERTIFICATE_EXPIRED = "certificate_expired"  # not valid at the instant of sealing
    CERTIFICATE_REVOKED = "certificate_revoked"
    CERTIFICATE_UNSUITABLE = "certificate_unsuitable"  # issued, but not for sealing
    TIMESTAMP_BAD = "timestamp_bad"


class RevocationReason(StrEnum):
    """Why a certificate is withdrawn (RFC 5280, 5.3.1)."""

    UNSPECIFIED = "unspecified"
    KEY_COMPROMISE = "key_compromise"  # nothing sealed with it counts any more, whenever it says it was sealed
    AFFILIATION_CHANGED = "affiliation_changed"
    SUPERSEDED = "superseded"
    CESSATION_OF_OPERATION = "cessation_of_operation"


@dataclass(frozen=True, slots=True)
class Revocation:
    """That a certificate does not count from then on."""

    at: datetime
    reason: RevocationReason

    def voids(self, signed_at: datetime | None, stamped_at: datetime | None = None) -> bool:
        """Tell whether it takes the force from a seal: one given before stays, one without an instant does not.

        Whoever has a stolen key writes any instant: then only that of a trusted time stamp counts.
        """
        proved = stamped_at if self.reason is RevocationReason.KEY_COMPROMISE else signed_at
        return proved is None or proved >= self.at


@dataclass(frozen=True, slots=True)
class SealFinding:
    """One seal as it was found. Names and instants are '' and None where they could not be read."""

    role: str  # unit | archive, or the name of a foreign field
    signer: str = ""  # common name in the certificate
    body_id: str = ""  # our identifier of the body, from the certificate
    serial: str = ""  # of the certificate, hexadecimal
    issuer: str = ""
    signed_at: datetime | None = None  # as the seal says
    stamped_at: datetime | None = None  # as a time-stamp service says (RFC 3161)
    reason: str = ""
    is_whole_file: bool = False  # nothing follows it
    faults: tuple[SealFault, ...] = ()

    @property
    def is_good(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class SealReport:
    """All seals of a document, in the order in which they were given, and what is wrong with the whole."""

    seals: tuple[SealFinding, ...] = ()
    faults: tuple[SealFault, ...] = ()

    @property
    def is_good(self) -> bool:
        """Tell whether it is sealed and nothing is wrong."""
        return bool(self.seals) and not self.faults and all(seal.is_good for seal in self.seals)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every fault, once, those of the whole first."""
        found = [*self.faults, *(fault for seal in self.seals for fault in seal.faults)]
        return tuple(dict.fromkeys(str(fault) for fault in found))
