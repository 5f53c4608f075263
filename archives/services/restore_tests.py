"""The counter of restore tests (恢复测试, 条例 41): that a backup can be brought back is written down when it is tried.

A test belongs to the installation, not to a body. When the newest one that passed is too old, each archive that keeps
anything here becomes a lead, once for each period that goes by.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from archives.domain.errors import ArchivesError, InvalidInputError, Problem
from archives.domain.hazard import InspectedKind
from archives.domain.lead import LeadSource
from archives.domain.vocabulary import Role
from archives.models import Repository, RestoreTest, StoreIntent, Transfer, new_id
from archives.services.leads import LeadService, Sign
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.supervision import required, today
from archives.services.unit_of_work import UnitOfWork

READERS = (
    *(Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.ARCHIVIST, Role.DIRECTOR),
    *(Role.INSPECTOR, Role.AUTHORITY),
)
TESTERS = (Role.SYSTEM_ADMIN, Role.ARCHIVIST, Role.DIRECTOR)
AHEAD = timedelta(minutes=5)
LONGEST = 4_000  # characters


@dataclass(frozen=True, slots=True)
class TriedRestore:
    """What was tried. `by_machine` is for what this program restored and verified itself."""

    backup: str  # which one
    passed: bool
    evidence: str
    tested_at: datetime | None = None  # now, unless it is said
    tested_by: str = ""  # the acting person, unless it is said
    backup_at: datetime | None = None
    files: int | None = None
    size: int | None = None  # bytes
    by_machine: bool = False


class RestoreTestService:
    """Writing tests of restoring down, and noticing that none is recent."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside
        self._leads = LeadService(work, outside)

    def list(self, cut: Cut = FIRST) -> Page[RestoreTest]:
        """Return the tests, the newest first, to those who answer for a store or supervise it."""
        self._work.actor.require_role(*READERS)
        order = (RestoreTest.tested_at, RestoreTest.id)
        return page(self._work.session, select(RestoreTest), order, cut, descending=True)

    def newest_passed(self) -> RestoreTest | None:
        """Return the newest test that passed."""
        self._work.actor.require_role(*READERS)
        asked = select(RestoreTest).where(RestoreTest.passed.is_(True)).order_by(RestoreTest.tested_at.desc())
        return self._work.session.scalars(asked.limit(1)).first()

    def is_due(self) -> bool:
        """Tell whether restoring has not been tested for too long."""
        newest = self.newest_passed()
        return newest is None or newest.tested_at + self._period <= self._work.now()

    def may_record(self) -> bool:
        """Tell whether the actor may write one down."""
        return bool(self._work.actor.roles & {*TESTERS, Role.SYSTEM})

    def record(self, tried: TriedRestore) -> RestoreTest:
        """Write a test down, passed or failed, with what proves it; it is never changed."""
        role = self._work.actor.require_role(*TESTERS)
        now = self._work.now()
        self._require_sound(tried)
        row = RestoreTest(
            id=new_id(),
            tested_at=tried.tested_at or now,
            tested_by=tried.tested_by.strip() or self._work.actor.name,
            backup=required("backup", tried.backup),
            evidence=required("evidence", tried.evidence),
            entered_at=now,
            entered_by=self._work.actor.name,
        )
        for name in ("backup_at", "passed", "files", "size", "by_machine"):
            setattr(row, name, getattr(tried, name))
        with self._work.write():
            self._work.session.add(row)
            self._work.record("RestoreTested", row, role=role, **_told(row))
        return row

    def watch(self) -> int:
        """Raise a lead about each archive that keeps anything here once the newest test is too old. For the worker."""
        self._work.actor.require_role(Role.SYSTEM)
        return self._leads.raise_new(list(self._signs()))

    # --- private ---

    @property
    def _period(self) -> timedelta:
        return timedelta(days=self._outside.profile.supervision.restore_test_days)

    def _signs(self) -> Iterator[Sign]:
        """The lapse is counted from the newest test that passed, else from the first object that was stored here."""
        newest = self.newest_passed()
        since = func.min(StoreIntent.began_at)
        kept = select(Transfer.destination_id, since).join(StoreIntent, StoreIntent.transfer_id == Transfer.id)
        for archive_id, first in self._work.session.execute(kept.group_by(Transfer.destination_id)).all():
            begun = newest.tested_at if newest else first
            lapsed = (self._work.now() - begun) // self._period
            if lapsed < 1:
                continue
            archive = self._work.get(Repository, archive_id)
            day = self._outside.profile.day_of(begun)
            facts = {"since": str(day), "days": (today(self._work, self._outside) - day).days, "tested": bool(newest)}
            key = f"restore_test:{archive.id}:{day}:{lapsed}"
            yield Sign(LeadSource.RESTORE_TEST, key, InspectedKind.REPOSITORY, archive.id, archive.name, facts)

    def _require_sound(self, tried: TriedRestore) -> None:
        problems = [
            Problem("length", name, (("least", "1"), ("most", str(LONGEST))))
            for name in ("backup", "evidence", "tested_by")
            if len(getattr(tried, name)) > LONGEST
        ]
        for name in ("tested_at", "backup_at"):
            said: datetime | None = getattr(tried, name)
            if said is not None and said > self._work.now() + AHEAD:
                problems.append(Problem("in_the_future", name, (("value", said.isoformat()),)))
        if problems:
            raise InvalidInputError(problems)


def backup_name(source: Path) -> str:
    """Return by what a backup is called: the name of its directory."""
    return source.resolve().name


def faults_of(attempt: Callable[[], Sequence[str]]) -> Sequence[str]:
    """Return what an attempt to bring a backup back found wrong; a refusal and a broken database are faults too."""
    try:
        return attempt()
    except (ArchivesError, SQLAlchemyError, OSError) as fault:
        return [str(fault)]


def _told(row: RestoreTest) -> dict[str, Any]:
    named = ("tested_at", "tested_by", "backup", "backup_at", "passed", "files", "size", "evidence", "by_machine")
    return {name: getattr(row, name) for name in named}
