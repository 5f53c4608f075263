"""The child process: `python -m archives.extraction.reader PATH ENDING` writes the text of one file to its output.

It limits its own memory, time and output before it looks at the file, and simply dies of what it cannot read.
"""

import resource
import sys
from importlib import import_module
from pathlib import Path

from archives.extraction.limits import MOST_CHARACTERS, MOST_CPU_SECONDS, MOST_MEMORY

# module by ending; each has text(path) and is loaded only when needed
READERS = {
    ".pdf": "archives.extraction.pdf",
    ".docx": "archives.extraction.docx",
    ".xlsx": "archives.extraction.xlsx",
    ".ofd": "archives.extraction.ofd",
    ".eml": "archives.extraction.mail",
    ".html": "archives.extraction.markup",
    ".htm": "archives.extraction.markup",
    ".xml": "archives.extraction.markup",
}


def main() -> None:
    """Write the text in UTF-8."""
    path, ending = sys.argv[1:]
    _limit()
    text: str = import_module(READERS[ending]).text(Path(path))
    sys.stdout.buffer.write(text[:MOST_CHARACTERS].encode("utf-8", "replace"))


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_CHARACTERS * 4, MOST_CHARACTERS * 4))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
