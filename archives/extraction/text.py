"""Text of content files, by the ending of their names. Whatever cannot be read has no text."""

import logging
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from archives.extraction.encoding import decode
from archives.extraction.limits import MOST_BYTES, MOST_CHARACTERS, MOST_SECONDS
from archives.extraction.paging import joined
from archives.extraction.reader import READERS
from archives.ports import ExtractedText

PLAIN = frozenset({".txt", ".md", ".csv"})
PAGED = frozenset({".pdf"})
"""Whose readers tell where pages end."""

_log = logging.getLogger(__name__)


class FileTextExtractor:
    """Reads plain text itself and everything else in a child process, so that a hostile file kills only the child."""

    def read(self, path: Path, name: str) -> ExtractedText:
        """Return at most MOST_CHARACTERS of text; none for kinds it does not know and files it cannot read."""
        ending = Path(name).suffix.lower()
        try:
            if ending in PLAIN:
                return ExtractedText(_plain(path))
            text = _read_by_child(path, ending) if ending in READERS else ""
        except (OSError, subprocess.TimeoutExpired, ValueError) as error:
            _log.warning("No text from %r: %s", name, error)
            return ExtractedText()
        return joined(text) if text and ending in PAGED else ExtractedText(text)


def _plain(path: Path) -> str:
    with path.open("rb") as file:
        return decode(file.read(MOST_CHARACTERS * 4))[:MOST_CHARACTERS]


def _read_by_child(path: Path, ending: str) -> str:
    if path.stat().st_size > MOST_BYTES:
        return ""
    with TemporaryFile() as output:
        status = _run(path.absolute(), ending, output)
        if status:
            _log.warning("No text from a file %s: its reader ended with %s", ending, status)
            return ""
        output.seek(0)
        return output.read().decode("utf-8", "replace")[:MOST_CHARACTERS]


def _run(path: Path, ending: str, output: BinaryIO) -> int:
    """Run the reader on the file; return its exit status."""
    command = [sys.executable, "-P", "-m", "archives.extraction.reader", str(path), ending]
    silent = subprocess.DEVNULL
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(  # noqa: S603 -- our own module; the ending is one of READERS
        command, stdin=silent, stdout=output, stderr=silent, env=environment, timeout=MOST_SECONDS, check=False
    )
    return done.returncode
