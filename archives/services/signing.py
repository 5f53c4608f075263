"""Signatures on the form: filler, reviewer and seal of each side, bound to the package's digest.

Electronic ones are given by pressing the button while logged in. The wet-ink route: print the form, sign and seal it,
upload the scan with the names; the archivist compares scan and form, and confirms.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from archives.domain.errors import BlockedError, IllegalTransitionError, InvalidInputError, NotFoundError, Problem
from archives.domain.file_name import name_problems
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import Role, Side
from archives.models import Event, Signature, Transfer
from archives.services.content import Upload
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

LINES = ("filler", "reviewer", "seal")
PAPER_STATE = {Side.UNIT: TransferState.AWAITING_APPROVAL, Side.ARCHIVE: TransferState.SIGNING}


@dataclass(frozen=True, slots=True)
class PaperLines:
    """What stands on the signed paper: three names and the day, and the scan (kept in holding by its digest)."""

    filler: str
    reviewer: str
    seal: str
    signed_on: date
    scan_sha256: str
    scan_name: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan of signed paper, and its logical path in the transfer's preserved object."""

    path: str
    sha256: str


class SigningService:
    """The wet-ink route, and who signed what."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def signatures(self, transfer_id: UUID) -> list[Signature]:
        """Return every signature, void ones too, in the order in which they were given."""
        self._work.get(Transfer, transfer_id)
        asked = select(Signature).where(Signature.transfer_id == transfer_id).order_by(Signature.id)
        return list(self._work.session.scalars(asked))

    def keep_scan(self, transfer_id: UUID, upload: Upload) -> str:
        """Keep the scan of a signed form durably; return its SHA-256, to be named in `add_paper`."""
        transfer = self._work.get(Transfer, transfer_id)
        roles = (Role.CLERK, Role.APPROVER, Role.ARCHIVIST, Role.DIRECTOR)
        self._work.actor.require(self._work.place_of(transfer), *roles)
        kept = self._outside.holding.keep(upload.stream, upload.size, upload.sha256).sha256
        with self._work.write():
            self._work.record("ScanKept", transfer, scan=kept)
        return kept

    def scan(self, transfer_id: UUID, sha256: str) -> tuple[str, BinaryIO]:
        """Return name and bytes of a scan that stands for signatures of this transfer, or refuse."""
        asked = select(Signature).where(Signature.transfer_id == transfer_id, Signature.scan_sha256 == sha256)
        signature = self._work.session.scalar(asked.limit(1))
        if signature is None or not sha256:
            raise NotFoundError("scan", sha256[:64])
        return signature.scan_name or "scan", self._outside.holding.open(sha256)

    def add_paper(self, transfer_id: UUID, seen: int | None, side: Side, lines: PaperLines) -> Transfer:
        """Put the names from a signed paper form in place of that side's electronic signatures."""
        self._require_scan(self._work.get(Transfer, transfer_id), lines)
        with self._work.write():
            transfer = self._at_paper(transfer_id, seen, side)
            void_signatures(self._work, transfer, side)
            for line in LINES:
                self._work.session.add(self._paper_line(transfer, side, line, lines))
            flag_modified(transfer, "state")  # whoever seals must have seen these names
            names = [lines.filler, lines.reviewer, lines.seal]
            self._work.record("PaperSignaturesAdded", transfer, side=side, scan=lines.scan_sha256, names=names)
            return transfer

    def confirm_paper(self, transfer_id: UUID, seen: int | None, side: Side) -> Transfer:
        """Confirm, as archivist, that the scan shows the form of this package, signed by those named."""
        with self._work.write():
            transfer = self._work.get(Transfer, transfer_id)
            self._work.require_version(transfer, seen)
            self._work.actor.require(self._work.place_of(transfer), Role.ARCHIVIST, Role.DIRECTOR)
            waiting = [s for s in valid_signatures(self._work, transfer, side) if s.method == "wet_ink"]
            if not waiting:
                raise InvalidInputError([Problem("no_paper_signatures", "/signatures")])
            for signature in waiting:
                signature.confirmed_at, signature.confirmed_by = self._work.now(), self._work.actor.name
            self._work.record("PaperSignaturesConfirmed", transfer, side=side, scan_sha256=waiting[0].scan_sha256)
            return transfer

    def _at_paper(self, transfer_id: UUID, seen: int | None, side: Side) -> Transfer:
        transfer = self._work.get(Transfer, transfer_id)
        self._work.require_version(transfer, seen)
        if transfer.state is not PAPER_STATE[side]:
            raise IllegalTransitionError("transfer", transfer.state, f"take paper signatures of the {side}")
        unit = (Role.CLERK, Role.APPROVER)
        roles = unit if side is Side.UNIT else (Role.ARCHIVIST, Role.DIRECTOR)
        self._work.actor.require(self._work.place_of(transfer), *roles)
        return transfer

    def _require_scan(self, transfer: Transfer, lines: PaperLines) -> None:
        """Whoever knows but the digest of somebody's file must not get it as the scan of his own form."""
        problems = [Problem("required", f"/{line}") for line in LINES if not getattr(lines, line).strip()]
        if lines.scan_sha256 not in self._kept(transfer) or not self._outside.holding.verify(lines.scan_sha256):
            problems.append(Problem("scan_missing", "/scan"))
        if lines.signed_on > self._outside.profile.day_of(self._work.now()):
            problems.append(Problem("date_in_future", "/signed_on"))
        if problems:
            raise InvalidInputError(problems)

    def _kept(self, transfer: Transfer) -> set[str]:
        told = select(Event.leaf).where(Event.transfer_id == transfer.id, Event.kind == "ScanKept")
        return {json.loads(leaf)["facts"]["scan"] for leaf in self._work.session.scalars(told)}

    def _paper_line(self, transfer: Transfer, side: Side, line: str, lines: PaperLines) -> Signature:
        noon = datetime.combine(lines.signed_on, time(12), tzinfo=self._outside.profile.zone)
        signature = _signature(self._work, transfer, side, line)
        signature.name, signature.account_id, signature.method = getattr(lines, line).strip(), None, "wet_ink"
        signature.signed_at = noon
        signature.scan_sha256, signature.scan_name = lines.scan_sha256, lines.scan_name
        return signature


