"""Bring what a pom.xml names from Maven Central into a folder, for the tests.

    python scripts/from_maven.py tests/verapdf/pom.xml .venv/verapdf

Does nothing when what is there was brought by the present pom.xml. Needs a JDK and Maven (Debian:
default-jdk-headless, maven).
"""

import shutil
import subprocess
import sys
import time
from pathlib import Path

ATTEMPTS = 3


def main(pom: Path, target: Path) -> None:
    """Bring it, unless it is there."""
    if not _is_current(pom, target):
        _fetch(pom, target)


def _is_current(pom: Path, target: Path) -> bool:
    copy = target / pom.name
    return copy.is_file() and copy.read_bytes() == pom.read_bytes()


def _fetch(pom: Path, target: Path) -> None:
    """Copy the artifacts; the pom.xml comes last and says that all of them are there."""
    maven = shutil.which("mvn")
    if maven is None:
        sys.exit("Maven is missing: as root, apt-get install maven default-jdk-headless")
    shutil.rmtree(target, ignore_errors=True)
    order = [maven, "--batch-mode", "--quiet", f"--file={pom}", "dependency:copy-dependencies"]
    for attempt in range(1, ATTEMPTS + 1):
        done = subprocess.run([*order, f"-DoutputDirectory={target.resolve()}"], check=False)
        if done.returncode == 0:
            shutil.copy(pom, target)
            return
        print(f"Attempt {attempt} to bring what {pom} names failed.", file=sys.stderr)
        time.sleep(attempt * 5)
    sys.exit(1)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
