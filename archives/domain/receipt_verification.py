"""What the verification of a receipt, or of a paper of a case, looked at, and what it found, by stable codes.

The program that is given away (`verifiers/`) has the same codes and the same verdicts; tests hold both together.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from archives.domain import case_paper
from archives.domain.proof import MalformedProofError, Proof, faults_of
from archives.domain.sealing import Official, SealFault, SealFinding, SealReport
from archives.domain.signed_note import LogCheckpoint, MalformedNoteError, Note

AUTHORITY = str(Official.AUTHORITY)
DRAWN_UP = "ReceiptDrawnUp"  # the event whose proof a receipt carries


class Point(StrEnum):
    """What was looked at."""

    FILE = "file"
    SEALS = "seals"
    CHANGES = "changes"
    ISSUE = "issue"
    MANIFEST = "manifest"
    TABLE = "table"
    CHECKPOINT = "checkpoint"
    PROOF = "proof"
    STANDING = "standing"


class Verdict(StrEnum):
    """OPEN: it cannot be said here, or is told only; it spoils nothing."""

    GOOD = "good"
    BAD = "bad"
    OPEN = "open"


class Code(StrEnum):
    """What was found; the codes are stable. Those of single seals are in SealFault."""

    FILE_READ = "file_read"
    PAPER_READ = "paper_read"  # it is no receipt, but a paper of an inspection or of a case
    EMPTY = "empty"
    NOT_PDF = "not_pdf"
    UNREADABLE = "unreadable"  # broken off or damaged
    NO_RECEIPT = "no_receipt"
    SEAL_GOOD = "seal_good"
    SEAL_OF_OTHER_BODY = "seal_of_other_body"  # ours, but not of the side that the manifest names
    ARCHIVE_SEAL_MISSING = "archive_seal_missing"
    AUTHORITY_SEAL_MISSING = "authority_seal_missing"
    UNIT_SEALED_ON_PAPER = "unit_sealed_on_paper"
    UNCHANGED = "unchanged"
    ISSUED = "issued"
    NOT_ISSUED = "not_issued"  # the number is known, these bytes are not
    NUMBER_UNKNOWN = "number_unknown"
    STORE_DIFFERS = "store_differs"
    MANIFEST_GOOD = "manifest_good"
    MANIFEST_MISSING = "manifest_missing"
    MANIFEST_DIFFERS = "manifest_differs"
    MANIFEST_UNREADABLE = "manifest_unreadable"
    TABLE_GOOD = "table_good"
    TABLE_MISSING = "table_missing"
    TABLE_DIFFERS = "table_differs"
    CHECKPOINT_GOOD = "checkpoint_good"
    CHECKPOINT_SIGNATURE = "checkpoint_signature"
    CHECKPOINT_UNREADABLE = "checkpoint_unreadable"
    LOG_KEY_MISSING = "log_key_missing"
    PROOF_GOOD = "proof_good"
    PROOF_MISSING = "proof_missing"
    PROOF_UNREADABLE = "proof_unreadable"
    CHECKPOINT_SIZE = "checkpoint_size"
    NOT_INCLUDED = "not_included"
    PROOF_OF_OTHER = "proof_of_other"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    PAPER_REVOKED = "paper_revoked"  # with its order or inspection
    PAPER_IN_FORCE = "paper_in_force"
    STANDING_UNKNOWN = "standing_unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `facts` are what its words tell."""

    point: Point
    code: Code | SealFault
    verdict: Verdict
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """All findings; `number` is that of the receipt in the archives, '' where these bytes are none of them."""

    findings: tuple[Finding, ...]
    number: str = ""
    document: str = ""  # form.pdf | list.pdf | paper.pdf

    @property
    def is_good(self) -> bool:
        """Tell whether nothing is wrong."""
        return not any(each.verdict is Verdict.BAD for each in self.findings)


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """What a receipt's file says of itself in its metadata, and what is attached: as much as could be read."""

    number: str
    manifest_sha256: str
    attachments: Mapping[str, bytes]


def good(point: Point, code: Code, **facts: str) -> Finding:
    """Return that it is as it should be."""
    return Finding(point, code, Verdict.GOOD, facts)


def bad(point: Point, code: Code | SealFault, **facts: str) -> Finding:
    """Return that it is not."""
    return Finding(point, code, Verdict.BAD, facts)


def told(point: Point, code: Code, **facts: str) -> Finding:
    """Return that it cannot be said, or is told only."""
    return Finding(point, code, Verdict.OPEN, facts)


# --- the rules ---


