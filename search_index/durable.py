"""What was committed is still there after a power cut: contents first, then the name, then the directory."""

import os
from pathlib import Path

from whoosh.filedb.filestore import FileStorage


class DurableStorage(FileStorage):  # type: ignore[misc] # Whoosh has no types
    """Whoosh's files. It names its table of contents by renaming, and removes what an older one names only then."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002 -- Whoosh's
        """Give a file its name for good."""
        synced(Path(self.folder, oldname))
        super().rename_file(oldname, newname, safe)
        synced(Path(self.folder))


def synced(path: Path) -> None:
    """Wait until a file or the names in a directory are on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
