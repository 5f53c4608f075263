"""Bring veraPDF, the reference validator of PDF/A and PDF/UA, into .venv/verapdf for the tests.

    python scripts/pdf_validators.py

Its libraries come from Maven Central through `mvn`, as tests/verapdf/pom.xml pins them; tests/verapdf/Validate.java is
run from its source. Needs a JDK and Maven (Debian: default-jdk-headless, maven). Does nothing when what is there was
brought by the present pom.xml.
"""

import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POM = ROOT / "tests" / "verapdf" / "pom.xml"
TARGET = ROOT / ".venv" / "verapdf"
ATTEMPTS = 3


def main() -> None:
    """Bring the libraries, unless they are there."""
    if not is_current():
        fetch()


def is_current() -> bool:
    """Tell whether the libraries are those of the present pom.xml."""
    copy = TARGET / POM.name
    return copy.is_file() and copy.read_bytes() == POM.read_bytes()


def fetch() -> None:
    """Copy the libraries; the pom.xml comes last and says that all of them are there."""
    maven = shutil.which("mvn")
    if maven is None:
        sys.exit("veraPDF needs Maven: as root, apt-get install maven default-jdk-headless")
    shutil.rmtree(TARGET, ignore_errors=True)
    order = [maven, "--batch-mode", "--quiet", f"--file={POM}", "dependency:copy-dependencies"]
    for attempt in range(1, ATTEMPTS + 1):
        done = subprocess.run([*order, f"-DoutputDirectory={TARGET}"], check=False)
        if done.returncode == 0:
            shutil.copy(POM, TARGET)
            return
        print(f"Attempt {attempt} to bring veraPDF failed.", file=sys.stderr)
        time.sleep(attempt * 5)
    sys.exit(1)


if __name__ == "__main__":
    main()