def of_seals(report: SealReport, bodies: Mapping[str, str]) -> Iterator[Finding]:
    """Judge the seals; `bodies` are the identifiers that the manifest names, by role, empty where it was not read."""
    for seal in report.seals:
        facts = _facts(seal)
        is_theirs = not bodies or bodies.get(seal.role) == seal.body_id
        faults: tuple[Code | SealFault, ...] = seal.faults or (() if is_theirs else (Code.SEAL_OF_OTHER_BODY,))
        yield from (bad(Point.SEALS, code, **facts) for code in faults)
        if not faults:
            yield good(Point.SEALS, Code.SEAL_GOOD, **facts)
    for fault in report.faults:
        yield bad(Point.CHANGES if fault is SealFault.CHANGED_AFTERWARDS else Point.SEALS, fault)
    yield from _of_sides(report, bodies)
    if report.seals and not report.faults and all(seal.is_good for seal in report.seals):
        yield good(Point.CHANGES, Code.UNCHANGED)


def of_manifest(paper: ReceiptPaper, manifest: bytes | None) -> Finding:
    """Judge the attached manifest by the digest that the receipt bears."""
    if manifest is None:
        return bad(Point.MANIFEST, Code.MANIFEST_MISSING)
    actual = hashlib.sha256(manifest).hexdigest()
    if actual != paper.manifest_sha256:
        return bad(Point.MANIFEST, Code.MANIFEST_DIFFERS, actual=actual, expected=paper.manifest_sha256)
    if not bodies_of(manifest):
        return bad(Point.MANIFEST, Code.MANIFEST_UNREADABLE)
    return good(Point.MANIFEST, Code.MANIFEST_GOOD, sha256=actual)


def bodies_of(manifest: bytes) -> Mapping[str, str]:
    """Return the identifiers of those who seal by their role; empty for what is no manifest.

    Of a receipt these are both sides, of a paper the authority.
    """
    try:
        read = json.loads(manifest)
        if read.get("type") == case_paper.TYPE:
            return {AUTHORITY: str(read["authority_id"])}
        return {"unit": str(read["organization"]), "archive": str(read["destination"])}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}


def is_paper(manifest: bytes | None) -> bool:
    """Tell whether it claims to hold the facts of a paper of an inspection or of a case."""
    try:
        return manifest is not None and json.loads(manifest).get("type") == case_paper.TYPE
    except (ValueError, AttributeError, RecursionError):
        return False


def of_proof(paper: ReceiptPaper, is_signed: Callable[[str], bool]) -> Iterator[Finding]:
    """Judge the attached proof: that it is of the event that drew up this very document, in the log one trusts."""
    data = paper.attachments.get("proof.json")
    if data is None:
        yield bad(Point.PROOF, Code.PROOF_MISSING)
        return
    try:
        proof = Proof.from_json(data.decode())
    except (MalformedProofError, UnicodeDecodeError):
        yield bad(Point.PROOF, Code.PROOF_UNREADABLE)
        return
    faults = [Code(fault) for fault in faults_of(proof, is_signed)]
    of_note = {Code.CHECKPOINT_SIGNATURE, Code.CHECKPOINT_UNREADABLE}
    yield from (bad(Point.CHECKPOINT if fault in of_note else Point.PROOF, fault) for fault in faults)
    if not of_note & {*faults}:
        log, size = _state(proof.checkpoint)
        yield good(Point.CHECKPOINT, Code.CHECKPOINT_GOOD, log=log, size=size)
    if not faults:
        yield _of_event(proof, paper)


def _of_event(proof: Proof, paper: ReceiptPaper) -> Finding:
    try:
        event = json.loads(proof.leaf)
        found = (event["kind"], event["facts"]["number"], event["facts"]["manifest_sha256"])
    except (ValueError, LookupError, TypeError, RecursionError):
        found = ("", "", "")
    kind = case_paper.DRAWN_UP if is_paper(paper.attachments.get("manifest.json")) else DRAWN_UP
    if found != (kind, paper.number, paper.manifest_sha256):
        return bad(Point.PROOF, Code.PROOF_OF_OTHER)
    return good(Point.PROOF, Code.PROOF_GOOD, event=str(proof.index + 1), size=str(proof.size))


def _of_sides(report: SealReport, bodies: Mapping[str, str]) -> Iterator[Finding]:
    roles = [seal.role for seal in report.seals]
    if AUTHORITY in bodies:
        if roles and AUTHORITY not in roles:
            yield bad(Point.SEALS, Code.AUTHORITY_SEAL_MISSING)
        return
    if roles and "archive" not in roles and SealFault.SEAL_MISSING not in report.faults:
        yield bad(Point.SEALS, Code.ARCHIVE_SEAL_MISSING)
    if roles == ["archive"]:
        yield told(Point.SEALS, Code.UNIT_SEALED_ON_PAPER)


def _facts(seal: SealFinding) -> dict[str, str]:
    at = seal.signed_at.isoformat() if seal.signed_at else ""
    return {"role": seal.role, "signer": seal.signer, "signed_at": at}


def _state(note: str) -> tuple[str, str]:
    try:
        state = LogCheckpoint.parse(Note.parse(note).text)
    except MalformedNoteError:
        return "", ""
    return state.origin, str(state.size)
