"""The public counter of reports (Law 46): anybody may tell, with a name or without, and ask by a code what came of it.

Name and contact are kept in one row that no list, notice, letter or event reads. Of the code only the SHA-256 is kept:
whoever loses it cannot ask any more, and nobody else can. Reports from one sender are counted by the hour.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from archives.domain.errors import DuplicateError, InvalidInputError, LockedOutError, NotFoundError, Problem
from archives.domain.lead import LeadSource, LeadState
from archives.domain.readable_number import ALPHABET, NumberKind
from archives.domain.vocabulary import Role
from archives.models import Jurisdiction, Lead, Report, ReportCount, new_id
from archives.services.leads import announce
from archives.services.numbers import next_number
from archives.services.outside import Outside
from archives.services.supervision import required, today
from archives.services.unit_of_work import UnitOfWork
from archives.services.visibility import UNFILTERED

CODE_LENGTH = 16  # of 23 characters: 72 bits
LONGEST = 4000  # characters of a report
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NewReport:
    """What somebody tells. `sender` is a keyed digest of where it came from, never an address; '' counts nothing."""

    jurisdiction_id: UUID
    about: str
    text: str
    name: str = ""
    contact: str = ""
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """What a reporter is told: where the report stands, and the answer once there is one."""

    number: str
    raised_at: datetime
    state: LeadState
    answer: str
    answered_at: datetime | None


class ReportService:
    """Telling and asking; open to strangers."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def tell(self, report: NewReport) -> str:
        """Keep a report and return the code by which its reporter follows it; refused when too many come at once."""
        _require_sound(report)
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        with self._work.write():
            self._count(report.sender)
            self._require_new(report)
            place = self._work.get(Jurisdiction, report.jurisdiction_id)
            lead = self._lead(report, place.path)
            self._work.session.add(lead)
            kept = Report(jurisdiction_path=place.path, lead_id=lead.id, code_sha256=_digest(code))
            kept.reporter_name, kept.reporter_contact = report.name.strip(), report.contact.strip()
            self._work.session.flush()
            self._work.session.add(kept)
            announce(self._work, lead, Role.SYSTEM)
        return "-".join(code[first : first + 4] for first in range(0, CODE_LENGTH, 4))

    def follow(self, code: str) -> Followed:
        """Return where the report of that code stands, or refuse a code that was never given."""
        plain = code.replace("-", "").replace(" ", "").upper()
        asked = select(Lead, Report).join(Report, Report.lead_id == Lead.id).where(Report.code_sha256 == _digest(plain))
        found = self._work.session.execute(asked, execution_options={UNFILTERED: True}).first()
        if found is None:
            raise NotFoundError("report", "code")
        lead, report = found
        return Followed(lead.number, lead.raised_at, lead.state, report.answer, report.answered_at)

    def sweep(self) -> None:
        """Forget the counts of hours that are over."""
        self._work.actor.require_role(Role.SYSTEM)
        with self._work.write():
            self._work.session.execute(delete(ReportCount).where(ReportCount.began_at < self._work.now() - HOUR))

    # --- private ---

    def _lead(self, report: NewReport, path: str) -> Lead:
        return Lead(
            id=new_id(),
            jurisdiction_path=path,
            number=next_number(self._work, NumberKind.LEAD, today(self._work, self._outside)),
            source=LeadSource.REPORT,
            state=LeadState.NEW,
            about_name=required("about", report.about),
            text=required("text", report.text),
            raised_at=self._work.now(),
        )

    def _require_new(self, report: NewReport) -> None:
        """Refuse the same words within the hour: a form sent twice. No key keeps the answer, for it has the code."""
        same = select(Lead.id).where(
            Lead.text == report.text.strip(),
            Lead.about_name == report.about.strip(),
            Lead.raised_at > self._work.now() - HOUR,
        )
        if self._work.session.scalar(same.limit(1), execution_options={UNFILTERED: True}):
            raise DuplicateError("This was reported just now.", kind="report", value=report.about, where="text")

    def _count(self, sender: str) -> None:
        if not sender:
            return
        row = self._work.session.scalar(select(ReportCount).where(ReportCount.sender == sender).with_for_update())
        if row is None:
            row = ReportCount(sender=sender, count=0, began_at=self._work.now())
            self._work.session.add(row)
        if self._work.now() - row.began_at >= HOUR:
            row.count, row.began_at = 0, self._work.now()
        if row.count >= self._outside.profile.supervision.reports_per_hour:
            until = (row.began_at + HOUR).isoformat()
            raise LockedOutError("Too many reports came from here. Try again later.", until=until)
        row.count += 1


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _require_sound(report: NewReport) -> None:
    fields = {"about": report.about, "text": report.text, "name": report.name, "contact": report.contact}
    problems = [Problem("required", name) for name in ("about", "text") if not fields[name].strip()]
    facts = (("least", "0"), ("most", str(LONGEST)))
    problems += [Problem("length", name, facts) for name, value in fields.items() if len(value) > LONGEST]
    if problems:
        raise InvalidInputError(problems)
