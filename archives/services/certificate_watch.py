"""Which certificates of the internal CA end soon: for the doctor, and for the security administrator's notices."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from archives.domain.errors import SigningKeyError
from archives.domain.sealing import RENEWED_BEFORE, ROOT_RENEWED_BEFORE
from archives.domain.vocabulary import Role
from archives.ports import Certificate
from archives.services.deadlines_alarms import Alarm
from archives.services.outside import Outside

ROOT_ENDS, CERTIFICATE_ENDS = "root_ends", "certificate_ends"


@dataclass(frozen=True, slots=True)
class Ending:
    """A certificate that ends soon, or has ended; the newest of its kind or body."""

    certificate: Certificate
    is_root: bool


def endings(outside: Outside, at: datetime) -> Iterator[Ending]:
    """Yield the newest root with less left than the certificates it issues, and bodies' that are to be renewed.

    A body's certificate that has ended is no matter: the body gets another when it seals.
    """
    roots = outside.certificates.find_roots()
    if roots and roots[0].not_after - at < ROOT_RENEWED_BEFORE:
        yield Ending(roots[0], is_root=True)
    newest = {each.body_id: each for each in outside.certificates.issued() if each.revocation is None}
    for each in newest.values():
        if at < each.not_after < at + RENEWED_BEFORE:
            yield Ending(each, is_root=False)


def certificate_alarms(outside: Outside, at: datetime) -> Iterator[Alarm]:
    """Yield what the security administrator must know; nothing when a file is damaged, which the doctor names."""
    try:
        found = list(endings(outside, at))
    except SigningKeyError:
        return
    for each in found:
        kind = ROOT_ENDS if each.is_root else CERTIFICATE_ENDS
        serial, day = each.certificate.serial, _day(outside, each.certificate.not_after)
        facts = {"name": each.certificate.name, "day": day}
        yield Alarm(
            kind, Role.SECURITY_ADMIN, serial, (None, None, ""), ("certificate", UUID(hex=f"{serial:0>32}")), facts
        )


def _day(outside: Outside, at: datetime) -> date:
    return outside.profile.day_of(at)
