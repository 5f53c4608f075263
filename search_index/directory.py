"""The directory of an index: one directory for each generation, and the name of the one that is live.

The name stands in the file `current`, which is only ever replaced by renaming: readers see the old or the new.
"""

import os
import re
import secrets
import shutil
from pathlib import Path

from search_index.durable import synced
from search_index.schema import SCHEMA_VERSION

_NAME = re.compile(r"v(\d+)-[0-9a-f]{12}")
_POINTER = "current"


class IndexDirectory:
    """Where the generations lie."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._pointer = path / _POINTER
        self._pointer_name = str(self._pointer)
        self._seen: tuple[int, int, int] | None = None  # the pointer's inode, time and size when it was read
        self._live: Path | None = None

    @property
    def write_lock(self) -> Path:
        """Return the file to lock while writing."""
        return self.path / "write.lock"

    @property
    def drain_lock(self) -> Path:
        """Return the file to lock for as long as one process is the one that brings records into the index."""
        return self.path / "drain.lock"

    def is_new(self) -> bool:
        """Tell whether no index was ever here."""
        return not (self.path / _POINTER).exists() and not self._generations()

    def current(self) -> Path | None:
        """Return the live generation, or None if there is none that this version can read."""
        try:
            found = os.stat(self._pointer_name)  # noqa: PTH116 -- before every question; a Path takes twice as long
            seen = (found.st_ino, found.st_mtime_ns, found.st_size)
            if seen != self._seen:
                self._live, self._seen = self._named(self._pointer.read_text("ascii")), seen
        except (FileNotFoundError, UnicodeDecodeError):
            self._live, self._seen = None, None
        return self._live

    def _named(self, name: str) -> Path | None:
        match = _NAME.fullmatch(name)
        return self.path / name if match and int(match[1]) == SCHEMA_VERSION else None

    def fresh(self) -> Path:
        """Return a path for a new generation."""
        return self.path / f"v{SCHEMA_VERSION}-{secrets.token_hex(6)}"

    def switch(self, generation: Path) -> None:
        """Make the generation the live one and remove all others; those who read them keep their open files."""
        pending = self.path / f"{_POINTER}.new"
        pending.write_text(generation.name, "ascii")
        synced(pending)
        pending.replace(self.path / _POINTER)
        synced(self.path)
        self.clean()

    def clean(self) -> None:
        """Remove every generation but the live one."""
        for path in self._generations():
            if path != self.current():
                shutil.rmtree(path, ignore_errors=True)

    def _generations(self) -> list[Path]:
        return [path for path in self.path.iterdir() if _NAME.fullmatch(path.name)]
