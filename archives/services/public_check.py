"""Anyone may ask whether a file is a receipt or a paper that was issued here: who brings its digest sees what it says.

Strangers ask, so nothing is told before the digest is right, and an unknown number gets the same answer as a wrong
digest, by the same way.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from archives.domain.case_paper import PaperKind
from archives.domain.errors import InvalidInputError, NotVerifiedError, Problem
from archives.domain.receipt import ReceiptState
from archives.domain.verification import NOBODYS, KnownDigests, Match, matched, read_digest
from archives.models import Paper, Receipt
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork
from archives.services.visibility import UNFILTERED

LONGEST_NUMBER = 64  # characters that are compared
_ALL = {UNFILTERED: True}


@dataclass(frozen=True, slots=True)
class PublicReceipt:
    """What a receipt says to whoever holds it. No name of a person, no title of a record."""

    number: str
    match: Match
    state: ReceiptState
    unit: str
    archive: str
    issued_at: datetime
    item_count: int
    volume_count: int
    gigabytes: str  # 1024³ bytes, three decimals
    manifest_sha256: str
    is_demo: bool
    superseded_by: str  # number, '' for none
    superseded_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """What a paper of an inspection or of a case says to whoever holds it. No name of a person, no fact found."""

    number: str
    match: Match
    state: ReceiptState  # valid | revoked, with its order
    paper: PaperKind
    instrument: str
    document_number: str  # 文号
    authority: str
    inspected: str
    issued_at: datetime
    manifest_sha256: str  # of its facts
    is_demo: bool
    revoked_at: datetime | None


class PublicCheckService:
    """The window to the street."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def check(self, number: str, digest: str) -> PublicReceipt | PublicPaper:
        """Return what stands on the document to which the digest belongs; NotVerifiedError tells nothing else."""
        asked = read_digest(digest)
        if not asked:
            raise InvalidInputError([Problem("not_a_digest", "/sha256")])
        receipt, paper = self._find(number), self._find_paper(number)
        known = NOBODYS
        if receipt is not None:
            known = KnownDigests(receipt.form_sha256, receipt.list_sha256, receipt.manifest_sha256)
        elif paper is not None:
            known = KnownDigests(paper.pdf_sha256, "", paper.facts_sha256)
        match = matched(asked, known)
        if match is not None and receipt is not None:
            return self._told(receipt, match)
        if match is not None and paper is not None:
            return _told_of_paper(paper, match)
        raise NotVerifiedError("No receipt with this number belongs to this file or code.")

    def _find(self, number: str) -> Receipt | None:
        issued = select(Receipt).where(Receipt.number == number[:LONGEST_NUMBER], Receipt.printed_at.is_not(None))
        return self._work.session.scalar(issued, execution_options=_ALL)

    def _find_paper(self, number: str) -> Paper | None:
        stored = select(Paper).where(Paper.number == number[:LONGEST_NUMBER], Paper.printed_at.is_not(None))
        return self._work.session.scalar(stored, execution_options=_ALL)

    def _told(self, receipt: Receipt, match: Match) -> PublicReceipt:
        facts: dict[str, Any] = receipt.facts
        return PublicReceipt(
            number=receipt.number,
            match=match,
            state=receipt.state,
            unit=facts["unit"]["party"],
            archive=facts["archive"]["party"],
            issued_at=receipt.issued_at,
            item_count=facts["item_count"],
            volume_count=facts["volume_count"],
            gigabytes=facts["gigabytes"],
            manifest_sha256=receipt.manifest_sha256,
            is_demo=facts["is_demo"],
            superseded_by=self._number_of(receipt),
            superseded_at=receipt.superseded_at,
            revoked_at=receipt.revoked_at,
        )

    def _number_of(self, receipt: Receipt) -> str:
        if receipt.superseded_by_id is None:
            return ""
        asked = select(Receipt.number).where(Receipt.id == receipt.superseded_by_id)
        return self._work.session.scalar(asked, execution_options=_ALL) or ""


def _told_of_paper(paper: Paper, match: Match) -> PublicPaper:
    return PublicPaper(
        number=paper.number,
        match=match,
        state=ReceiptState.VALID if paper.revoked_at is None else ReceiptState.REVOKED,
        paper=paper.kind,
        instrument=paper.instrument,
        document_number=paper.document_number,
        authority=paper.issuer,
        inspected=paper.inspected_name,
        issued_at=paper.issued_at,
        manifest_sha256=paper.facts_sha256,
        is_demo=paper.is_demo,
        revoked_at=paper.revoked_at,
    )
