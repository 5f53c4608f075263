"""Canonical JSON (RFC 8785), so that the same facts always give the same bytes: leaves of the trail, manifests."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from uuid import UUID

Plain = None | bool | int | str | Sequence["Plain"] | Mapping[str, "Plain"]


def canonical_json(value: object) -> str:
    """Return the canonical text. Keys are ASCII; integers stay below 2**53; floats are refused (RFC 8785 §3.2.2.3)."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def plain(value: object) -> Plain:  # noqa: PLR0911 -- one way for each type
    """Return the value in JSON's own types: dates as ISO 8601, ids and words as strings."""
    if value is None or (isinstance(value, bool | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, int):
        return _safe(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {_ascii(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, bytes):
        return [plain(inner) for inner in (sorted(value) if isinstance(value, set | frozenset) else value)]
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _safe(number: int) -> int:
    if abs(number) >= 2**53:
        raise ValueError("integer out of the range that JSON keeps exactly")
    return number


def _ascii(key: object) -> str:
    text = str(key)
    if not text.isascii():
        raise ValueError(f"a key must be ASCII: {text!r}")
    return text
