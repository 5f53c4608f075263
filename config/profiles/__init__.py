"""Profiles: the figures of a jurisdiction, as plain data in TOML beside this file."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

_HERE = Path(__file__).parent


class UnknownProfileError(Exception):
    """No profile of that name is delivered, and no readable TOML file lies at that path."""


def load_profile(name_or_path: str | Path) -> Mapping[str, object]:
    """Return the plain data of a delivered profile ('cn') or of a TOML file (a path with a slash or '.toml')."""
    path = _path_of(str(name_or_path))
    try:
        return _with_checklists(_read(path), path.parent / "checklists")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        known = ", ".join(profile_names())
        raise UnknownProfileError(f"Cannot read profile {name_or_path}: {fault}. Delivered: {known}.") from fault


def profile_names() -> tuple[str, ...]:
    """Return the names of the delivered profiles."""
    return tuple(sorted(path.stem for path in _HERE.glob("*.toml")))


def _read(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _with_checklists(data: dict[str, object], folder: Path) -> dict[str, object]:
    """Put the checklists that the profile names in the place of their names."""
    inspection = data.get("inspection")
    names = inspection.get("checklists") if isinstance(inspection, dict) else None
    if not isinstance(names, list):
        return data
    lists = [_read(folder / f"{name}.toml") for name in names]
    return {**data, "inspection": {**inspection, "checklists": lists}}  # type: ignore[dict-item] # a dict, as seen above


def _path_of(name_or_path: str) -> Path:
    is_path = "/" in name_or_path or name_or_path.endswith(".toml")
    return Path(name_or_path) if is_path else _HERE / f"{name_or_path}.toml"
