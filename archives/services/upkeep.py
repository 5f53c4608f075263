"""Upkeep: a home copied whole as of one instant, and brought to life again elsewhere (GB/T 39784-2021: backup)."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from sqlalchemy import select

from archives.domain.errors import DuplicateError, FixityError, InvalidInputError, Problem, UnreadableInputError
from archives.domain.vocabulary import Role
from archives.models import Setting
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork
from archives.services.upkeep_database import copy_database, file_of
from archives.services.upkeep_files import KeptFile, copy_file, faults, files_of, measured

MANIFEST, DATABASE = "manifest.json", "archives.db"
FORM = 1  # of the manifest
LAST = "backup"
MOST_NAMED = 20  # faults in one refusal


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    at: datetime
    files: tuple[KeptFile, ...]

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(each.size for each in self.files)


class UpkeepService:
    """For the operator of the machine."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def back_up(self, target: Path) -> Backup:
        """Copy database, content, lists being registered and settings into a new directory, and read all of it back.

        The database comes first: whatever it names is on the disk by then, and is never removed from there.
        """
        self._work.actor.require_role(Role.SYSTEM)
        _require_new(target)
        home, engine = self._outside.home, self._work.session.get_bind().engine
        if target.absolute().is_relative_to(home.absolute()):
            raise InvalidInputError([Problem("backup_inside_home", "target", (("value", str(target)),))])
        target.mkdir(parents=True, exist_ok=True)
        copy_database(engine, target / DATABASE)
        database = file_of(engine)
        kept = [measured(target, DATABASE)]
        kept += [copy_file(home, target, path) for path in files_of(home, [database] if database else [])]
        backup = Backup(self._work.now(), tuple(kept))
        _write_manifest(target, backup)
        _require_whole(target, backup)
        self._note(backup)
        return backup

    def _note(self, backup: Backup) -> None:
        with self._work.write():
            row = self._work.session.scalar(select(Setting).where(Setting.name == LAST)) or Setting(name=LAST)
            row.value = {"at": backup.at.isoformat(), "files": len(backup.files), "bytes": backup.size}
            self._work.session.add(row)
            self._work.record("HomeBackedUp", row, files=len(backup.files), bytes=backup.size)


def read_backup(source: Path) -> Backup:
    """Read a backup's manifest, or refuse (UnreadableInputError)."""
    try:
        told = json.loads((source / MANIFEST).read_bytes())
        files = tuple(KeptFile(**each) for each in told["files"])
        form, at = told["form"], datetime.fromisoformat(told["at"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        text = f"{source} is no backup: {MANIFEST} cannot be read: {fault}."
        raise UnreadableInputError(text, name=str(source), reason="manifest") from fault
    if form != FORM or any(_escapes(each.path) for each in files):
        text = f"{source / MANIFEST} is not a manifest of form {FORM}, or names files outside the backup."
        raise UnreadableInputError(text, name=str(source), reason="manifest")
    return Backup(at, files)


def restore(source: Path, home: Path) -> Backup:
    """Bring a backup back as a new home, every byte proved before and after; nothing is there if it is refused."""
    backup = read_backup(source)
    _require_new(home)
    _require_whole(source, backup)
    fresh = home.with_name(f"{home.name}.restoring")
    _require_new(fresh)
    fresh.mkdir(parents=True, exist_ok=True)
    for each in backup.files:
        copy_file(source, fresh, each.path)
    os.sync()
    _require_whole(fresh, backup)
    if home.exists():
        home.rmdir()
    fresh.replace(home)
    return backup


def _require_new(place: Path) -> None:
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        text = f"{place} is not empty. Choose a directory that is empty or does not exist."
        raise DuplicateError(text, kind="directory", value=str(place))


def _require_whole(directory: Path, backup: Backup) -> None:
    if found := list(faults(directory, backup.files)):
        text = f"{len(found)} file(s) are missing or changed in {directory}: {', '.join(found[:MOST_NAMED])}"
        raise FixityError(text, what=found[0], expected="as in the manifest", actual="missing or changed")


def _write_manifest(target: Path, backup: Backup) -> None:
    told = {"form": FORM, "at": backup.at.isoformat(), "files": [asdict(each) for each in backup.files]}
    (target / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    os.sync()


def _escapes(path: str) -> bool:
    parts = PurePosixPath(path)
    return parts.is_absolute() or ".." in parts.parts
