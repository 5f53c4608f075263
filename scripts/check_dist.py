"""Tell whether a wheel holds every file of the packages and all that the build adds; else name what is missing."""

import subprocess
import sys
import zipfile
from pathlib import Path

PACKAGES = ("archives", "api", "search_index", "config", "verifiers")
BUILT = (
    "api/pages/static/vendor/manifest.json",
    "api/pages/static/vendor/bootstrap.min.css",
    "api/pages/static/vendor/htmx.min.js",
    "api/pages/static/vendor/icons.svg",
    "api/pages/translations/zh_Hans_CN/LC_MESSAGES/messages.mo",
    "api/pages/translations/zh_Hant_TW/LC_MESSAGES/messages.mo",
)


def main(wheel: Path) -> None:
    """Compare the wheel with the tree."""
    held = set(zipfile.ZipFile(wheel).namelist())
    fonts = [name for name in held if name.startswith("archives/documents/fonts/")]
    missing = sorted((tracked() | set(BUILT)) - held) + ([] if fonts else ["archives/documents/fonts/*"])
    if missing:
        sys.exit(f"{wheel.name} lacks: {', '.join(missing)}")
    print(f"{wheel.name}: {len(held)} files, complete")


def tracked() -> set[str]:
    """Return the packages' files that git knows and that are still there."""
    listed = subprocess.run(["git", "ls-files", "-z", *PACKAGES], capture_output=True, text=True, check=True).stdout
    return {name for name in listed.split("\0") if name and Path(name).exists()}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
