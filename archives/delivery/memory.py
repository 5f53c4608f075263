"""Twins in memory: of signer and checker, and of the mailer. They keep the same contracts as the real ones."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from archives.domain.sealing import SealFault, SealFinding, SealReport
from archives.ports import Letter, MailAnswer, MailFate, Seal

MARK = b"\n%seal "


class MemorySeals:
    """Writes seals as lines behind the document; each holds the digest of all that stands before it."""

    def sign(self, pdf: bytes, seal: Seal) -> bytes:
        """Return the document with the seal added."""
        told = {
            "role": seal.side,
            "signer": seal.body,
            "body_id": str(seal.body_id),
            "at": seal.at.isoformat(),
            "reason": seal.reason,
            "awaited": seal.awaited,
            "sha256": hashlib.sha256(pdf).hexdigest(),
        }
        return pdf + MARK + json.dumps(told).encode() + b"\n"

    def check(self, pdf: bytes) -> SealReport:
        """Say of every seal who gave it and what is wrong."""
        if not pdf.startswith(b"%PDF-"):
            return SealReport(faults=(SealFault.UNREADABLE,))
        try:
            seals = tuple(self._found(pdf))
            awaited = {role for told in self._told(pdf) for role in told["awaited"]}
        except (ValueError, LookupError, TypeError):
            return SealReport(faults=(SealFault.SEAL_DAMAGED,))
        if not seals:
            return SealReport(faults=(SealFault.UNSEALED,))
        missing = awaited - {seal.role for seal in seals}
        return SealReport(seals, (SealFault.SEAL_MISSING,) if missing else ())

    def _found(self, pdf: bytes) -> Iterator[SealFinding]:
        for (start, end), told in zip(pairwise(self._places(pdf)), self._told(pdf), strict=True):
            line = pdf[start + 1 : end]
            is_same = hashlib.sha256(pdf[:start]).hexdigest() == told["sha256"] and json.dumps(told).encode() in line
            is_closed = line.endswith(b"\n") and line.count(b"\n") == 1
            faults = [] if is_same else [SealFault.ALTERED]
            yield SealFinding(
                role=told["role"],
                signer=told["signer"],
                body_id=told["body_id"],
                signed_at=datetime.fromisoformat(told["at"]),
                reason=told["reason"],
                is_whole_file=end == len(pdf),
                faults=(*faults, *(() if is_closed else (SealFault.CHANGED_AFTERWARDS,))),
            )

    def _places(self, pdf: bytes) -> list[int]:
        """Return where each seal begins, and the end of the file."""
        first, *rest = pdf.split(MARK)
        places = [len(first)]
        for part in rest:
            places.append(places[-1] + len(MARK) + len(part))
        return places

    def _told(self, pdf: bytes) -> list[dict[str, str]]:
        return [json.loads(part.partition(b"\n")[0]) for part in pdf.split(MARK)[1:]]


class MemoryMailer:
    """Keeps what it was given in `sent`. `answers` are used up first; then every letter is taken."""

    is_on = True

    def __init__(self, answers: Sequence[MailAnswer] = ()) -> None:
        self.sent: list[Letter] = []
        self._answers = list(answers)

    def send(self, letter: Letter) -> MailAnswer:
        """Take the letter, or give the next answer."""
        answer = self._answers.pop(0) if self._answers else MailAnswer(MailFate.SENT)
        if answer.fate is MailFate.SENT:
            self.sent.append(letter)
        return answer
