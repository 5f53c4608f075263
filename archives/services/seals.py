"""Seals on legal documents, and the certificates behind them.

The words of a seal are in the document's language, not the reader's; so they are here and not in a catalogue.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import InvalidInputError, NotFoundError, Problem
from archives.domain.sealing import NOT_THIRD_PARTY, Official, Revocation, RevocationReason, SealReport
from archives.domain.vocabulary import Role, Side
from archives.models import Authority, Jurisdiction, Organization, Repository, Setting, Transfer
from archives.ports import Certificate, Seal
from archives.services.outside import Outside
from archives.services.signing import valid_signatures
from archives.services.unit_of_work import UnitOfWork

_REASONS: Mapping[str, Mapping[Side | Official, str]] = MappingProxyType(
    {
        "zh-Hans": {Side.UNIT: "移交档案", Side.ARCHIVE: "接收档案", Official.AUTHORITY: "档案监督检查文书"},
        "zh-Hant": {Side.UNIT: "移交檔案", Side.ARCHIVE: "接收檔案", Official.AUTHORITY: "檔案監督檢查文書"},
        "en": {
            Side.UNIT: "Transfer of records",
            Side.ARCHIVE: "Receipt of records",
            Official.AUTHORITY: "Paper of an inspection",
        },
    }
)
_LABELS = {
    "zh-Hans": NOT_THIRD_PARTY,
    "zh-Hant": "內部簽名，非第三方認證",
    "en": f"internal signature, not certified by a third party ({NOT_THIRD_PARTY})",
}

CA = "ca"
"""Name of the setting that events about the CA itself are about."""


@dataclass(frozen=True, slots=True)
class SealParty:
    """A body that seals, for its side; `place` is where it is at home."""

    side: Side | Official
    body_id: UUID
    body: str
    place: str = ""


class SealService:
    """Seals documents, looks at seals, and keeps the certificates."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    # --- documents ---

    def parties(self, transfer_id: UUID) -> list[SealParty]:
        """Return who seals the receipt of a transfer by machine, in their order.

        The unit when it sealed electronically; the archive always, for it issues the receipt.
        """
        transfer = self._work.get(Transfer, transfer_id)
        unit, archive = transfer.organization, self._work.get(Repository, transfer.destination_id)
        given = valid_signatures(self._work, transfer, Side.UNIT)
        is_electronic = any(each.line == "seal" and each.method == "electronic" for each in given)
        found = [SealParty(Side.UNIT, unit.id, unit.name, self._place(unit.jurisdiction_id))] if is_electronic else []
        return [*found, SealParty(Side.ARCHIVE, archive.id, archive.name, self._place(archive.jurisdiction_id))]

    def sign(self, pdf: bytes, parties: Sequence[SealParty], at: datetime, language: str = "") -> bytes:
        """Return the document sealed by these parties, in this order, as of that instant.

        SigningKeyError when a key cannot be opened, SignerUnavailableError when a service does not answer. It is slow
        (keys, perhaps a time-stamp service): never inside a writing transaction.
        """
        spoken = language or self._outside.language
        for place, party in enumerate(parties):
            awaited = tuple(later.side for later in parties[place + 1 :]) if place == 0 else ()
            seal = Seal(
                side=party.side,
                body_id=party.body_id,
                body=party.body,
                at=at,
                reason=f"{_REASONS[spoken][party.side]} — {_LABELS[spoken]}",
                location=party.place,
                contact=f"{_LABELS[spoken]} · {self._outside.base_url}/api/v1/ca.pem",
                awaited=awaited,
            )
            pdf = self._outside.signer.sign(pdf, seal)
        return pdf

    def check(self, pdf: bytes) -> SealReport:
        """Say of every seal who gave it and what is wrong; of any bytes whatsoever."""
        return self._outside.signature_checker.check(pdf)

    # --- certificates, for everybody ---

    def find_root(self) -> Certificate:
        """Return the CA's certificate, or refuse where `archives init` has made none yet."""
        found = self._outside.certificates.find_root()
        if found is None:
            raise NotFoundError("certificate", "ca.pem")
        return found

    def find_roots(self) -> Sequence[Certificate]:
        """Return the certificates of all roots, the newest first, or refuse where there is none yet."""
        self.find_root()
        return self._outside.certificates.find_roots()

    def revocation_list(self, root: str = "") -> bytes:
        """Return the CRL as of now, in DER: by the root of that serial, or by the first."""
        self.find_root()
        return self._outside.certificates.revocation_list(self._work.now(), root)

    # --- certificates, for the security administrator ---

    def root(self) -> Certificate:
        """Return the CA's certificate; made when there is none."""
        self._work.actor.require_role(Role.SECURITY_ADMIN)
        return self._outside.certificates.root(self._work.now())

    def issued(self) -> Sequence[Certificate]:
        """Return every certificate ever issued, oldest first."""
        self._work.actor.require_role(Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
        return self._outside.certificates.issued()

    def renew(self, body: str) -> Certificate:
        """Give the body of that name a certificate with a new key; it seals with it from now on."""
        self._work.actor.require_role(Role.SECURITY_ADMIN)
        row = self._body(body)
        made = self._outside.certificates.renew(row.id, row.name, self._work.now())
        with self._work.write():
            self._work.record("CertificateRenewed", row, serial=made.serial, fingerprint=made.fingerprint)
        return made

    def renew_root(self) -> Certificate:
        """Make a further root; bodies get certificates under it with their next seal, older seals stay good."""
        self._work.actor.require_role(Role.SECURITY_ADMIN)
        made = self._outside.certificates.renew_root(self._work.now())
        self._note("RootRenewed", serial=made.serial, fingerprint=made.fingerprint)
        return made

    def change_key_password(self, old: str) -> Sequence[str]:
        """Bring every key in home/keys from the old password under the one of the settings; return which it were."""
        self._work.actor.require_role(Role.SECURITY_ADMIN)
        changed = self._outside.certificates.change_password(old)
        self._note("KeyPasswordChanged", files=list(changed))
        return changed

    def revoke(self, serial: str, reason: RevocationReason) -> Certificate:
        """Withdraw a certificate from now on. With reason key_compromise nothing that it sealed counts any more."""
        self._work.actor.require_role(Role.SECURITY_ADMIN)
        known = next((each for each in self._outside.certificates.issued() if each.serial == serial.lower()), None)
        if known is None:
            raise NotFoundError("certificate", serial[:64])
        if known.revocation:
            raise InvalidInputError([Problem("already_revoked", "serial", (("at", known.revocation.at.isoformat()),))])
        done = self._outside.certificates.revoke(known.serial, Revocation(self._work.now(), reason))
        with self._work.write():
            row = self._body_of(UUID(known.body_id))
            self._work.record("CertificateRevoked", row, serial=done.serial, reason=reason)
        return done

    # --- private ---

    def _note(self, kind: str, **facts: Any) -> None:  # noqa: ANN401 -- texts
        """Put on the trail what was done to the CA itself."""
        with self._work.write():
            row = self._work.session.scalar(select(Setting).where(Setting.name == CA)) or Setting(name=CA)
            row.value = {"at": self._work.now().isoformat()}
            self._work.session.add(row)
            self._work.record(kind, row, **facts)

    def _place(self, jurisdiction_id: UUID) -> str:
        return self._work.get(Jurisdiction, jurisdiction_id).name

    def _body(self, name: str) -> Organization | Repository | Authority:
        session = self._work.session
        unit = session.scalar(select(Organization).where(Organization.name == name))
        archive = unit or session.scalar(select(Repository).where(Repository.name == name))
        found = archive or session.scalar(select(Authority).where(Authority.name == name))
        if found is None:
            raise NotFoundError("organization", name)
        return found

    def _body_of(self, body_id: UUID) -> Organization | Repository | Authority | Jurisdiction:
        session = self._work.session
        found = session.get(Organization, body_id) or session.get(Authority, body_id)
        place = found or session.get(Jurisdiction, body_id)  # whose authority has not been entered
        return place or self._work.get(Repository, body_id)
