"""What pages load: locked, whole, and all of it there."""

import json
import re

from tests.architecture.tree import ROOT, sources

STATIC = ROOT / "api" / "pages" / "static"
TEMPLATES = sorted((ROOT / "api" / "pages" / "templates").rglob("*.html"))
WANTED = json.loads((ROOT / "frontend" / "vendor.json").read_text("utf-8"))
LOCK = json.loads((ROOT / "frontend" / "package-lock.json").read_text("utf-8"))
SAID = "\n".join(path.read_text("utf-8") for path in [*TEMPLATES, *sources("api/pages")])


def test_every_package_is_locked_to_one_version_and_names_no_place_to_fetch_it_from():
    package = json.loads((ROOT / "frontend" / "package.json").read_text("utf-8"))
    exact = {**package["dependencies"], **package["devDependencies"]}
    locked = {path: entry for path, entry in LOCK["packages"].items() if path}

    assert [version for version in exact.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert all("integrity" in entry and "resolved" not in entry for entry in locked.values())


def test_every_file_that_a_page_loads_is_there():
    vendored = set(re.findall(r"vendor_(?:url|sri)\(['\"]([^'\"]+)", SAID))
    own = set(re.findall(r"asset_url\(['\"]([^'\"]+)", SAID))

    assert vendored <= {*WANTED["files"], "icons.svg"}
    assert {file for file in own if not (STATIC / file).is_file()} == set()


def test_every_icon_that_a_page_shows_is_in_the_sprite():
    shown = set(re.findall(r"\bicon\(['\"]([a-z0-9-]+)", SAID))

    assert shown <= set(WANTED["icons"])


def test_what_was_vendored_is_what_the_lock_says():
    manifest = json.loads((STATIC / "vendor" / "manifest.json").read_text("utf-8"))

    assert set(manifest["files"]) == {*WANTED["files"], "icons.svg"}


def test_no_script_or_style_reaches_elsewhere():
    own = [*STATIC.glob("*.css"), *(STATIC / "js").glob("*.js"), *TEMPLATES]
    outside = re.compile(r"https?://(?!www\.w3\.org/)|@import|(?<!_)url\(|innerHTML|\beval\(|new Function")

    assert {
        path.name: outside.findall(path.read_text("utf-8")) for path in own if outside.search(path.read_text("utf-8"))
    } == {}
