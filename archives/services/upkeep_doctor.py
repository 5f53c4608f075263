"""Is this installation fit to be trusted with records? Every answer names what was found, and what is wrong with it."""

import importlib.metadata
import json
import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from importlib.resources import files as files_of_package
from pathlib import Path

from sqlalchemy import func, select

from archives.domain.errors import IndexBusyError, IndexUnusableError, SigningKeyError, UnsafeDeploymentError
from archives.domain.vocabulary import Role
from archives.models import Event, OutboxMessage, Record
from archives.services.certificate_watch import endings
from archives.services.log_signing import newest_checkpoint
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork
from archives.services.upkeep_database import durability, version_of

LIBRARIES = ("archives", "SQLAlchemy", "Flask", "Whoosh", "reportlab", "gunicorn")
MENDED_SQLITE = (3, 51, 3)  # first version whose WAL reset cannot race a checkpoint
LEAST_SPACE, SCANT_SPACE = 100 << 20, 2 << 30  # bytes
DRIFT = timedelta(minutes=5)
REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs"})
"""File systems on which locks and syncs are not what SQLite and the store rely on."""


class Verdict(StrEnum):
    """How a finding is to be taken; UNSAFE keeps the system from starting."""

    OK = "ok"
    NOTE = "note"
    FAULT = "fault"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    verdict: Verdict
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def is_negative(self) -> bool:
        """Tell whether somebody has to act."""
        return self.verdict in (Verdict.FAULT, Verdict.UNSAFE)


