"""Addresses of the files that pages load, each with a digest of its content so that browsers may keep it for ever."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flask import Flask, url_for

STATIC = Path(__file__).parent / "static"
VENDOR = "vendor"


def install_assets(app: Flask) -> None:
    """Let every template call vendor_url, vendor_sri and asset_url."""
    app.jinja_env.globals.update(vendor_url=vendor_url, vendor_sri=vendor_sri, asset_url=asset_url)


def vendor_url(name: str) -> str:
    """Return the address of a vendored file, 'htmx.min.js'; KeyError when the build does not bring it."""
    return url_for("static", filename=f"{VENDOR}/{name}", v=_manifest()[name]["v"])


def vendor_sri(name: str) -> str:
    """Return the integrity value (sha384) of a vendored file."""
    return _manifest()[name]["sri"]


def asset_url(name: str) -> str:
    """Return the address of one of our own static files, 'ams.css'."""
    path = STATIC / name
    return url_for("static", filename=name, v=_digest(path, path.stat().st_mtime_ns))


@cache
def _manifest() -> Mapping[str, Mapping[str, str]]:
    files: Mapping[str, Mapping[str, str]] = json.loads((STATIC / VENDOR / "manifest.json").read_text("utf-8"))["files"]
    return files


@cache
def _digest(path: Path, _modified: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