def sign_line(work: UnitOfWork, transfer: Transfer, side: Side, line: str) -> None:
    """Put the acting person's name on one line of a column, over the package as it is."""
    work.session.add(_signature(work, transfer, side, line))


def seal_side(work: UnitOfWork, transfer: Transfer, side: Side) -> None:
    """Complete a column: by the paper signatures that are there, else as reviewer and seal, not by the filler."""
    given = valid_signatures(work, transfer, side)
    if any(signature.method == "wet_ink" for signature in given):
        _require_usable_paper(given, side)
        return
    if any(signature.line == "filler" and signature.account_id == work.actor.account_id for signature in given):
        raise BlockedError("seal", [Problem("same_person", "/signatures", (("line", "filler"),), work.actor.name)])
    sign_line(work, transfer, side, "reviewer")
    sign_line(work, transfer, side, "seal")


def valid_signatures(work: UnitOfWork, transfer: Transfer, side: Side) -> list[Signature]:
    """Return the signatures of one side that stand."""
    asked = select(Signature).where(
        Signature.transfer_id == transfer.id, Signature.side == side, Signature.voided_at.is_(None)
    )
    return list(work.session.scalars(asked.order_by(Signature.id)))


def void_signatures(work: UnitOfWork, transfer: Transfer, side: Side) -> None:
    """Strike out the signatures of one side; they stay on file."""
    for signature in valid_signatures(work, transfer, side):
        signature.voided_at = work.now()


def unbind(work: UnitOfWork, transfer: Transfer) -> None:
    """Strike out the signatures of both sides: no package is signed for any more."""
    for side in Side:
        void_signatures(work, transfer, side)
    transfer.package_sha256 = ""


def paper_scans(work: UnitOfWork, transfer: Transfer) -> list[Scan]:
    """Return every scan of this transfer's paper signatures, void ones too: what a return struck out is evidence.

    One scan stands for three lines; a name that no file system bears is replaced by the word 'scan'.
    """
    asked = select(Signature).where(Signature.transfer_id == transfer.id, Signature.method == "wet_ink")
    told = {
        (each.round, each.side, each.scan_sha256): each.scan_name if not name_problems(each.scan_name) else "scan"
        for each in work.session.scalars(asked.order_by(Signature.id))
    }
    return [Scan(f"signatures/{n}-{side}/{sha256[:16]}/{name}", sha256) for (n, side, sha256), name in told.items()]


def _require_usable_paper(given: list[Signature], side: Side) -> None:
    if side is Side.ARCHIVE and any(s.method == "wet_ink" and s.confirmed_at is None for s in given):
        raise BlockedError("seal", [Problem("paper_signature_unconfirmed", "/signatures", who=Role.ARCHIVIST)])


def _signature(work: UnitOfWork, transfer: Transfer, side: Side, line: str) -> Signature:
    return Signature(
        organization_id=transfer.organization_id,
        repository_id=transfer.repository_id,
        transfer_id=transfer.id,
        round=transfer.round,
        side=side,
        line=line,
        name=work.actor.name,
        account_id=work.actor.account_id,
        signed_at=work.now(),
        method="electronic",
        package_sha256=transfer.package_sha256,
    )