class DoctorService:
    """For the operator of the machine."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def examine(self) -> list[Finding]:
        """Look at everything but the kept bytes themselves (that is `archives fixity`)."""
        self._work.actor.require_role(Role.SYSTEM)
        found = [_versions(), *self._safety(), self._sqlite(), self._space(), *self._index(), _fonts(), self._clock()]
        return [*found, self._log(), self._certificates()]

    def require_safe(self) -> None:
        """Refuse to start under settings with which accepted records could be lost (UnsafeDeploymentError)."""
        unsafe = [finding for finding in self._safety() if finding.verdict is Verdict.UNSAFE]
        if unsafe:
            told = "; ".join(f"{each.name} is {', '.join(each.facts.values())}" for each in unsafe)
            raise UnsafeDeploymentError(f"Records could be lost: {told}. Mend this, then start again.", what=told)

    # --- private ---

    def _safety(self) -> Iterator[Finding]:
        for name, (value, is_safe) in durability(self._work.session.get_bind().engine).items():
            yield Finding(name, Verdict.OK if is_safe else Verdict.UNSAFE, {"value": value})
        yield self._places()
        kind = file_system(self._outside.home)
        yield Finding("file_system", Verdict.UNSAFE if kind in REMOTE else Verdict.OK, {"kind": kind})

    def _sqlite(self) -> Finding:
        engine = self._work.session.get_bind().engine
        version = version_of(engine)
        facts = {"kind": engine.dialect.name, "version": version}
        if engine.dialect.name == "sqlite" and _numbers(version) < MENDED_SQLITE:
            facts["wal_reset"] = "this version can lose a commit to a racing checkpoint; mitigated by the write gate"
            return Finding("database", Verdict.NOTE, facts)
        return Finding("database", Verdict.OK, facts)

    def _places(self) -> Finding:
        home = self._outside.home
        shut = [each for each in (home, home / "store", home / "holding") if not os.access(each, os.W_OK | os.X_OK)]
        facts = {"not_writable": ", ".join(map(str, shut))} if shut else {}
        return Finding("places", Verdict.UNSAFE if shut else Verdict.OK, facts)

    def _space(self) -> Finding:
        free = shutil.disk_usage(self._outside.home).free
        verdict = Verdict.FAULT if free < LEAST_SPACE else Verdict.NOTE if free < SCANT_SPACE else Verdict.OK
        return Finding("space", verdict, {"free_bytes": str(free)})

    def _index(self) -> Iterator[Finding]:
        kept = self._work.session.scalar(select(func.count(Record.id))) or 0
        waiting = self._work.session.scalar(select(func.count(OutboxMessage.id))) or 0
        facts = {"records": str(kept), "waiting_messages": str(waiting)}
        try:
            held = self._outside.index.count()
        except IndexUnusableError:
            yield Finding("index", Verdict.FAULT, {**facts, "remedy": "archives reindex"})
            return
        except IndexBusyError as busy:
            yield Finding("index", Verdict.FAULT, {**facts, "remedy": str(busy)})
            return
        differs = held != kept
        verdict = Verdict.OK if not differs else Verdict.NOTE if waiting else Verdict.FAULT
        remedy = {"remedy": "archives reindex"} if verdict is Verdict.FAULT else {}
        yield Finding("index", verdict, {"indexed": str(held), **facts, **remedy})

    def _log(self) -> Finding:
        """Look whether the log follows the trail, and whether its key is there: `archives trail verify` proves it."""
        session, notes = self._work.session, self._outside.notes
        events, signed = session.scalar(select(func.max(Event.sequence))) or 0, newest_checkpoint(self._work)
        size, key = self._work.log_tree().size(), notes.find_key()
        facts = {"events": str(events), "in_log": str(size), "signed": str(signed.size if signed else 0)}
        try:
            is_ours = signed is None or notes.is_signed(signed.note, notes.verifier_key() if key else "")
        except SigningKeyError as fault:
            return Finding("log", Verdict.FAULT, {**facts, "key": str(fault)})
        is_behind = size > events or (size < events and self._work.is_sqlite) or bool(signed and signed.size > size)
        if is_behind or not is_ours:
            return Finding("log", Verdict.FAULT, {**facts, "key": key or "none", "remedy": "archives trail verify"})
        return Finding("log", Verdict.OK if key else Verdict.NOTE, {**facts, "key": key or "none yet: archives init"})

    def _certificates(self) -> Finding:
        """Look whether the CA's root lasts longer than what it issues, and which bodies' certificates end soon."""
        try:
            found = list(endings(self._outside, self._work.now()))
            roots = self._outside.certificates.find_roots()
        except SigningKeyError as fault:
            return Finding("certificates", Verdict.FAULT, {"key": str(fault)})
        facts = {"root_ends": roots[0].not_after.date().isoformat() if roots else "none yet: archives init"}
        ending = [each.certificate.name for each in found if not each.is_root]
        facts |= {"bodies": ", ".join(ending)} if ending else {}
        facts |= {"remedy": "archives keys renew-root"} if any(each.is_root for each in found) else {}
        is_over = bool(roots) and roots[0].not_after <= self._work.now()
        return Finding("certificates", Verdict.FAULT if is_over else Verdict.NOTE if found else Verdict.OK, facts)

    def _clock(self) -> Finding:
        last = self._work.session.scalar(select(func.max(Event.happened_at)))
        now = self._work.now()
        verdict = Verdict.FAULT if last and now < last - DRIFT else Verdict.OK
        return Finding("clock", verdict, {"now": now.isoformat(), "last_event": last.isoformat() if last else ""})


def file_system(path: Path) -> str:
    """Return the kind of the file system on which a path lies, e.g. 'ext4'; '' where the system does not tell."""
    try:
        lines = Path("/proc/self/mountinfo").read_text("utf-8").splitlines()
    except OSError:
        return ""
    place, best, kind = path.resolve(), Path(), ""
    for line in lines:
        before, _, after = line.partition(" - ")
        mounted = Path(before.split()[4].replace("\\040", " "))
        if place.is_relative_to(mounted) and len(mounted.parts) >= len(best.parts):
            best, kind = mounted, after.split()[0]
    return kind


def _versions() -> Finding:
    found = {name: importlib.metadata.version(name) for name in LIBRARIES}
    return Finding("versions", Verdict.OK, {"python": platform.python_version(), **found})


def _fonts() -> Finding:
    """Look for the faces of the printed documents."""
    place = files_of_package("archives.documents") / "fonts"
    try:
        wanted = json.loads((place / "manifest.json").read_text("utf-8"))["files"]
    except (OSError, ValueError):
        return Finding("fonts", Verdict.FAULT, {"missing": "manifest.json"})
    missing = [name for name in wanted if not (place / name).is_file()]
    facts = {"missing": ", ".join(missing)} if missing else {"faces": str(len(wanted))}
    return Finding("fonts", Verdict.FAULT if missing else Verdict.OK, facts)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())
