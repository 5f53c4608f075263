"""Canonical JSON (RFC 8785), so that the same facts always give the same bytes: leaves of the trail, manifests."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from uuid import UUID

Plain = None | bool | int | str | Sequence["Plain"] | Mapping[str, "Plain"]


_AS_IT_IS = frozenset({str, bool, type(None)})
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical_json(value: object) -> str:
    """Return the canonical text. Keys are ASCII; integers stay below 2**53; floats are refused (RFC 8785 §3.2.2.3)."""
    return _ENCODER.encode(plain(value))


def plain(value: object) -> Plain:
    """Return the value in JSON's own types: dates as ISO 8601, ids and words as strings."""
    kind = type(value)
    if kind in _AS_IT_IS:
        return value  # type: ignore[return-value]  # the set says so, quicker than a chain of questions
    if kind is dict:
        return _pairs(value)  # type: ignore[arg-type]  # the same
    return str(value) if kind is UUID else _plain_of_other_kind(value)


def _plain_of_other_kind(value: object) -> Plain:  # noqa: PLR0911 -- one way for each type
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return _safe(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return _pairs(value)
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, bytes):
        return [plain(inner) for inner in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return _told(value)


def _pairs(value: Mapping[str, object]) -> dict[str, Plain]:
    return {
        (key if type(key) is str and key.isascii() else _ascii(key)): (
            inner if type(inner) in _AS_IT_IS else plain(inner)  # type: ignore[misc]  # as above
        )
        for key, inner in value.items()
    }


def _told(value: object) -> str:
    if isinstance(value, UUID):
        return str(value)
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
