"""What an operator may set about strangers at the public doors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from config.bad_setting import BadSettingError

_MOST = 100_000
_MOST_PROXIES = 8


@dataclass(frozen=True, slots=True)
class IncomingSettings:
    """How often a stranger may ask about a receipt, in one web process; and whom to believe who the client is."""

    verify_per_minute: int = 20
    verify_per_minute_all: int = 300
    trusted_proxies: int = 0  # entries at the end of X-Forwarded-For that our own proxies wrote

    NAMES = frozenset({"verify_per_minute", "verify_per_minute_all", "trusted_proxies"})

    @classmethod
    def read(cls, values: Mapping[str, object]) -> Self:
        """Read and check."""
        return cls(
            _count("verify_per_minute", values.get("verify_per_minute", cls().verify_per_minute), 1, _MOST),
            _count("verify_per_minute_all", values.get("verify_per_minute_all", cls().verify_per_minute_all), 1, _MOST),
            _count("trusted_proxies", values.get("trusted_proxies", 0), 0, _MOST_PROXIES),
        )


def _count(name: str, value: object, least: int, most: int) -> int:
    text = str(value)
    if not text.isascii() or not text.isdecimal() or not least <= int(text) <= most:
        raise BadSettingError(f"{name} is {value}, but must be a number from {least} to {most}.")
    return int(text)
